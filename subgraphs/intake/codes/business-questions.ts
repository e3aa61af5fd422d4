import type { Words } from '../../../schema/errors.js';
import type { Question } from '../typing/guess.js';
import type { BusinessRow } from './business-index.js';
import type { BusinessDoubt, BusinessMatch, BusinessValue } from './business-match.js';
import { type Ask, codeQuestions, NONE_OF_THEM, option } from './code-questions.js';

const WORDS: Readonly<Record<BusinessDoubt, (text: string, column: string) => Words>> = {
  CODE_AND_TITLE: (text, column) => ({
    id: `Kode dan judul KBLI tidak cocok pada kolom ${column}: ${text}. Mana yang benar?`,
    en: `KBLI code and title disagree in column ${column}: ${text}. Which is right?`,
  }),
  LEADING_ZERO: (text, column) => ({
    id: `Nol di depan kode KBLI pada kolom ${column} tampaknya hilang (${text}). Tambahkan kembali?`,
    en: `The zeros before the KBLI codes of column ${column} seem to be lost (${text}). Put them back?`,
  }),
  SEVERAL: (text, column) => ({
    id: `"${text}" pada kolom ${column} dapat berarti beberapa klasifikasi KBLI. Yang mana?`,
    en: `"${text}" in column ${column} can mean several KBLI classes. Which one?`,
  }),
  SPELLING: (text, column) => ({
    id: `"${text}" pada kolom ${column} tidak dikenal persis. Apakah salah satu ini yang dimaksud?`,
    en: `"${text}" in column ${column} is not known exactly. Is one of these meant?`,
  }),
  UNKNOWN: (text, column) => ({
    id: `"${text}" pada kolom ${column} tidak ada dalam edisi KBLI ini.`,
    en: `"${text}" in column ${column} is not in this edition of KBLI.`,
  }),
};
const ZEROS = [
  option('PAD', 'ya, tambahkan nol di depan', 'yes, put a zero before them'),
  option('KEEP', 'tidak, kode sudah lengkap', 'no, the codes are whole'),
];

/**
 * What a person has to say about the matches: one question about lost zeros, one for each different value otherwise. A
 * class that was found by its code although the title beside it is shortened is not asked about.
 */
export function businessQuestions(
  column: string,
  values: readonly BusinessValue[],
  matches: readonly BusinessMatch[],
): Question[] {
  // Titles beside some of the codes can show that zeros are lost.
  const shown = matches.some(({ kind, confidence }) => kind === 'CODE_PADDED' && confidence > 0.5);
  const asks = matches.map((match, at): Ask | null => {
    const { doubt } = match;
    if (doubt === null || (doubt === 'SPELLING' && match.business !== null)) return null;
    const { code, title } = values[at] ?? {};
    const text = [code, title]
      .map((part) => part?.trim())
      .filter(Boolean)
      .join(' ');
    const words = WORDS[doubt](text, column);
    if (doubt === 'LEADING_ZERO')
      return { key: doubt, text, words, options: ZEROS, proposed: shown ? 'PAD' : null };
    const options = [...match.candidates.map(businessOption), NONE_OF_THEM];
    return { key: `${doubt}:${text}`, text, words, options, proposed: null };
  });
  return codeQuestions(column, 'BUSINESS_CLASS', asks);
}

const businessOption = ({ code, title }: BusinessRow) => option(code, `${code} ${title}`);
