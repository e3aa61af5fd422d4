/** A number as people and programs write it: `-12,5`, `-1.234,50`, `+0.5`, `-1e-7`; a telephone number is none. */
const NUMBER =
  /^[+-]?(\d{1,3}([. ]\d{3})+(,\d+)?|\d{1,3}(,\d{3})+(\.\d+)?|\d+([.,]\d+)?([eE][+-]?\d{1,3})?)$/;
const TELEPHONE = /^\+\d{8,}$/;
const FORMULA = /^[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/**
 * The text of a cell for a file that a spreadsheet program will open: where it would be taken for a formula, an
 * apostrophe stands before it, which such programs show as text. Numbers stay as they are.
 */
export function safeCell(text: string): string {
  if (!FORMULA.test(text)) return text;
  const plain = text.trim();
  return NUMBER.test(plain) && !TELEPHONE.test(plain) && !/^[\t\r\n]/.test(text) ? text : `'${text}`;
}

/** A line of CSV with CRLF; cells are quoted where they must be. Formulas are for the caller to neutralise. */
export const csvLine = (cells: readonly string[], separator: ',' | ';' = ','): string =>
  `${cells.map((cell) => quoted(cell, separator)).join(separator)}\r\n`;

const quoted = (cell: string, separator: string): string =>
  /["\r\n]|^\s|\s$/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell;
