import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RegionIndex, type RegionLevel, type RegionRow } from '../../subgraphs/intake/codes/region-index.js';
import {
  matchRegions,
  type RegionMatch,
  type RegionValue,
} from '../../subgraphs/intake/codes/region-match.js';
import { regionQuestions } from '../../subgraphs/intake/codes/region-questions.js';
import { runs } from '../support/runs.js';

const LEVELS: Readonly<Record<number, RegionLevel>> = {
  2: 'PROVINCE',
  5: 'REGENCY',
  8: 'DISTRICT',
  13: 'VILLAGE',
};
const REGIONS: readonly RegionRow[] = Object.entries({
  '11': 'Aceh',
  '11.01': 'Kabupaten Aceh Selatan',
  '11.09': 'Kabupaten Simeulue',
  '15': 'Jambi',
  '15.71': 'Kota Jambi',
  '31': 'Daerah Khusus Ibukota Jakarta',
  '31.01': 'Kabupaten Administrasi Kepulauan Seribu',
  '33': 'Jawa Tengah',
  '33.17': 'Kabupaten Rembang',
  '34': 'Daerah Istimewa Yogyakarta',
  '35': 'Jawa Timur',
  '35.11': 'Kabupaten Bondowoso',
  '35.14': 'Kabupaten Pasuruan',
  '35.14.08': 'Purwosari',
  '35.14.08.2001': 'Sumberejo',
  '35.14.15': 'Rembang',
  '35.14.15.2001': 'Sumberejo',
  '35.14.18': 'Gondangwetan',
  '35.14.18.2001': 'Kalirejo',
  '35.14.21': 'Nguling',
  '35.14.24': 'Tosari',
  '35.29': 'Kabupaten Sumenep',
  '35.29.01': 'Kota Sumenep',
  '35.29.23': "Ra'as",
  '35.75': 'Kota Pasuruan',
  '35.78': 'Kota Surabaya',
  '62': 'Kalimantan Tengah',
  '62.01': 'Kabupaten Kotawaringin Barat',
  '63': 'Kalimantan Selatan',
  '63.02': 'Kabupaten Kotabaru',
  '91': 'Papua',
}).map(([code, name]) => ({
  code,
  name,
  level: LEVELS[code.length] as RegionLevel,
  parentCode: code.includes('.') ? code.slice(0, code.lastIndexOf('.')) : null,
}));
const index = new RegionIndex(REGIONS);

const match = (values: readonly RegionValue[], within?: string): RegionMatch[] =>
  matchRegions(values, index, within);
const one = (value: RegionValue, within?: string): RegionMatch => match([value], within)[0] as RegionMatch;
const short = ({ kind, region, doubt }: RegionMatch): string =>
  [kind, region?.code, doubt].filter(Boolean).join(' ');

describe('names', () => {
  test.each([
    ['KAB. PASURUAN', 'NAME 35.14'],
    ['Kabupaten  Pasuruan ', 'NAME 35.14'],
    ['Pasuruan, Kab.', 'NAME 35.14'],
    ['Pasuruan Kabupaten', 'NAME 35.14'],
    ['[14] PASURUAN', 'NAME 35.14'],
    ['[75] KOTA PASURUAN', 'NAME 35.75'],
    ['KOTA PASURUAN', 'NAME 35.75'],
    ['Kodya Surabaya', 'NAME 35.78'],
    ['SURABAYA', 'NAME 35.78'],
    ['Bondowoso', 'NAME 35.11'],
    ['Prov. Jawa Timur', 'NAME 35'],
    ['JAWATIMUR', 'NAME_VARIANT 35'],
    ['DKI Jakarta', 'NAME 31'],
    ['D.I. Yogyakarta', 'NAME 34'],
    ['DI YOGYAKARTA', 'NAME 34'],
    ['Kab. Kep. Seribu', 'NAME 31.01'],
    ['KAB. KOTA WARINGIN BARAT', 'NAME_VARIANT 62.01'],
    ['KOTA BARU', 'NAME_VARIANT 63.02'],
    ['Kotabaru', 'NAME 63.02'],
    ['Pasuruan', 'AMBIGUOUS KABUPATEN_OR_KOTA'],
    ['JAMBI', 'AMBIGUOUS SEVERAL'],
    ['Kab. Surabaya', 'NONE SPELLING'],
    ['Pasurua', 'NONE SPELLING'],
    ['Atlantis', 'NONE UNKNOWN'],
    ['Sumberejo', 'NONE UNKNOWN'],
  ])('"%s" anywhere: %s', (name, expected) => {
    expect(short(one({ name }))).toBe(expected);
  });

  test.each([
    ['KEC. REMBANG', 'NAME 35.14.15'],
    ['REMBANG', 'NAME 35.14.15'],
    ['KECAMATAN NGULING', 'NAME 35.14.21'],
    ['GONDANG WETAN', 'NAME_VARIANT 35.14.18'],
    ['Gondang  wetan ', 'NAME_VARIANT 35.14.18'],
    ['Kalirejo', 'NAME 35.14.18.2001'],
    ['Desa Kalirejo', 'NAME 35.14.18.2001'],
    ['Sumberejo', 'AMBIGUOUS SEVERAL'],
    ['Gondangwetam', 'NONE SPELLING'],
    ['0', 'NONE UNKNOWN'],
  ])('"%s" in Kabupaten Pasuruan: %s', (name, expected) => {
    expect(short(one({ name }, '35.14'))).toBe(expected);
  });

  test('a bare name is the Kabupaten where the column has the Kota beside it', () => {
    const [kabupaten, kota] = match([{ name: 'PASURUAN' }, { name: 'KOTA PASURUAN' }], '35');
    expect([kabupaten?.region?.code, kota?.region?.code]).toEqual(['35.14', '35.75']);
    const alone = one({ name: 'PASURUAN' }, '35');
    expect(alone.region).toBeNull();
    expect(alone.candidates.map(({ code }) => code)).toEqual(['35.14', '35.75']);
  });

  test('a row that names its kecamatan decides which village is meant', () => {
    expect(short(one({ name: 'SUMBEREJO', within: '35.14.08' }))).toBe('NAME 35.14.08.2001');
    expect(short(one({ name: 'SUMBER REJO', within: '35.14.08' }))).toBe('NONE SPELLING');
  });

  test('the word before the name of a kecamatan is part of it', () => {
    expect(short(one({ name: 'KEC. KOTA SUMENEP' }, '35.29'))).toBe('NAME 35.29.01');
    expect(short(one({ name: 'Raas' }, '35.29'))).toBe('NAME 35.29.23');
  });

  test('a spelling that is a letter off is proposed, never taken', () => {
    const near = one({ name: 'Bondowosoo' });
    expect(near).toMatchObject({ kind: 'NONE', region: null, candidates: [{ code: '35.11' }] });
    expect(near.confidence).toBeLessThan(0.5);
  });
});

describe('codes', () => {
  test.each<[RegionValue, string | undefined, string]>([
    [{ code: '35.14' }, undefined, 'EXACT_CODE 35.14'],
    [{ code: ' 35.14.15. ' }, undefined, 'EXACT_CODE 35.14.15'],
    [{ code: '3514' }, undefined, 'CODE_WITHOUT_DOTS 35.14'],
    [{ code: '351415' }, undefined, 'CODE_WITHOUT_DOTS 35.14.15'],
    [{ code: '3514182001' }, undefined, 'CODE_WITHOUT_DOTS 35.14.18.2001'],
    [{ code: '3514040' }, undefined, 'BPS_CODE 35.14.24'],
    [{ code: '3514040', name: 'TOSARI' }, undefined, 'BPS_CODE 35.14.24'],
    [{ code: '3514190001', name: 'KALIREJO' }, undefined, 'BPS_CODE 35.14.18.2001'],
    [{ code: '11' }, '35', 'CODE_WITHOUT_DOTS 35.11'],
    [{ code: '14', name: 'Kab. Pasuruan' }, '35', 'CODE_WITHOUT_DOTS 35.14'],
    [{ code: '35' }, '35', 'EXACT_CODE 35'],
    [{ code: '11' }, undefined, 'EXACT_CODE 11'],
    [{ code: '91' }, undefined, 'EXACT_CODE 91 CODE_SYSTEM'],
    [{ code: '1101' }, undefined, 'AMBIGUOUS CODE_SYSTEM'],
    [{ code: '1101', name: 'Aceh Selatan' }, undefined, 'CODE_WITHOUT_DOTS 11.01'],
    [{ code: '1101', name: 'SIMEULUE' }, undefined, 'BPS_CODE 11.09 CODE_SYSTEM'],
    [{ code: '35.14', name: 'KOTA PASURUAN' }, undefined, 'AMBIGUOUS CODE_AND_NAME'],
    [{ code: '35.14', name: 'PASURUAN' }, undefined, 'EXACT_CODE 35.14'],
    [{ code: '35.11', name: 'Bondowosso' }, undefined, 'EXACT_CODE 35.11 SPELLING'],
    [{ code: '99.99' }, undefined, 'NONE UNKNOWN'],
    [{ code: '99', name: 'Bondowoso' }, undefined, 'NAME 35.11'],
    [{ code: null, name: ' ' }, undefined, 'NONE'],
  ])('%j within %s: %s', (value, within, expected) => {
    expect(short(one(value, within))).toBe(expected);
  });

  test('names beside some codes tell which list all of them are of', () => {
    const known = match([{ code: '1109', name: 'Simeulue' }, { code: '1101' }]);
    expect(known.map(short)).toEqual(['CODE_WITHOUT_DOTS 11.09', 'CODE_WITHOUT_DOTS 11.01']);
    const bps = match([{ code: '1101', name: 'Simeulue' }, { code: '1109' }]);
    expect(bps.map(short)).toEqual(['BPS_CODE 11.09 CODE_SYSTEM', 'AMBIGUOUS CODE_SYSTEM']);
  });
});

describe('questions', () => {
  test('the list of codes is asked once, everything else once a value', () => {
    const values: RegionValue[] = [
      { code: '1101', name: 'Simeulue' },
      { code: '1101', name: 'Simeulue' },
      { name: 'PASURUAN' },
      { name: 'PASURUAN' },
      { name: 'Kab. Rembang' },
      { name: 'Gondang wetan', within: '35.14' },
    ];
    const questions = regionQuestions('kab', values, match(values));
    expect(questions).toMatchObject([
      { id: 'kab:REGION:CODE_SYSTEM', proposed: 'BPS', evidence: [{ row: 1 }, { row: 2 }] },
      {
        id: 'kab:REGION:KABUPATEN_OR_KOTA:PASURUAN',
        proposed: null,
        options: [{ value: '35.14' }, { value: '35.75' }, { value: 'NONE' }],
      },
    ]);
  });
});

test('Kabupaten and Kota are never mixed, however their names are written', () => {
  const regencies = REGIONS.filter(({ level }) => level === 'REGENCY');
  const written = fc
    .record({
      region: fc.constantFrom(...regencies),
      form: fc.constantFrom('plain', 'behind', 'comma', 'short'),
      upper: fc.boolean(),
      blanks: fc.constantFrom(' ', '  '),
      around: fc.constantFrom('', ' '),
    })
    .map(({ region, form, upper, blanks, around }) => {
      const [word = '', ...rest] = region.name.split(' ');
      const name = rest.join(blanks);
      const small = word === 'Kabupaten' ? 'Kab.' : word;
      const text = {
        plain: `${word}${blanks}${name}`,
        behind: `${name}${blanks}${word}`,
        comma: `${name}, ${small}`,
        short: `${small}${blanks}${name}`,
      }[form];
      return { region, text: `${around}${upper ? text.toUpperCase() : text}${around}` };
    });
  fc.assert(
    fc.property(fc.array(written, { maxLength: 5 }), (values) => {
      const matches = match(values.map(({ text }) => ({ name: text })));
      expect(matches.map(({ region }) => region?.code)).toEqual(values.map(({ region }) => region.code));
    }),
    { numRuns: runs(300, 10_000) },
  );
});
