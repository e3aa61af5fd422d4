import type { Encoding } from './reading/encoding.js';
import type { Reason } from './tables/body.js';
import type { FoundTable } from './tables.js';
import type { ColumnChoice } from './typing/guess.js';

/**
 * How one file is read into one dataset, every question answered. It is made by `understand` for this very file: what
 * a producer decided is remembered as decisions, and a mapping is made of them anew for the next file.
 */
export interface Mapping {
  /** The tables that are read, one after the other, as rows of one. */
  readonly tables: readonly TablePlace[];
  /** Where columns are turned into rows: every row of the file becomes one for each period that it has values for. */
  readonly unpivot: Unpivot | null;
  /** In the order of the definition's columns. */
  readonly columns: readonly MappedColumn[];
  /** How the text of this file is encoded, where that was found out when it was understood: it spares a pass over it. */
  readonly encoding?: Encoding;
  /** Rows that were set aside for these reasons and are data all the same. */
  readonly keep: readonly Reason[];
}

/** A table by its places: file of a ZIP (0 for any other), sheet of the file, table of the sheet. */
export interface TablePlace {
  readonly file: number;
  readonly sheet: number;
  readonly table: number;
}

export interface MappedColumn {
  /** Name of the definition's column. */
  readonly name: string;
  readonly source: ValueSource;
  readonly choice: ColumnChoice;
  /**
   * The code of each combination of the source's texts (as `lookupKey` makes it), null where it stands for no code;
   * null where the value itself is taken. A combination that is not in it is a problem.
   */
  readonly lookup: Readonly<Record<string, string | null>> | null;
}

/** Where a value comes from. Columns of the file are named by their keys, see `columnKeys`. */
export type ValueSource =
  | { readonly kind: 'COLUMN'; readonly key: string }
  /** What several columns say together (code, name, and what they lie in); the lookup gives the code. */
  | { readonly kind: 'CODE'; readonly keys: readonly string[] }
  /** The period of the headers that the row was made of. */
  | { readonly kind: 'PERIOD' }
  /** The value under the headers of this measure. */
  | { readonly kind: 'MEASURE'; readonly measure: string }
  /** The year that title, sheet or file name. */
  | { readonly kind: 'TABLE_YEAR' }
  /** Every row's the same. */
  | { readonly kind: 'CONSTANT'; readonly text: string };

export interface Unpivot {
  /** Each column that becomes rows: what it measures, and when. */
  readonly series: readonly Series[];
}

export interface Series {
  readonly key: string;
  /** Name of what is measured, the header without its period. */
  readonly measure: string;
  /** `2024`, `2024-Q3` or `2024-03`. */
  readonly period: string;
}

/** The keys of a table's columns: the header, `header#2` for a second one of that name, `#4` (its place, from 1) for none. */
export function columnKeys(table: Pick<FoundTable, 'columns'>): string[] {
  const seen = new Map<string, number>();
  return table.columns.map(({ label: whole }, at) => {
    if (whole === '') return `#${at + 1}`;
    const label = namedBy(whole);
    const times = (seen.get(label) ?? 0) + 1;
    seen.set(label, times);
    return times === 1 ? label : `${label}#${times}`;
  });
}

/** What a row's code is looked up by: the texts of its columns as they stand, without blanks around them. */
export const lookupKey = (texts: readonly (string | null)[]): string =>
  `${texts.map((text) => (text === null ? '' : namedBy(text.trim()))).join('\t')}\t`;

const LONGEST_NAME = 300;

/**
 * A text of a file as a name that is kept, shown and sent back: no name is longer, and PostgreSQL's JSON holds neither
 * NUL nor half a pair of surrogates.
 */
export function namedBy(text: string): string {
  const short = text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text;
  return short.isWellFormed() && !short.includes('\0')
    ? short
    : short.replaceAll('\0', '\uFFFD').toWellFormed();
}
