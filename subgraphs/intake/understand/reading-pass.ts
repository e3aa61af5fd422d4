import type { Series } from '../mapping.js';
import type { Cell } from '../reading/grid.js';
import type { Reason, SetAside } from '../tables/body.js';
import { textOf } from '../tables/looks.js';
import { rowsOf } from '../tables.js';
import { ColumnTyping } from '../typing/column.js';
import type { Example } from '../typing/guess.js';
import type { HeaderHint } from '../typing/headers.js';
import type { Candidate } from './candidates.js';
import type { Shape } from './shape.js';
import type { Tuples } from './tuples.js';

const RAW_ROWS = 20;
const EXAMPLES = 3;

export interface Aside {
  readonly why: Reason;
  count: number;
  readonly examples: Example[];
}

export interface Pass {
  rows: number;
  /** In the order of the shape's columns; null for those that no file holds. */
  readonly typings: readonly (ColumnTyping | null)[];
  readonly asides: readonly Aside[];
  /** The first rows as they stand in the file, in the columns' order. */
  readonly raw: readonly (readonly (string | null)[])[];
}

/**
 * Reads every row of the chosen tables once: each column's typing sees all of its cells, and `coded` the combinations of
 * texts that they collect.
 */
export async function readThrough(
  candidates: readonly Candidate[],
  shape: Shape,
  coded: readonly Tuples[],
  typing: {
    readonly year: number;
    readonly hints: ReadonlyMap<string, HeaderHint>;
    readonly keep: readonly Reason[];
  },
): Promise<Pass> {
  const typings = shape.columns.map(({ key, label, source }) =>
    source.kind === 'COLUMN' || source.kind === 'MEASURE'
      ? new ColumnTyping({ header: key || label, year: typing.year, ...hintFor(key, typing.hints) })
      : null,
  );
  const asides = new Map<Reason, Aside>();
  const raw: (string | null)[][] = [];
  const pass = { rows: 0, typings, raw };
  const collecting = coded.filter(({ keys }) => keys.length > 0);
  const keep = new Set(typing.keep);
  for (const { table, keys } of candidates) {
    const places = shape.columns.map(({ source }) => placesOf(source, keys, shape.series));
    const typed = typings.flatMap((one, at) =>
      one ? (places[at] ?? []).map((place) => ({ one, place })) : [],
    );
    const codedAt = collecting.map((tuples) => ({ tuples, at: tuples.keys.map((key) => keys.indexOf(key)) }));
    const take = (row: number, cells: readonly Cell[]): void => {
      pass.rows++;
      for (const { one, place } of typed) one.add(cells[place] ?? null, row + 1);
      for (const { tuples, at } of codedAt)
        tuples.add(
          at.map((place) => rawText(cells[place] ?? null)),
          row + 1,
        );
      if (raw.length < RAW_ROWS) raw.push(places.map((each) => rawText(cells[each[0] ?? -1] ?? null)));
    };
    const aside = ({ why, row, cells }: SetAside): void => {
      const one = asides.get(why) ?? { why, count: 0, examples: [] };
      asides.set(why, one);
      one.count++;
      if (one.examples.length < EXAMPLES) one.examples.push({ row: row + 1, text: joined(cells) });
      if (keep.has(why)) take(row, cells);
    };
    table.setAside.forEach(aside);
    for await (const batch of rowsOf(table, aside)) for (const { row, cells } of batch) take(row, cells);
  }
  return { ...pass, asides: [...asides.values()] };
}

const hintFor = (key: string, hints: ReadonlyMap<string, HeaderHint>): { hint?: HeaderHint } => {
  const hint = hints.get(key);
  return hint === undefined ? {} : { hint };
};

/** Where a table has the values of a column; several where columns become rows. */
function placesOf(
  source: Shape['columns'][number]['source'],
  keys: readonly string[],
  series: readonly Series[],
): number[] {
  if (source.kind === 'COLUMN') return [keys.indexOf(source.key)];
  if (source.kind !== 'MEASURE') return [];
  return series
    .filter(({ measure, key }) => measure === source.measure && keys.includes(key))
    .map(({ key }) => keys.indexOf(key));
}

const rawText = (cell: Cell): string | null =>
  cell === null ? null : typeof cell === 'string' ? cell : cell.text;

const joined = (cells: readonly Cell[]): string =>
  cells
    .map(textOf)
    .filter((text) => text !== '')
    .join(' | ')
    .slice(0, 120);
