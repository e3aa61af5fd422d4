import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runs } from '../support/runs.js';
import { differences } from './comparing.js';
import { arbitraryFaults, type Fault } from './faults.js';
import { OneSchema } from './one-schema.js';
import { type Asked, operationOf, spreadsMutations } from './operations.js';
import { type Answer, Gateways } from './running.js';
import { withArguments } from './supergraphs/arguments.js';
import { composite } from './supergraphs/composite.js';
import { hops } from './supergraphs/hops.js';
import { interfaceObjects } from './supergraphs/interface-objects.js';
import { interfaces } from './supergraphs/interfaces.js';
import { lists } from './supergraphs/lists.js';
import { mutations } from './supergraphs/mutations.js';
import { requires } from './supergraphs/requires.js';
import { shared } from './supergraphs/shared.js';
import { strict } from './supergraphs/strict.js';
import { arbitraryTape } from './tape.js';

// Random operations over made supergraphs, with random faults, answered by our executor and by Apollo's own gateway.

const SUPERGRAPHS = [
  hops,
  requires,
  shared,
  composite,
  interfaces,
  interfaceObjects,
  lists,
  withArguments,
  mutations,
  strict,
];

const shown = ({ data, errors }: Answer): string =>
  `${data}\n  ${errors.map(({ path, message }) => `${JSON.stringify(path)} ${message}`).join('\n  ')}`;

const report = (name: string, asked: Asked, faults: readonly Fault[], found: string): string =>
  [
    `supergraph: ${name}`,
    asked.source,
    `variables: ${JSON.stringify(asked.variables)} operation: ${asked.operationName}`,
    `faults: ${faults.map(({ kind, at, share }) => `${kind} ${at} (${share})`).join(', ') || 'none'}`,
    found,
  ].join('\n');

describe.each(SUPERGRAPHS)('random operations over "$name"', (made) => {
  let gateways: Gateways;
  beforeAll(async () => {
    gateways = await Gateways.open(made);
  });
  afterAll(() => gateways?.[Symbol.asyncDispose]());

  /**
   * Where nothing has failed, graphql-js over the same world as one schema is the measure of both: the stock gateway
   * loses what is asked in a fragment on a union within one on a type.
   */
  async function isRight(ours: Answer, operation: Asked): Promise<boolean> {
    const whole = await new OneSchema(made, gateways.api).answer(operation);
    return whole.data === ours.data && whole.errors.length > 0 === ours.errors.length > 0;
  }

  test('are answered as Apollo Gateway answers them', async () => {
    const { places } = gateways;
    // What is left out by conditions is judged elsewhere: Apollo Gateway loses more with it.
    const asking = { ...gateways.asking, hasConditions: false };
    const asked = arbitraryTape
      .map((tape) => operationOf(asking, tape))
      // Of the fields of a mutation, Apollo Gateway runs those of fragments first.
      .filter((one) => gateways.isValid(one) && !spreadsMutations(one));
    await fc.assert(
      fc.asyncProperty(asked, arbitraryFaults(places), async (operation, faults) => {
        const stock = await gateways.stock(operation, faults, { sparing: true });
        const ours = await gateways.ours(operation, faults);
        const different = differences(ours, stock);
        if (different.length > 0 && !(faults.length === 0 && (await isRight(ours, operation))))
          expect.fail(
            report(
              made.name,
              operation,
              faults,
              `${different.join('\n')}\nours:  ${shown(ours)}\nstock: ${shown(stock)}`,
            ),
          );
      }),
      { numRuns: runs(16, 220) },
    );
  });
});
