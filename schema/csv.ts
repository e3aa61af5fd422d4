import { csvLine, safeCell } from './safe-cell.js';

/** A cell of CSV; `excel` is what Indonesian Excel reads as a number. */
export function csvCell(type: string, text: string, excel: boolean): string {
  if (type === 'DECIMAL') return excel ? text.replace('.', ',') : text;
  return type === 'TEXT' ? safeCell(text) : text;
}

/** The start of a CSV file: with `excel` a byte order mark, by which Excel knows UTF-8. */
export const csvStart = (headers: readonly string[], excel: boolean): string =>
  `${excel ? '\ufeff' : ''}${csvRow(headers, excel)}`;

/** A line of CSV. A row of nothing but one empty cell is quoted: readers take a blank line for none. */
export const csvRow = (cells: readonly string[], excel: boolean): string =>
  cells.length === 1 && cells[0] === '' ? '""\r\n' : csvLine(cells, excel ? ';' : ',');

const TYPES: Readonly<Record<string, string>> = { Decimal: 'DECIMAL', Float: 'DECIMAL' };

/** What kind of cell the values of a scalar of the graph make. */
export const cellType = (scalar: string | undefined): string => TYPES[scalar ?? ''] ?? 'TEXT';
