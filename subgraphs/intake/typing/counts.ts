import type { DateShape } from './dates.js';
import type { Example } from './guess.js';
import { compareExact, fitsWhole, type NumberShape } from './numerals.js';

const MAX_EXAMPLES = 5;
const MAX_SHOWN = 60;

/** What a cell is, told from its text alone; each cell that is not missing counts under one of these. */
export type CellKind =
  | NumberShape
  | DateShape
  | 'TYPED_NUMBER'
  | 'TYPED_DATE'
  | 'TYPED_BOOLEAN'
  | 'TRUTH'
  | 'WORD';

/** Cells of one sort: how many, and the first few. */
export class Tally {
  count = 0;
  readonly examples: Example[] = [];

  add(row: number, text: string): void {
    this.count++;
    if (this.examples.length < MAX_EXAMPLES) this.examples.push({ row, text: shown(text) });
  }
}

export const shown = (text: string): string =>
  text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;

/** Tallies by name, made when first needed. */
export class Tallies<Name extends string> {
  readonly #all = new Map<Name, Tally>();

  add(name: Name, row: number, text: string): void {
    let tally = this.#all.get(name);
    if (!tally) {
      tally = new Tally();
      this.#all.set(name, tally);
    }
    tally.add(row, text);
  }

  count(...names: readonly Name[]): number {
    let sum = 0;
    for (const name of names) sum += this.#all.get(name)?.count ?? 0;
    return sum;
  }

  /** First examples over these sorts, in the order of the rows. */
  examples(...names: readonly Name[]): Example[] {
    return names.flatMap((name) => this.#all.get(name)?.examples ?? []).sort((a, b) => a.row - b.row);
  }

  entries(): IterableIterator<[Name, Tally]> {
    return this.#all.entries();
  }

  get size(): number {
    return this.#all.size;
  }
}

/** What the numbers of a column are when read with one decimal mark. */
export class NumberRange {
  min: string | null = null;
  max: string | null = null;
  count = 0;
  /** Whether any has a fraction, and whether one of them has another digit than zero. */
  fractions = false;
  parts = false;

  add(value: string): void {
    this.count++;
    const point = value.indexOf('.');
    if (point >= 0) {
      this.fractions = true;
      this.parts ||= /[1-9]/.test(value.slice(point));
    }
    if (this.min === null || compareExact(value, this.min) < 0) this.min = value;
    if (this.max === null || compareExact(value, this.max) > 0) this.max = value;
  }

  /** The narrowest type that holds every value, digit for digit. */
  type(): 'INTEGER' | 'BIGINT' | 'DECIMAL' {
    if (this.fractions) return 'DECIMAL';
    for (const type of ['INTEGER', 'BIGINT'] as const)
      if (fitsWhole(this.min ?? '0', type) && fitsWhole(this.max ?? '0', type)) return type;
    return 'DECIMAL';
  }
}

/** What is seen besides the kind of a cell. */
export type Trait =
  | 'RP'
  | 'RP_POINT_THREE'
  | 'RP_COMMA_THREE'
  | 'PERCENT'
  | 'BARE'
  | 'GROUP_POINT'
  | 'GROUP_COMMA'
  | 'GROUP_BLANK'
  | 'YEAR'
  | 'LONG_WHOLE'
  | 'TWO_DOT_TWO'
  | 'TIME'
  | 'SHORT_YEAR'
  | 'LONG_TYPED'
  | 'TYPED_THOUSAND'
  | 'TYPED_FRACTION';

/** Everything that a verdict is made of; of constant size, however long the column. */
export class ColumnCounts {
  rows = 0;
  blanks = 0;
  readonly kinds = new Tallies<CellKind>();
  readonly traits = new Tallies<Trait>();
  /** Texts that may stand for "no value", as they are written. */
  readonly markers = new Tallies<string>();
  /** Numbers that may, by their shortest exact value. */
  readonly sentinels = new Tallies<string>();
  /** Words of truth, lower case. */
  readonly truths = new Tallies<string>();
  /** The numbers (sentinels apart) as they read with a decimal comma and with a decimal point. */
  readonly ranges = { ',': new NumberRange(), '.': new NumberRange() } as const;
  readonly distinct = new Set<string>();
  distinctMore = false;
  /** Every text so far while no two are the same, at most 200,000; null from then on. */
  different: Set<string> | null = new Set();
  /** Length of the digits of whole numbers and codes. */
  minWidth = Number.POSITIVE_INFINITY;
  maxWidth = 0;
  /** Whether every number so far was the one before it plus one. */
  running = true;
  /** The first two digits of cells like `35.14`, while they are the same. */
  province: string | null | undefined;
  greatestShortYear = 0;

  get values(): number {
    let sum = 0;
    for (const [, tally] of this.kinds.entries()) sum += tally.count;
    return sum;
  }
}
