import type { ColumnType } from '../../../schema/definition.js';
import { columnsOf, DISTRICTS, idOf, type Made } from '../store.js';

// What is asked of the hub and its peers: the same facts of the same tables, in the same shape.

const TWELVE: readonly ColumnType[] = [
  'TEXT',
  'TEXT',
  'INTEGER',
  'INTEGER',
  'DECIMAL',
  'DECIMAL',
  'BIGINT',
  'DATE',
  'BOOLEAN',
  'TEXT',
  'INTEGER',
  'TEXT',
];
const SMALL = ['satu', 'dua', 'tiga', 'empat'] as const;
const SMALL_ROWS = 2400;

export const DATASETS: readonly Made[] = [
  { name: 'kinerja', types: TWELVE, rows: 20_000 },
  { name: 'besar', types: TWELVE, rows: 1_200_000 },
  ...SMALL.map((name) => ({ name, types: TWELVE.slice(0, 6), rows: SMALL_ROWS })),
].map(({ name, types, rows }, at) => ({
  id: idOf(at),
  agency: 'uji',
  name,
  columns: columnsOf(types),
  released: true,
  rows,
}));

const district = (n: number): string => `35.14.${String(1 + (n % DISTRICTS)).padStart(2, '0')}`;
const names = (count: number): string => Array.from({ length: count }, (_, at) => `kolom${at + 1}`).join(' ');

export interface BenchCase {
  readonly key: 'a' | 'b' | 'c' | 'd' | 'e';
  readonly title: string;
  readonly hub: string;
  readonly postgraphile: string;
  /** How many different variables there are, and those of the n-th request. */
  readonly turns: number;
  variables(n: number): Readonly<Record<string, unknown>>;
  /** How long one measurement takes. */
  readonly milliseconds: number;
}

const perDataset = (each: (name: string) => string): string => SMALL.map(each).join('\n');

export const CASES: readonly BenchCase[] = [
  {
    key: 'a',
    title: '(a) 100 rows x 10 columns, filtered, sorted',
    hub: `query ($region: String) {
      uji_kinerja(first: 100, where: { kolom2: { eq: $region } }, orderBy: [{ kolom5: DESC }, { kolom1: ASC }]) {
        nodes { ${names(10)} }
      }
    }`,
    postgraphile: `query ($region: String) {
      uji_kinerja: allUjiKinerjas(first: 100, condition: { kolom2: $region }, orderBy: [KOLOM5_DESC, KOLOM1_ASC]) {
        nodes { ${names(10)} }
      }
    }`,
    turns: DISTRICTS,
    variables: (n) => ({ region: district(n) }),
    milliseconds: 2000,
  },
  {
    key: 'b',
    title: '(b) 24 kecamatan with rows of four datasets',
    hub: `query ($code: ID!) {
      region(code: $code) {
        name
        children(first: 24) { nodes { code name
          ${perDataset((name) => `uji_${name}(first: 5) { nodes { ${names(6)} } }`)}
        } }
      }
    }`,
    postgraphile: `query ($code: String!) {
      region: regionByCode(code: $code) {
        name
        children: regionsByParentCode(first: 24, orderBy: [CODE_ASC]) { nodes { code name
          ${perDataset((name) => `uji_${name}: uji${name[0]?.toUpperCase()}${name.slice(1)}(first: 5) { nodes { ${names(6)} } }`)}
        } }
      }
    }`,
    turns: 1,
    variables: () => ({ code: '35.14' }),
    milliseconds: 2000,
  },
  {
    key: 'c',
    title: '(c) sums, averages by kecamatan, 1.2 M rows',
    hub: `query {
      uji_besar {
        groups(by: [kolom2]) {
          key { value }
          sum { kolom3 kolom5 }
          avg { kolom4 kolom6 }
        }
      }
    }`,
    postgraphile: `query {
      uji_besar: allUjiBesars {
        groups: groupedAggregates(groupBy: [KOLOM2]) {
          key: keys
          sum { kolom3 kolom5 }
          avg: average { kolom4 kolom6 }
        }
      }
    }`,
    turns: 1,
    variables: () => ({}),
    milliseconds: 8000,
  },
  {
    key: 'd',
    title: '(d) one row by its key',
    hub: `query ($key: String!) { uji_kinerjaByKey(kolom1: $key) { ${names(10)} } }`,
    postgraphile: `query ($key: String!) { uji_kinerjaByKey: ujiKinerjaByKolom1(kolom1: $key) { ${names(10)} } }`,
    turns: 1000,
    variables: (n) => ({ key: `K${1 + ((n * 7919) % 20_000)}` }),
    milliseconds: 2000,
  },
  {
    key: 'e',
    title: '(e) 1,000 rows x 12 columns',
    hub: `query ($flag: Boolean) {
      uji_kinerja(first: 1000, where: { kolom9: { eq: $flag } }) { nodes { ${names(12)} } }
    }`,
    postgraphile: `query ($flag: Boolean) {
      uji_kinerja: allUjiKinerjas(first: 1000, condition: { kolom9: $flag }) { nodes { ${names(12)} } }
    }`,
    turns: 2,
    variables: (n) => ({ flag: n % 2 === 0 }),
    milliseconds: 2000,
  },
];
