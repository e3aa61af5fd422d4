import { describe, expect, test } from 'vitest';
import { HubError } from '../../schema/errors.js';
import type { Cell } from '../../subgraphs/intake/reading/grid.js';
import { ChoiceCheck } from '../../subgraphs/intake/typing/choice-check.js';
import { ColumnTyping, conventionOf } from '../../subgraphs/intake/typing/column.js';
import {
  type ColumnChoice,
  type ColumnGuess,
  type ColumnOptions,
  choiceOf,
  type FileConvention,
} from '../../subgraphs/intake/typing/guess.js';
import { readerFor } from '../../subgraphs/intake/typing/readers.js';

function typing(header: string, cells: readonly Cell[], options: Partial<ColumnOptions> = {}): ColumnTyping {
  const column = new ColumnTyping({ header, ...options });
  for (const cell of cells) column.add(cell);
  return column;
}

const guess = (
  header: string,
  cells: readonly Cell[],
  convention?: FileConvention,
  options?: Partial<ColumnOptions>,
): ColumnGuess => typing(header, cells, options).verdict(convention);

/** What the column becomes when every question is answered by what it proposes, or as `answers` says by kind. */
function answered(column: ColumnGuess, answers: Record<string, string> = {}): ColumnChoice {
  const given = Object.fromEntries(
    column.questions.map(({ id, kind, proposed }) => [id, answers[kind] ?? proposed ?? 'none']),
  );
  const result = choiceOf(column, given);
  if ('open' in result) throw new Error(`open: ${result.open.map(({ id }) => id).join(', ')}`);
  return result.choice;
}

function values(column: ColumnGuess | ColumnChoice, cells: readonly Cell[]): (string | null | undefined)[] {
  const read = readerFor('kolom', column);
  return cells.map((cell) => {
    const reading = read(cell);
    return 'text' in reading ? reading.text : undefined;
  });
}

const kinds = (column: ColumnGuess): string[] => column.questions.map(({ kind }) => kind);
const number = (text: string): Cell => ({ kind: 'NUMBER', text });

describe('codes stay text', () => {
  test.each([
    ['nilai', ['01', '02', '13']],
    ['kode_wilayah', ['3514', '3515']],
    ['wilayah', ['35.14.01', '35.14.02']],
    ['NIK', ['3514010101900001', '3514010101900002']],
    ['apa saja', ['3514010101900001', '3514010101900002']],
    ['NPSN', ['20519330', 'P2961752']],
    ['No. Telp', ['8123456789', '343421000']],
    ['kontak', ['+6281234567', '+6281234568']],
    ['RT/RW', ['1', '3', '2']],
    ['kelompok', ['2E5', '1E4']],
    ['kelompok_umur', ['00 - 04', '05 - 09']],
    ['pendapatan', ['150 000–199 999', '200 000–299 999']],
    ['dssd', ['7.01.000045', '7.01.000046']],
    ['kode_dssd', ['1.02.2021', '1.03.2021']],
    ['bulan', ['Januari', 'Februari']],
  ])('%s: %j', (header, cells) => {
    const column = guess(header, cells);
    expect(column).toMatchObject({ type: 'TEXT', questions: [] });
    expect(values(column, cells)).toEqual(cells);
  });

  test('digits of one length, as NPSN have, are asked about and proposed as a code', () => {
    const cells = ['20519330', '20519331', '69913893'];
    const column = guess('sekolah', cells);
    expect(column).toMatchObject({ type: 'TEXT', questions: [{ kind: 'CODE_OR_NUMBER', proposed: 'CODE' }] });
    expect(answered(column, { CODE_OR_NUMBER: 'NUMBER' })).toMatchObject({ type: 'INTEGER' });
    expect(guess('jumlah', cells)).toMatchObject({ type: 'INTEGER', questions: [] });
  });

  test('the ".0" of a spreadsheet is taken off a code only when its producer says so', () => {
    const cells = ['20519330.0', '69913893.0', '20511951.0'];
    const column = guess('kode', cells);
    expect(column).toMatchObject({
      type: 'TEXT',
      questions: [{ kind: 'CODE_OR_NUMBER', proposed: 'CODE_WITHOUT_ZERO' }],
    });
    expect(values(answered(column), cells)).toEqual(['20519330', '69913893', '20511951']);
    expect(values(answered(column, { CODE_OR_NUMBER: 'CODE' }), cells)).toEqual(cells);
  });

  test('a few leading zeros among numbers make a code that is asked about', () => {
    const cells = ['007', ...Array.from({ length: 20 }, (_, at) => String(at + 100))];
    expect(guess('isi', cells)).toMatchObject({ type: 'TEXT', questions: [{ kind: 'CODE_OR_NUMBER' }] });
  });

  test('35.01, 35.02 may be regencies or decimals', () => {
    const cells = ['35.01', '35.02', '35.14'];
    expect(kinds(guess('isi', cells))).toEqual(['CODE_OR_NUMBER']);
    expect(guess('kab/kota', cells)).toMatchObject({ type: 'TEXT', questions: [] });
    expect(guess('persentase', cells)).toMatchObject({ type: 'DECIMAL', questions: [] });
  });

  test('a column that numbers the rows is a number, any other number that names something is not', () => {
    expect(guess('No', ['1', '2', '3']).type).toBe('INTEGER');
    expect(guess('id', ['17', '4', '22']).type).toBe('TEXT');
    expect(guess('tahun', ['2023', '2024']).type).toBe('INTEGER');
  });

  test('a code of more than 15 digits that a sheet stored as a number is pointed out', () => {
    const column = guess('NIK', [number('3514010101900000')]);
    expect(column.type).toBe('TEXT');
    expect(column.evidence.some(({ en }) => en.includes('15 digits'))).toBe(true);
  });
});

describe('numbers', () => {
  const POINT: FileConvention = { decimal: '.', order: null };
  const COMMA: FileConvention = { decimal: ',', order: null };

  test.each<[string[], string, (string | null)[]]>([
    [['1.234,56', '0,5'], 'DECIMAL', ['1234.56', '0.5']],
    [['1,234.56', '0.5'], 'DECIMAL', ['1234.56', '0.5']],
    [['Rp420.032,00', ' Rp12.328 ', 'Rp. 5,50'], 'DECIMAL', ['420032.00', '12328', '5.50']],
    [['Rp100.000,-', 'Rp 5.000.000,-'], 'INTEGER', ['100000', '5000000']],
    [['7,09%', '12,5 %'], 'DECIMAL', ['7.09', '12.5']],
    [['150 000', '1 234 567'], 'INTEGER', ['150000', '1234567']],
    [['3,493', '4,12'], 'DECIMAL', ['3.493', '4.12']],
    [['3,493', '0,120'], 'DECIMAL', ['3.493', '0.120']],
    [['3,493', '1,234,567'], 'INTEGER', ['3493', '1234567']],
    [['-1.000.000', '\u22125'], 'INTEGER', ['-1000000', '-5']],
    [['2147483647', '-2147483648'], 'INTEGER', ['2147483647', '-2147483648']],
    [['2147483648'], 'BIGINT', ['2147483648']],
    [['9223372036854775808', '1'], 'DECIMAL', ['9223372036854775808', '1']],
    [
      ['0.10', '123456789012345678901234567890.123456789'],
      'DECIMAL',
      ['0.10', '123456789012345678901234567890.123456789'],
    ],
  ])('%j is %s', (cells, type, exact) => {
    const column = guess('x', cells);
    expect(column).toMatchObject({ type, questions: [], exceptionCount: 0 });
    expect(values(column, cells)).toEqual(exact);
  });

  test('"3,493" alone is asked about, and read as the file writes its other numbers', () => {
    const cells = ['3,493', '4,120', '17'];
    const asked = guess('x', cells);
    expect(asked.questions).toMatchObject([{ kind: 'DECIMAL_OR_GROUP', proposed: 'POINT', column: 'x' }]);
    expect(asked.questions[0]?.evidence[0]).toEqual({ row: 1, text: '3,493' });
    expect(() => readerFor('x', asked)).toThrow(HubError);
    expect(values(answered(asked, { DECIMAL_OR_GROUP: 'COMMA' }), cells)).toEqual(['3.493', '4.120', '17']);
    expect(values(answered(asked, { DECIMAL_OR_GROUP: 'POINT' }), cells)).toEqual(['3493', '4120', '17']);
    expect(answered(asked, { DECIMAL_OR_GROUP: 'POINT' }).type).toBe('INTEGER');
    expect(values(answered(asked, { DECIMAL_OR_GROUP: 'TEXT' }), cells)).toEqual(cells);
    expect(values(guess('x', cells, COMMA), cells)).toEqual(['3.493', '4.120', '17']);
    expect(values(guess('x', cells, POINT), cells)).toEqual(['3493', '4120', '17']);
  });

  test('marks that contradict each other are asked about; a majority is proposed', () => {
    const even = guess('x', ['1,5', '1.5']);
    expect(even.questions).toMatchObject([{ kind: 'DECIMAL_OR_GROUP', proposed: null }]);
    const most = guess('x', ['1,5', '2,5', '3,5', '4,5', '5,5', '1.5']);
    expect(most).toMatchObject({
      questions: [{ proposed: 'COMMA' }],
      exceptions: [{ row: 6, text: '1.5' }],
      exceptionCount: 1,
    });
  });

  test('the file decides only where its columns agree, and a stray "1,5" among words does not count', () => {
    const comma = typing('a', ['1,5']);
    const point = typing('b', ['1.5']);
    const words = typing('c', ['1,5', 'dua', 'tiga']);
    expect(conventionOf([comma, words]).decimal).toBe(',');
    expect(conventionOf([comma, point]).decimal).toBeNull();
    expect(conventionOf([words]).decimal).toBeNull();
  });

  test("a sheet's numbers count with number-like text", () => {
    const cells = [number('12.5'), '3', number('1000')];
    const column = guess('x', cells);
    expect(column).toMatchObject({ type: 'DECIMAL', questions: [] });
    expect(column.evidence.some(({ en }) => en.includes('stored as text'))).toBe(true);
    expect(values(guess('x', [number('1.234'), '2,5']), [number('1.234'), '2,5'])).toEqual(['1.234', '2.5']);
  });

  test('few words among numbers are exceptions; many are asked about', () => {
    const many = [...Array.from({ length: 19 }, (_, at) => String(at)), 'lihat catatan'];
    expect(guess('x', many)).toMatchObject({
      type: 'INTEGER',
      exceptions: [{ row: 20, text: 'lihat catatan' }],
    });
    const half = guess('x', ['1', '2', '3', 'dua', 'lima']);
    expect(half).toMatchObject({ type: 'TEXT', questions: [{ kind: 'NUMBER_OR_TEXT', proposed: 'TEXT' }] });
  });

  test('percent signs and rupiah on a few of the numbers are asked about', () => {
    expect(kinds(guess('x', ['5%', '0,05']))).toEqual(['PERCENT']);
    const rupiah = guess('x', ['Rp5', '7', '8', '9']);
    expect(rupiah).toMatchObject({ questions: [{ kind: 'RUPIAH', proposed: null }], exceptionCount: 1 });
    expect(values(answered(rupiah, { RUPIAH: 'SAME' }), ['Rp5', '7'])).toEqual(['5', '7']);
  });
});

describe('dates', () => {
  test.each<[string[], (string | null)[]]>([
    [
      ['22 Januari 2024', '31 Jan 2025'],
      ['2024-01-22', '2025-01-31'],
    ],
    [['Senin, 22 Januari 2024'], ['2024-01-22']],
    [
      ['31/12/2023', '01/02/2024'],
      ['2023-12-31', '2024-02-01'],
    ],
    [
      ['12/31/2023', '01/02/2024'],
      ['2023-12-31', '2024-01-02'],
    ],
    [
      ['2024/2/29', '2024-01-31 00:00:00'],
      ['2024-02-29', '2024-01-31'],
    ],
    [
      ['31-08-2024', '1 Agustus 2024'],
      ['2024-08-31', '2024-08-01'],
    ],
    [['05/05/2024'], ['2024-05-05']],
  ])('%j', (cells, exact) => {
    const column = guess('x', cells);
    expect(column).toMatchObject({ type: 'DATE', questions: [] });
    expect(values(column, cells)).toEqual(exact);
  });

  test('day or month is asked where no cell decides, and the file may', () => {
    const column = guess('x', ['01/02/2024', '03/04/2024']);
    expect(column.questions).toMatchObject([{ kind: 'DAY_OR_MONTH', proposed: 'DMY' }]);
    expect(values(answered(column, { DAY_OR_MONTH: 'MDY' }), ['01/02/2024'])).toEqual(['2024-01-02']);
    const known = guess('x', ['01/02/2024'], { decimal: null, order: 'MDY' });
    expect(values(known, ['01/02/2024'])).toEqual(['2024-01-02']);
  });

  test('a time of day is dropped only when its producer says so', () => {
    const cells = ['05 Feb 2025 12:21:55', { kind: 'DATE', text: '2025-02-06T07:00:00' } as const];
    const column = guess('x', cells);
    expect(kinds(column)).toEqual(['TIME_OF_DAY']);
    expect(values(answered(column), cells)).toEqual(['2025-02-05', '2025-02-06']);
    expect(values(answered(column, { TIME_OF_DAY: 'TEXT' }), cells.slice(0, 1))).toEqual(cells.slice(0, 1));
  });

  test('years of two digits are asked about', () => {
    const cells = ['31/12/24', '31/12/65'];
    const column = guess('x', cells, undefined, { year: 2026 });
    expect(column.questions).toMatchObject([{ kind: 'CENTURY', proposed: null }]);
    expect(values(answered(column, { CENTURY: '2026' }), cells)).toEqual(['2024-12-31', '1965-12-31']);
    expect(values(answered(column, { CENTURY: '2099' }), cells)).toEqual(['2024-12-31', '2065-12-31']);
    expect(values({ ...answered(column, { CENTURY: '2026' }), format: column.format }, cells)).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('days that do not exist are no dates', () => {
    expect(guess('x', ['31/02/2024', '30/13/2024']).type).toBe('TEXT');
  });
});

describe('no value', () => {
  test.each([
    '-',
    '...',
    '…',
    'n/a',
    'NA',
    '*)',
  ])('"%s" is missing once confirmed, and a problem before', (marker) => {
    const cells = ['1', marker, '3', '  ', null];
    const column = guess('x', cells);
    expect(column).toMatchObject({
      type: 'INTEGER',
      blanks: 2,
      missing: [{ marker, count: 1, confirmed: false }],
      questions: [{ kind: 'MISSING_MARKER', proposed: 'MISSING', evidence: [{ row: 2 }] }],
    });
    expect(values(answered(column), cells)).toEqual(['1', null, '3', null, null]);
    expect(values({ type: column.type, format: column.format, missing: [] }, [marker])).toEqual([undefined]);
    expect(answered(column, { MISSING_MARKER: 'TEXT' }).type).toBe('TEXT');
    const confirmed = guess('x', cells, undefined, { missing: [marker] });
    expect(confirmed).toMatchObject({ missing: [{ confirmed: true }], questions: [] });
  });

  test('a marker in a column of text can be a value', () => {
    const cells = ['padi', '-', 'jagung'];
    const column = guess('x', cells);
    expect(values(answered(column), cells)).toEqual(['padi', null, 'jagung']);
    expect(values(answered(column, { MISSING_MARKER: 'VALUE' }), cells)).toEqual(cells);
    expect(guess('x', ['NA', 'ID', 'MY']).questions).toMatchObject([{ proposed: null }]);
  });

  test('9999 and the like are asked about where they lie far off all others', () => {
    const cells = ['24.5', '8888', '26.1', number('9999'), '25'];
    const column = guess('x', cells);
    expect(column.questions.map(({ id, proposed }) => [id, proposed])).toEqual([
      ['x:MISSING_MARKER:8888', 'MISSING'],
      ['x:MISSING_MARKER:9999', 'MISSING'],
    ]);
    expect(values(answered(column), cells)).toEqual(['24.5', null, '26.1', null, '25']);
    expect(values(answered(column, { MISSING_MARKER: 'VALUE' }), cells)).toEqual([
      '24.5',
      '8888',
      '26.1',
      '9999',
      '25',
    ]);
    expect(guess('x', ['9998', '9999', '10000', '8700']).questions).toEqual([]);
    expect(kinds(guess('x', ['1', '2', '3', '-999']))).toEqual(['MISSING_MARKER']);
  });

  test('a failed formula is no value', () => {
    const cells: Cell[] = ['1', { kind: 'ERROR', text: '#N/A' }];
    const column = guess('x', cells);
    expect(values(answered(column), cells)).toEqual(['1', null]);
  });

  test('a column of nothing but markers is text', () => {
    expect(guess('x', ['...', '...'])).toMatchObject({ type: 'TEXT', missing: [{ count: 2 }] });
  });
});

describe('true and false', () => {
  test('words of truth', () => {
    expect(values(guess('x', ['TRUE', 'false']), ['TRUE', 'false'])).toEqual(['true', 'false']);
    const column = guess('x', ['YA', 'TIDAK']);
    expect(kinds(column)).toEqual(['BOOLEAN_OR_TEXT']);
    expect(values(answered(column), ['YA', 'TIDAK'])).toEqual(['true', 'false']);
    expect(guess('x', ['TIDAK', 'TIDAK'])).toMatchObject({ type: 'TEXT', questions: [] });
    expect(guess('x', [{ kind: 'BOOLEAN', text: 'true' }]).type).toBe('BOOLEAN');
  });
});

describe("the producer's choice", () => {
  test('is checked against the cells', () => {
    const check = new ChoiceCheck('x', {
      type: 'INTEGER',
      format: { kind: 'NUMBER', decimal: ',', group: '.', prefix: null, percent: false },
      missing: ['-'],
    });
    for (const cell of ['1.234', '-', null, '12,5', 'Rp5', '3000000000', '7,0']) check.add(cell);
    const { first, ...counts } = check.verdict();
    expect(counts).toEqual({ values: 2, empty: 2, problems: 3 });
    expect(first.map(({ row }) => row)).toEqual([4, 5, 6]);
    expect(first[0]?.words.en).toBe('column x: "12,5" is not a whole number');
  });

  test('that contradicts itself is refused', () => {
    const format = { kind: 'NUMBER', decimal: ',', group: ',', prefix: null, percent: false } as const;
    expect(() => readerFor('x', { type: 'DECIMAL', format, missing: [] })).toThrow('must differ');
    expect(() => readerFor('x', { type: 'DATE', format, missing: [] })).toThrow('not read by the format');
  });

  test('text may hold anything but NUL', () => {
    const choice: ColumnChoice = { type: 'TEXT', format: { kind: 'TEXT', strip: null }, missing: [] };
    expect(values(choice, [' a ', '', 'a\0b'])).toEqual([' a ', null, undefined]);
  });

  test('ids of questions are stable and tell columns of one header apart', () => {
    const ids = (position: number) =>
      guess('x', ['1,234'], undefined, { position }).questions.map(({ id }) => id);
    expect(ids(1)).toEqual(['x#1:DECIMAL_OR_GROUP']);
    expect(ids(1)).not.toEqual(ids(2));
  });
});
