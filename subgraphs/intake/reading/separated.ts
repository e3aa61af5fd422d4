import type { Cell, Row } from './grid.js';
import { LIMITS } from './limits.js';
import { damaged, tooManyColumns } from './refused.js';

const LF = 10;
const CR = 13;

/**
 * Cuts a text of separated values into rows as it arrives. LF, CRLF and CR each end a record, an empty line is an
 * empty row, a doubled quote within a quoted cell is one quote, and a quote within an unquoted cell, or text behind a
 * closing quote, is part of the cell. Throws FILE_REFUSED for a quote that never closes, a record beyond the cap and
 * more columns than any table has.
 */
export class SeparatedReader {
  readonly #delimiter: number;
  readonly #quoteCode: number;
  /** What has come of the record that is not yet whole. */
  #rest = '';
  #lines = 0;
  /** Where a record was cut off: behind it, or within a quoted cell. */
  #unclosed = false;
  #width = 0;

  constructor(
    delimiter: string | null,
    private readonly quote: '"' | "'",
  ) {
    this.#delimiter = delimiter === null ? -1 : delimiter.charCodeAt(0);
    this.#quoteCode = quote.charCodeAt(0);
  }

  /** Whether all that came so far is whole records. */
  get clean(): boolean {
    return this.#rest === '';
  }

  push(piece: string): Row[] {
    return this.#read(this.#rest === '' ? piece : this.#rest + piece, false);
  }

  /** The last record, which needs no line end. */
  end(): Row[] {
    const rows = this.#rest === '' ? [] : this.#read(this.#rest, true);
    if (this.#rest !== '') throw this.#tooLong();
    return rows;
  }

  #read(text: string, last: boolean): Row[] {
    const rows: Row[] = [];
    let start = 0;
    while (start < text.length) {
      const cells: Cell[] = [];
      const next = this.#record(text, start, last, cells);
      if (next === -1) break;
      if (next - start > LIMITS.cell && cells.length <= LIMITS.columns) throw this.#tooLong();
      if (cells.length > LIMITS.columns) throw tooManyColumns(cells.length, LIMITS.columns);
      rows.push(cells.length === 1 && cells[0] === null ? [] : cells);
      this.#lines++;
      start = next;
    }
    this.#rest = start === 0 ? text : text.slice(start);
    if (this.#rest.length > LIMITS.cell)
      throw !this.#unclosed && this.#width > LIMITS.columns
        ? tooManyColumns(this.#width, LIMITS.columns)
        : this.#tooLong();
    return rows;
  }

  /** Reads the record at `start` into `cells`: the place behind it, or -1 where it is not whole yet. */
  #record(text: string, start: number, last: boolean, cells: Cell[]): number {
    const delimiter = this.#delimiter;
    const length = text.length;
    let at = start;
    this.#unclosed = false;
    for (;;) {
      let before = '';
      let from = at;
      if (text.charCodeAt(at) === this.#quoteCode) {
        const closed = this.#quoted(text, at, last);
        if (closed === undefined) {
          this.#unclosed = true;
          return -1;
        }
        before = closed.text;
        at = closed.behind;
        from = at;
      }
      let code = -1;
      while (at < length) {
        code = text.charCodeAt(at);
        if (code === delimiter || code === LF || code === CR) break;
        at++;
      }
      const whole =
        before === '' ? text.slice(from, at) : at === from ? before : before + text.slice(from, at);
      cells.push(whole === '' ? null : whole);
      if (at >= length) {
        this.#width = cells.length;
        return last ? length : -1;
      }
      at++;
      if (code === delimiter) {
        // A delimiter at the very end has an empty cell behind it.
        continue;
      }
      if (code === LF) return at;
      if (at === length && !last) return -1;
      return text.charCodeAt(at) === LF ? at + 1 : at;
    }
  }

  /** A quoted cell from its quote on: its text, and the place behind it; undefined where it does not close yet. */
  #quoted(text: string, at: number, last: boolean): { text: string; behind: number } | undefined {
    let value = '';
    let from = at + 1;
    for (;;) {
      const quote = text.indexOf(this.quote, from);
      if (quote === -1 || (quote + 1 === text.length && !last)) return undefined;
      const next = quote + 1 === text.length ? LF : text.charCodeAt(quote + 1);
      if (next === this.#quoteCode) {
        value += text.slice(from, quote + 1);
        from = quote + 2;
        continue;
      }
      value += text.slice(from, quote);
      const ends = next === this.#delimiter || next === LF || next === CR;
      return { text: ends ? value : `${this.quote}${value}${this.quote}`, behind: quote + 1 };
    }
  }

  #tooLong() {
    const row = this.#lines + 1;
    return damaged({
      id: `tanda kutip yang dibuka di baris ${row} tidak ditutup, atau satu baris lebih dari 1 MB`,
      en: `a quote opened in row ${row} never closes, or one record is over 1 MB`,
    });
  }
}
