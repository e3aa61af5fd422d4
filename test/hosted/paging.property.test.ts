import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { runs } from '../support/runs.js';
import { arbitraryList, asInput, CODES, cell } from './arbitrary.js';
import { type Cells, type Made, makeDataset, type OwnDataset } from './dataset.js';
import { type Order, oracle, type Where } from './oracle.js';

const DATASET = {
  name: 'susunan',
  columns: [
    { name: 'nomor', type: 'INTEGER' },
    { name: 'teks', type: 'TEXT' },
    { name: 'bulat', type: 'INTEGER' },
    { name: 'besar', type: 'BIGINT' },
    { name: 'desimal', type: 'DECIMAL' },
    { name: 'benar', type: 'BOOLEAN' },
    { name: 'tanggal', type: 'DATE' },
    { name: 'kodeWilayah', type: 'TEXT', region: 'wilayah' },
  ],
} as const satisfies OwnDataset;

const COUNT = 60;

const row = fc.record({
  teks: cell('TEXT'),
  bulat: cell('INTEGER'),
  besar: cell('BIGINT'),
  desimal: cell('DECIMAL'),
  benar: cell('BOOLEAN'),
  tanggal: cell('DATE'),
  kodeWilayah: fc.option(fc.constantFrom(...CODES.filter((code) => code !== '35.1')), { freq: 4 }),
});
const ROWS: readonly Cells[] = fc
  .sample(row, { numRuns: COUNT, seed: 14 })
  .map((cells, at) => ({ nomor: String(at + 1), ...cells }));

const { where, order } = arbitraryList(DATASET.columns);

let hub: TestHub;
let made: Made;
let caller: Caller;
beforeAll(async () => {
  hub = await bootHub('demo');
  made = await makeDataset(hub, DATASET, ROWS);
  caller = await hub.official('produsen.dinkes');
});
afterAll(() => hub[Symbol.asyncDispose]());

interface Page {
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly nodes: readonly Record<string, unknown>[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
}

interface Ask {
  readonly where: Where;
  readonly orderBy: Order;
  readonly first?: number;
  readonly after?: string;
  readonly last?: number;
  readonly before?: string;
}

async function page(ask: Ask): Promise<Page> {
  const { field, type } = made;
  const answer = await caller.query<{ page: Page }>(
    `query ($where: ${type}Where, $orderBy: [${type}OrderBy!], $first: Int, $after: String, $last: Int, $before: String) {
      page: ${field}(where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes { ${DATASET.columns.map(({ name }) => name).join(' ')} id }
        edges { cursor node { id } }
      }
    }`,
    { ...ask },
  );
  if (!answer.data?.page) throw new Error(answer.text);
  return answer.data.page;
}

/** The rows as the graph answers them: exact numbers as text. */
const shown = (rows: readonly Cells[]) =>
  rows.map((cells) =>
    Object.fromEntries(
      DATASET.columns.map(({ name, type }) => {
        const text = cells[name] ?? null;
        return [name, text === null ? null : asInput(type, text)];
      }),
    ),
  );
const withoutId = (nodes: Page['nodes']) => nodes.map(({ id: _, ...columns }) => columns);

const { answer: expected } = oracle(DATASET.columns);

test(
  'walking the pages, forward and backward, gives each row of the filter once and in order',
  async () => {
    await fc.assert(
      fc.asyncProperty(where, order, fc.integer({ min: 4, max: 70 }), async (given, orderBy, size) => {
        const rows = shown(expected(ROWS, given, orderBy));

        const forward: Page[] = [];
        for (let after: string | null = ''; after !== null; ) {
          const next: Page = await page({ where: given, orderBy, first: size, ...(after ? { after } : {}) });
          expect(next.pageInfo.hasPreviousPage).toBe(forward.length > 0);
          forward.push(next);
          after = next.pageInfo.hasNextPage ? next.pageInfo.endCursor : null;
          expect(forward.length).toBeLessThanOrEqual(COUNT);
        }
        expect(withoutId(forward.flatMap(({ nodes }) => nodes))).toEqual(rows);

        const backward: Page[] = [];
        for (let before: string | null = ''; before !== null; ) {
          const next: Page = await page({ where: given, orderBy, last: size, ...(before ? { before } : {}) });
          expect(next.pageInfo.hasNextPage).toBe(backward.length > 0);
          backward.unshift(next);
          before = next.pageInfo.hasPreviousPage ? next.pageInfo.startCursor : null;
          expect(backward.length).toBeLessThanOrEqual(COUNT);
        }
        expect(withoutId(backward.flatMap(({ nodes }) => nodes))).toEqual(rows);

        for (const one of [...forward, ...backward]) {
          expect(one.totalCount).toBe(rows.length);
          expect(one.nodes.length).toBeLessThanOrEqual(size);
          expect(one.edges.map(({ node }) => node.id)).toEqual(one.nodes.map(({ id }) => id));
          expect(one.edges.length === 0).toBe(one.pageInfo.startCursor === null);
        }
        const ids = forward.flatMap(({ nodes }) => nodes.map(({ id }) => id));
        expect(new Set(ids).size).toBe(rows.length);
      }),
      { numRuns: runs(60, 600) },
    );
  },
  runs(30_000, 300_000),
);

test(
  'any row can be the place from which a page starts, whatever is null or equal there',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        where,
        order,
        fc.nat(COUNT - 1),
        fc.integer({ min: 0, max: 20 }),
        async (given, orderBy, place, size) => {
          const rows = shown(expected(ROWS, given, orderBy));
          fc.pre(rows.length > 0);
          const at = place % rows.length;
          const whole = await page({ where: given, orderBy });
          const cursor = whole.edges[at]?.cursor ?? '';
          const [behind, ahead] = await Promise.all([
            page({ where: given, orderBy, first: size, after: cursor }),
            page({ where: given, orderBy, last: size, before: cursor }),
          ]);
          expect(withoutId(behind.nodes)).toEqual(rows.slice(at + 1, at + 1 + size));
          expect(withoutId(ahead.nodes)).toEqual(rows.slice(Math.max(0, at - size), at));
          expect(behind.pageInfo.hasNextPage).toBe(at + 1 + size < rows.length);
          expect(ahead.pageInfo.hasPreviousPage).toBe(at - size > 0);
        },
      ),
      { numRuns: runs(60, 600) },
    );
  },
  runs(30_000, 300_000),
);
