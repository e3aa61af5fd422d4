import { columnKeys, type TablePlace } from '../mapping.js';
import type { Sheet } from '../reading/grid.js';
import type { OpenedFile } from '../reading/open.js';
import { type FoundTable, findTables } from '../tables.js';
import type { Option, Question } from '../typing/guess.js';
import type { TableSeen } from './understanding.js';

/** A table of the file that could be the dataset's. */
export interface Candidate {
  readonly place: TablePlace;
  readonly table: FoundTable;
  readonly keys: readonly string[];
  readonly seen: TableSeen;
}

export const TABLE_QUESTION = 'TABLE';
const ALL = 'ALL';
const UNION = 'UNION';
const MAX_OPTIONS = 100;

/** Every table of every sheet of every file, in their order; `template` is the sheet to fill in of one. */
export async function candidatesOf(
  files: readonly OpenedFile[],
  template: Sheet | undefined,
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const [file, opened] of files.entries())
    for (const [sheet, one] of opened.sheets.entries())
      for (const [at, table] of (await findTables(one, opened.filename, one === template)).entries()) {
        const keys = columnKeys(table);
        const seen: TableSeen = {
          place: { file, sheet, table: at },
          file: opened.filename,
          sheet: one.name,
          hidden: one.hidden === true,
          title: table.title,
          labels: keys,
          firstRow: table.first + 1,
        };
        candidates.push({ place: seen.place, table, keys, seen });
      }
  return candidates;
}

/** What the headers of alike tables have in common: they differ by the year at most. */
const timeless = (keys: readonly string[]): string[] =>
  keys.map((key) => key.toLowerCase().replace(/(?:19|20)\d{2}/g, 'YYYY'));

/** Tables that say the same of other years, files or sheets have one. */
const signature = ({ keys }: Candidate): string => timeless(keys).join('\n');

/** Whether each table has at least half of the columns that all of them have together. */
function shareMost(candidates: readonly Candidate[]): boolean {
  const sets = candidates.map(({ keys }) => new Set(timeless(keys)));
  const all = new Set(sets.flatMap((keys) => [...keys]));
  return sets.every(({ size }) => size * 2 >= all.size);
}

/**
 * The tables to read as one, or the question which. `needs` are the columns that the dataset's last file had: a file in
 * which one table alone has them, and its sheet no other, asks nothing.
 */
export function chooseTables(
  candidates: readonly Candidate[],
  answer: string | undefined,
  needs: readonly string[] | null,
): { readonly chosen: readonly Candidate[]; readonly asked: Question | null } | { readonly open: Question } {
  const [only] = candidates;
  if (only && candidates.length === 1) return { chosen: [only], asked: null };
  const fits = needs ? best(candidates, needs) : candidates;
  const [fit] = fits;
  // What stands on the same sheet below it can be its own rows, which must not get lost unseen.
  const besides = candidates.filter(({ table }) => table.sheet === fit?.table.sheet);
  if (needs && fit && fits.length === 1 && besides.length === 1) return { chosen: [fit], asked: null };
  const fitting = fits.length === 1 ? besides : fits;
  const groups = new Map<string, Candidate[]>();
  for (const one of fitting) groups.set(signature(one), [...(groups.get(signature(one)) ?? []), one]);
  const byValue = new Map<string, readonly Candidate[]>();
  const options: Option[] = [];
  const offer = (value: string, id: string, en: string, chosen: readonly Candidate[]) => {
    if (byValue.has(value) || options.length >= MAX_OPTIONS) return;
    byValue.set(value, chosen);
    options.push({ value, words: { id, en }, effect: {} });
  };
  const offerGroup = (group: readonly Candidate[]) => {
    const [first] = group;
    if (!first || group.length < 2) return;
    const count = group.length;
    offer(
      count === fitting.length ? ALL : `${ALL} ${nameOf(first)}`,
      `semua ${count} tabel yang berkolom sama, disusun menjadi satu`,
      `all ${count} tables with the same columns, one below the other`,
      group,
    );
  };
  if (groups.size === 1) offerGroup(fitting);
  for (const one of fitting) {
    const hidden = one.seen.hidden;
    const shown = `${nameOf(one)}: ${one.keys.slice(0, 6).join(', ')}${one.keys.length > 6 ? ', …' : ''}`;
    offer(
      nameOf(one),
      `${shown}${hidden ? ' (lembar tersembunyi)' : ''}`,
      `${shown}${hidden ? ' (hidden sheet)' : ''}`,
      [one],
    );
  }
  for (const group of groups.values()) offerGroup(group);
  if (groups.size > 1 && shareMost(fitting))
    offer(
      UNION,
      `semua ${fitting.length} tabel, disusun menjadi satu; kolom yang tidak ada pada sebuah tabel kosong di sana`,
      `all ${fitting.length} tables, one below the other; a column that a table lacks is empty there`,
      fitting,
    );
  const question: Question = {
    id: TABLE_QUESTION,
    column: '',
    kind: 'TABLE',
    words: {
      id: `Berkas ini memuat ${fitting.length} tabel. Mana yang menjadi dataset ini?`,
      en: `This file holds ${fitting.length} tables. Which of them is this dataset?`,
    },
    options,
    proposed: groups.size === 1 && fitting.length > 1 ? ALL : null,
    evidence: [],
  };
  const chosen = answer === undefined ? undefined : byValue.get(answer);
  return chosen ? { chosen, asked: question } : { open: question };
}

/** Those that have most of what is needed, at least half of it; all of them where none has. */
function best(candidates: readonly Candidate[], needs: readonly string[]): readonly Candidate[] {
  const share = (one: Candidate): number => needs.filter((key) => one.keys.includes(key)).length;
  const most = Math.max(0, ...candidates.map(share));
  return most * 2 >= needs.length && most > 0 ? candidates.filter((one) => share(one) === most) : candidates;
}

/** `Lembar 1`, with the file where there are several, with its number on a sheet that has more than one. */
const nameOf = ({ seen, place }: Candidate): string =>
  [seen.file === seen.sheet ? '' : seen.file, seen.sheet, place.table > 0 ? `#${place.table + 1}` : '']
    .filter((part) => part !== '')
    .join(' › ');
