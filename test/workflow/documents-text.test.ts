import { expect, it } from 'vitest';
import {
  longDate,
  longMoment,
  spelled,
  spelledDate,
} from '../../subgraphs/workflow/documents/indonesian-dates.js';
import { printable, printableWhole } from '../../subgraphs/workflow/documents/printable.js';

it.each([
  ['é – Rp € “kutip” • ½ m²', 'é – Rp € “kutip” • ½ m²'],
  ['e\u0301', 'é'],
  ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
  ['x ≤ 5 → y − 1', 'x <= 5 -> y - 1'],
  ['10⁶', '10^6'],
  ['Ḥasan, Ārif, ‘Ulamā’', 'Hasan, Arif, ‘Ulama’'],
  ['soft\u00adhyphen, zero\u200bwidth, \ufeffBOM', 'softhyphen, zerowidth, BOM'],
  ['sempit\u2009spasi\ttab', 'sempit spasi    tab'],
  ['😀', '?'],
  ['👨‍👩‍👧', '?'],
  ['🇮🇩', '?'],
  ['数', '?'],
  ['\u0000\u0081\ud800', '???'],
])('prints %j as %j', (text, printed) => expect(printable(text)).toBe(printed));

it('prints nothing but WinAnsi, for every character there is', () => {
  const latin = Array.from({ length: 95 + 96 }, (_, at) =>
    String.fromCharCode(at < 95 ? at + 0x20 : at + 0x41),
  );
  const known = new Set([...latin, ...'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ']);
  const unknown: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += code < 0x3000 ? 1 : 97) {
    for (const character of printable(String.fromCodePoint(code))) {
      if (character !== '\n' && !known.has(character)) unknown.push(code.toString(16));
    }
  }
  expect(unknown).toEqual([]);
});

it('reaches every text of a value and tells when one lost a character', () => {
  const value = { a: ['→', { b: '?' }], c: null, d: 1, e: true };
  expect(printableWhole(value)).toEqual({
    value: { a: ['->', { b: '?' }], c: null, d: 1, e: true },
    lossy: false,
  });
  expect(printableWhole({ a: ['数?'] })).toEqual({ value: { a: ['??'] }, lossy: true });
});

it('breaks a word that no line can hold', () => {
  expect(printable('z'.repeat(170))).toBe(`${'z'.repeat(80)}\n${'z'.repeat(80)}\n${'z'.repeat(10)}`);
  expect(printable('z'.repeat(80))).toBe('z'.repeat(80));
});

it('writes dates the Indonesian way', () => {
  expect(longDate('2026-08-17')).toBe('17 Agustus 2026');
  expect(spelledDate('2026-03-05')).toBe('Kamis, tanggal lima, bulan Maret, tahun dua ribu dua puluh enam');
  expect(longMoment('2026-12-31T18:05:00.000Z')).toBe('1 Januari 2027 01.05 WIB');
  expect(longMoment('2026-12-31T18:05:00+07:00')).toBe('31 Desember 2026 18.05 WIB');
  expect(longMoment('2026-12-31')).toBe('31 Desember 2026');
  expect(longMoment('belum')).toBe('belum');
  expect(() => longDate('2026-02-30')).toThrow(RangeError);
});

it.each([
  [1, 'satu'],
  [10, 'sepuluh'],
  [11, 'sebelas'],
  [14, 'empat belas'],
  [20, 'dua puluh'],
  [31, 'tiga puluh satu'],
  [100, 'seratus'],
  [111, 'seratus sebelas'],
  [1000, 'seribu'],
  [1945, 'seribu sembilan ratus empat puluh lima'],
  [2024, 'dua ribu dua puluh empat'],
  [9999, 'sembilan ribu sembilan ratus sembilan puluh sembilan'],
])('spells %d as %s', (count, words) => expect(spelled(count)).toBe(words));
