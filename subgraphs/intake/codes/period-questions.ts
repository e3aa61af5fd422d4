import type { Words } from '../../../schema/errors.js';
import { type Period, periodId, periodLabel } from '../../../schema/period.js';
import type { Option, Question } from '../typing/guess.js';
import { type Ask, codeQuestions, NONE_OF_THEM, option } from './code-questions.js';
import type { PeriodDoubt, PeriodMatch } from './period-match.js';

const WORDS: Readonly<Record<PeriodDoubt, (text: string, column: string) => Words>> = {
  PART: (text, column) => ({
    id: `Angka pada kolom ${column} (${text}): bulan, triwulan atau semester?`,
    en: `The numbers of column ${column} (${text}): months, quarters or semesters?`,
  }),
  DATE: (text, column) => ({
    id: `Kolom ${column} berisi tanggal (${text}). Apakah bulannya yang dimaksud?`,
    en: `Column ${column} holds dates (${text}). Are their months meant?`,
  }),
  SHORT_YEAR: (text, column) => ({
    id: `Tahun pada kolom ${column} hanya dua angka (${text}). Apakah tahun 20xx?`,
    en: `The years of column ${column} have two digits (${text}). Are they years 20xx?`,
  }),
  NO_YEAR: (text, column) => ({
    id: `Kolom ${column} (${text}) tidak menyebut tahun. Tahun berapa?`,
    en: `Column ${column} (${text}) names no year. Which year is it?`,
  }),
  SEVERAL: (text, column) => ({
    id: `"${text}" pada kolom ${column} menyebut dua tahun. Yang mana?`,
    en: `"${text}" in column ${column} names two years. Which one?`,
  }),
  UNKNOWN: (text, column) => ({
    id: `"${text}" pada kolom ${column} bukan periode yang dikenal.`,
    en: `"${text}" in column ${column} is no period that is known.`,
  }),
};
const OF_THE_COLUMN: Readonly<Partial<Record<PeriodDoubt, readonly Option[]>>> = {
  PART: [
    option('MONTH', 'bulan', 'months'),
    option('QUARTER', 'triwulan', 'quarters'),
    option('SEMESTER', 'semester', 'semesters'),
    NONE_OF_THEM,
  ],
  DATE: [option('MONTH', 'ya, bulannya', 'yes, their months'), NONE_OF_THEM],
  SHORT_YEAR: [option('2000', 'ya, tahun 20xx', 'yes, years 20xx'), NONE_OF_THEM],
};

/**
 * What a person has to say about the matches: how the column writes its periods is asked once, everything else once a
 * text. `years` are those that title, sheet or file name offer where the texts name none.
 */
export function periodQuestions(
  column: string,
  texts: readonly (string | null)[],
  matches: readonly PeriodMatch[],
  years: readonly number[] = [],
): Question[] {
  const asks = matches.map(({ doubt, candidates }, at): Ask | null => {
    if (doubt === null) return null;
    const text = texts[at]?.trim() ?? '';
    const words = WORDS[doubt](text, column);
    if (doubt === 'NO_YEAR') {
      const options = [...years.map((year) => option(String(year), String(year))), NONE_OF_THEM];
      return { key: doubt, text, words, options, proposed: years.length === 1 ? String(years[0]) : null };
    }
    // Where day and month can be exchanged, each date has two months and its own question.
    const options = candidates.length > 1 && doubt === 'DATE' ? undefined : OF_THE_COLUMN[doubt];
    if (options) return { key: doubt, text, words, options, proposed: null };
    return {
      key: `${doubt}:${text}`,
      text,
      words,
      options: [...candidates.map(periodOption), NONE_OF_THEM],
      proposed: null,
    };
  });
  return codeQuestions(column, 'PERIOD', asks);
}

const periodOption = (period: Period): Option =>
  option(periodId(period), `${periodLabel(period)} (${periodId(period)})`);
