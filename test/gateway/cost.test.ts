import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { costOf, costRefusal } from '../../gateway/cost.js';
import { DEFAULT_COST } from '../../gateway/limits.js';

const columns = Array.from({ length: 50 }, (_, at) => `k${at}`);
const DATASETS = ['satu', 'dua', 'tiga', 'empat'];
const schema = buildSchema(`
  type Query { region: Region ${DATASETS.map((name) => `${name}(first: Int, last: Int): List`).join(' ')} tags: [String!] words: [Word!] }
  type Word { text: String }
  type Region { code: ID children(first: Int): Regions parent: Region ${DATASETS.map((name) => `${name}(first: Int, last: Int): List`).join(' ')} }
  type Regions { nodes: [Region!]! }
  type List { nodes: [Row!]! edges: [Edge!]! totalCount: Int groups(by: [String!], first: Int): [Group!]! }
  type Edge { cursor: String node: Row }
  type Group { count: Int sum: Row }
  type Row { ${columns.map((name) => `${name}: String`).join(' ')} region: Region }
`);
const cost = (query: string, variables: Record<string, unknown> = {}) =>
  costOf(schema, parse(query), undefined, variables);

test.each<[string, number]>([
  ['{ satu(first: 10) { nodes { k1 k2 } } }', 1 + 1 + 10 * 2],
  ['{ satu(last: 10) { edges { cursor node { k1 k2 } } } }', 1 + 1 + 10 * 3],
  ['{ satu { nodes { k1 } } }', 1 + 1 + 100],
  ['{ satu(first: 0) { totalCount nodes { k1 } } }', 1 + 1 + 1],
  ['{ satu(first: 7) { groups(by: ["k1"], first: 5) { count sum { k1 k2 } } } }', 1 + 1 + 5 * 3],
  ['{ satu(first: 10) { nodes { region { dua(first: 3) { nodes { k1 } } } } } }', 1 + 1 + 10 * (1 + 1 + 3)],
  ['{ words { text } }', 1 + 10],
  ['{ a: satu(first: 2) { nodes { k1 } } satu(first: 2) { nodes { k1 } } }', 2 * (1 + 1 + 2)],
  [
    '{ satu(first: 2) { nodes { k1 } } satu(first: 2) { nodes { k1 k2 ...K } } } fragment K on Row { k2 }',
    1 + 1 + 4,
  ],
  ['{ satu(first: 9) { nodes { k1 k2 @skip(if: true) } } __schema { types { name } } }', 1 + 1 + 9],
])('%s', (query, expected) => {
  expect(cost(query)).toBe(expected);
});

test('of regions below one another there are no more than there are, unless they are asked for twice', () => {
  const below = (inner: string) => `{ region { ${inner} } }`;
  const list = (inner: string, name = 'children') => `${name}(first: 1000) { nodes { code ${inner} } }`;
  const tree = cost(below(list(list(list('')))));
  expect(tree).toBeLessThan(50_000);
  expect(cost(below(list('')))).toBe(1 + 1 + 1000);
  const upAndDown = cost(below(list(`parent { ${list(`parent { ${list('')} }`)} }`)));
  const twice = cost(below(list(`${list(list('', 'a: children'))} ${list('', 'b: children')}`)));
  for (const found of [upAndDown, twice]) expect(found).toBeGreaterThan(DEFAULT_COST);
});

test('what variables ask for counts, and their defaults', () => {
  const query =
    'query ($n: Int = 20, $with: Boolean = true) { satu(first: $n) { nodes { k1 k2 @include(if: $with) } } }';
  expect(cost(query, { n: 1000, with: true })).toBe(2 + 2000);
  expect(cost(query, { n: 20, with: false })).toBe(2 + 20);
});

test('a thousand wide rows pass, and so do four datasets in each kecamatan; a thousand of a thousand does not', () => {
  const wide = cost(`{ satu(first: 1000) { nodes { ${columns.join(' ')} } } }`);
  const ten = columns.slice(0, 10).join(' ');
  const joined = cost(
    `{ region { children(first: 24) { nodes { ${DATASETS.map((name) => `${name}(first: 100) { nodes { ${ten} } }`).join(' ')} } } } }`,
  );
  expect(wide).toBeGreaterThan(50_000);
  expect(joined).toBeGreaterThan(96_000);
  for (const found of [wide, joined]) expect(costRefusal(found, DEFAULT_COST)).toBeUndefined();
  const square = cost('{ satu(first: 1000) { nodes { region { dua(first: 1000) { nodes { k1 } } } } } }');
  expect(costRefusal(square, DEFAULT_COST)?.code).toBe('LIMIT_EXCEEDED');
});
