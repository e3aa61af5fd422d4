/** How a text of separated values is written. */
export interface Dialect {
  readonly delimiter: ',' | ';' | '\t' | '|' | null;
  readonly quote: '"' | "'";
  /** Whether its first line is Excel's hint `sep=;`, which is no row. */
  readonly hint: boolean;
}

const CANDIDATES = ['\t', ';', '|', ','] as const;
const RECORDS = 200;
/** A number as Indonesia or the world writes it: its comma is no sign of another delimiter. */
const NUMBER = /^\s*(?:Rp\.?\s*)?[-+]?\d[\d.]*(?:,\d+)?\s*%?\s*$|^\s*[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*$/;

/**
 * Finds out the delimiter by how many of the first records it cuts into equally many cells, and how few of those
 * cells then still hold another delimiter; never by the first line, which may be a title. A decimal comma counts as
 * part of its number. `null` where the text has one column.
 */
export function dialectOf(sample: string, whole: boolean): Dialect {
  const hint = /^sep=([,;\t|])(?:\r\n|\n|\r)/i.exec(sample);
  const text = hint ? sample.slice(hint[0].length) : sample;
  const quote = quoteOf(text);
  if (hint) return { delimiter: hint[1] as Dialect['delimiter'], quote, hint: true };
  let best: { delimiter: Dialect['delimiter']; score: number } = { delimiter: null, score: 0.1 };
  for (const delimiter of CANDIDATES) {
    const score = scoreOf(split(text, delimiter, quote, whole), delimiter);
    if (score > best.score) best = { delimiter, score };
  }
  return { delimiter: best.delimiter, quote, hint: false };
}

/** An apostrophe quotes only where it opens and closes cells and a double quote does neither: names have apostrophes. */
function quoteOf(text: string): Dialect['quote'] {
  if (/(^|[,;\t|\r\n])"/.test(text)) return '"';
  const opening = text.match(/(^|[,;\t|\r\n])'/g)?.length ?? 0;
  const whole = text.match(/(?<=^|[,;\t|\r\n])'(?:[^'\r\n]|'')*'(?=$|[,;\t|\r\n])/g)?.length ?? 0;
  return opening >= 2 && opening === whole ? "'" : '"';
}

/** The first records as `delimiter` would cut them; null for one whose quotes do not fit it. */
function split(text: string, delimiter: string, quote: string, whole: boolean): (string[] | null)[] {
  const records: (string[] | null)[] = [];
  let cells: string[] = [];
  let fits = true;
  let start = 0;
  let at = 0;
  const endRecord = (): void => {
    if (!fits || cells.length > 1 || cells[0] !== '') records.push(fits ? cells : null);
    cells = [];
    fits = true;
  };
  while (at < text.length && records.length < RECORDS) {
    if (at === start && text[at] === quote) {
      at = closing(text, at, quote);
      if (at === -1) return records;
      const next = text[at];
      if (next !== undefined && next !== delimiter && next !== '\n' && next !== '\r') fits = false;
      continue;
    }
    const character = text[at];
    if (character === delimiter || character === '\n' || character === '\r') {
      cells.push(text.slice(start, at));
      if (character === '\r' && text[at + 1] === '\n') at++;
      start = at + 1;
      if (character !== delimiter) endRecord();
    }
    at++;
  }
  // What the sample cuts off is no record, unless there is no other.
  const last = whole || records.length === 0;
  if (last && records.length < RECORDS && start < text.length) {
    cells.push(text.slice(start));
    endRecord();
  } else if (last && cells.length > 0) {
    cells.push('');
    endRecord();
  }
  return records;
}

/** The place behind the quote that closes the one at `at`; -1 where none does. */
function closing(text: string, at: number, quote: string): number {
  for (let next = at + 1; ; next += 2) {
    next = text.indexOf(quote, next);
    if (next === -1) return -1;
    if (text[next + 1] !== quote) return next + 1;
  }
}

function scoreOf(records: readonly (string[] | null)[], delimiter: string): number {
  const widths = new Map<number, number>();
  for (const cells of records)
    if (cells && cells.length > 1) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  let width = 0;
  let count = 0;
  for (const [some, times] of widths)
    if (times > count || (times === count && some > width)) {
      width = some;
      count = times;
    }
  if (count === 0) return 0;
  const others = CANDIDATES.filter((other) => other !== delimiter);
  const clean = records.filter(
    (cells) =>
      cells?.length === width &&
      !cells.some(
        (cell) => !/^["']/.test(cell) && !NUMBER.test(cell) && others.some((other) => cell.includes(other)),
      ),
  ).length;
  return ((count / records.length) * (1 + clean / count)) / 2;
}
