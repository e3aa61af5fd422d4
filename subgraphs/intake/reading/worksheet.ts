import { cellOf, type RawCell } from './cells.js';
import type { DateFormat } from './dates.js';
import type { Cell, Merge, Row, Source } from './grid.js';
import { LIMITS } from './limits.js';
import { mergeOf, position } from './references.js';
import { damaged, tooLarge, tooManyColumns } from './refused.js';
import { RichText } from './shared-strings.js';
import { cellTooLarge, parseXml } from './xml.js';

export interface WorkbookParts {
  readonly strings: readonly string[];
  /** What the number format of each cell style shows. */
  readonly styles: readonly DateFormat[];
  readonly from1904: boolean;
}

const EMPTY: Row = [];
const BATCH_ROWS = 500;

/**
 * The rows of a worksheet, walking the cells that exist: what a sheet claims as its size counts for nothing. Rows
 * that are left out in between come as empty ones, empty ones at the end not at all. Throws FILE_REFUSED.
 */
export async function* worksheetRows(part: Source, parts: WorkbookParts): AsyncGenerator<readonly Row[]> {
  const reader = new RowReader(part.filename, parts);
  for await (const _ of parseXml(part, reader)) if (reader.ready.length > 0) yield* batches(reader.take());
}

function* batches(rows: Row[]): Generator<Row[]> {
  if (rows.length <= BATCH_ROWS) yield rows;
  else for (let at = 0; at < rows.length; at += BATCH_ROWS) yield rows.slice(at, at + BATCH_ROWS);
}

class RowReader {
  ready: Row[] = [];
  readonly #used = new Set<number>();
  readonly #text = new RichText();
  #written = 0;
  #sparse = 0;
  #rowAt = -1;
  #columnAt = -1;
  #row: Cell[] = [];
  #cell: { type: string; format: DateFormat; formula: boolean } | undefined;
  #value: string | undefined;
  #inValue = false;

  constructor(
    private readonly name: string,
    private readonly parts: WorkbookParts,
  ) {}

  take(): Row[] {
    const rows = this.ready;
    this.ready = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#text.open(name);
    if (name === 'row') this.#openRow(attributes['r']);
    else if (name === 'c') this.#openCell(attributes);
    else if (this.#cell && name === 'v') {
      this.#inValue = true;
      this.#value = '';
    } else if (this.#cell && name === 'f') this.#cell.formula = true;
  }

  text(text: string): void {
    if (this.#inValue) this.#value += text;
    else if (this.#cell) this.#text.add(text);
    if (this.#text.length > LIMITS.cell || (this.#value?.length ?? 0) > LIMITS.cell)
      throw cellTooLarge(this.name);
  }

  close(name: string): void {
    this.#text.close(name);
    if (name === 'v') this.#inValue = false;
    else if (name === 'is') this.#value = this.#text.take();
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
  }

  #openRow(number: string | undefined): void {
    const at = number === undefined ? this.#rowAt + 1 : Number(number) - 1;
    if (!Number.isInteger(at) || at <= this.#rowAt || at >= LIMITS.sheetRows)
      throw damaged({
        id: `nomor baris ${number} tidak mungkin di ${this.name}`,
        en: `impossible row number ${number} in ${this.name}`,
      });
    this.#rowAt = at;
    this.#columnAt = -1;
    this.#row = [];
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    const reference = attributes['r'];
    const at = reference === undefined ? this.#columnAt + 1 : position(reference)?.column;
    if (at === undefined || at >= LIMITS.sheetColumns)
      throw damaged({
        id: `acuan sel ${reference} tidak mungkin di ${this.name}`,
        en: `impossible cell reference ${reference} in ${this.name}`,
      });
    this.#columnAt = at;
    this.#value = undefined;
    this.#text.take();
    this.#cell = {
      type: attributes['t'] ?? 'n',
      format: this.parts.styles[Number(attributes['s'] ?? 0)] ?? null,
      formula: false,
    };
  }

  #closeCell(): void {
    if (!this.#cell) return;
    const raw: RawCell = { ...this.#cell, value: this.#value };
    this.#cell = undefined;
    const cell = cellOf(raw, this.parts.strings, this.parts.from1904);
    if (cell === null) return;
    this.#used.add(this.#columnAt);
    if (this.#used.size > LIMITS.columns) throw tooManyColumns(this.#used.size, LIMITS.columns);
    this.#sparse += Math.max(0, this.#columnAt - this.#row.length);
    if (this.#sparse > LIMITS.sparse)
      throw tooLarge({ id: `sel terpencar di ${this.name}`, en: `cells scattered over ${this.name}` });
    while (this.#row.length < this.#columnAt) this.#row.push(null);
    this.#row[this.#columnAt] = cell;
  }

  #closeRow(): void {
    if (this.#row.length === 0) return;
    for (; this.#written < this.#rowAt; this.#written++) this.ready.push(EMPTY);
    this.ready.push(this.#row);
    this.#written++;
    this.#row = [];
  }
}

/**
 * The merged ranges of a worksheet, which stand behind its rows. They are looked for as text, because parsing the
 * rows only to get past them would cost as much as reading them.
 */
export async function worksheetMerges(part: Source): Promise<readonly Merge[]> {
  const merges: Merge[] = [];
  let tail = '';
  for await (const bytes of part.bytes()) {
    tail += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    for (const [, range] of tail.matchAll(/mergeCell\s[^<>]{0,80}?ref="([^"<>]{1,40})"[^<>]{0,80}>/g)) {
      const merge = mergeOf(range as string);
      if (merge) merges.push(merge);
    }
    if (merges.length > LIMITS.merges)
      throw tooLarge({
        id: `lebih dari ${LIMITS.merges} sel gabungan di ${part.filename}`,
        en: `more than ${LIMITS.merges} merged ranges in ${part.filename}`,
      });
    // A tag that was read whole must not be found again in what is kept.
    const open = tail.lastIndexOf('<');
    tail = open === -1 || tail.indexOf('>', open) !== -1 ? '' : tail.slice(open, open + 400);
  }
  return merges;
}
