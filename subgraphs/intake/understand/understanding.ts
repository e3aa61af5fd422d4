import type { DatasetDefinition } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import type { Mapping, TablePlace } from '../mapping.js';
import type { Encoding } from '../reading/encoding.js';
import type { Format, ReadFile } from '../reading/grid.js';
import type { Reason } from '../tables/body.js';
import type { ColumnChoice, Example, MissingMarker, Question } from '../typing/guess.js';

/** What a producer has said about a file. It is kept with the dataset and answers for the next file too. */
export interface Decisions {
  /** Value of the chosen option by the question's id. */
  readonly answers: Readonly<Record<string, string>>;
  /** What the producer says otherwise than it was guessed, by the column's key. */
  readonly overrides: Readonly<Record<string, Override>>;
}

export interface Override {
  /** Leave the column out of the dataset. */
  readonly omit?: boolean;
  /** Read the column as this, whatever it looks like. */
  readonly choice?: ColumnChoice;
}

export const NO_DECISIONS: Decisions = { answers: {}, overrides: {} };

/** A table of the file, as a person tells it from the others. */
export interface TableSeen {
  readonly place: TablePlace;
  readonly file: string;
  readonly sheet: string;
  readonly hidden: boolean;
  readonly title: readonly string[];
  readonly labels: readonly string[];
  /** The sheet's row, from 1, where the data begin. */
  readonly firstRow: number;
}

/** A column as it was understood, after years or months have become rows. */
export interface ColumnSeen {
  /** See `columnKeys`; the name of the measure where columns became rows. */
  readonly key: string;
  readonly unit: string | null;
  /** What it is read as; null while a question about it is open. */
  readonly choice: ColumnChoice | null;
  readonly evidence: readonly Words[];
  readonly blanks: number;
  readonly missing: readonly MissingMarker[];
  /** Values that do not fit, the first of each kind. */
  readonly exceptions: readonly Example[];
  readonly exceptionCount: number;
  /** Name of the column of the definition that it fills; null where it fills none. */
  readonly fills: string | null;
}

/** How the file differs from what the dataset was loaded from before. */
export interface Difference {
  readonly kind: 'MISSING' | 'NEW' | 'RENAMED' | 'FORMAT';
  readonly column: string;
  readonly words: Words;
}

export interface RowProblem extends Words {
  /** The sheet's row, from 1. */
  readonly row: number;
  readonly column: string | null;
}

/** Code of a region, class or period that was found for what the file says. */
export interface CodeMatch {
  readonly column: string;
  readonly text: string;
  readonly code: string | null;
  readonly label: string | null;
  /** 0 to 1. */
  readonly confidence: number;
  readonly rows: number;
}

/** What a file was understood as. */
export interface Understanding {
  readonly format: Format;
  readonly encoding: Encoding | null;
  readonly delimiter: ReadFile['delimiter'];
  readonly skipped: readonly { readonly filename: string; readonly reason: Words }[];
  readonly tables: readonly TableSeen[];
  /** Data rows of the chosen tables, before columns become rows. */
  readonly rows: number;
  readonly aside: readonly {
    readonly why: Reason;
    readonly count: number;
    readonly examples: readonly Example[];
  }[];
  readonly columns: readonly ColumnSeen[];
  readonly matches: readonly CodeMatch[];
  /** What is still open; nothing can be loaded before it is answered. */
  readonly questions: readonly Question[];
  readonly answered: readonly (Question & { readonly answer: string })[];
  /** What nobody said and yet was decided, as answers: rows that were set aside stay so in the next file. */
  readonly assumed: Readonly<Record<string, string>>;
  readonly differences: readonly Difference[];
  /** The first rows as they will be stored; as they stand in the file while questions are open. */
  readonly preview: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | null)[])[];
  };
  readonly problemCount: number;
  /** The first hundred values that cannot be read, when no question is open. */
  readonly problems: readonly RowProblem[];
  /** The dataset's own definition, or the one that is proposed. */
  readonly definition: DatasetDefinition | null;
  /** Null while questions are open. */
  readonly mapping: Mapping | null;
}
