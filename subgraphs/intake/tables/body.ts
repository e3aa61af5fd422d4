import type { Cell, Merge, Row } from '../reading/grid.js';
import type { Column } from './header.js';
import { amountOf, isBlank, isCountry, isMissing, isNote, isProvince, isTotal, textOf } from './looks.js';

export const REASONS = ['TOTAL', 'NOTE', 'UNIT', 'NUMBERING', 'BLANK', 'REPEATED_HEADER', 'SECTION'] as const;
export type Reason = (typeof REASONS)[number];

/** A row that is not taken for data; whoever knows better can take it in again. */
export interface SetAside {
  /** Zero-based row of the sheet. */
  readonly row: number;
  readonly why: Reason;
  /** In the columns' order. */
  readonly cells: readonly Cell[];
}

export interface BodyRow {
  /** Zero-based row of the sheet. */
  readonly row: number;
  /** In the columns' order. */
  readonly cells: readonly Cell[];
}

/** What the head of a table tells about its rows. */
export interface BodyShape {
  readonly columns: readonly Column[];
  /** Texts of the header's last row and of the labels: a row that says the same again is no data. */
  readonly headings: readonly (readonly string[])[];
  /** Places among the columns that hold numbers or dates. */
  readonly numeric: ReadonlySet<number>;
  /** How many cells a row usually fills. */
  readonly typical: number;
  /** Places that name what a row is about. */
  readonly names: readonly number[];
  /** Whether several provinces are among the names: then each is a row of its own. */
  readonly provinces: boolean;
  readonly merges: readonly Merge[];
  /** The column of the sheet where the next table to the right begins, or none at all. */
  readonly right: number;
}

/** A value beside the columns of its table: the head showed no column there. */
export interface Stray {
  readonly row: number;
  /** Zero-based column of the sheet. */
  readonly column: number;
  readonly cell: Cell;
}

export type Verdict =
  | { readonly kind: 'ROW'; readonly row: BodyRow }
  | { readonly kind: 'ASIDE'; readonly aside: SetAside };

/**
 * Tells the rows of a table from what stands between and below them, fed one row after the other. Rows whose meaning
 * only shows later (a blank, a line of one cell) wait for what follows.
 */
export class BodyReader {
  #waiting: { row: number; cells: readonly Cell[]; why: 'BLANK' | 'SECTION' }[] = [];
  #notes = false;
  #rows = 0;
  readonly #numeric: readonly number[];
  readonly #totals: Float64Array;
  readonly #counts: Float64Array;
  readonly #down: readonly Merge[];
  readonly #held = new Map<Merge, Cell>();
  #nextDown = 0;
  #active: Merge[] = [];
  readonly #gaps: readonly number[];
  readonly #end: number;
  /** Values of data rows that stand in no column of the table; whoever reads them empties the list. */
  readonly strays: Stray[] = [];

  constructor(private readonly shape: BodyShape) {
    this.#numeric = [...shape.numeric];
    this.#totals = new Float64Array(shape.columns.length);
    this.#counts = new Float64Array(shape.columns.length);
    const places = new Set(shape.columns.map(({ at }) => at));
    const from = shape.columns[0]?.at ?? 0;
    this.#end = (shape.columns.at(-1)?.at ?? -1) + 1;
    this.#gaps = Array.from({ length: this.#end - from }, (_, at) => from + at).filter(
      (at) => !places.has(at),
    );
    this.#down = shape.merges
      .filter(({ top, bottom, left, right }) => bottom > top && left === right)
      .sort((one, other) => one.top - other.top);
  }

  /** What is now known of this row and those that waited for it, in order. */
  feed(row: number, line: Row): Verdict[] {
    const cells = this.#cells(row, line);
    const filled: number[] = [];
    for (let at = 0; at < cells.length; at++) if (!isBlank(cells[at])) filled.push(at);
    if (filled.length === 0) {
      this.#waiting.push({ row, cells, why: 'BLANK' });
      return [];
    }
    const why = this.#judge(cells, filled);
    if (why === 'SECTION') {
      this.#waiting.push({ row, cells, why });
      return [];
    }
    if (why === 'NOTE') return [...this.#release('NOTE'), aside(row, cells, 'NOTE')];
    this.#notes = false;
    const before = this.#release('SECTION');
    if (why !== undefined) return [...before, aside(row, cells, why)];
    this.#rows++;
    this.#add(cells);
    this.#look(row, line);
    return [...before, { kind: 'ROW', row: { row, cells } }];
  }

  /**
   * Takes a row of which the caller knows that it fills too many columns for a note or a section and stands in no
   * other, repeats no heading, and that `namesTotal` is false of its texts; `amounts` of it by the columns, NaN for a
   * text, infinite for an empty cell. Gives what waited for it; undefined where it is a sum, and has not been taken.
   */
  plain(amounts: Float64Array): readonly Verdict[] | undefined {
    let proofs = 0;
    for (const at of this.#numeric) {
      const amount = amounts[at] as number;
      if (amount === Number.POSITIVE_INFINITY) continue;
      if (!this.#sums(at, amount)) {
        proofs = 0;
        break;
      }
      proofs++;
    }
    if (proofs > 1 || (proofs > 0 && this.#rows > 4)) return undefined;
    this.#notes = false;
    const before = this.#waiting.length === 0 ? NONE : this.#release('SECTION');
    this.#rows++;
    for (const at of this.#numeric) this.#count(at, amounts[at] as number);
    return before;
  }

  /** Whether a text in this place says that its row is a total. */
  namesTotal(at: number, text: string): boolean {
    if (this.shape.numeric.size === 0) return false;
    if (this.shape.names.includes(at))
      return isTotal(text) || isCountry(text) || (isProvince(text) && !this.shape.provinces);
    return at === 0 && isTotal(text);
  }

  /** What still waited when the table ended: lines that nothing follows are notes; blanks are nothing. */
  end(): Verdict[] {
    while (this.#waiting.at(-1)?.why === 'BLANK') this.#waiting.pop();
    return this.#release('NOTE');
  }

  #judge(cells: readonly Cell[], filled: readonly number[]): Reason | undefined {
    const first = textOf(cells[filled[0] as number]);
    const few = filled.length <= Math.max(1, Math.floor(this.shape.columns.length / 3));
    if (few && isNote(first) && this.shape.columns.length > 1) this.#notes = true;
    if (this.#notes && few) return 'NOTE';
    if (this.#repeats(cells, filled)) return 'REPEATED_HEADER';
    if (this.#isTotal(cells, filled)) return 'TOTAL';
    return this.#isSection(filled) ? 'SECTION' : undefined;
  }

  #repeats(cells: readonly Cell[], filled: readonly number[]): boolean {
    if (filled.length < 2) return false;
    return this.shape.headings.some(
      (heading) =>
        filled.every((at) => textOf(cells[at]) === heading[at]) &&
        filled.length * 2 >= heading.filter((text) => text !== '').length,
    );
  }

  #isTotal(cells: readonly Cell[], filled: readonly number[]): boolean {
    const names = this.shape.names.map((at) => textOf(cells[at]));
    const valued = filled.some((at) => this.shape.numeric.has(at));
    if (!valued) return false;
    if (names.some(isTotal) || (filled.length > 1 && isTotal(textOf(cells[filled[0] as number]))))
      return true;
    if (names.some((name) => isCountry(name) || (isProvince(name) && !this.shape.provinces))) return true;
    return this.#isSum(cells);
  }

  /** Whether every number of the row is the sum of all above it. */
  #isSum(cells: readonly Cell[]): boolean {
    let proofs = 0;
    for (const at of this.#numeric) {
      const text = textOf(cells[at]);
      if (text === '' || isMissing(text)) continue;
      if (!this.#sums(at, amountOf(cells[at]) ?? Number.NaN)) return false;
      proofs++;
    }
    return proofs > 0 && (proofs > 1 || this.#rows > 4);
  }

  /** Whether the amount is the sum of all above it in this column. */
  #sums(at: number, amount: number): boolean {
    const total = this.#totals[at] as number;
    if (!((this.#counts[at] as number) >= 3) || total === 0) return false;
    return Math.abs(amount - total) <= Math.abs(total) * 1e-9;
  }

  #isSection(filled: readonly number[]): boolean {
    const { typical, numeric, columns } = this.shape;
    if (typical < 3 || columns.length < 3) return false;
    if (numeric.size === 0) return filled.length === 1 && typical >= 4;
    return filled.length <= Math.max(1, Math.floor(typical * 0.4)) && !filled.some((at) => numeric.has(at));
  }

  #add(cells: readonly Cell[]): void {
    for (const at of this.#numeric) this.#count(at, amountOf(cells[at]) ?? Number.NaN);
  }

  #count(at: number, amount: number): void {
    if (!Number.isFinite(amount)) return;
    this.#totals[at] = (this.#totals[at] as number) + amount;
    if (amount !== 0) this.#counts[at] = (this.#counts[at] as number) + 1;
  }

  #look(row: number, line: Row): void {
    const look = (column: number): void => {
      const cell = line[column] ?? null;
      if (!isBlank(cell)) this.strays.push({ row, column, cell });
    };
    for (const column of this.#gaps) look(column);
    for (let column = this.#end; column < Math.min(line.length, this.shape.right); column++) look(column);
  }

  /** The row's cells in the columns' order; one merged down counts for each row that it covers. */
  #cells(row: number, line: Row): readonly Cell[] {
    const { columns } = this.shape;
    while ((this.#down[this.#nextDown]?.top ?? Number.POSITIVE_INFINITY) <= row)
      this.#active.push(this.#down[this.#nextDown++] as Merge);
    if (this.#active.length > 0) {
      this.#active = this.#active.filter(({ bottom }) => bottom >= row);
      for (const merge of this.#active)
        if (merge.top === row) this.#held.set(merge, line[merge.left] ?? null);
    }
    return columns.map(({ at }) => {
      const own = line[at] ?? null;
      if (own !== null || this.#active.length === 0) return own;
      const merge = this.#active.find(({ left, top }) => left === at && top < row);
      return merge ? (this.#held.get(merge) ?? null) : null;
    });
  }

  #release(why: 'NOTE' | 'SECTION'): Verdict[] {
    const released = this.#waiting.map(({ row, cells, why: own }) =>
      aside(row, cells, own === 'BLANK' ? 'BLANK' : why),
    );
    this.#waiting = [];
    return released;
  }
}

const NONE: readonly Verdict[] = [];

const aside = (row: number, cells: readonly Cell[], why: Reason): Verdict => ({
  kind: 'ASIDE',
  aside: { row, why, cells },
});
