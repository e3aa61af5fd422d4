import type { Words } from '../../../schema/errors.js';
import type { Question } from '../typing/guess.js';
import type { AgencyDoubt, AgencyMatch, AgencyRow } from './agency-match.js';
import { type Ask, codeQuestions, NONE_OF_THEM, option } from './code-questions.js';

const WORDS: Readonly<Record<AgencyDoubt, (text: string, column: string) => Words>> = {
  GOVERNMENT: (text, column) => ({
    id: `"${text}" pada kolom ${column} dapat milik pemerintah daerah lain. Apakah instansi ini yang dimaksud?`,
    en: `"${text}" in column ${column} can belong to another government. Is this agency meant?`,
  }),
  ABBREVIATION: (text, column) => ({
    id: `"${text}" pada kolom ${column} tampaknya singkatan. Instansi yang mana?`,
    en: `"${text}" in column ${column} seems to be an abbreviation. Of which agency?`,
  }),
  SPELLING: (text, column) => ({
    id: `"${text}" pada kolom ${column} tidak dikenal persis. Apakah salah satu ini yang dimaksud?`,
    en: `"${text}" in column ${column} is not known exactly. Is one of these meant?`,
  }),
  SEVERAL: (text, column) => ({
    id: `"${text}" pada kolom ${column} dapat berarti beberapa instansi. Yang mana?`,
    en: `"${text}" in column ${column} can mean several agencies. Which one?`,
  }),
  UNKNOWN: (text, column) => ({
    id: `"${text}" pada kolom ${column} bukan instansi yang terdaftar.`,
    en: `"${text}" in column ${column} is no agency that is registered.`,
  }),
};

/** What a person has to say about the matches: one question for each different text in doubt. */
export function agencyQuestions(
  column: string,
  texts: readonly (string | null)[],
  matches: readonly AgencyMatch[],
): Question[] {
  const asks = matches.map(({ doubt, candidates }, at): Ask | null => {
    if (doubt === null) return null;
    const text = texts[at]?.trim() ?? '';
    const [only, more] = candidates;
    return {
      key: `${doubt}:${text}`,
      text,
      words: WORDS[doubt](text, column),
      options: [...candidates.map(agencyOption), NONE_OF_THEM],
      proposed: only && !more && doubt !== 'GOVERNMENT' ? only.slug : null,
    };
  });
  return codeQuestions(column, 'AGENCY', asks);
}

const agencyOption = ({ slug, name }: AgencyRow) => option(slug, `${name} (${slug})`);
