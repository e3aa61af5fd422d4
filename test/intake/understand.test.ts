import { describe, expect, test } from 'vitest';
import { workbook, zipped } from './made-files.js';
import { agreed, open, recordsUnder, targetFrom, understood } from './made-references.js';

const csv = (...lines: string[]): string => `${lines.join('\n')}\n`;

describe('regions', () => {
  test('that code and name tell differently are asked about, with both as options', async () => {
    const seen = await understood(
      csv('kode_wilayah,kabupaten,jumlah', '35.14,Kabupaten Pasuruan,1', '35.11,Kabupaten Sumenep,2'),
    );
    expect(open(seen)).toEqual(['kabupaten:REGION:CODE_AND_NAME:35.11 Kabupaten Sumenep']);
    expect(seen.questions[0]?.options.map(({ value }) => value)).toEqual(['35.11', '35.29', 'NONE']);
    expect(seen.mapping).toBeNull();
  });

  test('of four digits alone may be BPS or Kemendagri, which is asked; an answer that is no option does not count', async () => {
    const file = csv('kode_kabupaten,jumlah', '1101,5', '1109,6');
    const id = 'kode_kabupaten:REGION:CODE_SYSTEM';
    expect(open(await understood(file))).toEqual([id]);
    for (const answer of ['', 'EITHER', '11.01', 'NONE', '__proto__'])
      expect(open(await understood(file, { answers: { [id]: answer } }))).toEqual([id]);
    const seen = await understood(file, { answers: { [id]: 'KEMENDAGRI' } });
    expect((await recordsUnder(file, seen)).map(({ kodeWilayah }) => kodeWilayah)).toEqual([
      '11.01',
      '11.09',
    ]);
  });

  test('Kabupaten and Kota of one name are never mixed', async () => {
    const both = csv(
      'wilayah,jumlah',
      'Kabupaten Pasuruan,1',
      'Kota Pasuruan,2',
      'Kab. Malang,3',
      'KOTA MALANG,4',
    );
    const seen = await understood(both);
    expect(open(seen)).toEqual([]);
    expect((await recordsUnder(both, seen)).map(({ kodeWilayah }) => kodeWilayah)).toEqual([
      '35.14',
      '35.75',
      '35.07',
      '35.73',
    ]);
    const bare = csv('kabupaten,jumlah', 'Pasuruan,1', 'Sumenep,2');
    const asked = await understood(bare);
    expect(open(asked)).toEqual(['kabupaten:REGION:KABUPATEN_OR_KOTA:Pasuruan']);
  });

  test('kecamatan without a regency: where they lie is asked, and a region that is not offered does not count', async () => {
    const file = csv('kecamatan,jumlah', 'Purwodadi,1', 'Tutur,2', 'Tosari,3', 'Rembang,4');
    const seen = await understood(file);
    expect(seen.questions).toMatchObject([{ id: 'REGION:WITHIN', proposed: '35.14' }]);
    expect(open(await understood(file, { answers: { 'REGION:WITHIN': '35.29' } }))).toEqual([
      'REGION:WITHIN',
    ]);
    const { understanding } = await agreed(file);
    expect((await recordsUnder(file, understanding)).map(({ kodeWilayah }) => kodeWilayah)).toEqual([
      '35.14.01',
      '35.14.02',
      '35.14.24',
      '35.14.15',
    ]);
  });

  test('codes of the file are its reference as they stand, also where a row has none', async () => {
    const seen = await understood(csv('kode_wilayah,jumlah', '35.14.01,1', ',2', '35.14.02,3'));
    expect(seen.definition?.columns).toMatchObject([
      { label: 'kode_wilayah', type: 'TEXT', reference: { entity: 'Region', field: 'wilayah' } },
      { label: 'jumlah', reference: null },
    ]);
  });

  test('a column that is made never takes the header of one that the file has', async () => {
    const file = csv('kode_wilayah,jumlah', '351401,1', '351402,2');
    const seen = await understood(file);
    const labels = seen.definition?.columns.map(({ label }) => label) ?? [];
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels).toEqual(['kode_wilayah', 'jumlah', 'kode_wilayah (hasil pencocokan)']);
    const target = targetFrom(seen);
    const again = await understood(file, { target });
    expect(open(again)).toEqual([]);
    expect((await recordsUnder(file, again, { target })).map((row) => Object.values(row))).toEqual([
      ['351401', '1', '35.14.01'],
      ['351402', '2', '35.14.02'],
    ]);
  });

  test('of the next file are weighed with the names beside them, too', async () => {
    const first = csv(
      'kode_wilayah,kabupaten,jumlah',
      '35.14,Kabupaten Pasuruan,1',
      '35.14,Kabupaten Pasuruan,2',
    );
    const target = targetFrom(await understood(first));
    expect(target.columns.map(({ reference }) => reference?.entity)).toEqual([
      'Region',
      undefined,
      undefined,
    ]);
    expect(open(await understood(first, { target }))).toEqual([]);
    const next = csv(
      'kode_wilayah,kabupaten,jumlah',
      '35.14,Kabupaten Pasuruan,1',
      '35.11,Kabupaten Sumenep,2',
    );
    const id = 'kabupaten:REGION:CODE_AND_NAME:35.11 Kabupaten Sumenep';
    expect(open(await understood(next, { target }))).toEqual([id]);
    expect(open(await understood(next, { target, answers: { [id]: '35.14' } }))).toEqual([id]);
    for (const [answer, code] of [
      ['35.11', '35.11'],
      ['35.29', '35.29'],
      ['NONE', null],
    ] as const) {
      const seen = await understood(next, { target, answers: { [id]: answer } });
      const rows = await recordsUnder(next, seen, { target });
      expect(rows.map((row) => Object.values(row))).toEqual([
        ['35.14', 'Kabupaten Pasuruan', '1'],
        [code, 'Kabupaten Sumenep', '2'],
      ]);
    }
  });

  test('leaving the made column out takes its questions away', async () => {
    const file = csv('kecamatan,jumlah', 'Purwodadi,1', 'Tutur,2');
    const seen = await understood(file, { overrides: { kode_wilayah: { omit: true } } });
    expect(open(seen)).toEqual([]);
    expect(seen.definition?.columns.map(({ label }) => label)).toEqual(['kecamatan', 'jumlah']);
  });

  test('more doubts than are asked at a time are asked one after the other, and none is left out', async () => {
    const lines = Array.from({ length: 70 }, (_, at) => `35.14,Kabupaten Sumenep (${at}),${at}`);
    const file = csv('kode_kabupaten,kabupaten,jumlah', ...lines);
    const answers: Record<string, string> = {};
    const rounds: number[] = [];
    for (;;) {
      const seen = await understood(file, { answers });
      if (seen.questions.length === 0) break;
      expect(seen.mapping).toBeNull();
      rounds.push(seen.questions.length);
      for (const { id } of seen.questions) answers[id] = '35.14';
    }
    expect(rounds).toEqual([50, 20]);
  });
});

describe('periods, classes and agencies', () => {
  test.each([
    ['tahun,triwulan,jumlah', ['2024,1,5', '2024,2,6'], ['2024-Q1', '2024-Q2']],
    ['tahun,triwulan,jumlah', ['2024,I,5', '2024,IV,6'], ['2024-Q1', '2024-Q4']],
    ['tahun,bulan,jumlah', ['2024,1,5', '2024,12,6'], ['2024-01', '2024-12']],
    ['tahun,bulan,jumlah', ['2024,Januari,5', '2024,Nopember,6'], ['2024-01', '2024-11']],
    ['tahun,semester,jumlah', ['2024,1,5', '2024,2,6'], ['2024-S1', '2024-S2']],
    ['tahun,triwulan,bulan,jumlah', ['2024,1,1,5', '2024,4,12,6'], ['2024-01', '2024-12']],
    ['tahun,jumlah', ['2023,5', '2024,6'], ['2023', '2024']],
  ])('%s', async (header, rows, periods) => {
    const file = csv(header, ...rows);
    const { understanding } = await agreed(file);
    expect((await recordsUnder(file, understanding)).map(({ periode }) => periode)).toEqual(periods);
    const made = understanding.definition?.columns.find(({ label }) => label === 'periode');
    expect(made?.reference).toEqual({ entity: 'Period', field: 'waktu' });
  });

  test('a fifth quarter is asked about, not taken for a month', async () => {
    const file = csv('tahun,triwulan,jumlah', '2024,1,5', '2024,2,5', '2024,5,6');
    const id = 'periode:PERIOD:UNKNOWN';
    expect(open(await understood(file))).toEqual([id]);
    expect(open(await understood(file, { answers: { [id]: 'KEEP' } }))).toEqual([id]);
    const seen = await understood(file, { answers: { [id]: 'EMPTY' } });
    expect((await recordsUnder(file, seen)).map(({ periode }) => periode)).toEqual([
      '2024-Q1',
      '2024-Q2',
      null,
    ]);
  });

  const BUSINESS = csv('kode_kbli,usaha', '47111,Toko A', '47111,Toko B');

  test('of several editions of KBLI the one is asked', async () => {
    const id = 'kode_kbli:BUSINESS_CLASS:EDITION';
    const asked = await understood(BUSINESS, { editions: ['2025', '2020'] });
    expect(open(asked)).toEqual([id]);
    const seen = await understood(BUSINESS, { editions: ['2025', '2020'], answers: { [id]: '2025' } });
    expect(seen.definition?.columns[0]).toMatchObject({
      label: 'kode_kbli',
      type: 'TEXT',
      reference: { entity: 'BusinessClass', edition: '2025' },
    });
  });

  test('a code of KBLI that lost its zero in the next file is asked about, though it is the code of another class', async () => {
    const target = targetFrom(await understood(csv('kode_kbli,usaha', '01411,Ternak', '47111,Toko')));
    const next = csv('kode_kbli,usaha', '1411,Ternak', '47111,Toko');
    expect(open(await understood(next, { target }))).toEqual(['kode_kbli:BUSINESS_CLASS:LEADING_ZERO']);
    const seen = await understood(next, {
      target,
      answers: { 'kode_kbli:BUSINESS_CLASS:LEADING_ZERO': 'PAD' },
    });
    expect((await recordsUnder(next, seen, { target }))[0]).toMatchObject({ kodeKbli: '01411' });
  });

  test('agencies by their names; an abbreviation is asked about', async () => {
    const file = csv('opd,jumlah', 'Dinas Kesehatan,1', 'DINAS PENDIDIKAN DAN KEBUDAYAAN,2');
    const seen = await understood(file);
    expect(open(seen)).toEqual([]);
    expect((await recordsUnder(file, seen)).map(({ singkatanInstansi }) => singkatanInstansi)).toEqual([
      'dinkes',
      'dispendik',
    ]);
  });
});

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
    expect(open(await understood(fewer, { answers, target }))).toEqual([]);
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
