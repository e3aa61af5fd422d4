import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnDefinition, ColumnType } from '../../schema/definition.js';
import { HubError } from '../../schema/errors.js';
import { readCell } from '../../subgraphs/intake/cells.js';
import { type CsvCount, copyLines } from '../../subgraphs/intake/csv.js';
import { runs } from '../support/runs.js';

const column = (label: string, type: ColumnType = 'TEXT', key = false): ColumnDefinition => ({
  name: 'kolom',
  label,
  title: label,
  description: label,
  type,
  unit: null,
  accessClass: 'OPEN',
  key,
  reference: null,
});

/** Reads a file that comes in these pieces, and what it read out of the COPY lines again. */
async function read(
  pieces: readonly Uint8Array[],
  columns: readonly ColumnDefinition[],
): Promise<{ rows: (string | null)[][]; count: CsvCount }> {
  const count: CsvCount = { rows: 0, problems: 0, first: null };
  const rowId = (row: number, cells: readonly (string | null)[]) => `id${row}/${cells.length}`;
  let text = '';
  for await (const lines of copyLines(Readable.from(pieces), columns, rowId, count)) text += lines;
  const rows = text
    .split('\n')
    .slice(0, -1)
    .map((line, at) => {
      const [row, id, ...cells] = line.split('\t');
      if (row !== String(at + 1) || id !== `id${at + 1}/${columns.length}`) throw new Error(line);
      return cells.map(fromCopy);
    });
  return { rows, count };
}

const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };

/** A value of PostgreSQL's COPY text format. */
const fromCopy = (cell: string): string | null =>
  cell === '\\N' ? null : cell.replace(/\\(.)/gs, (_, letter: string) => LETTERS[letter] ?? `?${letter}`);

const bytes = (text: string): Uint8Array[] => [Buffer.from(text)];

/** Texts that break readers which guess: separators, quotes, marks, things that look like numbers or dates. */
const awkward = fc.constantFrom(
  ...['"', '""', ',', ';', '\n', '\r\n', '\r', '\t', '\\', '\\N', '\\.', ' ', '\u00a0', '\ufeff', '\u2028'],
  ...[
    '0',
    '007',
    '35.14',
    '2E5',
    '1e5',
    '00 - 04',
    '3/4',
    '2024-02-30',
    'TRUE',
    'null',
    '=1+1',
    '-',
    'é',
    '😀',
    'ﷺ',
  ],
);
const cellText = fc
  .array(fc.oneof(awkward, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 4 })
  .map((parts) => parts.join('').replaceAll('\0', ''));
const label = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .map((text) => text.replace(/^\ufeff+/, '').replaceAll('\0', ''))
  .filter((text) => text !== '');

const table = fc
  .record({
    labels: fc.uniqueArray(label, { minLength: 1, maxLength: 5 }),
    rows: fc.array(fc.array(cellText, { minLength: 5, maxLength: 5 }), { maxLength: 8 }),
    ends: fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 3 }),
    quoteAll: fc.boolean(),
    bom: fc.boolean(),
    lastEnd: fc.boolean(),
    pieces: fc.integer({ min: 1, max: 40 }),
    order: fc.infiniteStream(fc.nat()),
  })
  .map(({ labels, rows, order, ...rest }) => {
    const wanted = labels.filter((_, at) => at === 0 || (order.next().value as number) % 3 > 0);
    return {
      ...rest,
      labels,
      rows: rows.map((row) => row.slice(0, labels.length)),
      // The definition names some of the columns, in an order of its own.
      wanted: (order.next().value as number) % 2 ? wanted.reverse() : wanted,
    };
  });

type Table = typeof table extends fc.Arbitrary<infer T> ? T : never;

/** The table as a file, in pieces that cut through characters and line ends alike. */
function fileOf({ labels, rows, ends, quoteAll, bom, lastEnd, pieces }: Table): Uint8Array[] {
  const quoted = (cell: string) =>
    quoteAll || /[",\r\n]/.test(cell) || (cell === '' && labels.length === 1) || cell.startsWith('\ufeff')
      ? `"${cell.replaceAll('"', '""')}"`
      : cell;
  const lines = [labels, ...rows].map((cells) => cells.map(quoted).join(','));
  const text = lines
    .map((line, at) => (at < lines.length - 1 || lastEnd ? line + ends[at % ends.length] : line))
    .join('');
  const whole = Buffer.from((bom ? '\ufeff' : '') + text);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < whole.length; at += pieces) parts.push(whole.subarray(at, at + pieces));
  return parts;
}

describe('a CSV file', () => {
  test('is read back cell for cell, however it is written and however it arrives', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (one) => {
        const { rows, count } = await read(
          fileOf(one),
          one.wanted.map((name) => column(name)),
        );
        expect(rows).toEqual(
          one.rows.map((row) => one.wanted.map((name) => row[one.labels.indexOf(name)] || null)),
        );
        expect(count).toEqual({ rows: one.rows.length, problems: 0, first: null });
      }),
      { numRuns: runs(300, 10_000) },
    );
  });

  test('with cells that do not fit counts every one of them, and names the first', async () => {
    const good = fc.integer({ min: -99, max: 99 }).map(String);
    const bad = fc.constantFrom('x', '1.5', '1e3', '2147483648', '１', '--1');
    const cell = fc.oneof({ weight: 6, arbitrary: good }, bad);
    const row = fc.oneof(
      { weight: 8, arbitrary: fc.tuple(cell, cell) },
      fc.tuple(good),
      fc.tuple(good, good, good),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), async (rows) => {
        const file = ['a,b', ...rows.map((cells) => cells.join(','))].join('\n');
        const { count } = await read(bytes(file), [column('b', 'INTEGER'), column('a', 'INTEGER')]);
        const faults = rows.map((cells) =>
          cells.length === 2 ? cells.filter((one) => !/^-?\d{1,9}$/.test(one)).length : 1,
        );
        const first = faults.findIndex((found) => found > 0);
        expect(count.rows).toBe(rows.length);
        expect(count.problems).toBe(faults.reduce((sum, found) => sum + found, 0));
        expect(count.first?.row).toBe(first === -1 ? undefined : first + 1);
        if (count.first) expect(count.first.id).toMatch(new RegExp(`^baris ${first + 1}, `));
      }),
      { numRuns: runs(200, 5000) },
    );
  });

  test.each<[string, string | Uint8Array, string, string]>([
    ['no header at all', '', 'COLUMN_MISSING', 'a, b'],
    ['a header short of a column', 'b,c\n1,2\n', 'COLUMN_MISSING', 'a'],
    ['headers with other capitals', 'A,b\n1,2\n', 'COLUMN_MISSING', 'a'],
    ['semicolons', 'a;b\n1;2\n', 'COLUMN_MISSING', 'a, b'],
    ['a header twice', 'a,b,a\n1,2,3\n', 'LOAD_REFUSED', 'the header a appears more than once'],
    ['an unclosed quote', 'a,b\n1,"2\n', 'LOAD_REFUSED', 'CSV_QUOTE_NOT_CLOSED'],
    ['text behind a quote', 'a,b\n1,"2"x\n', 'LOAD_REFUSED', 'not a whole CSV'],
    [
      'a row of more than a megabyte',
      `a,b\n1,${'x'.repeat(1_100_000)}\n`,
      'LOAD_REFUSED',
      'CSV_MAX_RECORD_SIZE',
    ],
    ['Latin-1', Buffer.from('a,b\n1,caf\xe9\n', 'latin1'), 'LOAD_REFUSED', 'not UTF-8'],
    [
      'a character cut off at the end',
      Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0xf0, 0x9f]),
      'LOAD_REFUSED',
      'not UTF-8',
    ],
    ['UTF-16', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 'LOAD_REFUSED', 'not UTF-8'],
  ])('with %s is refused', async (_, file, code, words) => {
    const failure = await read([Buffer.from(file)], [column('a'), column('b')]).catch((error) => error);
    expect(failure).toBeInstanceOf(HubError);
    expect([(failure as HubError).code, (failure as HubError).words.en]).toEqual([
      code,
      expect.stringContaining(words),
    ]);
  });

  test('may have blank lines, and columns that nobody asked for', async () => {
    const { rows } = await read(bytes('\n a ,b,a\n\n1,2,3\n\n\n4,5,6\n'), [column('b'), column(' a ')]);
    expect(rows).toEqual([
      ['2', '1'],
      ['5', '4'],
    ]);
  });
});

describe('a cell', () => {
  const text = (type: ColumnType, raw: string) => {
    const cell = readCell(column('k', type), raw);
    return 'text' in cell ? cell.text : undefined;
  };

  test.each([
    ['INTEGER', 31n],
    ['BIGINT', 63n],
  ] as const)('of type %s holds exactly the numbers of its width', (type, bits) => {
    const edge = 2n ** bits;
    const near = fc.oneof(
      fc.bigInt({ min: edge - 3n, max: edge + 3n }),
      fc.bigInt({ min: -edge - 3n, max: -edge + 3n }),
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
      fc.bigInt({ min: -9n, max: 9n }),
    );
    const written = fc.tuple(near, fc.constantFrom('', ' ', '\t'), fc.constantFrom('', '+', '00'));
    fc.assert(
      fc.property(written, ([number, around, before]) => {
        const digits = `${number < 0n ? '' : before}${number}`;
        const fits = number >= -edge && number < edge && digits.replace(/^[+-]/, '').length <= 19;
        expect(text(type, around + digits + around)).toBe(fits ? String(number) : undefined);
      }),
      { numRuns: runs(300, 10_000) },
    );
    for (const bad of ['1.0', '1e3', '0x1F', '1_000', '1.000', '1,000', '½', '١', '- 1', '+-1', 'satu'])
      expect(text(type, bad)).toBeUndefined();
  });

  test('of type DECIMAL keeps every digit as it is', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 131 });
    fc.assert(
      fc.property(fc.constantFrom('', '-', '+'), digits, fc.option(digits), (sign, whole, part) => {
        const number = `${sign}${whole}${part === null ? '' : `.${part}`}`;
        expect(text('DECIMAL', ` ${number} `)).toBe(number);
      }),
      { numRuns: runs(200, 5000) },
    );
    for (const bad of [
      '2E5',
      '1e-3',
      '1,5',
      '1.2.3',
      'NaN',
      'Infinity',
      '.',
      '-',
      'Rp1',
      '1 000',
      '0'.repeat(132),
    ])
      expect(text('DECIMAL', bad)).toBeUndefined();
  });

  test('of type DATE holds the days that exist, and no others', () => {
    const parts = fc.tuple(
      fc.oneof(fc.constantFrom(1900, 2000, 2023, 2024, 2100), fc.integer({ min: 0, max: 9999 })),
      fc.integer({ min: 0, max: 13 }),
      fc.oneof(fc.constantFrom(0, 28, 29, 30, 31, 32), fc.integer({ min: 1, max: 31 })),
    );
    const days = (year: number, month: number) =>
      month === 2
        ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
          ? 29
          : 28
        : [4, 6, 9, 11].includes(month)
          ? 30
          : 31;
    fc.assert(
      fc.property(parts, ([year, month, day]) => {
        const pad = (number: number, width: number) => String(number).padStart(width, '0');
        const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
        const exists = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= days(year, month);
        expect(text('DATE', date)).toBe(exists ? date : undefined);
      }),
      { numRuns: runs(500, 20_000) },
    );
    for (const bad of [
      '31/12/2024',
      '2024-1-1',
      '20240101',
      '2024-01-01T00:00:00Z',
      '31 Januari 2024',
      '+02024-01-01',
    ])
      expect(text('DATE', bad)).toBeUndefined();
  });

  test('of type BOOLEAN is true or false, whatever its capitals, and no other word', () => {
    for (const yes of ['true', 'TRUE', 't', ' True ']) expect(text('BOOLEAN', yes)).toBe('true');
    for (const no of ['false', 'F']) expect(text('BOOLEAN', no)).toBe('false');
    for (const bad of ['ya', '1', '0', 'constructor', '__proto__', 'hasOwnProperty'])
      expect(text('BOOLEAN', bad)).toBeUndefined();
  });

  test('that is empty is null, but refused where it is part of the key; NUL is refused everywhere', () => {
    const types: ColumnType[] = ['TEXT', 'INTEGER', 'BIGINT', 'DECIMAL', 'BOOLEAN', 'DATE'];
    for (const type of types) {
      expect(readCell(column('k', type), '')).toEqual({ text: null });
      expect(readCell(column('k', type, true), '')).toHaveProperty('problem');
      expect(readCell(column('k', type), 'a\0b')).toHaveProperty('problem');
    }
    expect(text('TEXT', ' ')).toBe(' ');
    expect(text('INTEGER', ' ')).toBeNull();
  });

  test('that does not fit is shown in both languages, cut where it is long', () => {
    const cell = readCell(column('jumlah', 'INTEGER'), 'x'.repeat(100));
    if (!('problem' in cell)) throw new Error('it fits');
    expect(cell.problem.id).toBe(`kolom jumlah: "${'x'.repeat(40)}…" bukan bilangan bulat`);
    expect(cell.problem.en).toBe(`column jumlah: "${'x'.repeat(40)}…" is not a whole number`);
  });
});
