import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runs } from '../support/runs.js';
import { OneSchema } from './one-schema.js';
import { operationOf } from './operations.js';
import { type Answer, Gateways } from './running.js';
import { withArguments } from './supergraphs/arguments.js';
import { composite } from './supergraphs/composite.js';
import { lists } from './supergraphs/lists.js';
import { requires } from './supergraphs/requires.js';
import { shared } from './supergraphs/shared.js';
import { strict } from './supergraphs/strict.js';
import { arbitraryTape } from './tape.js';

// Random operations whose aliases are the names of fields that subgraphs need of each other, which ask for such fields with
// other arguments, and leave fields out by conditions. Apollo Gateway mixes up the names, and loses with a field that is
// left out what another one requires; so that graphql-js over the whole world judges.

/** `total` requires fields that require fields of its own subgraph's neighbours: planned in a wrong order, it is null. */
const PLANNED_WRONGLY = /\btotal\b/;

const shown = ({ data, errors }: Answer): string =>
  `${data} ${errors.map(({ message }) => message).join(', ')}`;

describe.each([
  requires,
  shared,
  composite,
  lists,
  strict,
  withArguments,
])('names that "$name" needs', (made) => {
  let gateways: Gateways;
  let world: OneSchema;
  beforeAll(async () => {
    gateways = await Gateways.open(made);
    world = new OneSchema(made, gateways.api);
  });
  afterAll(() => gateways?.[Symbol.asyncDispose]());

  test('are free for clients', async () => {
    const asking = {
      ...gateways.asking,
      aliases: gateways.needed,
      mustHaveAlias: new Set<string>(),
      hasConditions: true,
    };
    const asked = arbitraryTape
      .map((tape) => operationOf(asking, tape))
      .filter((one) => !PLANNED_WRONGLY.test(one.source) && gateways.isValid(one));
    await fc.assert(
      fc.asyncProperty(asked, async (operation) => {
        const ours = await gateways.ours(operation, []);
        const right = await world.answer(operation);
        // The order of keys is judged where names do not collide.
        const isSame = isDeepStrictEqual(JSON.parse(ours.data ?? 'null'), JSON.parse(right.data ?? 'null'));
        if (!isSame || (ours.errors.length === 0) !== (right.errors.length === 0))
          expect.fail(
            `${made.name}\n${operation.source}\n${JSON.stringify(operation.variables)}\nours:  ${shown(ours)}\nright: ${shown(right)}`,
          );
      }),
      { numRuns: runs(12, 150) },
    );
  });
});
