import type { Head, Span } from './head.js';
import { isNumeric, textOf } from './looks.js';

/**
 * The column spans of a sheet that may each hold tables: what lies side by side is parted by columns that are empty
 * in every row of the head. Titles and notes, alone in their row, do not join what they hang over.
 */
export function spansOf(head: Head): Span[] {
  const width = head.rows.reduce((most, row) => Math.max(most, row.length), 0);
  const all = { from: 0, to: width - 1 };
  const used = new Set<number>();
  let alone = true;
  for (const row of head.rows.keys()) {
    const filled = head.filled(row, all);
    if (filled.length < 2) continue;
    alone = false;
    for (const column of filled) used.add(column);
  }
  if (alone) for (const row of head.rows.keys()) for (const column of head.filled(row, all)) used.add(column);
  const runs: Span[] = [];
  for (const column of [...used].sort((one, other) => one - other)) {
    const last = runs.at(-1);
    if (last && last.to === column - 1) runs[runs.length - 1] = { from: last.from, to: column };
    else runs.push({ from: column, to: column });
  }
  const spans: Span[] = [];
  for (const run of runs) {
    const last = spans.at(-1);
    if (last && belongTogether(head, last, run)) spans[spans.length - 1] = { from: last.from, to: run.to };
    else spans.push(run);
  }
  return spans;
}

/** One table with an empty column in it, or two tables? One covers the same rows on both sides, and names nothing twice. */
function belongTogether(head: Head, left: Span, right: Span): boolean {
  const [one, other] = [extent(head, left), extent(head, right)];
  if (!one || !other) return true;
  const short = right.from - left.to === 2 ? 2 : 1;
  const shared = Math.abs(one.first - other.first) <= short && Math.abs(one.last - other.last) <= short;
  const narrow = left.from === left.to || right.from === right.to;
  if (!shared && !(narrow && other.last <= one.last)) return false;
  const names = new Set(head.filled(one.first, left).map((column) => textOf(head.cell(one.first, column))));
  const again = head.filled(other.first, right).map((column) => textOf(head.cell(other.first, column)));
  if (again.filter((name) => names.has(name)).length * 2 >= Math.max(again.length, 1) && again.length > 1)
    return false;
  return right.from - left.to === 2 || isNumeric(head.cell(other.last, right.from)) || narrow;
}

/** First and last row in which a span holds a part of a table: more than one cell, where it is wider than one. */
function extent(head: Head, span: Span): { first: number; last: number } | undefined {
  const least = span.from === span.to ? 1 : 2;
  let first: number | undefined;
  let last = 0;
  for (const row of head.rows.keys()) {
    if (head.filled(row, span).length < least) continue;
    first ??= row;
    last = row;
  }
  return first === undefined ? undefined : { first, last };
}
