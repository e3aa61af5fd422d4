import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnDefinition, ColumnType } from '../../schema/definition.js';
import type { ReadFile } from '../../subgraphs/intake/reading/grid.js';
import { filledTemplate } from '../../subgraphs/intake/template/recognise.js';
import { type TemplateValue, templateHash } from '../../subgraphs/intake/template/sheets.js';
import { templateBytes } from '../../subgraphs/intake/template/workbook.js';
import { runs } from '../support/runs.js';
import { opened, workbook } from './made-files.js';
import { open, recordsUnder, understood } from './made-references.js';
import { COLUMNS, column, ROWS, readBack, targetOf, templateOf, textOf } from './made-templates.js';

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

  test('is data from its second row on, also where that looks like a second header, units or a numbering', async () => {
    const columns = ['ket.', 'kode', 'Negeri?'].map((label, at) => column(`k${at}`, 'TEXT', { label }));
    const counted = ['no', 'kelas', 'rombel'].map((label, at) => column(`k${at}`, 'INTEGER', { label }));
    const words = ['Desa Aa', 'Desa aa', 'Desa aa'];
    const units = ['orang', 'orang', 'orang'];
    const numbers = ['0012', '0012', '0012'];
    const cases: readonly [ColumnDefinition[], TemplateValue[][]][] = [
      [columns, [words, numbers]],
      [columns, [units, numbers]],
      [
        counted,
        [
          [1, 2, 3],
          [4, 5, 60],
        ],
      ],
    ];
    for (const [definition, full] of cases) {
      const back = await readBack(await templateBytes(templateOf(definition), full), definition);
      expect([open(back.seen), back.seen.differences, back.seen.aside]).toEqual([[], [], []]);
      expect(back.rows).toEqual(full.map((row) => row.map(textOf)));
    }
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
