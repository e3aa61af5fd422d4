import { describe, expect, test } from 'vitest';
import { type AgencyMatch, matchAgencies } from '../../subgraphs/intake/codes/agency-match.js';
import { agencyQuestions } from '../../subgraphs/intake/codes/agency-questions.js';

const AGENCIES = [
  { slug: 'dinkes', name: 'Dinas Kesehatan' },
  { slug: 'dispendik', name: 'Dinas Pendidikan dan Kebudayaan' },
  { slug: 'kominfo', name: 'Dinas Komunikasi dan Informatika' },
  { slug: 'dinsos', name: 'Dinas Sosial' },
  { slug: 'bappeda', name: 'Badan Perencanaan Pembangunan Daerah' },
  { slug: 'penanggulangan', name: 'Badan Penanggulangan Bencana Daerah' },
  { slug: 'dagang', name: 'Dinas Perindustrian dan Perdagangan' },
  { slug: 'rumah', name: 'Dinas Perumahan Rakyat' },
];
const HOME = 'Kabupaten Pasuruan';
const said = ({ kind, agency, doubt, candidates }: AgencyMatch): string =>
  [kind, agency?.slug, doubt, ...candidates.map(({ slug }) => `?${slug}`)].filter(Boolean).join(' ');

describe('an agency as files write it', () => {
  test.each<[string | null, string, number]>([
    ['dinkes', 'SLUG dinkes', 1],
    ['DINKES', 'SLUG dinkes', 0.95],
    ['Din. Kes.', 'NONE ABBREVIATION ?dinkes', 0.4],
    ['Dinas Kesehatan', 'NAME dinkes', 1],
    [' DINAS  KESEHATAN ', 'NAME dinkes', 1],
    ['Din. Kesehatan', 'NAME dinkes', 1],
    ['Dinas Kesehatan Kab. Pasuruan', 'NAME dinkes', 0.95],
    ['DINAS KESEHATAN KABUPATEN PASURUAN', 'NAME dinkes', 0.95],
    ['Dinkes Kab Pasuruan', 'SLUG dinkes', 0.95],
    ['Dinas Kesehatan Kab.', 'NAME dinkes', 0.9],
    ['Dinas Kesehatan Kota Pasuruan', 'AMBIGUOUS GOVERNMENT ?dinkes', 0.4],
    ['Dinas Kesehatan Kab. Malang', 'AMBIGUOUS GOVERNMENT ?dinkes', 0.4],
    ['Dinas Kesehatan Provinsi Jawa Timur', 'AMBIGUOUS GOVERNMENT ?dinkes', 0.4],
    ['Dinas Pendidikan & Kebudayaan', 'NAME dispendik', 1],
    ['Dinas Pendidikan', 'NONE SPELLING ?dispendik', 0.3],
    ['Kesehatan', 'NONE SPELLING ?dinkes', 0.3],
    ['Dinas Kesehatn', 'NONE SPELLING ?dinkes', 0.3],
    ['DISKOMINFO', 'NONE ABBREVIATION ?kominfo', 0.4],
    ['BPBD', 'NONE ABBREVIATION ?penanggulangan', 0.4],
    ['DISPERINDAG', 'NONE ABBREVIATION ?dagang', 0.4],
    ['DPR', 'NONE ABBREVIATION ?rumah', 0.4],
    ['BAPPEDA', 'SLUG bappeda', 0.95],
    ['PT Sampoerna', 'NONE UNKNOWN', 0],
    ['Kabupaten Pasuruan', 'NONE UNKNOWN', 0],
    ['', 'NONE', 0],
    [null, 'NONE', 0],
  ])('"%s" is %s', (text, expected, confidence) => {
    const [match] = matchAgencies([text], AGENCIES, HOME);
    expect(match && said(match)).toBe(expected);
    expect(match?.confidence).toBe(confidence);
  });

  test('of a hub that does not say whose it is: no government is ours', () => {
    const [match] = matchAgencies(['Dinas Kesehatan Kab. Pasuruan'], AGENCIES);
    expect(match && said(match)).toBe('AMBIGUOUS GOVERNMENT ?dinkes');
  });

  test("two agencies of one name, or a slug that is another one's name, are asked", () => {
    const twins = [
      { slug: 'satu', name: 'Dinas Sosial' },
      { slug: 'dinassosial', name: 'Dinas Lain' },
    ];
    const [match] = matchAgencies(['Dinas Sosial'], twins);
    expect(match && said(match)).toBe('AMBIGUOUS SEVERAL ?dinassosial ?satu');
  });

  test('what is in doubt is asked once a text, and proposed where one agency alone fits', () => {
    const texts = ['DINKES', 'DISKOMINFO', 'DISKOMINFO', 'Dinas Kesehatan Kota Pasuruan', 'PT X'];
    const questions = agencyQuestions('opd', texts, matchAgencies(texts, AGENCIES, HOME));
    expect(
      questions.map(({ id, kind, proposed, options }) => [
        id,
        kind,
        proposed,
        options.map(({ value }) => value),
      ]),
    ).toEqual([
      ['opd:AGENCY:ABBREVIATION:DISKOMINFO', 'AGENCY', 'kominfo', ['kominfo', 'NONE']],
      ['opd:AGENCY:GOVERNMENT:Dinas Kesehatan Kota Pasuruan', 'AGENCY', null, ['dinkes', 'NONE']],
      ['opd:AGENCY:UNKNOWN:PT X', 'AGENCY', null, ['NONE']],
    ]);
    expect(questions[0]?.evidence.map(({ row }) => row)).toEqual([2, 3]);
  });
});
