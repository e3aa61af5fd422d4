import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnDefinition, ColumnType } from '../../schema/definition.js';
import { type LoadCounts, loadTask, placeOf } from '../../subgraphs/intake/load/task.js';
import type { Mapping } from '../../subgraphs/intake/mapping.js';
import { type Format, TEXT } from '../../subgraphs/intake/typing/guess.js';
import { runs } from '../support/runs.js';

const number = (decimal: '.' | ','): Format => ({
  kind: 'NUMBER',
  decimal,
  group: null,
  prefix: null,
  percent: false,
});
const COLUMNS: readonly (readonly [name: string, type: ColumnType, format: Format, missing: string[]])[] = [
  ['kode', 'TEXT', TEXT, []],
  ['nama', 'TEXT', TEXT, ['-', 'n/a']],
  ['jumlah', 'INTEGER', number('.'), ['9999']],
  ['besar', 'BIGINT', number('.'), []],
  ['koma', 'DECIMAL', number(','), []],
  ['titik', 'DECIMAL', number('.'), ['-1']],
  ['tanggal', 'DATE', { kind: 'DATE', order: 'YMD', time: false, lastYear: null }, []],
];

const definitions = COLUMNS.map(
  ([name, type]): ColumnDefinition => ({
    name,
    label: name,
    title: name,
    description: name,
    type,
    unit: null,
    accessClass: 'OPEN',
    key: name === 'kode',
    reference: null,
  }),
);

const mapping = (keep: Mapping['keep']): Mapping => ({
  tables: [{ file: 0, sheet: 0, table: 0 }],
  unpivot: null,
  columns: COLUMNS.map(([name, type, format, missing]) => ({
    name,
    source: { kind: 'COLUMN', key: name },
    choice: { type, format, missing },
    lookup: null,
  })),
  keep,
});

interface Outcome {
  readonly lines: string;
  readonly counts: Omit<LoadCounts, 'rejects'> & { readonly rejects: string };
}

/** Loads a text; `long` sends every row the long way. */
async function load(text: string, long: boolean, keep: Mapping['keep'] = []): Promise<Outcome> {
  let lines = '';
  const counts = await loadTask(
    {
      filename: 'a.csv',
      bytes: Buffer.from(text),
      mapping: mapping(keep),
      columns: definitions,
      after: 0,
      ids: { key: Buffer.alloc(32), scope: 'uji' },
      maxRows: 10_000,
      setAside: true,
      refused: long ? [[0, { id: '', en: '' }]] : [],
    },
    {
      buffer: (size) => Buffer.alloc(size),
      async send(bytes) {
        lines += Buffer.from(bytes).toString();
      },
    },
  );
  return { lines, counts: { ...counts, rejects: Buffer.from(counts.rejects).toString() } };
}

const HEAD = Array.from(
  { length: 12 },
  (_, at) => `K${at};Desa ${at};${at + 1};${at * 3};${at},5;${at}.25;2024-01-${at + 10}`,
);
const HEADER = COLUMNS.map(([name]) => name).join(';');

const words = fc.constantFrom(
  ...[
    'a',
    'Bangil',
    'é',
    ' ',
    'a b',
    'Jumlah',
    'Total',
    '1. Jumlah',
    'Indonesia',
    'Jawa Timur',
    '-',
    'n/a',
    '\\N',
    'a\\b',
  ],
  ...['"a;b"', '"a""b"', '\t', 'Keterangan:', '', 'nama', 'kode', '12', '=1', '😀', '\u00a0'],
);
const numbers = fc.oneof(
  fc.integer({ min: -3, max: 99 }).map(String),
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc
    .tuple(fc.integer({ min: -999, max: 999 }), fc.constantFrom(',', '.'), fc.nat(99_999))
    .map((parts) => parts.join('')),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '-0.0',
    '007',
    '9999',
    '9999.0',
    '9.999',
    '.5',
    '5.',
    '5,',
    '+1',
    '1e3',
    '-',
    '',
    ' 1',
    '1 ',
    '-1',
  ),
);
const dates = fc.oneof(
  fc.constantFrom(
    '2024-02-29',
    '2023-02-29',
    '2024-02-30',
    '0000-01-01',
    '2024-13-01',
    '2024-1-1',
    '31/01/2024',
    '',
    'x',
  ),
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
);
const row = fc
  .tuple(words, words, numbers, numbers, numbers, numbers, dates)
  .chain((cells) =>
    fc.constantFrom(...[7, 7, 7, 7, 8, 3, 1, 0]).map((width) => [...cells, 'lebih'].slice(0, width)),
  );
const plainRow = fc
  .tuple(fc.nat(99), fc.integer({ min: 0, max: 99 }), fc.nat(9_999_999))
  .map(([code, count, big]) =>
    [`K${code}`, `Desa ${code}`, count, big, `${count},${code}`, `${big}.${code}`, '2024-01-05'].map(String),
  );
/** A plain row but for one cell, or for cells that are empty. */
const nearly = fc.oneof(
  fc
    .tuple(plainRow, fc.constantFrom(...[1, 2, 3, 4, 5, 6]), fc.oneof(words, numbers, dates))
    .map(([cells, at, cell]) => cells.with(at, cell)),
  fc
    .tuple(
      plainRow,
      fc.constantFrom('-0', '-0,0', '-0.0', '0', '9999', '-1', 'n/a', '-', '2024-02-29', '2024-02-30'),
    )
    .chain(([cells, cell]) => fc.constantFrom(...[1, 2, 3, 4, 5, 6]).map((at) => cells.with(at, cell))),
  fc
    .tuple(plainRow, fc.uniqueArray(fc.constantFrom(...[1, 2, 3, 4, 5, 6]), { minLength: 3 }))
    .map(([cells, blank]) => cells.map((cell, at) => (blank.includes(at) ? '' : cell))),
);
const file = fc.record({
  rows: fc.array(fc.oneof({ weight: 1, arbitrary: plainRow }, { weight: 3, arbitrary: nearly }, row), {
    maxLength: 25,
  }),
  end: fc.constantFrom('\n', '\r\n'),
  lastEnd: fc.boolean(),
});

describe('the lines of a text', () => {
  test('become the same rows, problems and rejects the short way as the long way', async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.constantFrom<Mapping['keep']>([], ['TOTAL', 'SECTION', 'NOTE']),
        async ({ rows, end, lastEnd }, keep) => {
          const lines = [HEADER, ...HEAD, ...rows.map((cells) => cells.join(';'))];
          const text = lines.join(end) + (lastEnd ? end : '');
          const short = await load(text, false, keep);
          expect(short).toEqual(await load(text, true, keep));
          expect(short.counts.rowsRead).toBe(short.counts.rowsLoaded + short.counts.rowsRejected);
        },
      ),
      { numRuns: runs(500, 20_000) },
    );
  });

  test('that sum up what stands above them are set aside on both ways', async () => {
    const sums = ['K99', 'semua', '78', '198', '72,0', '69.00', ''].join(';');
    const text = [HEADER, ...HEAD, sums, HEAD[3]].join('\n');
    const short = await load(text, false);
    expect(short).toEqual(await load(text, true));
    expect(short.counts.rowsLoaded).toBe(13);
  });

  test('keep every digit and letter, and their places', async () => {
    const { lines, counts } = await load(`${HEADER}\n${HEAD.join('\n')}\n`, false);
    const rows = lines
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.map(([place, , ...cells]) => [place, ...cells])).toEqual(
      HEAD.map((line, at) => [String(at + 2), ...line.replace(',', '.').split(';')]),
    );
    expect(new Set(rows.map(([, id]) => id)).size).toBe(12);
    expect(placeOf(counts.places, 7)).toEqual({ row: 7, where: null });
  });
});
