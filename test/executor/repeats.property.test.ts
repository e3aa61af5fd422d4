import { setImmediate as turn } from 'node:timers/promises';
import type { GraphQLDataSource } from '@apollo/gateway';
import fc from 'fast-check';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Response } from '../../gateway/executor/ask.js';
import type { Executor } from '../../gateway/executor/executor.js';
import type { Sent, TextSource } from '../../gateway/executor/repeats.js';
import { JsonBytes } from '../../gateway/executor/straight.js';
import { ExecutionCounts } from '../../gateway/executor/trace.js';
import { runs } from '../support/runs.js';
import { arbitraryFaults, type Fault, Faults, type Places } from './faults.js';
import { ALIASES, type Asked, operationOf } from './operations.js';
import { composed, ownExecutor } from './running.js';
import type { Run, Subgraph } from './subgraph.js';
import { composite } from './supergraphs/composite.js';
import { hops } from './supergraphs/hops.js';
import { interfaceObjects } from './supergraphs/interface-objects.js';
import { lists } from './supergraphs/lists.js';
import type { MadeSupergraph } from './supergraphs/made.js';
import { mutations } from './supergraphs/mutations.js';
import { requires } from './supergraphs/requires.js';
import { strict } from './supergraphs/strict.js';
import { arbitraryTape } from './tape.js';

// The same operation again and again while the world changes: whether an answer is made anew or known to be the one
// before, it is what an executor says that remembers nothing, and nothing is asked twice for it.

/** What subgraphs say now, and what they were asked. */
interface World {
  run: Run;
  asked: string[];
  /** Turns that answers take, one after the other. */
  delays: readonly number[];
}

/** A made subgraph that is asked in text and answers in text, each time after another while. */
class Texts implements TextSource {
  readonly batches = true;

  constructor(
    private readonly subgraph: Subgraph,
    private readonly world: World,
  ) {}

  async process({ request }: Parameters<GraphQLDataSource['process']>[0]) {
    return this.read(await this.ask(this.written(request))) as never;
  }

  written({ query = '', variables, operationName }: Parameters<TextSource['written']>[0]): Sent {
    return {
      body: JSON.stringify({ query, variables, operationName }),
      isMutation: query.startsWith('mutation'),
    };
  }

  async ask({ body }: Sent): Promise<string> {
    const { asked, delays, run } = this.world;
    asked.push(`${this.subgraph.name} ${body}`);
    for (let left = delays[asked.length % delays.length] ?? 0; left > 0; left--) await turn();
    const { query, variables = {}, operationName } = JSON.parse(body);
    return JSON.stringify(await this.subgraph.answer(query, variables, operationName, run));
  }

  read(text: string): Response {
    return JSON.parse(text);
  }
}

class Pair {
  readonly world: World = { run: { faults: new Faults([]), state: { log: [] } }, asked: [], delays: [0] };
  readonly counts = new ExecutionCounts();
  clients!: GraphQLSchema;
  places!: Places;
  #remembers!: Executor;
  #forgets!: Executor;

  async open(made: MadeSupergraph): Promise<this> {
    const { subgraphs, supergraphSdl } = composed(made);
    const sources = new Map(
      subgraphs.map((subgraph) => [subgraph.name, new Texts(subgraph, this.world)] as const),
    );
    const { clients, executor } = await ownExecutor(supergraphSdl, sources, this.counts);
    this.clients = clients;
    this.#remembers = executor;
    this.#forgets = (await ownExecutor(supergraphSdl, sources)).executor;
    const of = (kind: 'fields' | 'entities') =>
      subgraphs.flatMap((subgraph) => subgraph.places()[kind].map((at) => `${subgraph.name}:${at}`));
    this.places = {
      fields: [...new Set(subgraphs.flatMap((subgraph) => subgraph.places().fields))],
      ownFields: of('fields'),
      entities: of('entities'),
      subgraphs: subgraphs.map(({ name }) => name),
    };
    return this;
  }

  /** What is answered while the world is so, and what the subgraphs were asked for it. */
  async answer(how: 'remembering' | 'forgetting', operation: Asked, faults: readonly Fault[]) {
    this.world.run = { faults: new Faults(faults), state: { log: [] } };
    this.world.asked = [];
    const { source, operationName, variables } = operation;
    const asked = { document: parse(source), operationName, hash: source, variables, context: {} };
    const { data, errors = [] } =
      how === 'remembering' ? await this.#remembers(asked, { bytes: true }) : await this.#forgets(asked);
    const json = data instanceof JsonBytes ? Buffer.from(data.bytes).toString() : JSON.stringify(data);
    const told = errors.map(({ message, path }) => `${JSON.stringify(path)} ${message}`).sort();
    return { said: `${json}\n${told.join('\n')}`, asked: [...this.world.asked].sort() };
  }
}

describe.each([
  hops,
  requires,
  composite,
  interfaceObjects,
  lists,
  mutations,
  strict,
])('operations over "$name", again and again', (made) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await new Pair().open(made);
  });

  test('are answered as if for the first time, and ask the same, each once', async () => {
    const asking = {
      api: pair.clients,
      samples: made.samples,
      aliases: ALIASES,
      mustHaveAlias: new Set<string>(),
      hasConditions: true,
    };
    const operations = arbitraryTape
      .map((tape) => operationOf(asking, tape))
      .filter(({ source }) => validate(pair.clients, parse(source)).length === 0);
    const worlds = fc.array(
      fc.record({
        faults: fc.oneof(fc.constant<readonly Fault[]>([]), arbitraryFaults(pair.places)),
        times: fc.integer({ min: 1, max: 3 }),
        delays: fc.array(fc.nat({ max: 1 }), { minLength: 1, maxLength: 5 }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(operations, worlds, async (operation, all) => {
        for (const { faults, times, delays } of all)
          for (let time = 0; time < times; time++) {
            pair.world.delays = [0];
            const anew = await pair.answer('forgetting', operation, faults);
            pair.world.delays = delays;
            const again = await pair.answer('remembering', operation, faults);
            expect(again.said).toBe(anew.said);
            expect(again.asked.length).toBe(new Set(again.asked).size);
          }
      }),
      { numRuns: runs(25, 300) },
    );
    // Mutations alone are never answered from before.
    if (made.name !== mutations.name) expect(pair.counts.repeated).toBeGreaterThan(0);
  });
});
