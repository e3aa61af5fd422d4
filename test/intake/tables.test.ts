import { describe, expect, test } from 'vitest';
import type { Cell, Merge, Row } from '../../subgraphs/intake/reading/grid.js';
import { type FoundTable, findTables, rowsOf } from '../../subgraphs/intake/tables.js';
import { sheetOf } from './made-files.js';

const num = (text: string | number): Cell => ({ kind: 'NUMBER', text: String(text) });
const year = num;

interface Read {
  readonly tables: readonly FoundTable[];
  readonly labels: readonly (readonly string[])[];
  readonly rows: readonly (readonly number[])[];
  readonly aside: readonly (readonly string[])[];
}

/** What is found: labels, body rows and rows set aside (`41 TOTAL`), rows counted from 1 as in a spreadsheet. */
async function read(rows: readonly Row[], merges: readonly Merge[] = [], name?: string): Promise<Read> {
  const tables = await findTables(sheetOf(rows, merges, name));
  const found: { rows: number[]; aside: string[] }[] = [];
  for (const table of tables) {
    const aside = table.setAside.map(({ row, why }) => `${row + 1} ${why}`);
    const body: number[] = [];
    for await (const batch of rowsOf(table, ({ row, why }) => aside.push(`${row + 1} ${why}`)))
      body.push(...batch.map(({ row }) => row + 1));
    found.push({ rows: body, aside });
  }
  return {
    tables,
    labels: tables.map(({ columns }) => columns.map(({ label }) => label)),
    rows: found.map((one) => one.rows),
    aside: found.map((one) => one.aside),
  };
}

const merge = (top: number, left: number, bottom: number, right: number): Merge => ({
  top,
  left,
  bottom,
  right,
});
const body = (count: number): Row[] =>
  Array.from({ length: count }, (_, at) => [
    `Kec. ${String.fromCharCode(65 + at)}`,
    num(at * 7 + 3),
    num(at * 5 + 2),
  ]);

describe('headers', () => {
  test('a plain table', async () => {
    const found = await read([['Kecamatan', 'Luas (km2)', 'Penduduk'], ...body(4)]);
    expect(found.labels).toEqual([['Kecamatan', 'Luas (km2)', 'Penduduk']]);
    expect(found.tables[0]?.columns.map(({ unit }) => unit)).toEqual([null, 'km2', null]);
    expect(found.rows).toEqual([[2, 3, 4, 5]]);
    expect(found.tables[0]).toMatchObject({
      header: { from: 0, to: 0 },
      first: 1,
      last: 4,
      title: [],
      year: null,
    });
  });

  test('titles above, and the year that they name', async () => {
    const rows = [
      ['PEMERINTAH KABUPATEN'],
      ['Luas Panen Tahun 2023'],
      [],
      ['Kecamatan', 'Padi', 'Jagung'],
      ...body(3),
    ];
    const { tables } = await read(rows, [merge(0, 0, 0, 2), merge(1, 0, 1, 2)]);
    expect(tables[0]).toMatchObject({
      title: ['PEMERINTAH KABUPATEN', 'Luas Panen Tahun 2023'],
      year: '2023',
    });
  });

  test('the sheet name or the file name tells the year where the title does not', async () => {
    expect((await findTables(sheetOf([['a', 'b'], ...body(2)], [], '2021')))[0]?.year).toBe('2021');
    expect((await findTables(sheetOf([['a', 'b'], ...body(2)]), 'data_2019.xlsx'))[0]?.year).toBe('2019');
    expect((await findTables(sheetOf([['a', 'b'], ...body(2)]), 'data_2019-2020.xlsx'))[0]?.year).toBeNull();
  });

  test('a letterhead of keys and values is no header', async () => {
    const rows = [
      ['ID WMO', ': 96945'],
      ['Elevasi', ': 832 Meter'],
      [],
      ['Tanggal', 'Tavg', 'RR'],
      ...body(5),
    ];
    const { labels, tables } = await read(rows);
    expect(labels).toEqual([['Tanggal', 'Tavg', 'RR']]);
    expect(tables[0]?.title).toEqual(['ID WMO : 96945', 'Elevasi : 832 Meter']);
  });

  test('merged cells over two rows', async () => {
    const rows = [
      ['Kecamatan', year(2022), null, year(2023), null],
      [null, 'Laki-laki', 'Perempuan', 'Laki-laki', 'Perempuan'],
      ...[1, 2, 3].map((at) => [`Kec. ${at}`, num(at), num(at * 2), num(at * 3), num(at * 4)]),
    ];
    const expected = [
      'Kecamatan',
      '2022 / Laki-laki',
      '2022 / Perempuan',
      '2023 / Laki-laki',
      '2023 / Perempuan',
    ];
    const merges = [merge(0, 0, 1, 0), merge(0, 1, 0, 2), merge(0, 3, 0, 4)];
    expect((await read(rows, merges)).labels).toEqual([expected]);
    // A CSV has no merges: the gaps tell the same.
    expect((await read(rows)).labels).toEqual([expected]);
  });

  test('a header over three rows, units and numbers of columns below it', async () => {
    const rows = [
      ['No', 'Kecamatan', 'Produksi', null, null],
      [null, null, 'Padi', null, 'Jagung'],
      [null, null, 'Sawah', 'Ladang', null],
      [null, null, '(ton)', '(ton)', '(ku/ha)'],
      ['(1)', '(2)', '(3)', '(4)', '(5)'],
      ...[1, 2, 3].map((at) => [num(at), `Kec. ${at}`, num(at * 9), num(at * 8), num(at * 7)]),
    ];
    const merges = [
      merge(0, 0, 2, 0),
      merge(0, 1, 2, 1),
      merge(0, 2, 0, 4),
      merge(1, 2, 1, 3),
      merge(1, 4, 2, 4),
    ];
    const found = await read(rows, merges);
    expect(found.labels).toEqual([
      ['No', 'Kecamatan', 'Produksi / Padi / Sawah', 'Produksi / Padi / Ladang', 'Produksi / Jagung'],
    ]);
    expect(found.tables[0]?.columns.map(({ unit }) => unit)).toEqual([null, null, 'ton', 'ton', 'ku/ha']);
    expect(found.aside).toEqual([['4 UNIT', '5 NUMBERING']]);
    expect(found.rows).toEqual([[6, 7, 8]]);
  });

  test('words and gaps in the first row of values make it no header', async () => {
    const found = await read([
      ['Pasar', 'Komoditas', 'Harga'],
      ['A', 'Cabai', '-'],
      ['B', 'Cabai', '1'],
      ['C', 'Beras', '2'],
    ]);
    expect(found.rows).toEqual([[2, 3, 4]]);
  });

  test('days of a month are names', async () => {
    const days = Array.from({ length: 31 }, (_, at) => num(at + 1));
    const found = await read([
      ['Stasiun', ...days],
      ['A', ...days.map(() => num('0.5'))],
      ['B', ...days.map(() => num('2.5'))],
    ]);
    expect(found.labels[0]?.slice(0, 3)).toEqual(['Stasiun', '1', '2']);
    expect(found.rows).toEqual([[2, 3]]);
  });

  test('data without a header', async () => {
    const found = await read([
      ['Bangil', num('12.5'), num(3)],
      ['Gempol', num('7.25'), num(4)],
      ['Rembang', num('1.75'), num(9)],
    ]);
    expect(found.tables[0]).toMatchObject({ header: null, first: 0 });
    expect(found.labels).toEqual([['', '', '']]);
    expect(found.rows).toEqual([[1, 2, 3]]);
  });

  test('one column, an empty sheet, a header alone', async () => {
    expect((await read([['Nama'], ['Bangil'], ['Gempol']])).rows).toEqual([[2, 3]]);
    expect((await read([])).tables).toEqual([]);
    expect((await read([[], [null, '  ']])).tables).toEqual([]);
    expect((await read([['a', 'b', 'c']])).rows).toEqual([[]]);
  });
});

describe('places', () => {
  test('a table may start anywhere; a nameless empty column at its end is none', async () => {
    const rows = [
      [],
      [],
      ...[['Kecamatan', 'Padi', 'Jagung'], ...body(3)].map((row) => [null, null, ...row, null]),
    ];
    const { tables } = await read(rows);
    expect(tables[0]?.columns.map(({ at }) => at)).toEqual([2, 3, 4]);
    expect(tables[0]).toMatchObject({ first: 3, last: 5 });
  });

  test('tables side by side', async () => {
    const left = [['Kecamatan', 'Padi', 'Jagung'], ...body(6)];
    const right = [
      ['Tahun', 'Rata-rata'],
      [year(2020), num('1.5')],
      [year(2021), num('2.5')],
    ];
    const rows = left.map((row, at) => [...row, null, null, ...(right[at] ?? [])]);
    const found = await read(rows);
    expect(found.labels).toEqual([
      ['Kecamatan', 'Padi', 'Jagung'],
      ['Tahun', 'Rata-rata'],
    ]);
    expect(found.rows).toEqual([
      [2, 3, 4, 5, 6, 7],
      [2, 3],
    ]);
    expect(found.aside).toEqual([[], []]);
  });

  test('twins side by side stay two tables, an empty column within one table leaves it one', async () => {
    const table = [
      ['Kecamatan', 'Padi'],
      ['A', num(1)],
      ['B', num(2)],
    ];
    expect((await read(table.map((row) => [...row, null, ...row]))).labels).toEqual([
      ['Kecamatan', 'Padi'],
      ['Kecamatan', 'Padi'],
    ]);
    const rows = [
      ['Kecamatan', 'Padi'],
      ['A', num(1)],
      ['B', num(2)],
    ].map((row) => [row[0] ?? null, null, row[1] ?? null]);
    expect((await read(rows)).labels).toEqual([['Kecamatan', 'Padi']]);
  });

  test('tables below each other, each with its title', async () => {
    const rows = [
      ['Tabel 1. Padi 2022'],
      ['Kecamatan', 'Luas', 'Hasil'],
      ...body(3),
      [],
      ['Tabel 2. Ternak 2023'],
      ['Jenis', 'Ekor', 'Kandang'],
      ['Sapi', num(5), num(1)],
      ['Ayam', num(70), num(2)],
    ];
    const found = await read(rows);
    expect(found.labels).toEqual([
      ['Kecamatan', 'Luas', 'Hasil'],
      ['Jenis', 'Ekor', 'Kandang'],
    ]);
    expect(found.rows).toEqual([
      [3, 4, 5],
      [9, 10],
    ]);
    expect(found.tables.map(({ title, year }) => [title, year])).toEqual([
      [['Tabel 1. Padi 2022'], '2022'],
      [['Tabel 2. Ternak 2023'], '2023'],
    ]);
  });
});

describe('rows that are no data', () => {
  const head: Row = ['Kecamatan', 'Padi', 'Jagung'];
  const three: Row[] = [
    ['A', num(5), num(1)],
    ['B', num(6), num(9)],
    ['C', num(8), num(2)],
    ['D', num(1), num(7)],
  ];

  test.each([
    'Jumlah',
    'TOTAL',
    'Jumlah/Total',
    'Sub Total',
    'Rata-rata',
    'Jumlah Jawa Timur',
    'Jawa Timur',
    'Indonesia',
  ])('%s is set aside as a total, with its values', async (name) => {
    const found = await read([head, ...three, [name, num(99), num(98)]]);
    expect(found.aside).toEqual([['6 TOTAL']]);
    expect(found.rows).toEqual([[2, 3, 4, 5]]);
  });

  test('a row that is the sum of all above it, whatever its name', async () => {
    expect((await read([head, ...three, ['Kabupaten Pasuruan', num(20), num(19)]])).aside).toEqual([
      ['6 TOTAL'],
    ]);
    expect((await read([head, ...three, ['Purwosari', num(20), num(18)]])).aside).toEqual([[]]);
  });

  test('provinces among provinces are rows', async () => {
    const found = await read([
      ['Provinsi', 'n'],
      ['Aceh', num(3)],
      ['Bali', num(4)],
      ['Riau', num(9)],
      ['Indonesia', num(1)],
    ]);
    expect(found.rows).toEqual([[2, 3, 4]]);
  });

  test('a name that only begins like a total is a name', async () => {
    const found = await read([
      head,
      ['Totalindo', num(1), num(2)],
      ['Jumlahan', num(3), num(1)],
      ['Sumber', num(4), num(4)],
    ]);
    expect(found.aside).toEqual([[]]);
  });

  test.each([
    'Keterangan:',
    'Catatan',
    'Sumber: BPS',
    '*) angka sementara',
    '¹ Perkiraan',
  ])('notes after %s', async (note) => {
    const found = await read([head, ...three, [], [note], ['lanjutannya'], ['dan lagi']]);
    expect(found.aside).toEqual([['6 BLANK', '7 NOTE', '8 NOTE', '9 NOTE']]);
    expect(found.rows).toEqual([[2, 3, 4, 5]]);
  });

  test('repeated headers, sections and blanks between the data', async () => {
    const rows = [
      head,
      ['Wilayah Barat'],
      ...three.slice(0, 2),
      [],
      head,
      ['Wilayah Timur'],
      ...three.slice(2),
    ];
    const found = await read(rows);
    expect(found.aside).toEqual([['2 SECTION', '5 BLANK', '6 REPEATED_HEADER', '7 SECTION']]);
    expect(found.rows).toEqual([[3, 4, 8, 9]]);
  });

  test('a cell merged down counts for each row', async () => {
    const rows = [
      ['Kecamatan', 'Desa', 'n'],
      ['Bangil', 'Raci', num(1)],
      [null, 'Masangan', num(2)],
      ['Gempol', 'Kepulungan', num(3)],
    ];
    const [table] = await findTables(sheetOf(rows, [merge(1, 0, 2, 0)]));
    const cells: Cell[] = [];
    for await (const batch of rowsOf(table as FoundTable))
      cells.push(...batch.map((row) => row.cells[0] ?? null));
    expect(cells).toEqual(['Bangil', 'Bangil', 'Gempol']);
  });

  test('a value beside the columns is told, and lost nowhere', async () => {
    const many: Row[] = Array.from({ length: 300 }, (_, at) => [`Desa ${at}`, num(at % 7), num(at % 5)]);
    many[250] = [...(many[250] as Row), null, 'tambahan'];
    const [table] = await findTables(sheetOf([head, ...many]));
    const strays: unknown[] = [];
    for await (const _ of rowsOf(table as FoundTable, undefined, (value) => strays.push(value)));
    expect(strays).toEqual([{ row: 251, column: 4, cell: 'tambahan' }]);
  });

  test('what only shows far below the head is told as it is met', async () => {
    const many: Row[] = Array.from({ length: 1000 }, (_, at) => [
      `Desa ${at}`,
      num((at * 37) % 101),
      num((at * 11) % 17),
    ]);
    const found = await read([head, ...many, [], ['Keterangan'], ['-']]);
    expect(found.tables[0]?.last).toBeNull();
    expect(found.rows[0]).toHaveLength(1000);
    expect(found.aside).toEqual([['1002 BLANK', '1003 NOTE', '1004 NOTE']]);
  });
});
