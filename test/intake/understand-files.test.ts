import { describe, expect, test } from 'vitest';
import { workbook, zipped } from './made-files.js';
import { open, recordsUnder, targetFrom, understood } from './made-references.js';

const csv = (...lines: string[]): string => `${lines.join('\n')}\n`;

describe('the shape of a file', () => {
  test('months and quarters as columns become rows when that is answered', async () => {
    const file = csv('nama,Triwulan I 2024,Triwulan II 2024', 'a,1,2', 'b,3,');
    const seen = await understood(file, { answers: { SHAPE: 'LONG' } });
    expect((await recordsUnder(file, seen)).map((row) => Object.values(row))).toEqual([
      ['a', '2024-Q1', '1'],
      ['a', '2024-Q2', '2'],
      ['b', '2024-Q1', '3'],
    ]);
  });

  test('a column named as the measure stays beside it', async () => {
    const file = csv('nama,Produksi,Produksi 2023,Produksi 2024', 'a,x,1,2', 'b,y,3,4');
    const seen = await understood(file, { answers: { SHAPE: 'LONG' } });
    const rows = await recordsUnder(file, seen);
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['a', 'x', '2023', '1'],
      ['a', 'x', '2024', '2'],
      ['b', 'y', '2023', '3'],
      ['b', 'y', '2024', '4'],
    ]);
  });

  test("next year's file, with one more year, one alone or in another order, asks nothing", async () => {
    const first = csv('nama,Produksi 2023,Produksi 2024', 'a,1,2', 'b,3,4');
    const target = targetFrom(await understood(first, { answers: { SHAPE: 'LONG' } }));
    for (const [file, rows] of [
      [
        csv('nama,Produksi 2023,Produksi 2024,Produksi 2025', 'a,1,2,9'),
        ['a 2023 1', 'a 2024 2', 'a 2025 9'],
      ],
      [csv('nama,Produksi 2025', 'a,9'), ['a 2025 9']],
      [csv('Produksi 2025,nama,Produksi 2024', '9,a,2'), ['a 2025 9', 'a 2024 2']],
    ] as const) {
      const seen = await understood(file, { target });
      expect([open(seen), seen.differences]).toEqual([[], []]);
      const records = await recordsUnder(file, seen, { target });
      expect(records.map(({ nama, periode, produksi }) => `${nama} ${periode} ${produksi}`)).toEqual(rows);
    }
  });
});

describe('several tables', () => {
  test('of a ZIP, with another year in a header and a column less, become rows of one', async () => {
    const zip = await zipped({
      '2022.csv': csv('nama,Jumlah 2022,ket', 'a,1,x', 'b,2,y', 'c,3,z'),
      '2023.csv': csv('nama,Jumlah 2023,ket', 'a,4,', 'b,5,', 'c,6,q'),
    });
    const asked = await understood(zip, { filename: 'data.zip' });
    expect(asked.questions).toMatchObject([{ id: 'TABLE', proposed: 'ALL' }]);
    const answers = { TABLE: 'ALL', SHAPE: 'LONG' };
    const seen = await understood(zip, { filename: 'data.zip', answers });
    expect(open(seen)).toEqual([]);
    const rows = await recordsUnder(zip, seen, { filename: 'data.zip' });
    expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
      'a x 2022 1',
      'b y 2022 2',
      'c z 2022 3',
      'a  2023 4',
      'b  2023 5',
      'c q 2023 6',
    ]);
    // Next year one more file is in it, which asks nothing.
    const target = targetFrom(seen);
    const more = await zipped({
      '2023.csv': csv('nama,Jumlah 2023,ket', 'a,4,', 'b,5,', 'c,6,q'),
      '2024.csv': csv('nama,Jumlah 2024,ket', 'a,7,', 'b,8,', 'c,9,r'),
    });
    const next = await understood(more, { filename: 'lagi.zip', target, answers });
    expect([open(next), next.rows, next.differences]).toEqual([[], 6, []]);
  });

  test('one of which lacks a column of the others: which is asked, and it may be empty there', async () => {
    const zip = await zipped({
      '2022.csv': csv('nama,jumlah,ket', 'a,1,x', 'b,2,y'),
      '2023.csv': csv('nama,jumlah,ket', 'a,4,p', 'b,5,q'),
      '2024.csv': csv('nama,jumlah', 'a,7', 'b,8'),
    });
    const seen = await understood(zip, { filename: 'data.zip' });
    expect(seen.questions[0]).toMatchObject({ id: 'TABLE', proposed: null });
    const values = seen.questions[0]?.options.map(({ value }) => value) ?? [];
    expect(values).toEqual(['2022.csv', '2023.csv', '2024.csv', 'ALL 2022.csv', 'UNION']);
    const all = await understood(zip, { filename: 'data.zip', answers: { TABLE: 'UNION', YEAR: 'COLUMN' } });
    const rows = await recordsUnder(zip, all, { filename: 'data.zip' });
    expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
      '2022 a 1 x',
      '2022 b 2 y',
      '2023 a 4 p',
      '2023 b 5 q',
      '2024 a 7 ',
      '2024 b 8 ',
    ]);
  });

  test('of several sheets are read as one, each with the year of its sheet', async () => {
    const sheet = (name: string, from: number) => ({
      name,
      rows: [
        ['nama', 'jumlah'],
        ['a', from],
        ['b', from + 1],
      ]
        .map(
          (row, at) =>
            `<row r="${at + 1}">${row
              .map((cell) =>
                typeof cell === 'number'
                  ? `<c><v>${cell}</v></c>`
                  : `<c t="inlineStr"><is><t>${cell}</t></is></c>`,
              )
              .join('')}</row>`,
        )
        .join(''),
    });
    const book = await workbook({ sheets: [sheet('Tahun 2022', 1), sheet('Tahun 2023', 5)] });
    const seen = await understood(book, { filename: 'b.xlsx', answers: { TABLE: 'ALL', YEAR: 'COLUMN' } });
    expect(open(seen)).toEqual([]);
    const rows = await recordsUnder(book, seen, { filename: 'b.xlsx' });
    expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
      '2022 a 1',
      '2022 b 2',
      '2023 a 5',
      '2023 b 6',
    ]);
  });

  test('below the one that fits, on its own sheet, another one is not passed over unseen', async () => {
    const first = csv('nama;jumlah;luas', 'a;1;2', 'b;3;4', 'c;5;6');
    const target = targetFrom(await understood(first));
    const file = csv(
      'nama;jumlah;luas',
      'a;1;2',
      'b;3;4',
      'c;5;6',
      ';;',
      'kode;uraian;nilai',
      'x;y;9',
      'z;w;8',
    );
    const seen = await understood(file, { target });
    expect(open(seen)).toEqual(['TABLE']);
  });
});

describe('rows that are set aside', () => {
  const WITH_TITLE = csv(
    'Data siswa 2023;;',
    ';;',
    'nama;siswa;guru',
    'a;10;2',
    'b;20;3',
    'c;30;4',
    'Jumlah;60;9',
    'Sumber: Dinas Pendidikan;;',
  );

  test('totals and notes are left out of a new dataset, said so, and kept when that is answered', async () => {
    const answers = { YEAR: 'IGNORE' };
    const seen = await understood(WITH_TITLE, { answers });
    expect(open(seen)).toEqual([]);
    expect(seen.aside.map(({ why, count, examples }) => [why, count, examples[0]?.row])).toEqual([
      ['TOTAL', 1, 7],
      ['NOTE', 1, 8],
    ]);
    expect(seen.answered.map(({ id, answer }) => `${id} ${answer}`)).toEqual(
      expect.arrayContaining(['SET_ASIDE:TOTAL SKIP', 'SET_ASIDE:NOTE SKIP']),
    );
    expect(await recordsUnder(WITH_TITLE, seen)).toHaveLength(3);
    const kept = await understood(WITH_TITLE, { answers: { ...answers, 'SET_ASIDE:TOTAL': 'KEEP' } });
    expect((await recordsUnder(WITH_TITLE, kept)).map(({ nama }) => nama)).toEqual(['a', 'b', 'c', 'Jumlah']);
  });

  test('a bare file loads its rows as they are, and that says nothing of a later one with title and totals', async () => {
    const target = targetFrom(await understood(csv('nama;siswa;guru', 'a;1;2', 'b;2;3')));
    const bare = csv('nama;siswa;guru', 'a;10;2', 'b;20;3', 'c;30;4', 'Jumlah;60;9');
    const seen = await understood(bare, { target });
    expect([open(seen), seen.mapping?.keep, seen.assumed]).toEqual([[], ['TOTAL', 'NOTE', 'SECTION'], {}]);
    expect(open(await understood(WITH_TITLE, { target, answers: seen.assumed }))).toEqual(
      expect.arrayContaining(['SET_ASIDE:TOTAL', 'SET_ASIDE:NOTE']),
    );
  });
});

describe('what a next file means', () => {
  test('a truth value that a whole file says alike is read as the last file wrote it', async () => {
    const first = csv('nama,aktif', 'a,ya', 'b,tidak');
    const target = targetFrom(await understood(first, { answers: { 'aktif:BOOLEAN_OR_TEXT': 'BOOLEAN' } }));
    const next = csv('nama,aktif', 'a,tidak', 'b,tidak');
    const seen = await understood(next, { target });
    expect([open(seen), seen.problemCount]).toEqual([[], 0]);
    expect((await recordsUnder(next, seen, { target })).map(({ aktif }) => aktif)).toEqual([
      'false',
      'false',
    ]);
  });

  test('a sign that means "no value" means it in text too, and is asked once though fewer columns use it', async () => {
    const first = csv('nama,ket,siswa,guru', 'a,-,1,-', 'b,x,-,2', 'c,y,3,4');
    const asked = await understood(first);
    expect(open(asked)).toEqual(['MISSING_MARKER:-']);
    const answers = { 'MISSING_MARKER:-': 'MISSING' };
    const seen = await understood(first, { answers });
    const target = targetFrom(seen);
    const again = await understood(first, { answers, target });
    expect([open(again), again.preview.rows]).toEqual([[], seen.preview.rows]);
    expect(again.preview.rows[0]).toEqual(['a', null, '1', null]);
    const fewer = csv('nama,ket,siswa,guru', 'a,x,1,1', 'b,x,-,2', 'c,y,3,4');
    const one = await understood(fewer, { answers, target });
    expect(open(one)).toEqual([]);
    expect(one.answered.map(({ id, answer }) => `${id} ${answer}`)).toEqual([
      'siswa:MISSING_MARKER:- MISSING',
    ]);
  });

  test('a number stays one under a header that is written otherwise, or that was said to be its own', async () => {
    const first = csv('nama;biaya', 'a;1.500,5', 'b;2,25');
    const target = targetFrom(await understood(first));
    for (const [header, answers] of [
      ['BIAYA', {}],
      ['kode harga', { 'MISSING_COLUMN:biaya': 'kode harga' }],
    ] as const) {
      const next = csv(`nama;${header}`, 'a;1.500,5', 'b;2,25');
      const seen = await understood(next, { target, answers });
      expect([open(seen), seen.problemCount, seen.differences.map(({ kind }) => kind)]).toEqual([
        [],
        0,
        ['RENAMED'],
      ]);
      const rows = await recordsUnder(next, seen, { target });
      expect(rows.map(({ biaya }) => biaya)).toEqual(['1500.5', '2.25']);
    }
  });

  test('of two columns with one header neither is taken; a sign in a header counts', async () => {
    const target = targetFrom(await understood(csv('nama,< 5 tahun,nilai', 'a,1,2', 'b,3,4')));
    const twice = await understood(csv('nama,< 5 tahun,nilai,nilai', 'a,1,2,3', 'b,3,4,5'), { target });
    expect(open(twice)).toEqual(['MISSING_COLUMN:nilai', 'NEW_COLUMN:nilai', 'NEW_COLUMN:nilai#2']);
    const other = await understood(csv('nama,> 5 tahun,nilai', 'a,1,2', 'b,3,4'), { target });
    expect(open(other)).toEqual(['MISSING_COLUMN:< 5 tahun', 'NEW_COLUMN:> 5 tahun']);
    const both = csv('nama,nilai,nilai', 'a,1,2', 'b,3,4');
    const own = targetFrom(await understood(both));
    const again = await understood(both, { target: own });
    expect([open(again), again.differences]).toEqual([[], []]);
  });
});
