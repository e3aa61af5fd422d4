import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { Asked } from '../../gateway/console/explorer/answer/asked.js';
import { fetchingMs } from '../../gateway/console/explorer/answer/execution.js';

const SCHEMA = buildSchema(`
  scalar Decimal
  type Query { satu(first: Int, after: String, where: SatuWhere, orderBy: [SatuOrderBy!]): SatuConnection, regions(first: Int): RegionConnection }
  input SatuWhere { tahun: IntFilter }
  input IntFilter { eq: Int, in: [Int!] }
  input SatuOrderBy { nilai: Direction }
  enum Direction { ASC DESC }
  type SatuConnection { totalCount: Int, nodes: [Satu], groups(by: [String!]): [SatuGroup!] }
  type Satu { kode: String, tahun: Int, nilai: Decimal, wilayah: Region }
  type SatuGroup { key: [GroupKey!], count: Int }
  type GroupKey { value: String }
  type Region { name: String }
  type RegionConnection { nodes: [Region] }
`);

const asked = (query: string, variables: Record<string, unknown> = {}, operationName?: string) =>
  new Asked(SCHEMA, { query, variables, operationName });
const wholeOf = (query: string, variables?: Record<string, unknown>, list = ['satu', 'nodes']) => {
  const address = asked(query, variables).wholeExport(list, false);
  if (address === null) return null;
  const { pathname, searchParams } = new URL(address, 'http://hub');
  return [pathname, Object.fromEntries(searchParams)];
};

test('types are known by where the answer has them, through fragments and aliases', () => {
  const one = asked(
    'query A { lain: satu { nodes { ...F } groups(by: ["kode"]) { key { value } } } } fragment F on Satu { angka: nilai ... on Satu { tahun } } query B { regions { nodes { name } } }',
    {},
    'A',
  );
  expect(one.typeAt(['lain', 'nodes', 'angka'])).toBe('Decimal');
  expect(one.typeAt(['lain', 'nodes', 'tahun'])).toBe('Int');
  expect(one.typeAt(['lain', 'groups', 'key'])).toBe('GroupKey');
  expect(one.typeAt(['lain', 'groups', 'key', 0, 'value'])).toBe('String');
  expect(one.typeAt(['regions'])).toBeUndefined();
});

test('a page of a dataset’s own columns has an export of all pages, with its filter and order', () => {
  expect(
    wholeOf(
      'query ($t: Int = 2024, $o: [SatuOrderBy!]) { satu(first: 2, where: { tahun: { eq: $t } }, orderBy: $o) { totalCount nodes { kode nilai __typename } } }',
      { o: [{ nilai: 'DESC' }] },
    ),
  ).toEqual([
    '/exports/satu.csv',
    { columns: 'kode,nilai', where: '{"tahun":{"eq":2024}}', orderBy: '[{"nilai":"DESC"}]' },
  ]);
  expect(wholeOf('{ lain: satu(where: null) { nodes { kode } } }', {}, ['lain', 'nodes'])).toEqual([
    '/exports/satu.csv',
    { columns: 'kode' },
  ]);
  expect(asked('{ satu { nodes { kode } } }').wholeExport(['satu', 'nodes'], true)).toBe(
    '/exports/satu.csv?columns=kode&excel=1',
  );
});

test.each([
  ['an object within its rows', '{ satu { nodes { kode wilayah { name } } } }', ['satu', 'nodes']],
  ['a column of another name', '{ satu { nodes { lain: kode } } }', ['satu', 'nodes']],
  ['a list that is no dataset’s', '{ regions { nodes { name } } }', ['regions', 'nodes']],
  ['groups', '{ satu { groups(by: ["kode"]) { count } } }', ['satu', 'groups']],
  ['a condition', '{ satu { nodes { kode nilai @skip(if: true) } } }', ['satu', 'nodes']],
  [
    'a variable that does not fit',
    'query ($t: Int!) { satu(where: { tahun: { eq: $t } }) { nodes { kode } } }',
    ['satu', 'nodes'],
  ],
])('what has %s has none', (_, query, list) => {
  expect(wholeOf(query, {}, list)).toBeNull();
});

test('fetches at the same time count once', () => {
  const at = (startedMs: number, milliseconds: number) => ({ startedMs, milliseconds });
  expect(fetchingMs([])).toBe(0);
  expect(fetchingMs([at(10, 5), at(0, 4), at(1, 2), at(12, 6)])).toBe(12);
});
