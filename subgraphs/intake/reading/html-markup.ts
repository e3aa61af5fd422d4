import { Parser } from 'htmlparser2';
import { LIMITS } from './limits.js';
import { tooLarge } from './refused.js';

/** A cell of an HTML table: texts, and tables that lie in it. */
export interface MarkupCell {
  readonly parts: (string | MarkupTable)[];
  readonly columns: number;
  readonly rows: number;
  /** The number behind what is shown, where Excel wrote it (`x:num`). */
  readonly number: string | undefined;
}

export interface MarkupTable {
  caption: string;
  readonly rows: MarkupCell[][];
}

export interface Markup {
  readonly tables: readonly MarkupTable[];
  readonly frameset: boolean;
}

const SUPERSCRIPT: ReadonlyMap<string, string> = new Map(
  [...'0123456789()+-=nabcdefghi'].map((plain, at) => [
    plain,
    [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻⁼ⁿᵃᵇᶜᵈᵉᶠᵍʰⁱ'][at] as string,
  ]),
);
const BREAKS = new Set(['br', 'p', 'div', 'li', 'tr']);
const SILENT = new Set(['script', 'style', 'title', 'head']);

interface OpenTable {
  readonly table: MarkupTable;
  row: MarkupCell[] | undefined;
  cell: MarkupCell | undefined;
  caption: boolean;
}

/**
 * The tables of an HTML text, with the tables in their cells. A raised number stays raised (`km²`, `Pasuruan¹⁾`), so
 * that a note's mark never becomes a digit. Throws FILE_REFUSED for tables in tables without end.
 */
export class MarkupReader {
  readonly #tables: MarkupTable[] = [];
  readonly #open: OpenTable[] = [];
  #frameset = false;
  #silent = 0;
  #raised = 0;
  readonly #parser = new Parser(
    {
      onopentag: (name, attributes) => this.#opened(name, attributes),
      onclosetag: (name) => this.#closed(name),
      ontext: (text) => this.#add(this.#raised > 0 ? raise(text) : text),
    },
    { decodeEntities: true },
  );

  write(text: string): void {
    this.#parser.write(text);
  }

  end(): Markup {
    this.#parser.end();
    return { tables: this.#tables, frameset: this.#frameset };
  }

  #opened(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'frameset') this.#frameset = true;
    if (SILENT.has(name)) this.#silent++;
    if (name === 'sup') this.#raised++;
    if (BREAKS.has(name)) this.#add(' ');
    if (name === 'table') this.#openTable();
    const open = this.#open.at(-1);
    if (!open) return;
    if (name === 'caption') open.caption = true;
    else if (name === 'tr') this.#openRow(open);
    else if (name === 'td' || name === 'th') {
      const number = attributes['x:num'];
      open.cell = {
        parts: [],
        columns: span(attributes['colspan']),
        rows: span(attributes['rowspan']),
        number: number && /^[-+]?\d/.test(number) ? number : undefined,
      };
      (open.row ?? this.#openRow(open)).push(open.cell);
    }
  }

  #closed(name: string): void {
    if (SILENT.has(name)) this.#silent--;
    if (name === 'sup') this.#raised--;
    const open = this.#open.at(-1);
    if (!open) return;
    if (name === 'table') this.#open.pop();
    else if (name === 'tr') {
      open.row = undefined;
      open.cell = undefined;
    } else if (name === 'td' || name === 'th') open.cell = undefined;
    else if (name === 'caption') open.caption = false;
  }

  #openTable(): void {
    if (this.#open.length >= LIMITS.nesting)
      throw tooLarge({ id: 'tabel di dalam tabel terlalu dalam', en: 'tables nested too deeply' });
    const table: MarkupTable = { caption: '', rows: [] };
    const outer = this.#open.at(-1);
    // A table where no cell is open ends the one before it, as in a browser.
    if (outer && !outer.cell) this.#open.pop();
    const cell = this.#open.at(-1)?.cell;
    if (cell) cell.parts.push(table);
    else this.#tables.push(table);
    this.#open.push({ table, row: undefined, cell: undefined, caption: false });
  }

  #openRow(open: OpenTable): MarkupCell[] {
    const row: MarkupCell[] = [];
    open.table.rows.push(row);
    open.row = row;
    open.cell = undefined;
    return row;
  }

  #add(text: string): void {
    const open = this.#open.at(-1);
    if (!open || this.#silent > 0) return;
    if (open.caption) open.table.caption += text;
    const parts = open.cell?.parts;
    if (!parts) return;
    const last = parts.at(-1);
    if (typeof last === 'string') parts[parts.length - 1] = last + text;
    else parts.push(text);
    if (typeof last === 'string' && last.length > LIMITS.cell)
      throw tooLarge({ id: 'sel lebih dari 1 MB', en: 'a cell of more than 1 MB' });
  }
}

const span = (attribute: string | undefined): number =>
  Math.min(Math.max(Number.parseInt(attribute ?? '1', 10) || 1, 1), LIMITS.columns);

const raise = (text: string): string =>
  [...text].map((character) => SUPERSCRIPT.get(character) ?? character).join('');
