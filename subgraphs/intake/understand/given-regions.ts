import type { RegionIndex } from '../codes/region-index.js';
import { matchRegions, type RegionMatch, type RegionValue } from '../codes/region-match.js';
import { regionQuestions } from '../codes/region-questions.js';
import { lookupKey } from '../mapping.js';
import type { Question } from '../typing/guess.js';
import { own } from './columns.js';
import { besideNames, type RegionColumn, regionColumn, regionsByContent } from './region-columns.js';
import type { RegionFinding } from './regions.js';
import type { Tuples } from './tuples.js';

/** The columns of names that may say the same as the codes of a column that the definition names. */
export const namesBeside = (keys: readonly string[], label: string): string[] =>
  keys.filter((key) => key !== label && regionColumn(key)?.holds === 'NAME');

/** The definition's own column, and the names of the same level beside it where it holds codes. */
export function givenColumns(tuples: Tuples, label: string): readonly RegionColumn[] {
  const given = regionColumn(label) ?? regionsByContent(label, tuples);
  if (given.holds === 'NAME') return [given];
  const names = tuples.keys.flatMap((key) => (key === label ? [] : (regionColumn(key) ?? [])));
  const placed = besideNames([given, ...names], tuples);
  const level = placed.find(({ key }) => key === label)?.level;
  return placed.filter((column) => column.key === label || column.level === level);
}

/**
 * Codes that stand in the file as Kemendagri writes them, weighed with the names beside them: where both disagree it is
 * asked, and the answer counts. Null where they agree.
 */
export function checkRegions(
  tuples: Tuples,
  columns: readonly RegionColumn[],
  index: RegionIndex,
  answers: Readonly<Record<string, string>>,
): RegionFinding | null {
  const [code, ...names] = columns.map(({ key }) => key);
  const [column] = names;
  if (code === undefined || column === undefined) return null;
  const keys = [code, ...names];
  const rows = tuples.of(keys);
  const values = rows.map(({ texts: [first, ...others] }): RegionValue => {
    const name = others.find((text) => text?.trim()) ?? null;
    return { code: first?.trim() ? first : null, name, level: columns[0]?.level ?? null };
  });
  const matches = matchRegions(values, index).map(
    (match): RegionMatch => (match.doubt === 'CODE_AND_NAME' ? match : { ...match, doubt: null }),
  );
  if (matches.every(({ doubt }) => doubt === null)) return null;
  const said = matches.map(({ doubt, candidates }, at) => {
    const { code: written, name } = values[at] as RegionValue;
    const text = [written?.trim(), name?.trim()].filter(Boolean).join(' ');
    const answer = doubt && own(answers, `${column}:REGION:${doubt}:${text}`);
    return ['NONE', ...candidates.map((one) => one.code)].find((value) => value === answer);
  });
  const questions = (answered: boolean): Question[] =>
    regionQuestions(
      column,
      values,
      matches.map((match, at) => ((said[at] !== undefined) === answered ? match : { ...match, doubt: null })),
    ).map((question) => ({
      ...question,
      evidence: question.evidence.map(({ row, text }) => ({ row: rows[row - 1]?.row ?? row, text })),
    }));
  const lookup: Record<string, string | null> = {};
  for (const [at, { texts }] of rows.entries()) {
    const answer = said[at] ?? values[at]?.code?.trim() ?? null;
    lookup[lookupKey(texts)] = answer === 'NONE' ? null : answer;
  }
  return { keys, lookup, exact: null, matches: [], open: questions(false), asked: questions(true) };
}
