import type { ColumnDefinition } from '../../../schema/definition.js';
import { REJECT_COLUMNS } from '../load/rejects.js';
import type { Mapping } from '../mapping.js';
import type { Option, Question } from '../typing/guess.js';
import { own } from './columns.js';
import type { ShapedColumn } from './shape.js';
import type { Decisions, Difference } from './understanding.js';

/** A dataset that the file is to fill. */
export interface Target {
  /** Root field. */
  readonly field: string;
  readonly columns: readonly ColumnDefinition[];
  /** Names of the columns that a file may lack. */
  readonly optional: readonly string[];
  /** Names of columns that an earlier case has deferred: a CHANGE adds them. */
  readonly deferred: readonly string[];
  /** Headers of columns that the dataset has and no release holds: declined or closed. */
  readonly withheld: readonly string[];
  /** How its last file was read: then a column that no file had is asked about. Null where none was read. */
  readonly last: Mapping | null;
}

export interface Fit {
  /** The file's column by the name of the definition's. */
  readonly sources: ReadonlyMap<string, ShapedColumn>;
  /** Names of the columns that the release has: those of `sources`, those made, those that are empty in this file. */
  readonly present: ReadonlySet<string>;
  readonly differences: readonly Difference[];
  readonly open: readonly Question[];
  readonly asked: readonly Question[];
}

const ABSENT = 'ABSENT';
const IGNORE = 'IGNORE';

/** What stays of a header when it is written differently: letters, digits, and signs that say how much. */
export const bare = (label: string): string => label.toLowerCase().replace(/[^\p{L}\p{N}<>=≤≥+%]/gu, '');

/**
 * Finds the dataset's columns among the file's, by their headers. One that is only written differently is taken and shown
 * as a difference; one that is gone, or new, is asked about. `made` are labels of columns that codes are found for, `used`
 * the keys of the file's columns that they are found by.
 */
export function fitColumns(
  target: Target,
  columns: readonly ShapedColumn[],
  made: ReadonlySet<string>,
  used: ReadonlySet<string>,
  decisions: Decisions,
): Fit {
  const sources = new Map<string, ShapedColumn>();
  const differences: Difference[] = [];
  const open: Question[] = [];
  const asked: Question[] = [];
  const present = new Set(target.columns.filter(({ label }) => made.has(label)).map(({ name }) => name));
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const claimed = new Set<string>();
  const claim = (name: string, column: ShapedColumn): void => {
    sources.set(name, column);
    present.add(name);
    claimed.add(column.key);
  };
  const labels = new Set(target.columns.map(({ label }) => label));
  // Of two columns with one header nobody can tell which is meant, unless the dataset has both.
  const isTwin = (key: string): boolean => {
    const second = `${key.replace(/#\d+$/, '')}#2`;
    return byKey.has(second) && !labels.has(second);
  };
  for (const { name, label } of target.columns) {
    const same = byKey.get(label);
    if (same && !made.has(label) && !isTwin(label)) claim(name, same);
  }
  const missing = target.columns.filter(({ name, label }) => !sources.has(name) && !made.has(label));
  const rest = () => columns.filter(({ key }) => !claimed.has(key));
  for (const { name, label } of missing) {
    const letters = bare(label);
    const alike = rest().filter(({ key }) => letters !== '' && bare(key) === letters && !isTwin(key));
    const [only] = alike;
    if (!only || alike.length > 1) continue;
    claim(name, only);
    differences.push({
      kind: 'RENAMED',
      column: label,
      words: {
        id: `Judul "${label}" kini tertulis "${only.key}".`,
        en: `The header "${label}" is now written "${only.key}".`,
      },
    });
  }
  for (const { name, label, key } of missing) {
    if (sources.has(name)) continue;
    const optional = target.optional.includes(name);
    const question = missingQuestion(label, rest(), key);
    const answer = own(decisions.answers, question.id);
    const renamed = rest().find(({ key }) => key === answer);
    differences.push({
      kind: renamed ? 'RENAMED' : 'MISSING',
      column: label,
      words: renamed
        ? {
            id: `"${label}" kini kolom "${renamed.key}".`,
            en: `"${label}" is now the column "${renamed.key}".`,
          }
        : { id: `Kolom "${label}" tidak ada di berkas.`, en: `The column "${label}" is not in the file.` },
    });
    if (renamed) {
      claim(name, renamed);
      asked.push(question);
    } else if (answer === ABSENT && !key) {
      present.add(name);
      asked.push(question);
    } else if (!optional) open.push(question);
  }
  const isReject = REJECT_COLUMNS.every((key) => byKey.has(key));
  for (const { key } of rest()) {
    if (isReject && (REJECT_COLUMNS as readonly string[]).includes(key)) continue;
    if (used.has(key) || target.withheld.includes(key) || own(decisions.overrides, key)?.omit) continue;
    differences.push({
      kind: 'NEW',
      column: key,
      words: {
        id: `Kolom "${key}" tidak ada pada dataset ini dan tidak dimuat.`,
        en: `The column "${key}" is not in this dataset and is not loaded.`,
      },
    });
    // A column without a header may be what one long row pushed aside.
    if (!target.last && !key.startsWith('#')) continue;
    const question = newQuestion(key);
    (own(decisions.answers, question.id) === IGNORE ? asked : open).push(question);
  }
  return { sources, present, differences, open, asked };
}

function missingQuestion(label: string, rest: readonly ShapedColumn[], isKey: boolean): Question {
  const options: Option[] = rest.slice(0, 50).map(({ key }) => ({
    value: key,
    words: { id: `kolom "${key}"`, en: `the column "${key}"` },
    effect: {},
  }));
  if (!isKey)
    options.push({
      value: ABSENT,
      words: {
        id: 'memang tidak ada; kosong pada rilis ini',
        en: 'it is not there; it is empty in this release',
      },
      effect: {},
    });
  return {
    id: `MISSING_COLUMN:${label}`,
    column: label,
    kind: 'MISSING_COLUMN',
    words: {
      id: `Kolom "${label}" dari dataset tidak ada di berkas. Kolom mana yang kini memuatnya?`,
      en: `The dataset's column "${label}" is not in the file. Which column holds it now?`,
    },
    options,
    proposed: null,
    evidence: [],
  };
}

/** The answer that a column that no file had before gets, unless it is looked into. */
export const newQuestion = (key: string): Question => ({
  id: `NEW_COLUMN:${key}`,
  column: key,
  kind: 'NEW_COLUMN',
  words: {
    id: `Kolom "${key}" baru: dataset ini tidak memilikinya. Muat berkas tanpa kolom itu?`,
    en: `The column "${key}" is new: this dataset has none. Load the file without it?`,
  },
  options: [
    {
      value: IGNORE,
      words: {
        id: 'ya; untuk menambahnya ajukan permohonan perubahan',
        en: 'yes; a CHANGE case can add it',
      },
      effect: {},
    },
  ],
  proposed: IGNORE,
  evidence: [],
});
