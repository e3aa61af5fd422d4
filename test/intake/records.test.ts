import { describe, expect, test } from 'vitest';
import type { ColumnDefinition, ColumnType } from '../../schema/definition.js';
import {
  lookupKey,
  type MappedColumn,
  type Mapping,
  type ValueSource,
} from '../../subgraphs/intake/mapping.js';
import { recordsOf, type SourceRow } from '../../subgraphs/intake/records.js';
import { type ColumnChoice, TEXT } from '../../subgraphs/intake/typing/guess.js';
import { opened, sheetXml, workbook } from './made-files.js';

const NUMBER = { kind: 'NUMBER', decimal: ',', group: '.', prefix: null, percent: false } as const;

const definition = (name: string, type: ColumnType = 'TEXT', key = false): ColumnDefinition => ({
  name,
  label: name,
  title: name,
  description: name,
  type,
  unit: null,
  accessClass: 'OPEN',
  key,
  reference: null,
});

const choice = (type: ColumnType, missing: string[] = []): ColumnChoice => ({
  type,
  format: type === 'TEXT' ? TEXT : NUMBER,
  missing,
});

const mapped = (
  name: string,
  source: ValueSource,
  type: ColumnType = 'TEXT',
  more: Partial<MappedColumn> = {},
): MappedColumn => ({ name, source, choice: choice(type), lookup: null, ...more });

const mapping = (columns: MappedColumn[], more: Partial<Mapping> = {}): Mapping => ({
  tables: [{ file: 0, sheet: 0, table: 0 }],
  unpivot: null,
  columns,
  keep: [],
  ...more,
});

async function read(content: string | Uint8Array, map: Mapping, columns: ColumnDefinition[], name?: string) {
  const rows: SourceRow[] = [];
  for await (const batch of recordsOf([await opened(content, name)], map, columns)) rows.push(...batch);
  return rows;
}

/** The rows as `number: texts`, or their problems. */
const told = (rows: readonly SourceRow[]): string[] =>
  rows.flatMap(({ row, records, problems }) =>
    problems.length > 0
      ? problems.map(({ column, en }) => `${row} ${column}: ${en}`)
      : records.map(({ texts }) => `${row}: ${texts.join('|')}`),
  );

const region = {
  [lookupKey(['3514', 'PASURUAN'])]: '35.14',
  [lookupKey(['', 'Bangil'])]: '35.14.10',
  [lookupKey(['0', ''])]: null,
};

describe('records', () => {
  const file = 'kode;nama;jumlah\n3514;PASURUAN;1.234,5\n;Bangil;7\n0;;-\n1;X;9\n;;8\n';
  const columns = [definition('wilayah'), definition('jumlah', 'DECIMAL'), definition('tahun', 'INTEGER')];
  const map = mapping([
    mapped('wilayah', { kind: 'CODE', keys: ['kode', 'nama'] }, 'TEXT', { lookup: region }),
    mapped('jumlah', { kind: 'COLUMN', key: 'jumlah' }, 'DECIMAL', { choice: choice('DECIMAL', ['-']) }),
    mapped('tahun', { kind: 'CONSTANT', text: '2024' }, 'INTEGER'),
  ]);

  test('take codes from two columns, numbers by their marks and constants; an unknown text is a problem', async () => {
    expect(told(await read(file, map, columns))).toEqual([
      '2: 35.14|1234.5|2024',
      '3: 35.14.10|7|2024',
      '4: ||2024',
      '5 wilayah: column wilayah: "1 X" is not known as a code',
      '6: |8|2024',
    ]);
  });

  test('may not lack a part of their key', async () => {
    const keyed = [definition('wilayah', 'TEXT', true), ...columns.slice(1)];
    expect(told(await read(file, map, keyed)).filter((one) => /empty/.test(one))).toEqual([
      '4 wilayah: column wilayah: "" is empty though part of the key',
      '6 wilayah: column wilayah: "" is empty though part of the key',
    ]);
  });

  test('are made of each period that a row has a value for, and a bad cell rejects the whole row', async () => {
    const wide =
      'kec;jiwa 2022;jiwa 2023;kk 2022;kk 2023\nBangil;10;11;5;6\nRejoso;;21;;7\nWinongan;;;;\nGempol;1;x;2;3\n';
    const rows = await read(
      wide,
      mapping(
        [
          mapped('kec', { kind: 'COLUMN', key: 'kec' }),
          mapped('tahun', { kind: 'PERIOD' }, 'INTEGER'),
          mapped('jiwa', { kind: 'MEASURE', measure: 'jiwa' }, 'INTEGER'),
          mapped('kk', { kind: 'MEASURE', measure: 'kk' }, 'INTEGER'),
        ],
        {
          unpivot: {
            series: [2022, 2023].flatMap((year) =>
              ['jiwa', 'kk'].map((measure) => ({ key: `${measure} ${year}`, measure, period: String(year) })),
            ),
          },
          keep: ['SECTION', 'NOTE'],
        },
      ),
      [
        definition('kec'),
        definition('tahun', 'INTEGER'),
        definition('jiwa', 'INTEGER'),
        definition('kk', 'INTEGER'),
      ],
    );
    expect(told(rows)).toEqual([
      '2: Bangil|2022|10|5',
      '2: Bangil|2023|11|6',
      '3: Rejoso|2023|21|7',
      '5 jiwa: column jiwa: "x" is not a number with a decimal comma with a point between thousands',
    ]);
  });

  test('take the year of the table, and rows that were set aside where the mapping keeps them, in their place', async () => {
    const bytes = await workbook({
      sheets: [
        {
          name: 'Tahun 2021',
          rows: sheetXml([
            ['nama', 'laki', 'perempuan'],
            ['Bangil', 1, 2],
            ['Rejoso', 3, 4],
            ['Jumlah', 4, 6],
            ['Gempol', 5, 6],
          ]),
        },
      ],
    });
    const map = mapping([
      mapped('nama', { kind: 'COLUMN', key: 'nama' }),
      mapped('laki', { kind: 'COLUMN', key: 'laki' }, 'INTEGER'),
      mapped('tahun', { kind: 'TABLE_YEAR' }, 'INTEGER'),
    ]);
    const columns = [definition('nama'), definition('laki', 'INTEGER'), definition('tahun', 'INTEGER')];
    expect(told(await read(bytes, map, columns))).toEqual([
      '2: Bangil|1|2021',
      '3: Rejoso|3|2021',
      '5: Gempol|5|2021',
    ]);
    expect(told(await read(bytes, { ...map, keep: ['TOTAL'] }, columns))[2]).toBe('4: Jumlah|4|2021');
  });

  test('show values beside the columns, and rows cut short, as problems', async () => {
    const lines = Array.from({ length: 220 }, (_, at) => `a${at};${at * 7}`);
    const rows = await read(
      `nama;nilai\n${lines.join('\n')}\nb;1;lebih\nc\n"dé";2\n`,
      mapping([
        mapped('nama', { kind: 'COLUMN', key: 'nama' }),
        mapped('nilai', { kind: 'COLUMN', key: 'nilai' }, 'INTEGER'),
      ]),
      [definition('nama'), definition('nilai', 'INTEGER')],
    );
    expect(told(rows).slice(220)).toEqual([
      '222 null: "lebih" stands in column 3, outside the table',
      '223 null: the row has 1 cells, not 2',
      '224: dé|2',
    ]);
  });

  test('need the columns and the tables that were mapped', async () => {
    const columns = [definition('nama')];
    const gone = mapping([mapped('nama', { kind: 'COLUMN', key: 'tiada' })]);
    await expect(read('nama;nilai\na;1\n', gone, columns)).rejects.toMatchObject({ code: 'COLUMN_MISSING' });
    const far = mapping([mapped('nama', { kind: 'COLUMN', key: 'nama' })], {
      tables: [{ file: 0, sheet: 0, table: 1 }],
    });
    await expect(read('nama;nilai\na;1\n', far, columns)).rejects.toMatchObject({ code: 'FILE_REFUSED' });
  });
});
