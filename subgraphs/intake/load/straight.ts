import type { MappedColumn } from '../mapping.js';
import type { PlainText } from '../reading/grid.js';
import { SeparatedReader } from '../reading/separated.js';
import type { MappedTable, SourceRow, TableReader } from '../records.js';
import { readerFor } from '../typing/readers.js';
import type { CopyWriter } from './copy.js';
import { type PlainCell, plainCell, type Scan } from './plain-cells.js';

const LF = 10;
const CR = 13;
const NULL = Buffer.from('\\N');
const COMMA = 44;
const POINT = 46;
const MEMO = 64;

/** Where a value of the written line comes from: a cell of the file, or the same bytes each time. */
type Output = { readonly at: number; readonly comma: boolean } | { readonly bytes: Uint8Array };

/** What the lane hands on. */
export interface LaneSink {
  readonly writer: CopyWriter;
  /** Number of the row of the sheet (from 1) in the release. */
  readonly numberOf: (row: number) => number;
  /** The id of a row by the texts of its key; null where rows have none. */
  readonly idOf: ((key: readonly string[]) => string) | null;
  /** Called for each row that was written. */
  readonly wrote: () => void;
  /** Takes rows that went the long way. */
  readonly take: (rows: readonly SourceRow[]) => void;
}

/**
 * The short way from the lines of a text to those of COPY, without a string in between. It takes only lines of which
 * it can tell from the bytes that the long way (`TableReader`) would give exactly the same; every other goes that way.
 */
export class StraightLane {
  readonly #delimiter: number;
  readonly #cells: readonly PlainCell[];
  readonly #outputs: readonly Output[];
  readonly #keys: readonly number[];
  readonly #required: ReadonlySet<number>;
  /** Places whose text may say that the row is a total. */
  readonly #names: readonly number[];
  readonly #memo: { length: number; readonly bytes: Uint8Array }[];
  readonly #headings: readonly Uint8Array[];
  readonly #least: number;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #amounts: Float64Array;
  readonly #odd: SeparatedReader;
  readonly #scan: Scan = { at: 0, amount: 0 };

  private constructor(
    private readonly reader: TableReader,
    plain: PlainText,
    cells: readonly PlainCell[],
    outputs: readonly Output[],
  ) {
    const { table, columns, mapping } = reader.mapped;
    const { shape } = table;
    const width = cells.length;
    this.#cells = cells;
    this.#outputs = outputs;
    const keyed = mapping.columns.flatMap(({ name }, at) =>
      columns.some((column) => column.name === name && column.key) ? [at] : [],
    );
    this.#keys = keyed;
    this.#required = new Set(
      keyed.flatMap((at) => {
        const output = outputs[at] as Output;
        return 'at' in output ? [output.at] : [];
      }),
    );
    this.#names = [...new Set([0, ...shape.names])].filter(
      (at) => (cells[at] as PlainCell).kind !== 'NUMBER',
    );
    this.#memo = cells.map(() => ({ length: -1, bytes: new Uint8Array(MEMO) }));
    this.#headings = shape.headings.map((heading) => Buffer.from(heading[0] ?? ''));
    this.#least = Math.max(1, Math.floor(width / 3), Math.floor(shape.typical * 0.4)) + 1;
    this.#starts = new Int32Array(width);
    this.#ends = new Int32Array(width);
    this.#amounts = new Float64Array(width);
    this.#delimiter = plain.delimiter;
    this.#odd = new SeparatedReader(String.fromCharCode(plain.delimiter), plain.quote);
  }

  /** The lane for a table; undefined where its rows are not cells that are taken as they stand. */
  static of(reader: TableReader, plain: PlainText): StraightLane | undefined {
    const { mapped } = reader;
    const { table, mapping, keys } = mapped;
    const whole = table.columns.every(({ at }, place) => at === place);
    if (!whole || table.columns.length < 2 || mapping.unpivot) return undefined;
    const cells: PlainCell[] = keys.map((_, at) => plainCell(null, table.shape.numeric.has(at)));
    const outputs: Output[] = [];
    for (const column of mapping.columns) {
      const output = outputOf(column, mapped);
      if (!output) return undefined;
      outputs.push(output);
      if (!('at' in output)) continue;
      if (column.choice.format.kind === 'BOOLEAN') return undefined;
      // Ids are made of a key's texts, which have to be those of the long way.
      const isKey = mapped.columns.some(({ name, key }) => name === column.name && key);
      if (isKey && column.choice.type === 'DECIMAL') return undefined;
      // A column that is read in two ways is none of the plain ones.
      if ((cells[output.at] as PlainCell).choice) return undefined;
      cells[output.at] = plainCell(column.choice, table.shape.numeric.has(output.at));
    }
    return new StraightLane(reader, plain, cells, outputs);
  }

  /** Takes whole lines. */
  take(bytes: Uint8Array, sink: LaneSink): void {
    const { reader } = this;
    let at = 0;
    while (at < bytes.length && !reader.done) {
      const next = reader.within ? this.#line(bytes, at, sink) : -1;
      if (next === -1) at = this.#longWay(bytes, at, sink);
      else at = next;
    }
  }

  #longWay(bytes: Uint8Array, at: number, sink: LaneSink): number {
    const end = bytes.indexOf(LF, at) + 1;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString('utf8');
    for (const line of this.#odd.push(text)) {
      const rows = this.reader.feed(line);
      if (rows.length > 0) sink.take(rows);
    }
    return end;
  }

  /** Takes the line at `at`: the place behind it, or -1 where it has to go the long way. */
  #line(bytes: Uint8Array, start: number, sink: LaneSink): number {
    const delimiter = this.#delimiter;
    const cells = this.#cells;
    const scan = this.#scan;
    const last = cells.length - 1;
    let filled = 0;
    let at = start;
    for (let place = 0; place <= last; place++) {
      this.#starts[place] = at;
      const byte = bytes[at] as number;
      if (byte === delimiter || byte === LF || byte === CR) {
        if (place === 0 || this.#required.has(place)) return -1;
        this.#amounts[place] = Number.POSITIVE_INFINITY;
        scan.at = at;
      } else {
        if (!(cells[place] as PlainCell).scan(bytes, at, delimiter, scan)) return -1;
        this.#amounts[place] = scan.amount;
        filled++;
      }
      at = scan.at;
      this.#ends[place] = at;
      const end = bytes[at] as number;
      if (place < last ? end !== delimiter : end !== LF && (end !== CR || bytes[at + 1] !== LF)) return -1;
      at++;
    }
    if (bytes[at - 1] === CR) at++;
    if (filled < this.#least || this.#special(bytes)) return -1;
    const before = this.reader.body.plain(this.#amounts);
    if (before === undefined) return -1;
    if (before.length > 0) {
      const rows = this.reader.rows(before, -1, []);
      if (rows.length > 0) sink.take(rows);
    }
    this.reader.fed++;
    this.#write(bytes, at - start, sink);
    return at;
  }

  /** Whether the line could be a total or repeat a heading. */
  #special(bytes: Uint8Array): boolean {
    for (const heading of this.#headings) if (this.#same(bytes, 0, heading, heading.length)) return true;
    for (const place of this.#names) {
      const start = this.#starts[place] as number;
      const end = this.#ends[place] as number;
      const memo = this.#memo[place] as { length: number; bytes: Uint8Array };
      if (end === start || this.#same(bytes, place, memo.bytes, memo.length)) continue;
      const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
      if (this.reader.body.namesTotal(place, text.replace(/\s+/g, ' ').trim())) return true;
      if (end - start > MEMO) continue;
      memo.bytes.set(bytes.subarray(start, end));
      memo.length = end - start;
    }
    return false;
  }

  #same(bytes: Uint8Array, place: number, other: Uint8Array, length: number): boolean {
    const start = this.#starts[place] as number;
    if ((this.#ends[place] as number) - start !== length) return false;
    for (let at = 0; at < length; at++) if (bytes[start + at] !== other[at]) return false;
    return true;
  }

  #write(bytes: Uint8Array, length: number, { writer, numberOf, idOf, wrote }: LaneSink): void {
    const outputs = this.#outputs;
    let room = length + 64;
    for (const output of outputs) room += 'at' in output ? 4 : output.bytes.length + 1;
    writer.room(room);
    writer.number(numberOf(this.reader.fed));
    if (idOf) {
      const id = idOf(this.#keys.map((at) => this.#text(bytes, outputs[at] as Output)));
      writer.tab();
      for (let at = 0; at < id.length; at++) writer.bytes[writer.at++] = id.charCodeAt(at);
    }
    for (let place = 0; place < outputs.length; place++) {
      const output = outputs[place] as Output;
      writer.tab();
      if (!('at' in output)) {
        writer.copy(output.bytes, 0, output.bytes.length);
        continue;
      }
      const start = this.#starts[output.at] as number;
      const end = this.#ends[output.at] as number;
      if (start === end) {
        writer.copy(NULL, 0, 2);
        continue;
      }
      const from = writer.at;
      writer.copy(bytes, start, end);
      if (output.comma) {
        const comma = writer.bytes.indexOf(COMMA, from);
        if (comma !== -1 && comma < writer.at) writer.bytes[comma] = POINT;
      }
    }
    writer.lineEnd();
    wrote();
  }

  /** The text that is written for a value. */
  #text(bytes: Uint8Array, output: Output): string {
    if (!('at' in output)) return Buffer.from(output.bytes).toString('utf8');
    const start = this.#starts[output.at] as number;
    const length = (this.#ends[output.at] as number) - start;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString('utf8');
    return output.comma ? text.replace(',', '.') : text;
  }
}

function outputOf({ source, choice, lookup, name }: MappedColumn, mapped: MappedTable): Output | undefined {
  if (lookup) return undefined;
  if (source.kind === 'COLUMN') {
    const comma = choice.format.kind === 'NUMBER' && choice.format.decimal === ',';
    return { at: mapped.keys.indexOf(source.key), comma };
  }
  const text =
    source.kind === 'CONSTANT' ? source.text : source.kind === 'TABLE_YEAR' ? mapped.table.year : null;
  if (text === null) return undefined;
  const reading = readerFor(name, choice)(text);
  if (!('text' in reading) || reading.text === null || /[\\\n\r\t]|\p{Surrogate}/u.test(reading.text))
    return undefined;
  return { bytes: Buffer.from(reading.text) };
}
