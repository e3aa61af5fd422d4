import { describe, expect, test } from 'vitest';
import { zipped } from './made-files.js';
import { agreed, open, recordsUnder, targetFrom, understood } from './made-references.js';

const csv = (...lines: string[]): string => `${lines.join('\n')}\n`;

describe('regions', () => {
  test('that code and name tell differently are asked about, with both as options', async () => {
    const file = csv('kode,kecamatan,jumlah', '35.14.01,Purwodadi,1', '35.14.02,Tosari,2', '35.14.08,Purwosari,3');
    const seen = await understood(csv('kode_wilayah,kabupaten,jumlah', '35.14,Kabupaten Pasuruan,1', '35.11,Kabupaten Sumenep,2'));
    expect(open(seen)).toEqual(['kabupaten:REGION:CODE_AND_NAME:35.11 Kabupaten Sumenep']);
    expect(seen.questions[0]?.options.map(({ value }) => value)).toEqual(['35.11', '35.29', 'NONE']);
    expect(seen.mapping).toBeNull();
    expect(file).toContain('Tosari');
  });

  test('of four digits alone may be BPS or Kemendagri, which is asked; an answer that is no option does not count', async () => {
    const file = csv('kode_kabupaten,jumlah', '1101,5', '1109,6');
    const id = 'kode_kabupaten:REGION:CODE_SYSTEM';
    expect(open(await understood(file))).toEqual([id]);
    for (const answer of ['', 'EITHER', '11.01', 'NONE', '__proto__'])
      expect(open(await understood(file, { answers: { [id]: answer } }))).toEqual([id]);
    const seen = await understood(file, { answers: { [id]: 'KEMENDAGRI' } });
    expect((await recordsUnder(file, seen)).map(({ kodeWilayah }) => kodeWilayah)).toEqual(['11.01', '11.09']);
  });

  test('Kabupaten and Kota of one name are never mixed', async () => {
    const both = csv('wilayah,jumlah', 'Kabupaten Pasuruan,1', 'Kota Pasuruan,2', 'Kab. Malang,3', 'KOTA MALANG,4');
    const seen = await understood(both);
    expect(open(seen)).toEqual([]);
    expect((await recordsUnder(both, seen)).map(({ kodeWilayah }) => kodeWilayah)).toEqual(['35.14', '35.75', '35.07', '35.73']);
    const bare = csv('kabupaten,jumlah', 'Pasuruan,1', 'Sumenep,2');
    const asked = await understood(bare);
    expect(open(asked)).toEqual(['kabupaten:REGION:KABUPATEN_OR_KOTA:Pasuruan']);
  });

  test('kecamatan without a regency: where they lie is asked, and a region that is not offered does not count', async () => {
    const file = csv('kecamatan,jumlah', 'Purwodadi,1', 'Tutur,2', 'Tosari,3', 'Rembang,4');
    const seen = await understood(file);
    expect(seen.questions).toMatchObject([{ id: 'REGION:WITHIN', proposed: '35.14' }]);
    expect(open(await understood(file, { answers: { 'REGION:WITHIN': '35.29' } }))).toEqual(['REGION:WITHIN']);
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

  test('leaving the made column out takes its questions away', async () => {
    const file = csv('kecamatan,jumlah', 'Purwodadi,1', 'Tutur,2');
    const seen = await understood(file, { overrides: { kode_wilayah: { omit: true } } });
    expect(open(seen)).toEqual([]);
    expect(seen.definition?.columns.map(({ label }) => label)).toEqual(['kecamatan', 'jumlah']);
  });

  test('more doubts than are asked at a time are asked one after the other, and none is left out', async () => {
    const names = Array.from({ length: 70 }, (_, at) => `Kabupaten Sumenap ${'abcdefghijklmnopqrstuvwxyz'[at % 26]}${'abc'[Math.floor(at / 26)]}`);
    void names;
    const rows = Array.from({ length: 70 }, (_, at) => `35.11,Kabupaten Sumenep,${at}`);
    void rows;
    const lines = Array.from({ length: 70 }, (_, at) => `35.14,Kabupaten Sumenep${' '.repeat(0)} (${at}),${at}`);
    const seen = await understood(csv('kode_kabupaten,kabupaten,jumlah', ...lines));
    console.log(open(seen).length, open(seen)[0]);
  });
});
