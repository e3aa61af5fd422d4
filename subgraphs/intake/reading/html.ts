import { plainDecimal } from './decimal.js';
import { type Encoding, textOf } from './encoding.js';
import type { Cell, Merge, ReadFile, Row, Sheet, Source } from './grid.js';
import { type MarkupCell, MarkupReader, type MarkupTable } from './html-markup.js';
import { LIMITS } from './limits.js';
import { refused, tooLarge, tooManyColumns } from './refused.js';

/** A rectangle of cells, to be placed somewhere. */
interface Block {
  readonly width: number;
  readonly height: number;
  readonly cells: readonly { readonly row: number; readonly column: number; readonly cell: Cell }[];
  readonly merges: readonly Merge[];
}

interface Placed {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly block: Block;
}

/**
 * The tables of an HTML file (many a "download as Excel" is one) as sheets. A table in a cell is laid out where it
 * lies, as a spreadsheet program does: BPS builds one table out of five that way. Throws FILE_REFUSED.
 */
export async function openHtml(source: Source, encoding: Encoding): Promise<ReadFile> {
  const reader = new MarkupReader();
  let size = 0;
  for await (const text of textOf(source, encoding)) {
    size += text.length;
    if (size > LIMITS.whole) throw tooLarge({ id: 'HTML lebih dari 50 MB', en: 'HTML of more than 50 MB' });
    reader.write(text);
  }
  const { tables, frameset } = reader.end();
  const sheets: Sheet[] = [];
  for (const table of tables) sheets.push(...sheetOf(table, `Tabel ${sheets.length + 1}`));
  if (sheets.length === 0) throw frameset ? framesRefused() : tablesMissing();
  return { format: 'HTML', encoding, delimiter: null, zipped: false, sheets };
}

const framesRefused = () =>
  refused(
    'Berkas ini hanya bingkai halaman web Excel; isinya tertinggal di folder "_files". Buka unduhan aslinya di Excel, lalu simpan sebagai .xlsx.',
    'This file is only the frame of an Excel web page; its content was left in the folder "_files". Open the original download in Excel and save it as .xlsx.',
  );

const tablesMissing = () =>
  refused(
    'Berkas ini halaman web tanpa tabel; unduh tabelnya sebagai .xlsx atau CSV.',
    'This file is a web page without a table; download the table as .xlsx or CSV.',
  );

function sheetOf(table: MarkupTable, name: string): Sheet[] {
  const { cells, merges } = layout(table, false);
  if (cells.length === 0) return [];
  const rows: Cell[][] = [];
  for (const { row, column, cell } of cells) {
    if (column >= LIMITS.columns) throw tooManyColumns(column + 1, LIMITS.columns);
    while (rows.length <= row) rows.push([]);
    const line = rows[row] as Cell[];
    while (line.length < column) line.push(null);
    line[column] = cell;
  }
  const read = async function* (): AsyncGenerator<readonly Row[]> {
    yield rows;
  };
  return [{ name: tidy(table.caption) || name, merges, rows: read }];
}

/** A row may span further down than its table goes: stacked tables of one look rely on it. */
const MAX_OVERHANG = 10;

function layout(table: MarkupTable, nested: boolean): Block {
  const placed: Placed[] = [];
  const taken: number[] = [];
  for (const [row, cells] of table.rows.entries()) {
    let column = 0;
    for (const cell of cells) {
      while ((taken[column] ?? 0) > row) column++;
      if (column >= LIMITS.sheetColumns) throw tooManyColumns(column, LIMITS.columns);
      for (let at = column; at < column + cell.columns; at++) taken[at] = row + cell.rows;
      placed.push({ row, column, rows: cell.rows, columns: cell.columns, block: content(cell) });
      column += cell.columns;
    }
  }
  const height = nested
    ? Math.min(Math.max(table.rows.length, ...taken.map((end) => end ?? 0)), table.rows.length + MAX_OVERHANG)
    : table.rows.length;
  return assemble(placed, height);
}

/** Places blocks, making rows as high and columns as wide as what lies in them. */
function assemble(placed: readonly Placed[], rows: number): Block {
  const heights: number[] = Array.from({ length: rows }, () => 1);
  const widths: number[] = [];
  for (const { row, column, rows: high, columns: wide, block } of placed) {
    if (high === 1) heights[row] = Math.max(heights[row] ?? 1, block.height);
    for (let at = column; at < column + wide; at++) widths[at] ??= 1;
    if (wide === 1) widths[column] = Math.max(widths[column] ?? 1, block.width);
  }
  const tops = offsets(heights);
  const lefts = offsets(widths);
  const cells: Block['cells'][number][] = [];
  const merges: Merge[] = [];
  for (const { row, column, rows: high, columns: wide, block } of placed) {
    const top = tops[row] as number;
    const left = lefts[column] as number;
    for (const one of block.cells) cells.push({ ...one, row: one.row + top, column: one.column + left });
    for (const merge of block.merges) merges.push(moved(merge, top, left));
    if ((high > 1 || wide > 1) && block.cells.length > 0) {
      const bottom = (tops[Math.min(row + high, rows)] as number) - 1;
      const right = (lefts[column + wide] as number) - 1;
      if (bottom > top || right > left) merges.push({ top, left, bottom: Math.max(bottom, top), right });
    }
  }
  return { width: lefts.at(-1) ?? 0, height: tops.at(-1) ?? 0, cells, merges };
}

const offsets = (sizes: readonly number[]): number[] => {
  const starts = [0];
  for (const size of sizes) starts.push((starts.at(-1) as number) + (size ?? 1));
  return starts;
};

const moved = ({ top, left, bottom, right }: Merge, down: number, along: number): Merge => ({
  top: top + down,
  left: left + along,
  bottom: bottom + down,
  right: right + along,
});

/** What lies in a cell: its text, or texts and tables below each other. */
function content(cell: MarkupCell): Block {
  const tables = cell.parts.some((part) => typeof part !== 'string');
  const blocks = cell.parts.flatMap((part): Block[] => {
    if (typeof part !== 'string') return [layout(part, true)];
    const text = tidy(part);
    return text === '' && tables ? [] : [textBlock(text, tables ? undefined : cell.number)];
  });
  if (blocks.length === 1) return blocks[0] as Block;
  const stacked = blocks.map((block, row) => ({ row, column: 0, rows: 1, columns: 1, block }));
  return assemble(stacked, stacked.length);
}

function textBlock(text: string, number: string | undefined): Block {
  const digits = number === undefined ? undefined : plainDecimal(number);
  const cell: Cell = digits === undefined ? text || null : { kind: 'NUMBER', text: digits };
  return { width: 1, height: 1, cells: cell === null ? [] : [{ row: 0, column: 0, cell }], merges: [] };
}

/** Text as a browser shows it: white space is one space, also what cannot break. */
const tidy = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();
