import { type Decision, type Draft, option, quoted } from './draft.js';
import { type FileConvention, type Option, TEXT } from './guess.js';
import { type HeaderHint, headerWords } from './headers.js';
import { numberOptions } from './number-verdict.js';

/** Digits of a NIK or a NIP: nothing that is counted has all of its values that long. */
const SURELY_A_CODE = 16;
/** Digits from which values of one length are suspicious: NPSN, telephone numbers, dates without marks. */
const PERHAPS_A_CODE = 8;
const REGION_WORDS = [
  'wilayah',
  'provinsi',
  'prov',
  'kabupaten',
  'kab',
  'kota',
  'kecamatan',
  'kec',
  'desa',
  'kelurahan',
];

const CODE: Decision = { type: 'TEXT', format: TEXT, misfits: [] };

/**
 * Whether digits are a code, which stays text for ever, rather than a number; undefined where they are a number, or there
 * are none.
 */
export function decideCode(draft: Draft, hint: HeaderHint, convention: FileConvention): Decision | undefined {
  const { counts, numbers } = draft;
  const { kinds, traits } = counts;
  if (numbers === 0) return undefined;
  const fractions = kinds.count('COMMA', 'POINT', 'COMMA_THREE', 'POINT_THREE');
  const groups = kinds.count('COMMA_GROUPS', 'POINT_GROUPS', 'BLANK_GROUPS');
  // Sheets hold whole numbers and fractions as the same kind of cell.
  const onlyDigits =
    fractions + groups === 0 && !counts.ranges['.'].parts && traits.count('RP', 'PERCENT') === 0;
  const width = counts.minWidth === counts.maxWidth ? counts.maxWidth : 0;
  const zeroLed = kinds.count('ZERO_LED');

  if (hint === 'CODE') {
    draft.say(
      `Judul "${draft.column}" menyebut kode, maka isinya tetap teks.`,
      `The header "${draft.column}" says that this is a code, so it stays text.`,
    );
    lostDigits(draft);
    return artefact(draft, convention);
  }
  if (zeroLed > 0) {
    const shown = quoted(kinds.examples('ZERO_LED'));
    draft.say(
      `${zeroLed} sel berawalan nol, maka kolom ini kode dan tetap teks: ${shown.id}.`,
      `${zeroLed} cells begin with a zero, so this is a code and stays text: ${shown.en}.`,
    );
    if (hint !== 'NUMBERING' && zeroLed < 0.1 * numbers && draft.numbers >= 0.9 * draft.values)
      askCode(draft, convention, 'CODE', kinds.examples('ZERO_LED'));
    return CODE;
  }
  if (hint === 'NUMBERING' && onlyDigits) {
    if (counts.running && numbers === draft.values) {
      draft.say('Isinya nomor urut 1, 2, 3, …', 'It numbers the rows 1, 2, 3, …');
      return undefined;
    }
    draft.say(
      `Judul "${draft.column}" menyebut nomor atau pengenal yang tidak urut, maka isinya tetap teks.`,
      `The header "${draft.column}" says that this numbers something, not row by row, so it stays text.`,
    );
    lostDigits(draft);
    return artefact(draft, convention);
  }
  if (onlyDigits && width >= SURELY_A_CODE) {
    draft.say(
      `Semua ${numbers} nilai terdiri atas ${width} angka: kode seperti NIK, maka tetap teks.`,
      `All ${numbers} values have ${width} digits: a code such as NIK, so it stays text.`,
    );
    lostDigits(draft);
    return artefact(draft, convention);
  }
  const several = counts.distinct.size >= 3;
  if (onlyDigits && hint !== 'QUANTITY' && several && width >= PERHAPS_A_CODE) {
    draft.say(
      `Semua ${numbers} nilai terdiri atas ${width} angka, seperti NPSN.`,
      `All ${numbers} values have ${width} digits, as NPSN have.`,
    );
    if (kinds.count('POINT_ZERO') > 0) return artefact(draft, convention);
    askCode(draft, convention, 'CODE', kinds.examples('WHOLE', 'TYPED_NUMBER'));
    return CODE;
  }
  const dotted = traits.count('TWO_DOT_TWO');
  if (several && hint !== 'QUANTITY' && dotted === draft.values && Number(counts.province) >= 11) {
    draft.say(
      `Semua ${dotted} nilai berpola kode kabupaten ${counts.province}.xx.`,
      `All ${dotted} values look like codes of regencies, ${counts.province}.xx.`,
    );
    const named = headerWords(draft.column).some((word) => REGION_WORDS.includes(word));
    if (!named) askCode(draft, convention, null, traits.examples('TWO_DOT_TWO'));
    return CODE;
  }
  return undefined;
}

/** A code; asked where a spreadsheet made `20519330.0` of it. */
function artefact(draft: Draft, convention: FileConvention): Decision {
  const { kinds } = draft.counts;
  if (kinds.count('POINT_ZERO') > 0 && kinds.count('POINT') === 0)
    askCode(draft, convention, 'CODE_WITHOUT_ZERO', kinds.examples('POINT_ZERO'));
  return CODE;
}

function askCode(
  draft: Draft,
  convention: FileConvention,
  proposed: string | null,
  evidence: Parameters<Draft['ask']>[4],
): void {
  const zeros = draft.counts.kinds.count('POINT_ZERO');
  const options: Option[] = [
    option('CODE', 'kode: tetap teks apa adanya', 'a code: stays text, as it is', {
      type: 'TEXT',
      format: TEXT,
    }),
  ];
  if (zeros > 0)
    options.push(
      option(
        'CODE_WITHOUT_ZERO',
        'kode; ".0" ditambahkan oleh lembar kerja dan dibuang',
        'a code; a spreadsheet added the ".0", which is dropped',
        { type: 'TEXT', format: { kind: 'TEXT', strip: '.0' } },
      ),
    );
  const example = evidence[0]?.text ?? '';
  draft.ask(
    'CODE_OR_NUMBER',
    {
      id: `Apakah "${example}" pada kolom ${draft.column} kode atau bilangan?`,
      en: `Is "${example}" in column ${draft.column} a code or a number?`,
    },
    [...options, ...numberOptions(draft, convention)],
    proposed,
    evidence,
  );
}

function lostDigits(draft: Draft): void {
  const long = draft.counts.traits.count('LONG_TYPED');
  if (long === 0) return;
  const shown = quoted(draft.counts.traits.examples('LONG_TYPED'), 1);
  draft.say(
    `${long} kode disimpan sebagai bilangan lebih dari 15 angka; lembar kerja biasanya mengganti angka terakhirnya dengan nol: ${shown.id}. Periksa.`,
    `${long} codes are stored as numbers of more than 15 digits, whose last digits a spreadsheet replaces by zeros: ${shown.en}. Check them.`,
  );
}
