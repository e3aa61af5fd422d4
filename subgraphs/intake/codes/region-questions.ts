import type { Words } from '../../../schema/errors.js';
import type { Example, Option, Question } from '../typing/guess.js';
import type { RegionRow } from './region-index.js';
import type { Doubt, RegionMatch, RegionValue } from './region-match.js';

const MAX_EXAMPLES = 5;
const MAX_QUESTIONS = 50;

const WORDS: Readonly<Record<Doubt, (text: string, column: string) => Words>> = {
  CODE_AND_NAME: (text, column) => ({
    id: `Kode dan nama tidak cocok pada kolom ${column}: ${text}. Mana yang benar?`,
    en: `Code and name disagree in column ${column}: ${text}. Which is right?`,
  }),
  CODE_SYSTEM: (text, column) => ({
    id: `Kode pada kolom ${column} (${text}) dapat berasal dari BPS atau Kemendagri. Yang mana?`,
    en: `The codes of column ${column} (${text}) can be BPS's or Kemendagri's. Which are they?`,
  }),
  KABUPATEN_OR_KOTA: (text, column) => ({
    id: `"${text}" pada kolom ${column}: Kabupaten atau Kota?`,
    en: `"${text}" in column ${column}: the Kabupaten or the Kota?`,
  }),
  SEVERAL: (text, column) => ({
    id: `"${text}" pada kolom ${column} adalah nama beberapa wilayah. Yang mana?`,
    en: `"${text}" in column ${column} is the name of several regions. Which one?`,
  }),
  SPELLING: (text, column) => ({
    id: `"${text}" pada kolom ${column} tidak dikenal persis. Apakah salah satu ini yang dimaksud?`,
    en: `"${text}" in column ${column} is not known exactly. Is one of these meant?`,
  }),
  UNKNOWN: (text, column) => ({
    id: `"${text}" pada kolom ${column} bukan wilayah yang dikenal.`,
    en: `"${text}" in column ${column} is no region that is known.`,
  }),
};
const NO_REGION: Option = {
  value: 'NONE',
  words: { id: 'bukan wilayah ini; biarkan kosong', en: 'none of them; leave it empty' },
  effect: {},
};
const SYSTEMS: readonly Option[] = [
  { value: 'KEMENDAGRI', words: { id: 'kode Kemendagri', en: "Kemendagri's codes" }, effect: {} },
  { value: 'BPS', words: { id: 'kode BPS', en: "BPS's codes" }, effect: {} },
];

/**
 * What a person has to say about the matches: one question for the codes of the column, one for each different value
 * otherwise, at most fifty. Row `n` of `values` is row `n + 1`. A region that was found although its name is spelt
 * differently is not asked about.
 */
export function regionQuestions(
  column: string,
  values: readonly RegionValue[],
  matches: readonly RegionMatch[],
): Question[] {
  const asked = new Map<string, { doubt: Doubt; match: RegionMatch; text: string; rows: Example[] }>();
  matches.forEach((match, at) => {
    const value = values[at];
    const { doubt } = match;
    if (!value || doubt === null || (doubt === 'SPELLING' && match.region !== null)) return;
    const text = [value.code, value.name]
      .map((part) => part?.trim())
      .filter(Boolean)
      .join(' ');
    const key = doubt === 'CODE_SYSTEM' ? doubt : `${doubt}:${text}`;
    let one = asked.get(key);
    if (!one) {
      if (asked.size >= MAX_QUESTIONS) return;
      one = { doubt, match, text, rows: [] };
      asked.set(key, one);
    }
    if (one.rows.length < MAX_EXAMPLES) one.rows.push({ row: at + 1, text });
  });
  return [...asked].map(([key, { doubt, match, text, rows }]) => {
    const byNames = doubt === 'CODE_SYSTEM' && match.kind === 'BPS_CODE';
    return {
      id: `${column}:REGION:${key}`,
      column,
      kind: 'REGION',
      words: WORDS[doubt](text, column),
      options: doubt === 'CODE_SYSTEM' ? SYSTEMS : [...match.candidates.map(regionOption), NO_REGION],
      proposed: byNames ? 'BPS' : null,
      evidence: rows,
    };
  });
}

const regionOption = ({ code, name }: RegionRow): Option => ({
  value: code,
  words: { id: `${name} (${code})`, en: `${name} (${code})` },
  effect: {},
});
