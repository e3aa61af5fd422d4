import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { runs } from '../support/runs.js';
import { arbitraryList, asInput, CODES, cell, conditions } from './arbitrary.js';
import { type Cells, makeDataset, type OwnColumn } from './dataset.js';
import { figures, type Measure, type NumberFigure } from './figures-oracle.js';
import { type Order, oracle, type Where } from './oracle.js';

// Random queries over two datasets, answered over HTTP and by a plain evaluator over the same rows in memory.

const BEDA: readonly OwnColumn[] = [
  { name: 'nomor', type: 'INTEGER', key: true },
  { name: 'teks', type: 'TEXT' },
  { name: 'bulat', type: 'INTEGER' },
  { name: 'besar', type: 'BIGINT' },
  { name: 'desimal', type: 'DECIMAL' },
  { name: 'benar', type: 'BOOLEAN' },
  { name: 'tanggal', type: 'DATE' },
  { name: 'kodeWilayah', type: 'TEXT', region: 'wilayah' },
  { name: 'kodePeriode', type: 'TEXT', reference: { entity: 'Period', field: 'periode' } },
];
const LAIN: readonly OwnColumn[] = [
  { name: 'nilai', type: 'DECIMAL' },
  { name: 'catatan', type: 'TEXT' },
  { name: 'kodeWilayah', type: 'TEXT', region: 'wilayah' },
];
const REGIONS = CODES.filter((code) => code !== '35.1');
const PERIODS = ['2024', '2024-S1', '2024-Q3', '2024-Q1', '2024-03', '2024-12', '2023', '2023-07'];

const rowOf = (columns: readonly OwnColumn[]) =>
  fc.record(
    Object.fromEntries(
      columns.map(({ name, type, region, reference }) => {
        if (region) return [name, fc.option(fc.constantFrom(...REGIONS), { freq: 5 })];
        return [name, reference ? fc.option(fc.constantFrom(...PERIODS), { freq: 5 }) : cell(type)];
      }),
    ),
  ) as fc.Arbitrary<Cells>;
const rowsOf = (columns: readonly OwnColumn[], numRuns: number, seed: number): readonly Cells[] =>
  fc
    .sample(rowOf(columns), { numRuns, seed })
    .map((row, at) => (columns === BEDA ? { ...row, nomor: String(at + 1) } : row));

interface Table {
  readonly name: string;
  readonly columns: readonly OwnColumn[];
  readonly rows: readonly Cells[];
}
const TABLES: readonly Table[] = [
  { name: 'beda', columns: BEDA, rows: rowsOf(BEDA, 70, 5) },
  { name: 'lain', columns: LAIN, rows: rowsOf(LAIN, 40, 6) },
];
const field = ({ name }: Table): string => `dinkes_${name}`;
const type = ({ name }: Table): string => `Dinkes_${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** A query's text with its variables, and the answer that the rows give. */
interface Piece {
  readonly text: string;
  readonly variables: Readonly<Record<string, { readonly type: string; readonly value: unknown }>>;
  readonly expected: (rows: readonly Cells[]) => unknown;
}
type Pieces = fc.Arbitrary<Piece>;

let names = 0;
const variable = (of: string, value: unknown) => {
  names += 1;
  return { name: `$v${names}`, variables: { [`v${names}`]: { type: of, value } } };
};

const groupingsOf = ({ columns }: Table): readonly string[] =>
  columns.flatMap(({ name, type: of, region, reference }) => [
    name,
    ...(region ? ['PROVINCE', 'REGENCY', 'DISTRICT'].map((level) => `${name}_${level}`) : []),
    ...(reference || of === 'DATE' ? ['YEAR', 'QUARTER', 'MONTH'].map((level) => `${name}_${level}`) : []),
  ]);
const numbersOf = ({ columns }: Table): readonly string[] =>
  columns.flatMap(({ name, type: of }) => (['INTEGER', 'BIGINT', 'DECIMAL'].includes(of) ? [name] : []));

/** What is selected of an aggregate: the count, numbers, different values and a range. */
const aggregateOf = (table: Table): Pieces => {
  const one = figures(table.columns);
  return fc
    .record({
      figure: fc.constantFrom<NumberFigure>('sum', 'avg', 'min', 'max'),
      numbers: fc.subarray([...numbersOf(table)], { minLength: 1 }),
      by: fc.constantFrom(...groupingsOf(table)),
    })
    .map(({ figure, numbers, by }) => ({
      text: `count f: ${figure} { ${numbers.join(' ')} } countDistinct(column: ${by}) range(column: ${by}) { min max }`,
      variables: {},
      expected: (rows) => ({
        count: rows.length,
        f: Object.fromEntries(numbers.map((name) => [name, one.number(figure, name, rows)])),
        countDistinct: one.countDistinct(by, rows),
        range: one.range(by, rows),
      }),
    }));
};

const measureOf = (table: Table): fc.Arbitrary<Measure> =>
  fc.oneof(
    fc.constant<Measure>({ of: 'COUNT' }),
    fc.constantFrom(...groupingsOf(table)).map((column): Measure => ({ of: 'COUNT_DISTINCT', column })),
    fc
      .tuple(fc.constantFrom('SUM', 'AVG', 'MIN', 'MAX'), fc.constantFrom(...numbersOf(table)))
      .map(([of, column]) => ({ of, column }) as Measure),
  );

const groupsOf = (table: Table): Pieces => {
  const one = figures(table.columns);
  const having = fc.array(
    fc.tuple(measureOf(table), conditions('DECIMAL')).map(([measure, is]) => ({ ...measure, is })),
    { maxLength: 1 },
  );
  const direction = fc.constantFrom<'ASC' | 'DESC'>('ASC', 'DESC');
  return fc
    .record({
      by: fc.uniqueArray(fc.constantFrom(...groupingsOf(table)), { minLength: 1, maxLength: 3 }),
      having,
      first: fc.integer({ min: 0, max: 12 }),
      inside: aggregateOf(table),
    })
    .chain((ask) => {
      const key = fc.constantFrom(...ask.by).map((column): Measure => ({ of: 'KEY', column }));
      const entry = fc
        .tuple(fc.oneof(key, measureOf(table)), direction)
        .map(([measure, way]) => ({ ...measure, direction: way }));
      return fc.array(entry, { maxLength: 2 }).map((orderBy) => ({ ...ask, orderBy }));
    })
    .map(({ by, having: kept, first, inside, orderBy }) => {
      const measures = `[${type(table)}Measure!]`;
      const [h, o] = [variable(measures, kept), variable(measures, orderBy)];
      const given = `by: [${by.join(', ')}], having: ${h.name}`;
      return {
        text: `groups(${given}, orderBy: ${o.name}, first: ${first}) { key { column value } ${inside.text} } groupCount(${given})`,
        variables: { ...h.variables, ...o.variables, ...inside.variables },
        expected: (rows: readonly Cells[]) => {
          const all = one.groups(rows, by, kept, orderBy);
          return {
            groups: all.slice(0, first).map((group) => ({
              key: by.map((column, at) => ({ column, value: group.key[at] })),
              ...(inside.expected(group.rows) as object),
            })),
            groupCount: all.length,
          };
        },
      };
    });
};

const distinctOf = (table: Table): Pieces => {
  const one = figures(table.columns);
  return fc
    .record({
      by: fc.constantFrom(...groupingsOf(table)),
      search: fc.option(fc.constantFrom('a', '1', '%', '_', '.', '35', 'É')),
      first: fc.integer({ min: 0, max: 15 }),
    })
    .map(({ by, search, first }) => {
      const given = variable('String', search);
      return {
        text: `distinct(column: ${by}, search: ${given.name}, first: ${first}) { value count }`,
        variables: given.variables,
        expected: (rows) => ({ distinct: one.distinct(rows, by, search).slice(0, first) }),
      };
    });
};

/** Rows with some of their columns, their region's code and, one level deep, what else refers to that region. */
function nodesOf(table: Table, depth: number): Pieces {
  const other = TABLES[1] as Table;
  const nested = depth > 0 ? fc.option(listOf(other, depth - 1), { freq: 2 }) : fc.constant(null);
  return fc
    .record({
      columns: fc.subarray(table.columns.map(({ name }) => name)),
      inside: nested,
    })
    .map(({ columns, inside }) => ({
      text: `nodes { ${columns.join(' ')} wilayah { code ${inside?.text ?? ''} } }`,
      variables: inside?.variables ?? {},
      expected: (rows) => ({
        nodes: rows.map((row) => {
          const code = row['kodeWilayah'] ?? null;
          const values = columns.map((name) => {
            const text = row[name] ?? null;
            const of = table.columns.find((column) => column.name === name)?.type ?? 'TEXT';
            return [name, text === null ? null : asInput(of, text)];
          });
          const below = other.rows.filter(({ kodeWilayah }) => kodeWilayah === code);
          const wilayah =
            code === null ? null : { code, ...((inside?.expected(below) as object | undefined) ?? {}) };
          return { ...Object.fromEntries(values), wilayah };
        }),
      }),
    }));
}

/** A list under its own name with some of what a connection offers; `expected` takes the rows that it can hold. */
function listOf(table: Table, depth: number): Pieces {
  const { where, order } = arbitraryList(table.columns);
  const { answer } = oracle(table.columns);
  return fc
    .record({
      where,
      orderBy: order,
      size: fc.integer({ min: 0, max: 30 }),
      backwards: fc.boolean(),
      nodes: fc.option(nodesOf(table, depth)),
      pages: fc.option(fc.subarray(['hasNextPage', 'hasPreviousPage'])),
      bare: fc.boolean(),
      total: fc.boolean(),
      aggregate: fc.option(aggregateOf(table)),
      groups: fc.option(groupsOf(table)),
      distinct: fc.option(distinctOf(table)),
    })
    .map((ask) => {
      const [w, o] = [
        variable(`${type(table)}Where`, ask.where),
        variable(`[${type(table)}OrderBy!]`, ask.orderBy),
      ];
      const { nodes, aggregate, groups, distinct } = ask;
      const parts = [
        '__typename',
        nodes?.text,
        ask.pages ? `pageInfo { __typename ${ask.pages.join(' ')} }` : undefined,
        ask.bare ? 'plain: aggregate { __typename }' : undefined,
        ask.total ? 'totalCount' : undefined,
        aggregate ? `aggregate { key { value } ${aggregate.text} }` : undefined,
        groups?.text,
        distinct?.text,
      ];
      const size = `${ask.backwards ? 'last' : 'first'}: ${ask.size}`;
      return {
        text: `${field(table)}(where: ${w.name}, orderBy: ${o.name}, ${size}) { ${parts.filter(Boolean).join(' ')} }`,
        variables: Object.assign(
          {},
          w.variables,
          o.variables,
          ...[nodes, aggregate, groups, distinct].map((one) => one?.variables ?? {}),
        ),
        expected: (rows: readonly Cells[]) => {
          const all = answer(rows, ask.where as Where, ask.orderBy as Order);
          const page = ask.backwards ? all.slice(Math.max(0, all.length - ask.size)) : all.slice(0, ask.size);
          const more = all.length > ask.size;
          return {
            [field(table)]: {
              __typename: `${type(table)}Connection`,
              ...(nodes ? (nodes.expected(page) as object) : {}),
              ...(ask.pages
                ? {
                    pageInfo: {
                      __typename: 'PageInfo',
                      ...Object.fromEntries(
                        ask.pages.map((name) => [
                          name,
                          more && ask.backwards === (name === 'hasPreviousPage'),
                        ]),
                      ),
                    },
                  }
                : {}),
              ...(ask.bare ? { plain: { __typename: `${type(table)}Aggregate` } } : {}),
              ...(ask.total ? { totalCount: all.length } : {}),
              ...(aggregate ? { aggregate: { key: [], ...(aggregate.expected(all) as object) } } : {}),
              ...(groups ? (groups.expected(all) as object) : {}),
              ...(distinct ? (distinct.expected(all) as object) : {}),
            },
          };
        },
      };
    });
}

/** A list at the root, or below a region. */
const query: fc.Arbitrary<{ readonly piece: Piece; readonly expected: unknown }> = fc
  .constantFrom(...TABLES)
  .chain((table) =>
    fc.tuple(listOf(table, 1), fc.option(fc.constantFrom(...REGIONS))).map(([piece, region]) => {
      if (region === null) return { piece, expected: piece.expected(table.rows) };
      const rows = table.rows.filter(({ kodeWilayah }) => kodeWilayah === region);
      const expected = { region: { code: region, ...(piece.expected(rows) as object) } };
      return { piece: { ...piece, text: `region(code: "${region}") { code ${piece.text} }` }, expected };
    }),
  );

let hub: TestHub;
let caller: Caller;
beforeAll(async () => {
  hub = await bootHub('demo');
  for (const { name, columns, rows } of TABLES) await makeDataset(hub, { name, columns }, rows);
  caller = await hub.official('produsen.dinkes');
});
afterAll(() => hub[Symbol.asyncDispose]());

test(
  'any query is answered as a plain evaluator over the same rows answers it, order included',
  async () => {
    await fc.assert(
      fc.asyncProperty(query, async ({ piece, expected }) => {
        const entries = Object.entries(piece.variables);
        const declared = entries.map(([name, { type: of }]) => `$${name}: ${of}`).join(', ');
        const values = Object.fromEntries(entries.map(([name, { value }]) => [name, value]));
        const answer = await caller.query(`query (${declared}) { ${piece.text} }`, values);
        expect(answer.errors, answer.text).toEqual([]);
        expect(answer.data).toEqual(expected);
      }),
      { numRuns: runs(60, 1000) },
    );
  },
  runs(30_000, 300_000),
);
