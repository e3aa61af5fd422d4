import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runs } from '../../support/runs.js';
import { bootFakes, type Fakes, names, sizes } from './fakes.js';

let fakes: Fakes;
const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);
beforeAll(async () => {
  process.on('unhandledRejection', note);
  fakes = await bootFakes();
  for (const [subgraph, answer] of [
    [fakes.names, names],
    [fakes.sizes, sizes],
  ] as const)
    subgraph.answer = async (asked, response) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (asked.variables.representations && subgraph === fakes.names)
        return { data: { _entities: asked.variables.representations.map(() => null) } };
      return answer(asked, response);
    };
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await fakes[Symbol.asyncDispose]();
});

const QUERIES = [
  '{ things { name size parts { name } } }',
  '{ count things { size } }',
  '{ one: thing(id: "a") { name size } two: things(first: 2) { parts { size } } }',
  'query ($id: ID!) { thing(id: $id) { parts { name } } }',
];

test('whoever goes, at whatever time, leaves no fetch behind 200 ms later, and no rejection', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...QUERIES),
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 1, max: 3 }),
      async (query, after, times) => {
        const before = fakes.names.asked.length + fakes.sizes.asked.length;
        const gone = new AbortController();
        const asked = Array.from({ length: times }, () =>
          fakes.ask(query, { variables: { id: 'a' }, signal: gone.signal }).catch(() => undefined),
        );
        await new Promise((resolve) => setTimeout(resolve, after));
        gone.abort();
        await Promise.all(asked);
        await expect.poll(() => fakes.names.open + fakes.sizes.open, { timeout: 200, interval: 5 }).toBe(0);
        // What was on its way to the subgraph when it was given up may come to it yet.
        await new Promise((resolve) => setTimeout(resolve, 10));
        const known = fakes.names.asked.length + fakes.sizes.asked.length;
        await new Promise((resolve) => setTimeout(resolve, 30));
        // Nor is the next one begun.
        expect(fakes.names.asked.length + fakes.sizes.asked.length).toBe(known);
        expect(known).toBeGreaterThanOrEqual(before);
      },
    ),
    { numRuns: runs(25, 100) },
  );
  expect(unhandled).toEqual([]);
});
