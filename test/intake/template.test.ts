import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnDefinition, ColumnType } from '../../schema/definition.js';
import { allowance, openArchive } from '../../subgraphs/intake/reading/archive.js';
import { allBytes, sourceOf } from '../../subgraphs/intake/reading/bytes.js';
import type { ReadFile } from '../../subgraphs/intake/reading/grid.js';
import { parseWhole } from '../../subgraphs/intake/reading/xml.js';
import { type CodeList, ownList, periods } from '../../subgraphs/intake/template/lists.js';
import { filledTemplate } from '../../subgraphs/intake/template/recognise.js';
import {
  sheetName,
  type Template,
  type TemplateValue,
  templateHash,
} from '../../subgraphs/intake/template/sheets.js';
import { templateBytes } from '../../subgraphs/intake/template/workbook.js';
import type { Target } from '../../subgraphs/intake/understand/against.js';
import { runs } from '../support/runs.js';
import { opened, rowsIn, workbook } from './made-files.js';
import { open, recordsUnder, understood } from './made-references.js';

const column = (name: string, type: ColumnType, more: Partial<ColumnDefinition> = {}): ColumnDefinition => ({
  name,
  label: name,
  title: `Judul ${name}`,
  description: `Definisi "${name}" & <lainnya>.`,
  type,
  unit: null,
  accessClass: 'OPEN',
  key: false,
  reference: null,
  ...more,
});

const REGIONS: CodeList = {
  name: 'Wilayah',
  codes: [
    { code: '35.14.01', title: 'Purwodadi, Kabupaten Pasuruan' },
    { code: '35.14.02', title: 'Tutur, Kabupaten Pasuruan' },
  ],
};
const COLUMNS = [
  column('kodeKecamatan', 'TEXT', {
    label: 'kode_kecamatan',
    key: true,
    reference: { entity: 'Region', field: 'region' },
  }),
  column('sekolah', 'TEXT', {
    label: 'Nama sekolah, sebagaimana tertulis pada izin operasional '.repeat(3).trim(),
  }),
  column('npsn', 'TEXT', { label: 'NPSN' }),
  column('negeri', 'BOOLEAN', { label: 'Negeri?' }),
  column('berdiri', 'DATE', { label: 'Tanggal berdiri' }),
  column('siswa', 'INTEGER', { unit: 'orang' }),
  column('luas', 'DECIMAL', { label: 'Luas (m2)' }),
  column('jenjang', 'TEXT', { values: ['SD', 'MI'] }),
];

function templateOf(columns: readonly ColumnDefinition[], title = 'Sekolah dasar'): Template {
  const lists = new Map<string, CodeList>();
  for (const one of columns) {
    const list = ownList(one, 'MONTHLY', '2024-02-10') ?? (one.reference ? REGIONS : null);
    if (list) lists.set(one.name, list);
  }
  return { dataset: 'dispendik_sekolah', title, columns, lists };
}

const date = (text: string) => new Date(`${text}T00:00:00Z`);
const ROWS: TemplateValue[][] = [
  ['35.14.01', 'SDN Purwodadi I', '00519330', true, date('1974-01-31'), 120, 1250.5, 'SD'],
  ['35.14.02', 'SDN Tutur II', '20519331', false, date('2024-02-29'), 98, 900, 'SD'],
  ['35.14.02', 'MI Nurul "Huda"', '60713842', false, date('1999-12-31'), 1000, 0.125, 'MI'],
];

const targetOf = (columns: readonly ColumnDefinition[]): Target => ({
  field: 'dispendik_sekolah',
  columns,
  optional: [],
  withheld: [],
  last: null,
});

/** A filled-in template as the hub reads it: what is understood of it, and the records that would be loaded. */
async function readBack(bytes: Uint8Array, columns: readonly ColumnDefinition[]) {
  const file = await opened(bytes, 'templat.xlsx');
  const template = await filledTemplate(file);
  if (!template) throw new Error('not a template');
  const asked = { filename: 'templat.xlsx', target: targetOf(columns) };
  const seen = await understood(bytes, asked);
  const records = seen.mapping ? await recordsUnder(bytes, seen, asked) : [];
  const names = columns.map(({ name }) => name);
  return { file, template, seen, rows: records.map((record) => names.map((name) => record[name])) };
}

describe('a filled-in template', () => {
  test('is read with exactly the labels, text as text, dates as dates, and no question', async () => {
    const { template, seen, rows } = await readBack(await templateBytes(templateOf(COLUMNS), ROWS), COLUMNS);
    expect(template).toMatchObject({ dataset: 'dispendik_sekolah', hash: templateHash(COLUMNS) });
    expect(template.sheet.name).toBe('Sekolah dasar');
    expect(seen.columns.map(({ key, fills }) => [key, fills])).toEqual(
      COLUMNS.map(({ label, name }) => [label, name]),
    );
    expect([open(seen), seen.differences, seen.aside, seen.problems]).toEqual([[], [], [], []]);
    expect(seen.columns.map(({ choice }) => choice?.type)).toEqual(COLUMNS.map(({ type }) => type));
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual([
      '35.14.01',
      'SDN Purwodadi I',
      '00519330',
      'true',
      '1974-01-31',
      '120',
      '1250.5',
      'SD',
    ]);
  });

  test('shows its table on the sheet of the data alone', async () => {
    const { file, seen } = await readBack(await templateBytes(templateOf(COLUMNS), ROWS), COLUMNS);
    expect(file.sheets.map(({ name }) => name)).toEqual(['Sekolah dasar', 'Petunjuk', 'Kode']);
    expect(seen.tables.map(({ sheet }) => sheet)).toEqual(['Sekolah dasar']);
  });

  test('loads rows that are called "Jumlah", whatever was said of totals in other files', async () => {
    const rows = [...ROWS, ['35.14.01', 'Jumlah', null, null, null, 1218, 2150.625, null]];
    const bytes = await templateBytes(templateOf(COLUMNS), rows as TemplateValue[][]);
    for (const answers of [{}, { 'SET_ASIDE:TOTAL': 'SKIP', 'SET_ASIDE:SECTION': 'SKIP' }]) {
      const asked = { filename: 'templat.xlsx', target: targetOf(COLUMNS), answers };
      const seen = await understood(bytes, asked);
      expect(open(seen)).toEqual([]);
      expect(await recordsUnder(bytes, seen, asked)).toHaveLength(4);
    }
    const answers = { 'SET_ASIDE:TOTAL:TEMPLATE': 'SKIP' };
    const asked = { filename: 'templat.xlsx', target: targetOf(COLUMNS), answers };
    expect(await recordsUnder(bytes, await understood(bytes, asked), asked)).toHaveLength(3);
  });

  test('is known again when the sheet is renamed or rows stand above the mark, and nothing else is', async () => {
    const file = await opened(await templateBytes(templateOf(COLUMNS), ROWS));
    const changed = (change: (sheet: ReadFile['sheets'][number]) => ReadFile['sheets'][number]) =>
      filledTemplate({ ...file, sheets: file.sheets.map(change) });
    const [data] = file.sheets;
    const renamed = await changed((sheet) => (sheet === data ? { ...sheet, name: 'Sheet1' } : sheet));
    expect(renamed?.sheet.name).toBe('Sheet1');
    const moved = await changed((sheet) =>
      sheet.name !== 'Petunjuk'
        ? sheet
        : {
            ...sheet,
            async *rows() {
              yield [['Dinas Pendidikan'], [null]];
              yield* sheet.rows();
            },
          },
    );
    expect(moved?.dataset).toBe('dispendik_sekolah');
    const others = await workbook({ sheets: [{ rows: '<row r="1"><c r="A1"><v>1</v></c></row>' }] });
    expect(await filledTemplate(await opened(others))).toBeNull();
    expect(await filledTemplate(await opened('a,b\n1,2\n'))).toBeNull();
  });

  test('without a row it has its header and nothing in it', async () => {
    const { seen, rows } = await readBack(await templateBytes(templateOf(COLUMNS)), COLUMNS);
    expect(seen.columns.map(({ key }) => key)).toEqual(COLUMNS.map(({ label }) => label));
    expect([open(seen), rows]).toEqual([[], []]);
  });

  test('a single column of truth values is a template, too', async () => {
    const columns = [column('aktif', 'BOOLEAN')];
    const back = await readBack(await templateBytes(templateOf(columns), [[true], [false]]), columns);
    expect(back.rows).toEqual([['true'], ['false']]);
    expect((await readBack(await templateBytes(templateOf(columns)), columns)).rows).toEqual([]);
  });

  test('whatever is filled in comes back as it is, without a question', async () => {
    const words = fc.constantFrom(
      'kode',
      'nama',
      'siswa',
      'NPSN',
      'tanggal',
      'luas',
      'Negeri?',
      'ket.',
      'rt/rw',
    );
    const VALUES = {
      TEXT: fc.oneof(
        fc.constantFrom(
          '0012',
          '20519330',
          '3514010101900001',
          '2E5',
          '35.14.01',
          'ya',
          '=1+1',
          '_x0041_',
          ' a',
        ),
        fc.stringMatching(/^Desa [A-Za-z][A-Za-z0-9 "&<>'é.-]{0,20}[a-z]$/),
      ),
      INTEGER: fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }),
      BIGINT: fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
      DECIMAL: fc.integer({ min: -99_999_999, max: 99_999_999 }).map((whole) => whole / 1000),
      BOOLEAN: fc.boolean(),
      DATE: fc.integer({ min: 1, max: 40_000 }).map((day) => new Date(Date.UTC(1950, 0, day))),
    } as const;
    const anyColumn = fc.record({
      word: words,
      type: fc.constantFrom(...(Object.keys(VALUES) as ColumnType[])),
    });
    const anything = fc.array(anyColumn, { minLength: 2, maxLength: 6 }).chain((given) => {
      const columns = given.map(({ word, type }, at) =>
        column(`k${at}`, type, { label: `${word} ${at + 1}` }),
      );
      const row = fc.tuple(...columns.map(({ type }) => VALUES[type] as fc.Arbitrary<TemplateValue>));
      return fc.record({
        columns: fc.constant(columns),
        rows: fc.array(row, { minLength: 1, maxLength: 12 }),
        blank: fc.integer({ min: 0, max: 8 }),
      });
    });
    await fc.assert(
      fc.asyncProperty(anything, async ({ columns, rows: full, blank }) => {
        // One column may be empty; the first one names what a row is about.
        const rows = full.map((row) => row.map((value, at) => (at > 0 && at === blank ? null : value)));
        const back = await readBack(await templateBytes(templateOf(columns), rows), columns);
        expect([open(back.seen), back.seen.differences]).toEqual([[], []]);
        expect(back.rows).toEqual(rows.map((row) => row.map(textOf)));
      }),
      { numRuns: runs(60, 1500) },
    );
  });
});

const textOf = (value: TemplateValue): string | null =>
  value instanceof Date ? value.toISOString().slice(0, 10) : value === null ? null : String(value);

describe('what the definition already settles', () => {
  const of = (one: ColumnDefinition, ...cells: readonly string[]) =>
    understood(`no_urut;${one.label}\n${cells.map((cell, at) => `${at + 1};${cell}`).join('\n')}\n`, {
      target: targetOf([column('no_urut', 'INTEGER'), one]),
    });

  test('text is not asked about, whatever it looks like', async () => {
    for (const cells of [
      ['20519330', '20519331', '69913893'],
      ['SDN I', '...'],
      ['3,493', '4,120'],
      ['ya', 'tidak'],
    ]) {
      const seen = await of(column('sekolah', 'TEXT'), ...cells);
      expect(open(seen)).toEqual([]);
      expect(seen.preview.rows.map(([, text]) => text)).toEqual(cells);
    }
  });

  test('a truth value may be "ya" or "tidak", a decimal may be whole, a column may be empty', async () => {
    const values = async (...given: Parameters<typeof of>) => {
      const seen = await of(...given);
      expect([open(seen), seen.problems]).toEqual([[], []]);
      return seen.preview.rows.map(([, text]) => text);
    };
    expect(await values(column('aktif', 'BOOLEAN'), 'ya', 'tidak')).toEqual(['true', 'false']);
    expect(await values(column('luas', 'DECIMAL'), '3', '40')).toEqual(['3', '40']);
    expect(await values(column('tanggal', 'DATE'), '', '')).toEqual([null, null]);
  });

  test('what contradicts the definition is a problem of its row, what can be read in two ways a question', async () => {
    const whole = await of(column('siswa', 'INTEGER'), '3.5', '4');
    expect(whole.problems.map(({ row, column: label }) => `${row} ${label}`)).toEqual(['2 siswa']);
    expect((await of(column('siswa', 'INTEGER'), 'banyak', 'sedikit')).problemCount).toBe(2);
    expect(open(await of(column('luas', 'DECIMAL'), '3,493', '4,120'))).toEqual(['luas:DECIMAL_OR_GROUP']);
    expect(open(await of(column('luas', 'DECIMAL'), '3', '...'))).toEqual(['luas:MISSING_MARKER:...']);
    expect(open(await of(column('tanggal', 'DATE'), '01/02/2024', '03/04/2024'))).toEqual([
      'tanggal:DAY_OR_MONTH',
    ]);
  });
});

describe('the workbook', () => {
  const partsOf = async (bytes: Uint8Array): Promise<Map<string, string>> => {
    const parts = new Map<string, string>();
    for (const [name, part] of await openArchive(sourceOf('t.xlsx', bytes), allowance())) {
      // Well-formed, or this throws.
      await parseWhole(part, { open() {} });
      parts.set(name, (await allBytes(part, 1 << 24)).toString('utf8'));
    }
    return parts;
  };

  test('offers codes with a warning that forbids nothing, and formats whole columns', async () => {
    const parts = await partsOf(await templateBytes(templateOf(COLUMNS)));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    const rules = [
      ...sheet.matchAll(
        /<dataValidation [^>]*type="(\w+)"[^>]*errorStyle="(\w+)"[^>]*sqref="([A-Z]+)2:[^>]*><formula1>([^<]*)</g,
      ),
    ];
    expect(rules.map(([, type, style, at, formula]) => `${at} ${type} ${style} ${formula}`)).toEqual([
      'A list warning Kode!$A$2:$A$3',
      'D list warning Kode!$C$2:$C$3',
      'E date warning 1',
      'F whole warning -2147483648',
      'G decimal warning -1E+300',
      'H list warning Kode!$E$2:$E$3',
    ]);
    const style = (at: number) => new RegExp(`<col min="${at}"[^>]*style="(\\d+)"`).exec(sheet)?.[1];
    const formats = [
      ...(parts.get('xl/styles.xml') ?? '').matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g),
    ];
    const styles = [...(parts.get('xl/styles.xml') ?? '').matchAll(/<xf ?([^>]*)>/g)].map(
      ([, attributes]) => {
        const id = /numFmtId="(\d+)"/.exec(attributes ?? '')?.[1];
        return formats.find(([, format]) => format === id)?.[2];
      },
    );
    expect([1, 2, 3, 4, 5, 6].map((at) => styles[Number(style(at) ?? 0)])).toEqual([
      '@',
      '@',
      '@',
      undefined,
      'yyyy-mm-dd',
      '0',
    ]);
  });

  test('explains each column and lists each code once', async () => {
    const file = await opened(await templateBytes(templateOf(COLUMNS)));
    const [, instructions, codes] = await Promise.all(file.sheets.map(rowsIn));
    const lines = instructions?.map((row) => row.join(' | ')) ?? [];
    expect(lines).toContain(
      'kode_kecamatan | Judul kodeKecamatan | Definisi "kodeKecamatan" & <lainnya>. | teks |  | ya, kunci | Wilayah (lembar Kode) | 35.14.01',
    );
    expect(
      lines.some((line) => line.startsWith('siswa | Judul siswa') && line.includes('| orang | tidak |')),
    ).toBe(true);
    expect(codes?.[0]).toEqual([
      'Wilayah',
      'Keterangan',
      'Benar/salah',
      'Keterangan',
      'jenjang',
      'Keterangan',
    ]);
    expect(codes?.[1]).toEqual([
      '35.14.01',
      'Purwodadi, Kabupaten Pasuruan',
      { kind: 'BOOLEAN', text: 'true' },
      'ya, benar',
      'SD',
    ]);
  });

  test('its first sheet has a name that a sheet may have', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (title) => {
        const name = sheetName(title);
        expect(name).toMatch(/^[^[\]:*?/\\\p{Cc}]{1,31}$/u);
        expect(name.length).toBeLessThanOrEqual(31);
        expect(name).not.toMatch(/^'|'$|^(petunjuk|kode|history)$/i);
      }),
      { numRuns: runs(500, 20_000) },
    );
    expect(sheetName('Petunjuk')).toBe('Data');
    expect(sheetName('???')).toBe('Data');
    expect(sheetName("Jum'at [2024]: sekolah/madrasah")).toBe("Jum'at 2024 sekolah madrasah");
  });

  test('takes texts that no sheet could hold as they are', async () => {
    const hostile = [
      column('a', 'TEXT', { title: '"><x>\u0001', description: '_x0041_ ]]> ]]&gt; \u{1F600}', unit: '&' }),
      column('b', 'TEXT', { values: ['"a"', '<b>', '=1+1'] }),
    ];
    const bytes = await templateBytes(templateOf(hostile, 'Judul "x" <y> & \u0002 \u{1F600}'));
    await partsOf(bytes);
    const back = await readBack(bytes, hostile);
    expect(back.template.sheet.name).toBe('Judul "x" <y> & \u{1F600}');
    const codes = await rowsIn(back.file.sheets[2]);
    expect(codes.slice(1).map(([code]) => code)).toEqual(['"a"', '<b>', '=1+1']);
  });
});

test('periods are offered as fine as the dataset is renewed, the newest first', () => {
  const codes = (...of: Parameters<typeof periods>) => periods(...of).map(({ code }) => code);
  expect(codes('MONTHLY', '2024-02-10').slice(0, 3)).toEqual(['2024-02', '2024-01', '2023-12']);
  expect(codes('QUARTERLY', '2024-02-10').slice(0, 2)).toEqual(['2024-Q1', '2023-Q4']);
  expect(codes('QUARTERLY', '2024-12-31')[0]).toBe('2024-Q4');
  expect(codes('SEMESTERLY', '2024-06-30').slice(0, 2)).toEqual(['2024-S1', '2023-S2']);
  expect(codes('SEMESTERLY', '2024-07-01')[0]).toBe('2024-S2');
  expect(codes(null, '2024-02-10').slice(0, 2)).toEqual(['2024', '2023']);
  expect(codes('MONTHLY', '2024-02-10')).toHaveLength(36);
});
