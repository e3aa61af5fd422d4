import type { Merge, Row, Sheet } from './reading/grid.js';
import { BodyReader, type BodyRow, type BodyShape, type SetAside, type Stray } from './tables/body.js';
import { Head, type Span } from './tables/head.js';
import {
  beginsHeader,
  type Column,
  columnsOf,
  type Header,
  headerFrom,
  numericColumns,
  typicalFill,
} from './tables/header.js';
import { isBlank, isDate, isMissing, isNumeric, isProvince, textOf, yearIn } from './tables/looks.js';
import { spansOf } from './tables/regions.js';

/** A table that lies on a sheet. All rows are zero-based rows of the sheet. */
export interface FoundTable {
  readonly sheet: Sheet;
  readonly columns: readonly Column[];
  /** The rows that name the columns; null where the data begin at once, and labels are ''. */
  readonly header: { readonly from: number; readonly to: number } | null;
  readonly first: number;
  /** The last row that can be the table's; null where only reading to the end of the sheet tells. */
  readonly last: number | null;
  /** What stands above it, one text a row. */
  readonly title: readonly string[];
  /** Rows between header and data that are no data. Those among the data come as they are read: see `rowsOf`. */
  readonly setAside: readonly SetAside[];
  /** The one year that title, sheet or file name; null where they name none or several. */
  readonly year: string | null;
  readonly shape: BodyShape;
}

/** By how many rows a table is judged. */
const HEAD_ROWS = 200;

/**
 * Where the tables of a sheet lie, by its first 200 rows; `template` says that it is the sheet of one which was filled in.
 * None where it is empty. Throws FILE_REFUSED as its rows do.
 */
export async function findTables(
  sheet: Sheet,
  filename = '',
  template = false,
): Promise<readonly FoundTable[]> {
  const head = await headOf(sheet, template);
  const spans = spansOf(head);
  return spans.flatMap((span, at) => {
    const right = spans[at + 1]?.from ?? Number.POSITIVE_INFINITY;
    return tablesIn(sheet, filename, head, span).map((table) => ({
      ...table,
      shape: { ...table.shape, right },
    }));
  });
}

/**
 * The data rows of a table, in batches, by one pass over the sheet. Totals, sections, notes, repeated headers and
 * blanks between the data are no rows of it: each is told to `aside` as it is met, candidates for a person to judge. A value of a data row that stands beside
 * the columns is told to `stray`, so that none is lost unseen.
 */
export async function* rowsOf(
  table: FoundTable,
  aside: (row: SetAside) => void = () => {},
  stray: (value: Stray) => void = () => {},
): AsyncGenerator<readonly BodyRow[]> {
  const reader = new BodyReader(table.shape);
  const sort = (verdicts: ReturnType<BodyReader['feed']>, batch: BodyRow[]): void => {
    for (const verdict of verdicts) {
      if (verdict.kind === 'ROW') batch.push(verdict.row);
      else aside(verdict.aside);
    }
  };
  const last = table.last ?? Number.POSITIVE_INFINITY;
  let row = 0;
  for await (const rows of table.sheet.rows()) {
    const batch: BodyRow[] = [];
    for (const line of rows) {
      if (row >= table.first && row <= last) sort(reader.feed(row, line), batch);
      row++;
    }
    for (const value of reader.strays.splice(0)) stray(value);
    if (batch.length > 0) yield batch;
    if (row > last) break;
  }
  sort(reader.end(), []);
}

async function headOf(sheet: Sheet, template: boolean): Promise<Head> {
  const rows: Row[] = [];
  for await (const batch of sheet.rows()) {
    rows.push(...batch);
    if (rows.length > HEAD_ROWS) break;
  }
  const whole = rows.length <= HEAD_ROWS;
  const merges = sheet.merges.filter(({ top }) => top < HEAD_ROWS);
  return new Head(rows.slice(0, HEAD_ROWS), merges, whole, template);
}

function tablesIn(sheet: Sheet, filename: string, head: Head, span: Span): FoundTable[] {
  const tables: FoundTable[] = [];
  let from = 0;
  while (from < head.rows.length) {
    const start = afterPreamble(head, span, from);
    const header = dataFirst(head, span, start) ? undefined : headerFrom(head, span, start);
    if (!header && tables.length > 0) break;
    const body = header?.body ?? start;
    const next = header ? nextHeader(head, span, header) : undefined;
    const end = next === undefined ? head.rows.length : titleBefore(head, span, next, body);
    const table = build(sheet, filename, head, span, header, { from, body, end, open: next === undefined });
    if (table) tables.push(table);
    if (next === undefined) break;
    from = end;
  }
  return tables;
}

/** Past a letterhead: a narrow block of `key | value` lines that a blank row parts from a wider one. */
function afterPreamble(head: Head, span: Span, from: number): number {
  const blocks: { from: number; widest: number; rows: number }[] = [];
  let blank = true;
  for (let row = from; row < head.rows.length; row++) {
    const fill = head.filled(row, span).length;
    if (fill > 0 && blank) blocks.push({ from: row, widest: 0, rows: 0 });
    const block = blocks.at(-1);
    if (fill > 0 && block) {
      block.widest = Math.max(block.widest, fill);
      block.rows++;
    }
    blank = fill === 0;
  }
  const [first, ...rest] = blocks;
  if (!first) return head.rows.length;
  const main = rest.find(({ widest, rows }) => widest > first.widest && rows > 1);
  return first.widest <= 2 && first.rows <= 15 && main ? main.from : first.from;
}

/** Whether a list begins with its data: the first full row has numbers where numbers go on below, and no label row follows. */
function dataFirst(head: Head, span: Span, start: number): boolean {
  const header = headerFrom(head, span, start);
  if (header && header.from - start < 40) return false;
  const numeric = numericColumns(head, span, start);
  return header === undefined || [...numeric].some((column) => isNumeric(head.cell(start, column)));
}

/** The header of another table further down: after a blank or a title, with words where this table has numbers. */
function nextHeader(head: Head, span: Span, header: Header): number | undefined {
  const last = labelsOf(head, span, header.to);
  const first = labelsOf(head, span, header.from);
  for (let row = header.body + 1; row < head.rows.length; row++) {
    if (head.filled(row - 1, span).length > 1 || head.filled(row, span).length < 2) continue;
    if (!beginsHeader(head, span, row) || row + 1 >= head.rows.length) continue;
    const numeric = numericColumns(head, span, header.body, row);
    const words = head.filled(row, span).filter((column) => {
      const cell = head.cell(row, column);
      return numeric.has(column) && !isNumeric(cell) && !isDate(cell) && !isMissing(textOf(cell));
    });
    const labels = labelsOf(head, span, row);
    if (labels === last || labels === first || words.length === 0) continue;
    return row;
  }
  return undefined;
}

const labelsOf = (head: Head, span: Span, row: number): string =>
  head
    .filled(row, span)
    .map((column) => `${column} ${textOf(head.cell(row, column))}`)
    .join('\n');

/** Where the title of the table begins whose header is at `row`: lines of one cell right above it. */
function titleBefore(head: Head, span: Span, row: number, floor: number): number {
  let at = row;
  while (at - 1 > floor && head.filled(at - 1, span).length === 1) at--;
  return at;
}

interface Place {
  readonly from: number;
  readonly body: number;
  readonly end: number;
  /** Whether the table may go on below the head. */
  readonly open: boolean;
}

function build(
  sheet: Sheet,
  filename: string,
  head: Head,
  span: Span,
  header: Header | undefined,
  place: Place,
): FoundTable | undefined {
  const { body, end } = place;
  const named = header ?? { from: body, to: body - 1, units: undefined, numbering: undefined, body };
  const columns = columnsOf(head, span, named, end);
  if (columns.length === 0) return undefined;
  const title: string[] = [];
  for (let row = place.from; row < named.from; row++) {
    // A title may stand over another column than those of its table.
    const text = (head.rows[row] ?? [])
      .map(textOf)
      .filter((part) => part !== '')
      .join(' ');
    if (text !== '' && head.filled(row, span).length > 0) title.push(text);
  }
  if (!header && title.length > 0) title.length = 0;
  const cellsOf = (row: number) => columns.map(({ at }) => head.cell(row, at));
  const setAside: SetAside[] = [];
  if (header?.units !== undefined)
    setAside.push({ row: header.units, why: 'UNIT', cells: cellsOf(header.units) });
  if (header?.numbering !== undefined)
    setAside.push({ row: header.numbering, why: 'NUMBERING', cells: cellsOf(header.numbering) });
  const last = place.open && !head.whole ? null : end - 1;
  return {
    sheet,
    columns,
    header: header ? { from: header.from, to: header.to } : null,
    first: body,
    last,
    title,
    setAside: setAside.sort((one, other) => one.row - other.row),
    year: yearIn(title.join(' ')) ?? yearIn(sheet.name) ?? yearIn(filename),
    shape: {
      ...shapeOf(head, span, columns, named, end),
      merges: downFrom(sheet, body, last),
      right: span.to + 1,
    },
  };
}

function shapeOf(
  head: Head,
  span: Span,
  columns: readonly Column[],
  header: Header,
  end: number,
): Omit<BodyShape, 'merges' | 'right'> {
  const inSheet = numericColumns(head, span, header.body, end);
  const numeric = new Set<number>();
  for (const [place, { at }] of columns.entries()) if (inSheet.has(at)) numeric.add(place);
  const names = nameColumns(head, columns, numeric, header.body, end);
  const provinces = new Set<string>();
  for (let row = header.body; row < end; row++)
    for (const place of names) {
      const name = textOf(head.cell(row, (columns[place] as Column).at)).toLowerCase();
      if (isProvince(name)) provinces.add(name);
    }
  const rows: number[] = [];
  for (let row = header.from; row <= header.to; row++) rows.push(row);
  const headings = rows.map((row) => columns.map(({ at }) => textOf(head.cell(row, at))));
  if (rows.length > 1) headings.push(columns.map(({ label }) => label));
  const typical = Math.max(typicalFill(head, span, header.body), 0);
  return { columns, headings, numeric, typical, names, provinces: provinces.size > 1 };
}

/** Columns of words that differ from row to row, the first two at most: they say what a row is about. */
function nameColumns(
  head: Head,
  columns: readonly Column[],
  numeric: ReadonlySet<number>,
  from: number,
  end: number,
): number[] {
  const words = [...columns.keys()].filter((place) => !numeric.has(place));
  const varied = words.filter((place) => {
    const values = new Set<string>();
    for (let row = from; row < end && values.size < 2; row++) {
      const cell = head.cell(row, (columns[place] as Column).at);
      if (!isBlank(cell)) values.add(textOf(cell));
    }
    return values.size > 1;
  });
  return varied.slice(0, 2);
}

/** Merges among the rows of a table, wherever it ends. */
const downFrom = (sheet: Sheet, first: number, last: number | null): Merge[] =>
  sheet.merges.filter(({ top }) => top >= first && top <= (last ?? top));
