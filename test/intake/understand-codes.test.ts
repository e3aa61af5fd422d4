import { describe, expect, test } from 'vitest';
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
