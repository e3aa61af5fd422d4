import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { describe, expect } from 'vitest';
import type { Cell, Source } from '../../subgraphs/intake/reading/grid.js';
import { type OpenedFile, openFile } from '../../subgraphs/intake/reading/open.js';
import { type FoundTable, findTables, rowsOf } from '../../subgraphs/intake/tables.js';
import { realDataTest } from '../support/real-data.js';
import { runs } from '../support/runs.js';
import { fileSource } from './made-files.js';

// Counts were taken from the files by hand (wc, Python's csv, json and zipfile), the sums with Python's decimal.

/** Columns, header rows (from 1), first and last data row, data rows, and how many rows are set aside for what. */
interface Expected {
  readonly sheet?: string;
  readonly columns: number;
  readonly header: readonly [number, number];
  readonly rows: number;
  readonly first: number;
  readonly last: number;
  readonly aside?: Readonly<Record<string, number>>;
  readonly year?: string | null;
  /** Sum of the numbers in one column. */
  readonly sum?: readonly [column: number, total: string];
}

type As = Pick<OpenedFile, 'format' | 'encoding' | 'delimiter'>;
const csv = (delimiter: As['delimiter'], encoding: As['encoding'] = 'utf-8'): As => ({
  format: 'CSV',
  encoding,
  delimiter,
});
const XLSX: As = { format: 'XLSX', encoding: null, delimiter: null };
const HTML: As = { format: 'HTML', encoding: 'utf-8', delimiter: null };
const JSON_: As = { format: 'JSON', encoding: 'utf-8', delimiter: null };

/** A table whose first row is the header and all others data. */
const clean = (columns: number, rows: number, more: Partial<Expected> = {}): Expected => ({
  columns,
  header: [1, 1],
  rows,
  first: 2,
  last: rows + 1,
  ...more,
});

const poverty = (
  columns: number,
  rows: number,
  year: string,
  more: Partial<Expected> = {},
): [As, Expected[]] => [csv(','), [clean(columns, rows, { year, aside: { TOTAL: 1 }, ...more })]];

const FILES: Readonly<Record<string, [As, Expected[]]>> = {
  'o01_umkm_pasuruan_diskopukm_jatim.csv': [csv(','), [clean(31, 257)]],
  'o02_bmkg_iklim_kab_pasuruan.xlsx': [
    XLSX,
    [
      {
        sheet: 'Worksheet',
        columns: 3,
        header: [8, 8],
        rows: 2322,
        first: 9,
        last: 2330,
        aside: { BLANK: 3, NOTE: 5 },
        sum: [1, '49064.5'],
      },
      {
        sheet: 'Diubah',
        columns: 5,
        header: [8, 8],
        rows: 1424,
        first: 9,
        last: 1432,
        aside: { BLANK: 3, NOTE: 5 },
      },
      { sheet: 'Diubah', columns: 3, header: [8, 8], rows: 78, first: 9, last: 86, aside: { TOTAL: 1 } },
      { sheet: 'Diubah', columns: 3, header: [8, 8], rows: 6, first: 9, last: 14, aside: { TOTAL: 1 } },
    ],
  ],
  'o03_bps_produktivitas_padi_jatim_2019-2024.xlsx': [
    XLSX,
    [
      {
        columns: 7,
        header: [1, 2],
        rows: 38,
        first: 3,
        last: 40,
        aside: { TOTAL: 1, BLANK: 1, NOTE: 2 },
        sum: [6, '2197.94'],
      },
    ],
  ],
  'o04_produktivitas_padi_jatim_semicolon_koma.csv': [csv(';'), [clean(7, 38)]],
  'o05_tingkat_kriminalitas_jatim_2020.xlsx': [
    XLSX,
    [clean(5, 38, { aside: { TOTAL: 1, BLANK: 1, NOTE: 5 }, year: '2020', sum: [1, '22815'] })],
  ],
  'o05_tingkat_kriminalitas_jatim_2023.xlsx': [XLSX, [clean(5, 38, { aside: { TOTAL: 1 }, year: '2023' })]],
  'o06_faskes_jatim_2018-2020.xlsx': [XLSX, [clean(5, 456)]],
  'o06_kesra_penduduk_jatim_2016-2021.xlsx': [XLSX, [clean(11, 228)]],
  'o07_bps_indeks_kedalaman_kemiskinan_2022-2023.csv': [csv(';'), [clean(6, 1096)]],
  'o08_bps_html_menyamar_xls_yogyakarta.xls': [
    HTML,
    [{ columns: 23, header: [1, 2], rows: 5, first: 4, last: 8, aside: { TOTAL: 1 } }],
  ],
  'o09_cadangan_pangan_2025.csv': [
    csv(';'),
    [{ columns: 5, header: [2, 2], rows: 418, first: 3, last: 420, year: '2025', sum: [4, '76390.70'] }],
  ],
  'o10_keerom_rekap_keuangan_header_gabung.xlsx': [
    XLSX,
    [
      {
        columns: 8,
        header: [6, 7],
        rows: 300,
        first: 10,
        last: 360,
        aside: { SECTION: 53 },
        sum: [6, '769482865591.56'],
      },
    ],
  ],
  'o12_dapodik_sekolah_kab_banjar.xlsx': [XLSX, [clean(16, 2956)]],
  'o13_kemdikbud_sma_nasional.csv': [csv(','), [clean(7, 14_927)]],
  'o14_opendata_jabar_piramida_penduduk.csv': [csv(','), [clean(10, 3456, { sum: [7, '194602379'] })]],
  'o15_opendata_jabar_produksi_padi_bulanan.csv': [csv(';'), [clean(9, 1944)]],
  'o16_bps_penduduk_miskin_provinsi_2015.csv': poverty(5, 34, '2015'),
  'o16_bps_penduduk_miskin_provinsi_2018.csv': poverty(7, 34, '2018'),
  'o16_bps_penduduk_miskin_provinsi_2022.csv': poverty(7, 38, '2022', {
    aside: { TOTAL: 1, BLANK: 1, NOTE: 2 },
  }),
  'o16_bps_penduduk_miskin_provinsi_2024.csv': poverty(7, 38, '2024'),
  'o17_pihps_cabai_rawit_jabar.csv': [csv(';'), [clean(7, 32_742)]],
  'o18_kemiskinan_desa_pesawaran_rp_titik.csv': [csv(','), [clean(31, 444)]],
  'o19_disdukcapil_pesisir_barat_2019_sem1.json': [
    JSON_,
    [{ ...clean(6, 118, { aside: { TOTAL: 11 }, year: '2019', sum: [5, '160170'] }), last: 129 }],
  ],
  'o20_cuaca_harian_pasuruan_2013-2025.csv': [csv(','), [clean(4, 4596)]],
  'o21_neraca_ekonomi_jatim_staging.csv': [csv(';'), [clean(6, 1035)]],
  'o22_bmkg_katalog_sensor.tsv': [csv('\t'), [clean(6, 1320)]],
  'o23_bps_tanjabbar_indikator_panjang.xlsx': [XLSX, [clean(9, 21_684, { sum: [8, '13287859413.903'] })]],
  'o25_bpbd_jatim_log_bencana_2021.json': [JSON_, [clean(18, 1439, { sheet: 'data', year: '2021' })]],
};

async function opened(source: Source): Promise<readonly OpenedFile[]> {
  const verdict = await openFile(source);
  if (!verdict.ok) throw verdict.refusal;
  return verdict.files;
}

async function tablesOf(file: OpenedFile): Promise<FoundTable[]> {
  const tables: FoundTable[] = [];
  for (const sheet of file.sheets) tables.push(...(await findTables(sheet, file.filename)));
  return tables;
}

/** Adds decimals as whole numbers of their smallest digit. */
class Sum {
  #total = 0n;
  static readonly DIGITS = 20;

  add(cell: Cell | undefined): void {
    const text = cell == null ? '' : typeof cell === 'string' ? cell.replace(',', '.') : cell.text;
    const match = /^(-?)(\d+)\.?(\d*)$/.exec(text);
    if (!match) return;
    const [, sign, whole = '', fraction = ''] = match;
    const digits = BigInt(whole + fraction.padEnd(Sum.DIGITS, '0'));
    this.#total += sign === '-' ? -digits : digits;
  }

  equals(total: string): boolean {
    const other = new Sum();
    other.add(total);
    return other.#total === this.#total;
  }
}

async function foundIn(table: FoundTable, expected: Expected) {
  const aside: Record<string, number> = {};
  for (const { why } of table.setAside) aside[why] = (aside[why] ?? 0) + 1;
  const sum = new Sum();
  let rows = 0;
  let first: number | undefined;
  let last: number | undefined;
  const body = rowsOf(table, ({ why }) => {
    aside[why] = (aside[why] ?? 0) + 1;
  });
  for await (const batch of body)
    for (const { row, cells } of batch) {
      rows++;
      first ??= row + 1;
      last = row + 1;
      if (expected.sum) sum.add(cells[expected.sum[0]]);
    }
  return {
    sheet: table.sheet.name,
    columns: table.columns.length,
    named: table.columns.every(({ label }) => label !== ''),
    header: table.header && [table.header.from + 1, table.header.to + 1],
    rows,
    first,
    last,
    aside,
    year: table.year,
    sum: expected.sum === undefined || sum.equals(expected.sum[1]),
  };
}

describe('public files are read as they are', () => {
  for (const [name, [as, expected]] of Object.entries(FILES))
    realDataTest(name, `open/${name}`, async (path) => {
      const files = await opened(fileSource(path));
      expect(files).toHaveLength(1);
      const file = files[0] as OpenedFile;
      expect(file).toMatchObject({ ...as, zipped: false });
      const tables = await tablesOf(file);
      expect(tables).toHaveLength(expected.length);
      for (const [at, one] of expected.entries()) {
        const table = tables[at] as FoundTable;
        expect(await foundIn(table, one)).toEqual({
          sheet: one.sheet ?? table.sheet.name,
          columns: one.columns,
          named: true,
          header: one.header,
          rows: one.rows,
          first: one.first,
          last: one.last,
          aside: one.aside ?? {},
          year: one.year ?? null,
          sum: true,
        });
      }
    });

  realDataTest(
    'labels of two rows are joined, and tell the unit',
    'open/o03_bps_produktivitas_padi_jatim_2019-2024.xlsx',
    async (path) => {
      const [table] = await tablesOf((await opened(fileSource(path)))[0] as OpenedFile);
      const [first, second] = table?.columns ?? [];
      expect(first).toEqual({ at: 0, label: 'Kabupaten/Kota', unit: null });
      expect(second?.label).toMatch(/^2019 \/ Produktivitas Tanaman Padi/);
      expect(second?.unit).toBe('ku/ha');
    },
  );

  realDataTest(
    'a table that BPS builds out of five',
    'open/o08_bps_html_menyamar_xls_yogyakarta.xls',
    async (path) => {
      const [table] = await tablesOf((await opened(fileSource(path)))[0] as OpenedFile);
      const labels = table?.columns.map(({ label }) => label) ?? [];
      expect([labels[0], labels[1], labels[22]]).toEqual([
        'Kabupaten/Kota',
        'Indeks Kedalaman Kemiskinan (P1) / 2022',
        'Indeks Keparahan Kemiskinan (P2) / 2012',
      ]);
    },
  );

  realDataTest(
    'frames without their content are refused with a way out',
    'open/o08_bps_html_frameset_kosong_jatim.xls',
    async (path) => {
      const verdict = await openFile(fileSource(path));
      expect(verdict).toMatchObject({ ok: false, refusal: { code: 'FILE_REFUSED' } });
      expect(verdict.ok ? '' : verdict.refusal.words.id).toMatch(/_files.*\.xlsx/);
    },
  );

  realDataTest(
    'a ZIP of 66: 64 workbooks of one row, two old ones named',
    'open/o11_sidoarjo_dssd_ewalidata.zip',
    async (path) => {
      const verdict = await openFile(fileSource(path));
      if (!verdict.ok) throw verdict.refusal;
      expect(verdict.skipped.map(({ reason }) => /Excel lama/.test(reason.id))).toEqual([true, true]);
      expect(verdict.files).toHaveLength(64);
      const years: Record<string, number> = {};
      for (const file of verdict.files) {
        expect(file).toMatchObject({ format: 'XLSX', zipped: true });
        const tables = await tablesOf(file);
        expect(tables).toHaveLength(1);
        const labels = tables[0]?.columns.map(({ label }) => label) ?? [];
        expect(labels.slice(0, 4)).toEqual(['kode_dssd', 'uraian_dssd', 'satuan', 'definisi_operasional']);
        expect(await foundIn(tables[0] as FoundTable, clean(5, 1))).toMatchObject({ rows: 1, aside: {} });
        years[labels[4] as string] = (years[labels[4] as string] ?? 0) + 1;
      }
      expect(years).toEqual({ data_2022: 25, data_2023: 24, data_2024: 15 });
    },
  );

  realDataTest(
    'nested lists: prices and their marks for eight commodities',
    'open/o24_siskaperbapo_jatim_harga_produsen.json',
    async (path) => {
      const [file] = await opened(fileSource(path));
      const shapes: (number | undefined)[][] = [];
      for (const table of await tablesOf(file as OpenedFile)) {
        const { rows } = await foundIn(table, clean(0, 0));
        shapes.push([rows, table.columns.length]);
      }
      const imputed = [43, 339, 263, 43, 301, 273, 349, 1372];
      expect(shapes).toEqual(
        imputed.flatMap((marks, at) => [
          [3670, at === 6 ? 4 : 3],
          [marks, at === 6 ? 4 : 3],
        ]),
      );
    },
  );
});

// Half a minute on a busy machine: for nights.
if (runs(0, 1) > 0)
  realDataTest(
    'a million rows are read in one pass, in little memory',
    'perf/bmkg_shakemap_jatim_grid.csv.gz',
    async (path) => {
      const source: Source = {
        filename: 'grid.csv',
        size: 0,
        bytes: () => createReadStream(path).pipe(createGunzip()) as AsyncIterable<Uint8Array>,
      };
      const [file] = await opened(source);
      const [table] = await tablesOf(file as OpenedFile);
      const before = process.memoryUsage().rss;
      let rows = 0;
      let most = 0;
      for await (const batch of rowsOf(table as FoundTable)) {
        rows += batch.length;
        most = Math.max(most, process.memoryUsage().rss);
      }
      expect(rows).toBe(1_222_168);
      expect(most - before).toBeLessThan(200 << 20);
    },
  );
