import type { ColumnType } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import type { HeaderHint } from './headers.js';

/** How the text of a number is read. `percent`: a percent sign may stand behind it and is not part of the value. */
export interface NumberFormat {
  readonly kind: 'NUMBER';
  readonly decimal: ',' | '.';
  /** The mark between thousands; a blank stands for every kind of blank. */
  readonly group: '.' | ',' | ' ' | null;
  /** Whether `Rp` may stand before it. */
  readonly prefix: 'Rp' | null;
  readonly percent: boolean;
  /** Whether a spreadsheet took the mark between thousands for a decimal one: its 1.693 is 1693. */
  readonly thousands?: true;
}

export const DATE_ORDERS = ['DMY', 'MDY', 'YMD', 'WORDS'] as const;

/**
 * How the text of a date is read. The order rules dates of three numbers; `2024-01-31` and `31 Januari 2024` can be read
 * in one way alone and are read under every order.
 */
export interface DateFormat {
  readonly kind: 'DATE';
  readonly order: (typeof DATE_ORDERS)[number];
  /** Whether a time of day may follow, which is dropped. */
  readonly time: boolean;
  /** The last year that a year of two digits can mean: 2025 makes 25 → 2025 and 26 → 1926. Null refuses such years. */
  readonly lastYear: number | null;
}

/** The words, lower case, that stand for true and false. */
export interface BooleanFormat {
  readonly kind: 'BOOLEAN';
  readonly yes: string;
  readonly no: string;
}

/** Text as it is. `strip` is the `.0` that a spreadsheet hung on a code of digits, taken away on reading. */
export interface TextFormat {
  readonly kind: 'TEXT';
  readonly strip: '.0' | null;
}

export type Format = NumberFormat | DateFormat | BooleanFormat | TextFormat;

/** A row number and the cell's text, as shown to the producer. */
export interface Example {
  readonly row: number;
  readonly text: string;
}

/** What a column is read as: confirmed by its producer, or a guess that left nothing to ask. */
export interface ColumnChoice {
  readonly type: ColumnType;
  readonly format: Format;
  /** Texts that stand for "no value", blanks apart. */
  readonly missing: readonly string[];
}

export type QuestionKind =
  | 'TABLE'
  | 'SHAPE'
  | 'YEAR'
  | 'SET_ASIDE'
  | 'MISSING_COLUMN'
  | 'NEW_COLUMN'
  | 'DECIMAL_OR_GROUP'
  | 'DAY_OR_MONTH'
  | 'MISSING_MARKER'
  | 'CODE_OR_NUMBER'
  | 'NUMBER_OR_TEXT'
  | 'DATE_OR_TEXT'
  | 'BOOLEAN_OR_TEXT'
  | 'CENTURY'
  | 'TIME_OF_DAY'
  | 'PERCENT'
  | 'RUPIAH'
  | 'REGION'
  | 'BUSINESS_CLASS'
  | 'AGENCY'
  | 'PERIOD';

/** What an answer makes of the guess; what it leaves out stays. */
export interface Effect {
  readonly type?: ColumnType;
  readonly format?: Partial<NumberFormat> | Partial<DateFormat> | BooleanFormat | TextFormat;
  /** The marker that stands for "no value". */
  readonly missing?: string;
}

export interface Option {
  readonly value: string;
  readonly words: Words;
  readonly effect: Effect;
}

/** Something that neither the column nor its file decides. */
export interface Question {
  /** Stable: the same column of the same shape asks under the same id. */
  readonly id: string;
  readonly column: string;
  readonly kind: QuestionKind;
  readonly words: Words;
  readonly options: readonly Option[];
  /** Value of the option that is likely; null where none is. Never taken without a person's consent. */
  readonly proposed: string | null;
  readonly evidence: readonly Example[];
}

export interface MissingMarker {
  readonly marker: string;
  readonly count: number;
  /** Whether somebody said that it means "no value"; until then its cells are problems, or values. */
  readonly confirmed: boolean;
}

/** The verdict over all cells of a column. */
export interface ColumnGuess {
  readonly column: string;
  readonly type: ColumnType;
  readonly format: Format;
  readonly rows: number;
  readonly blanks: number;
  readonly missing: readonly MissingMarker[];
  readonly evidence: readonly Words[];
  /** Empty: the guess can be used as it is. */
  readonly questions: readonly Question[];
  /** Cells that do not fit the guess, the first of each kind. */
  readonly exceptions: readonly Example[];
  readonly exceptionCount: number;
  /** How many different texts; `more` where counting stopped. */
  readonly distinct: { readonly count: number; readonly more: boolean };
  /** Whether no cell is empty and no two say the same; false also where there are too many to tell. */
  readonly unique: boolean;
}

export interface ColumnOptions {
  readonly header: string;
  /** Tells columns of one header apart in the ids of questions. */
  readonly position?: number;
  /** Texts of which the producer already said that they mean "no value" in this file. */
  readonly missing?: readonly string[];
  /** What is known of the column, where that is more than its header promises. */
  readonly hint?: HeaderHint;
  /** The year of the upload, for years of two digits. */
  readonly year?: number;
}

/** What the other columns of the file say; null where they say nothing, or contradict each other. */
export interface FileConvention {
  readonly decimal: ',' | '.' | null;
  readonly order: 'DMY' | 'MDY' | null;
}

export const NO_CONVENTION: FileConvention = { decimal: null, order: null };

export const TEXT: TextFormat = { kind: 'TEXT', strip: null };

/** The guess with every question answered (`answers`: value of the chosen option by the question's id), or what is open. */
export function choiceOf(
  guess: ColumnGuess,
  answers: Readonly<Record<string, string>> = {},
): { readonly choice: ColumnChoice } | { readonly open: readonly Question[] } {
  const effects: Effect[] = [];
  const open: Question[] = [];
  for (const question of guess.questions) {
    const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    const option = question.options.find(({ value }) => value === answer);
    if (option) effects.push(option.effect);
    else open.push(question);
  }
  // A column that is to stay text has no other question left to answer.
  const text = effects.find((effect) => effect.type === 'TEXT');
  if (!text && open.length > 0) return { open };
  if (text && open.some(({ kind }) => kind === 'MISSING_MARKER'))
    return { open: open.filter(({ kind }) => kind === 'MISSING_MARKER') };
  const missing = [
    ...guess.missing.filter(({ confirmed }) => confirmed).map(({ marker }) => marker),
    ...effects.flatMap((effect) => effect.missing ?? []),
  ];
  if (text) return { choice: { type: 'TEXT', format: { ...TEXT, ...text.format } as TextFormat, missing } };
  let { type, format } = guess;
  for (const effect of effects) {
    type = effect.type ?? type;
    const change = effect.format;
    if (change)
      format = (change.kind && change.kind !== format.kind ? change : { ...format, ...change }) as Format;
  }
  return { choice: { type, format, missing } };
}
