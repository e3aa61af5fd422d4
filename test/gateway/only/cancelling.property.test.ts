import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runs } from '../../support/runs.js';
import { bootFakes, type Fakes, names, sizes } from './fakes.js';

let fakes: Fakes;
const unhandled: unknown[] = [];
/** From giving up to the end of the last fetch, in milliseconds; told, since a busy machine takes what it takes. */
let longest = 0;
const note = (error: unknown) => unhandled.push(error);
beforeAll(async () => {
  process.on('unhandledRejection', note);
  fakes = await bootFakes();
  // While a plan is made for the first time nobody is seen to go: what is begun then is none of what is looked at here.
  for (const query of QUERIES) await fakes.ask(query, { variables: { id: 'a' } });
  let answers = 0;
  for (const [subgraph, answer] of [
    [fakes.names, names],
    [fakes.sizes, sizes],
  ] as const)
    subgraph.answer = async (asked, response) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (asked.variables.representations && subgraph === fakes.names)
        return { data: { _entities: asked.variables.representations.map(() => null) } };
      const given = await answer(asked, response);
      // Now as the time before and now otherwise, so that both ways to an answer are left.
      return answers++ % 3 === 0 ? { ...(given as object), extensions: { answers } } : given;
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

test('whoever goes, at whatever time, leaves no fetch behind, begins no other, and leaves no rejection', async () => {
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
        const gaveUp = performance.now();
        await expect.poll(() => fakes.names.open + fakes.sizes.open, { timeout: 2000, interval: 5 }).toBe(0);
        longest = Math.max(longest, performance.now() - gaveUp);
        // What was on its way to the subgraph when it was given up may come to it yet; nothing comes after that.
        await new Promise((resolve) => setTimeout(resolve, 50));
        const known = fakes.names.asked.length + fakes.sizes.asked.length;
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(fakes.names.asked.length + fakes.sizes.asked.length).toBe(known);
        expect(known).toBeGreaterThanOrEqual(before);
      },
    ),
    { numRuns: runs(25, 100) },
  );
  expect(unhandled).toEqual([]);
  console.log(`the longest that a fetch stayed open: ${longest.toFixed(0)} ms`);
});
