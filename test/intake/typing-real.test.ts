import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { ColumnTyping, conventionOf } from '../../subgraphs/intake/typing/column.js';
import { type ColumnGuess, choiceOf, type FileConvention } from '../../subgraphs/intake/typing/guess.js';
import { readerFor } from '../../subgraphs/intake/typing/readers.js';
import { realDataTest } from '../support/real-data.js';

interface Guessed {
  readonly convention: FileConvention;
  readonly of: (header: string) => ColumnGuess;
  readonly cells: (header: string) => string[];
  /** Each column's type and the kinds of its questions, in their order: `DECIMAL`, `TEXT MISSING_MARKER`. */
  readonly summary: () => string[];
}

/** Types every column of a CSV file; `titles` lines stand above its header. */
async function guessed(path: string, delimiter: string, titles = 0): Promise<Guessed> {
  const text = (await readFile(path, 'utf8')).replace(/^\s*\ufeff/, '');
  const all: string[][] = parse(text, { delimiter, relax_column_count: true });
  const [headers = [], ...rows] = all.slice(titles);
  const columns = headers.map((header, position) => new ColumnTyping({ header, position, year: 2026 }));
  for (const [at, row] of rows.entries())
    for (const [position, column] of columns.entries()) column.add(row[position] ?? null, at + titles + 2);
  const convention = conventionOf(columns);
  const verdicts = columns.map((column) => column.verdict(convention));
  const position = (header: string): number => headers.findIndex((each) => each.trim() === header);
  return {
    convention,
    of: (header) => verdicts[position(header)] as ColumnGuess,
    cells: (header) => rows.map((row) => row[position(header)] ?? ''),
    summary: () =>
      verdicts.map(({ type, questions }) => [type, ...questions.map(({ kind }) => kind)].join(' ')),
  };
}

/** The sum of a column's decimals in hundredths, when every question is answered by its proposal. */
function hundredths(column: ColumnGuess, cells: readonly string[]): bigint {
  const answers = Object.fromEntries(column.questions.map(({ id, proposed }) => [id, proposed ?? '']));
  const result = choiceOf(column, answers);
  if ('open' in result) throw new Error(result.open.map(({ id }) => id).join());
  const read = readerFor(column.column, result.choice);
  let sum = 0n;
  for (const cell of cells) {
    const reading = read(cell);
    if ('problem' in reading) throw new Error(reading.problem.en);
    const [whole = '0', fraction = ''] = (reading.text ?? '0').split('.');
    sum += BigInt(whole + fraction.padEnd(2, '0'));
  }
  return sum;
}

const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);

realDataTest(
  'UMKM of Pasuruan: names and categories are text, money and ages whole numbers, "-" is asked about',
  'open/o01_umkm_pasuruan_diskopukm_jatim.csv',
  async (path) => {
    const file = await guessed(path, ',');
    expect(file.summary()).toEqual([
      ...times(3, 'TEXT'),
      'TEXT MISSING_MARKER',
      ...times(8, 'TEXT'),
      ...times(2, 'BOOLEAN BOOLEAN_OR_TEXT'),
      'TEXT',
      ...times(16, 'INTEGER'),
    ]);
    expect(file.of('OMSET_2019').exceptionCount).toBe(0);
  },
);

realDataTest(
  'yields with a decimal comma under headers that name years are exact decimals',
  'open/o04_produktivitas_padi_jatim_semicolon_koma.csv',
  async (path) => {
    const file = await guessed(path, ';');
    expect(file.convention.decimal).toBe(',');
    expect(file.summary()).toEqual(['TEXT', ...times(6, 'DECIMAL')]);
    expect(file.of('tahun_2019').format).toMatchObject({ decimal: ',', group: null });
  },
);

realDataTest(
  "BPS's long table with decimal points",
  'open/o07_bps_indeks_kedalaman_kemiskinan_2022-2023.csv',
  async (path) => {
    const file = await guessed(path, ';');
    expect(file.summary()).toEqual(['TEXT', 'TEXT', 'INTEGER', 'TEXT', 'DECIMAL', 'TEXT']);
    expect(file.of('data_content').format).toMatchObject({ decimal: '.' });
  },
);

realDataTest(
  'Indonesian dates, province codes and decimal commas',
  'open/o09_cadangan_pangan_2025.csv',
  async (path) => {
    const file = await guessed(path, ';', 1);
    expect(file.summary()).toEqual(['INTEGER', 'DATE', 'TEXT', 'TEXT', 'DECIMAL']);
    const read = readerFor('Bulan', file.of('Bulan'));
    expect(new Set(file.cells('Bulan').map((cell) => JSON.stringify(read(cell)))).size).toBe(11);
    expect(read('31 Januari 2025')).toEqual({ text: '2025-01-31' });
  },
);

realDataTest('NPSN with a ".0" are asked about', 'open/o13_kemdikbud_sma_nasional.csv', async (path) => {
  const file = await guessed(path, ',');
  expect(file.summary()).toEqual(['TEXT CODE_OR_NUMBER', ...times(6, 'TEXT')]);
  const column = file.of('kode');
  expect(column).toMatchObject({ blanks: 2, questions: [{ proposed: 'CODE_WITHOUT_ZERO' }] });
  const result = choiceOf(column, { [column.questions[0]?.id ?? '']: 'CODE_WITHOUT_ZERO' });
  if ('open' in result) throw new Error('open');
  const read = readerFor('kode', result.choice);
  const codes = file.cells('kode').map((cell) => (read(cell) as { text: string | null }).text);
  expect(codes.filter((code) => code !== null && !/^\d{8}$/.test(code))).toEqual([]);
});

realDataTest(
  'Open Data Jabar: codes and age groups are text, nothing is asked',
  'open/o14_opendata_jabar_piramida_penduduk.csv',
  async (path) => {
    const file = await guessed(path, ',');
    expect(file.summary()).toEqual(['INTEGER', ...times(6, 'TEXT'), 'INTEGER', 'TEXT', 'INTEGER']);
    expect(hundredths(file.of('jumlah_penduduk'), file.cells('jumlah_penduduk'))).toBe(19_460_237_900n);
  },
);

realDataTest(
  'BPS writes "..." for what it does not have; a column of nothing else is text until somebody knows better',
  'open/o16_bps_penduduk_miskin_provinsi_2018.csv',
  async (path) => {
    const file = await guessed(path, ',');
    expect(file.summary()).toEqual([
      'TEXT',
      'INTEGER MISSING_MARKER',
      'TEXT MISSING_MARKER',
      ...times(4, 'DECIMAL'),
    ]);
  },
);

realDataTest(
  'the order of 32,742 dates is decided by those past the 12th; "-" among prices is asked about',
  'open/o17_pihps_cabai_rawit_jabar.csv',
  async (path) => {
    const file = await guessed(path, ';');
    expect(file.summary()).toEqual([
      'INTEGER',
      'TEXT',
      'DATE',
      ...times(3, 'TEXT'),
      'INTEGER MISSING_MARKER',
    ]);
    expect(file.of('Tanggal').format).toMatchObject({ order: 'DMY' });
    expect(file.of('Harga (Rp)').missing).toEqual([{ marker: '-', count: 1247, confirmed: false }]);
  },
);

realDataTest(
  'money and decimals of both styles in one file: each column decides for itself or asks',
  'open/o18_kemiskinan_desa_pesawaran_rp_titik.csv',
  async (path) => {
    const file = await guessed(path, ',');
    expect(file.convention.decimal).toBeNull();
    expect(file.of('Garis Kemiskinan(Rp/Kap/Bulan)')).toMatchObject({
      type: 'DECIMAL',
      format: { decimal: ',', group: '.', prefix: 'Rp' },
      questions: [],
    });
    expect(file.of('Pengeluaran/hari')).toMatchObject({ type: 'INTEGER', questions: [] });
    expect(file.of('Persentase Pen Miskin').format).toMatchObject({ decimal: ',' });
    expect(file.of('Jumlah Pen Miskin').format).toMatchObject({ decimal: '.' });
    const asked = file.summary().flatMap((each, at) => (each.includes(' ') ? [`${at} ${each}`] : []));
    expect(asked).toEqual(['8 DECIMAL RUPIAH', '10 INTEGER DECIMAL_OR_GROUP', '15 DECIMAL DECIMAL_OR_GROUP']);
    expect(file.of('Harga (Rp/Kg)')).toMatchObject({ exceptionCount: 2, questions: [{ proposed: 'COMMA' }] });
    // The drag-fill error "Rp369.1039": neither reading is sensible, so none is proposed.
    expect(file.of('Total pengeluaran/bulan').questions).toMatchObject([{ proposed: null }]);
  },
);
