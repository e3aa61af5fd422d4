import type { Head, Span } from './head.js';
import {
  isBlank,
  isDate,
  isLabel,
  isMissing,
  isNumeric,
  isYear,
  numberingOf,
  textOf,
  unitAlone,
  unitInLabel,
} from './looks.js';

export interface Column {
  /** Zero-based place in the sheet. */
  readonly at: number;
  /** As the producer wrote it, the rows of a header joined by ` / `; '' where it has no name. */
  readonly label: string;
  readonly unit: string | null;
}

export interface Header {
  readonly from: number;
  readonly to: number;
  readonly units: number | undefined;
  readonly numbering: number | undefined;
  /** The first row below all of that. */
  readonly body: number;
}

const MAX_ROWS = 3;
const LOOK_AHEAD = 60;

/** The header that begins at `row` or the next row after it where one can begin; undefined where none does. */
export function headerFrom(head: Head, span: Span, row: number): Header | undefined {
  for (let at = row; at < head.rows.length; at++)
    if (beginsHeader(head, span, at)) return extend(head, span, at);
  return undefined;
}

/** Whether a row could be the first of a header: labels over at least half of what the rows below it fill. */
export function beginsHeader(head: Head, span: Span, row: number): boolean {
  const filled = head.filled(row, span);
  const single = span.from === span.to;
  if (filled.length < (single ? 1 : 2)) return false;
  const cells = filled.map((column) => head.cell(row, column));
  if (!cells.every((cell, at) => isLabel(cell) || (at > 0 && (isDate(cell) || runs(cells, at)))))
    return false;
  if (!cells.some((cell) => isLabel(cell) && !isYear(cell))) return false;
  return head.covered(row, span) * 2 >= typicalFill(head, span, row + 1);
}

/** Whether a cell goes on counting: days of a month, `1`, `2`, `3`, are names of columns. */
function runs(cells: readonly Parameters<typeof numberingOf>[0][], at: number): boolean {
  const [before, here, after] = [cells[at - 1], cells[at], cells[at + 1]].map(numberingOf);
  if (here === undefined || isYear(cells[at])) return here !== undefined;
  return before === here - 1 || after === here + 1;
}

/** How many cells rows usually fill from `row` on. */
export function typicalFill(head: Head, span: Span, row: number): number {
  const fills: number[] = [];
  for (let at = row; at < head.rows.length && fills.length < LOOK_AHEAD; at++) {
    const fill = head.filled(at, span).length;
    if (fill > 1) fills.push(fill);
  }
  fills.sort((one, other) => one - other);
  return fills[Math.floor(fills.length / 2)] ?? 0;
}

/** Columns that mostly hold numbers or dates from `row` to `end`. */
export function numericColumns(head: Head, span: Span, row: number, end = head.rows.length): Set<number> {
  const numeric = new Set<number>();
  for (let column = span.from; column <= span.to; column++) {
    let known = 0;
    let numbers = 0;
    for (let at = row; at < Math.min(row + LOOK_AHEAD, end); at++) {
      const cell = head.cell(at, column);
      if (isBlank(cell) || isMissing(textOf(cell))) continue;
      known++;
      if (isNumeric(cell) || isDate(cell)) numbers++;
    }
    if (known > 0 && numbers * 10 >= known * 6) numeric.add(column);
  }
  return numeric;
}

function extend(head: Head, span: Span, from: number): Header {
  let to = from;
  if (head.template) return { from, to, units: undefined, numbering: undefined, body: from + 1 };
  while (to - from + 1 < MAX_ROWS && goesOn(head, span, from, to + 1)) to++;
  let body = to + 1;
  let units: number | undefined;
  let numbering: number | undefined;
  for (; body <= to + 2; body++) {
    if (numbering === undefined && isNumbering(head, span, body)) numbering = body;
    else if (units === undefined && isUnits(head, span, body)) units = body;
    else break;
  }
  return { from, to, units, numbering, body };
}

function goesOn(head: Head, span: Span, from: number, row: number): boolean {
  const filled = head.filled(row, span);
  if (filled.length === 0 || isNumbering(head, span, row) || isUnits(head, span, row)) return false;
  // A cell merged down from the header takes the row in, whatever else the row holds.
  for (let column = span.from; column <= span.to; column++) {
    const merge = head.merge(row, column);
    if (merge && merge.top >= from && merge.top < row && !isBlank(head.cell(merge.top, merge.left)))
      return true;
  }
  const cells = filled.map((column) => head.cell(row, column));
  // Values that happen to count (`Kec. A`, 1, 2, 3) have a first cell; days below a month have none.
  const first = span.from;
  const counts = isBlank(head.cell(row, first));
  if (!cells.every((cell, at) => isLabel(cell) || (counts && (isDate(cell) || runs(cells, at)))))
    return false;
  const above = new Set(head.filled(row - 1, span));
  const numeric = numericColumns(head, span, row + 1);
  const named = filled.filter((column) => numeric.has(column));
  // It names the parts of what stands over several columns: below gaps, and not below the first label.
  const wide = [...above].some((column) => (head.merge(row - 1, column)?.right ?? column) > column);
  const gaps = filled.some((column) => column > first && !above.has(column));
  if (
    (wide || gaps) &&
    isBlank(head.cell(row, first)) &&
    (numeric.size === 0 ? filled.length > 1 : named.length > 0)
  )
    return true;
  // Words over numbers: no row of values has them in every such column.
  const words = named.filter((column) => !isYear(head.cell(row, column)));
  if (numeric.size === 0 || named.length !== numeric.size) return false;
  return isBlank(head.cell(row, first)) || (words.length >= 2 && words.length === numeric.size);
}

function isNumbering(head: Head, span: Span, row: number): boolean {
  const numbers = head.filled(row, span).map((column) => numberingOf(head.cell(row, column)));
  if (numbers.length < 2 || numbers.some((number) => number === undefined)) return false;
  return (
    (numbers[0] as number) <= 2 &&
    numbers.every((number, at) => at === 0 || number === (numbers[at - 1] as number) + 1) &&
    (numbers.length >= 3 || /^[([]/.test(textOf(head.cell(row, head.filled(row, span)[0] as number))))
  );
}

function isUnits(head: Head, span: Span, row: number): boolean {
  const filled = head.filled(row, span);
  return filled.length > 0 && filled.every((column) => unitAlone(textOf(head.cell(row, column))) !== null);
}

/**
 * One label a column. What is merged along counts for every column below it; without merges, as in a CSV, a gap in an
 * upper row belongs to the label on its left. Columns without a label and without a value in the head are left out.
 */
export function columnsOf(head: Head, span: Span, header: Header, end: number): Column[] {
  const columns: Column[] = [];
  for (let at = span.from; at <= span.to; at++) {
    const parts: string[] = [];
    for (let row = header.from; row <= header.to; row++) {
      const part = labelAt(head, span, header, row, at);
      if (part !== '' && part !== parts.at(-1)) parts.push(part);
    }
    const label = parts.join(' / ');
    const below = header.units === undefined ? '' : textOf(head.cell(header.units, at));
    const unit = (below === '' ? null : unitAlone(below)) ?? unitInLabel(label);
    if (label !== '' || hasValues(head, at, header.body, end)) columns.push({ at, label, unit });
  }
  return columns.filter(({ at, label }, place) => !coveredBy(head, header, columns, at, label, place, end));
}

function labelAt(head: Head, span: Span, header: Header, row: number, column: number): string {
  const own = textOf(head.cell(row, column));
  if (own !== '') return own;
  const merge = head.merge(row, column);
  if (merge) return merge.top === row ? textOf(head.cell(merge.top, merge.left)) : '';
  if (row === header.to || head.merges.length > 0) return '';
  // Only under a label of its own is a gap above it a part of the wider one.
  if (isBlank(head.cell(row + 1, column)) || column === span.from) return '';
  for (let left = column - 1; left >= span.from; left--) {
    const label = textOf(head.cell(row, left));
    if (label !== '') return label;
  }
  return '';
}

const hasValues = (head: Head, column: number, from: number, end: number): boolean => {
  for (let row = from; row < end; row++) if (!isBlank(head.cell(row, column))) return true;
  return false;
};

/** A column that only a merged header reaches and no value: B6:E7 over hierarchical numbers that leave B empty. */
function coveredBy(
  head: Head,
  header: Header,
  columns: readonly Column[],
  at: number,
  label: string,
  place: number,
  end: number,
): boolean {
  const own = textOf(head.cell(header.from, at)) !== '' || textOf(head.cell(header.to, at)) !== '';
  const twin = columns.some((other, index) => index !== place && other.label === label);
  return !own && twin && !hasValues(head, at, header.body, end);
}
