import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AnswerTable,
  headerOf,
  listsOf,
  type Scalar,
  tableCsv,
  tableOf,
  textOf,
} from '../../gateway/console/explorer/answer/flatten.js';
import { safeCell } from '../../schema/safe-cell.js';
import { runs } from '../support/runs.js';

const never = () => false;
const unknown = () => undefined;
const headers = ({ columns }: AnswerTable) => columns.map(headerOf);
const texts = ({ rows }: AnswerTable) => rows.map((row) => row.map(textOf));
const csvOf = (items: readonly unknown[], excel = false, scalar: string | undefined = undefined) =>
  tableCsv(tableOf(items, never), 'nilai', () => scalar, excel);

describe('lists of an answer', () => {
  test('are those of connections and plain ones, with the count beside them, not those within a list', () => {
    const answer = {
      a: { totalCount: 7, nodes: [{ inner: [1, 2] }], edges: [{ node: { x: 1 } }] },
      codes: ['1', '2'],
      one: { name: 'satu' },
    };
    expect(listsOf(answer).map(({ path, items, total }) => [path.join('.'), items.length, total])).toEqual([
      ['a.nodes', 1, 7],
      ['a.edges', 1, 7],
      ['codes', 2, null],
    ]);
  });

  test('are the answer itself as one row where there is none, and none where there is no data', () => {
    expect(listsOf({ viewer: { kind: 'ANONYMOUS' } })).toEqual([
      { path: [], items: [{ viewer: { kind: 'ANONYMOUS' } }], total: null },
    ]);
    expect(listsOf(null)).toEqual([]);
    expect(listsOf(undefined)).toEqual([]);
  });
});

describe('a table of items', () => {
  test('has a dotted column for each value of an object, in the order asked, whichever item is without it', () => {
    const table = tableOf(
      [
        { a: 1, region: null, b: 'x' },
        { a: 2, region: { name: 'Beji', parent: { name: 'Pasuruan' } }, b: null },
      ],
      never,
    );
    expect(headers(table)).toEqual(['a', 'region.name', 'region.parent.name', 'b']);
    expect(texts(table)).toEqual([
      ['1', null, null, 'x'],
      ['2', 'Beji', 'Pasuruan', null],
    ]);
  });

  test('has the values of a list within an item in one cell, or in a column each', () => {
    const items = [
      { key: [{ value: 'Beji' }, { value: '2025' }], n: 3 },
      { key: [{ value: 'Gempol' }, { value: null }], n: 4 },
      { key: [], n: 5 },
    ];
    expect(texts(tableOf(items, never))).toEqual([
      ['Beji; 2025', '3'],
      ['Gempol; ', '4'],
      ['', '5'],
    ]);
    const numbered = tableOf(items, (path) => path.join() === 'key');
    expect(headers(numbered)).toEqual(['key.0.value', 'key.1.value', 'n']);
    expect(texts(numbered)[1]).toEqual(['Gempol', null, '4']);
  });

  test('has one column for a list of plain values, and none for no items', () => {
    expect(csvOf(['a', null, 'b'])).toBe('nilai\r\na\r\n""\r\nb\r\n');
    expect(tableOf([], never).columns).toEqual([]);
  });

  test('holds every value of the answer once', () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const key = fc.constantFrom('a', 'b', 'c', '__proto__', '0');
    const { item } = fc.letrec((tie) => ({
      item: fc.oneof(
        { maxDepth: 4 },
        scalar,
        fc.array(tie('item'), { maxLength: 3 }),
        fc.dictionary(key, tie('item'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.array(item, { maxLength: 5 }), fc.boolean(), (items, numbered) => {
        const table = tableOf(items, () => numbered);
        const held = table.rows.map((row) => row.flat().filter((value) => value !== null));
        expect(held.map(sorted)).toEqual(items.map((one) => sorted(scalarsOf(one))));
      }),
      { numRuns: runs(500, 20_000) },
    );
  });
});

const sorted = (values: readonly Scalar[]) => values.map((value) => JSON.stringify(value)).sort();

function scalarsOf(value: unknown): Scalar[] {
  if (value === null) return [];
  if (typeof value !== 'object') return [value as Scalar];
  return Object.values(value as object).flatMap(scalarsOf);
}

describe('its CSV', () => {
  test('is read back as what it was, formulas made text', () => {
    const start = fc.constantFrom('', '=', '+', '-', '@', '\t', ' ', '"', ',', '\r\n', ';', '\ufeff');
    const cell = fc.tuple(start, fc.string({ unit: 'binary', maxLength: 6 })).map((parts) => parts.join(''));
    const row = fc.record({ satu: cell, dua: fc.record({ tiga: fc.option(cell) }) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), fc.boolean(), (items, excel) => {
        const csv = csvOf(items, excel);
        const read = parseCsv(csv.replace(/^\ufeff/, ''), { delimiter: excel ? ';' : ',' });
        expect(read).toEqual([
          ['satu', 'dua.tiga'],
          ...items.map(({ satu, dua }) => [safeCell(satu), safeCell(dua.tiga ?? '')]),
        ]);
      }),
      { numRuns: runs(500, 20_000) },
    );
  });

  test('has decimals as Indonesian Excel reads them, where they are known as such', () => {
    expect(csvOf([{ a: '1.5', b: 2 }], true, 'Decimal')).toBe('\ufeffa;b\r\n1,5;2\r\n');
    expect(csvOf([{ a: '35.14' }], true)).toBe('\ufeffa\r\n35.14\r\n');
    expect(csvOf([{ a: ['-1.5', '2.5'] }], true, 'Decimal')).toBe('\ufeffa\r\n"\'-1,5; 2,5"\r\n');
    expect(tableCsv(tableOf([{ a: '=1' }], never), '', unknown, false)).toBe("a\r\n'=1\r\n");
  });
});
