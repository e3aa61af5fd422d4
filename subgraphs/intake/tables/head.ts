import type { Cell, Merge, Row } from '../reading/grid.js';
import { isBlank } from './looks.js';

/** Columns of a sheet, both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const WIDTH = 16_384;
/** More cells than that are merged in no header; a hostile file may claim them all, again and again. */
const MAX_MERGED = 1_000_000;

function index(merges: readonly Merge[], rows: number): ReadonlyMap<number, Merge> {
  const cells = new Map<number, Merge>();
  let steps = 0;
  for (const merge of merges)
    for (let row = merge.top; row <= Math.min(merge.bottom, rows - 1); row++)
      for (let column = merge.left; column <= merge.right; column++) {
        if (++steps > MAX_MERGED) return cells;
        cells.set(row * WIDTH + column, merge);
      }
  return cells;
}

/** The first rows of a sheet, and what is asked of them. */
export class Head {
  #merged: ReadonlyMap<number, Merge> | undefined;

  constructor(
    readonly rows: readonly Row[],
    readonly merges: readonly Merge[],
    /** Whether these are all rows of the sheet. */
    readonly whole: boolean,
    /** Whether it was made by the hub: one row names the columns, and everything below is data, whatever it looks like. */
    readonly template: boolean,
  ) {}

  cell(row: number, column: number): Cell {
    return this.rows[row]?.[column] ?? null;
  }

  /** Columns in which a row has something. */
  filled(row: number, { from, to }: Span): number[] {
    const columns: number[] = [];
    const cells = this.rows[row] ?? [];
    for (let at = from; at <= to && at < cells.length; at++) if (!isBlank(cells[at])) columns.push(at);
    return columns;
  }

  /** The merge that a cell lies in. */
  merge(row: number, column: number): Merge | undefined {
    this.#merged ??= index(this.merges, this.rows.length);
    return this.#merged.get(row * WIDTH + column);
  }

  /** How many columns a row covers with what is merged along it. */
  covered(row: number, span: Span): number {
    const columns = new Set<number>();
    for (const column of this.filled(row, span)) {
      const right = Math.min(this.merge(row, column)?.right ?? column, span.to);
      for (let at = column; at <= right; at++) columns.add(at);
    }
    return columns.size;
  }
}
