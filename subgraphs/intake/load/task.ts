import type { ColumnDefinition } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import { keyedRowId } from '../../keyring.js';
import type { Mapping } from '../mapping.js';
import { sourceOf } from '../reading/bytes.js';
import { openFile } from '../reading/open.js';
import { tooLarge } from '../reading/refused.js';
import {
  type MappedTable,
  mappedTables,
  type Problem,
  periodsOf,
  type SourceRow,
  TableReader,
} from '../records.js';
import type { TaskPort } from '../worker/port.js';
import { CopyWriter } from './copy.js';
import { RejectFile } from './rejects.js';
import { StraightLane } from './straight.js';

const MAX_PROBLEMS = 100;

export interface LoadInput {
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly mapping: Mapping;
  readonly columns: readonly ColumnDefinition[];
  /** Numbers of rows begin behind it. */
  readonly after: number;
  /** How ids are made of keys; null where rows have none. */
  readonly ids: { readonly key: Uint8Array; readonly scope: string } | null;
  readonly maxRows: number;
  /** Whether rows are loaded although others are rejected. */
  readonly setAside: boolean;
  /** Rows that are rejected for what only the database could see, by their numbers. */
  readonly refused: readonly (readonly [number: number, reason: Words])[];
}

/** A problem of a row, numbered as its sheet numbers it. */
export interface RowProblem extends Problem {
  readonly row: number;
  /** File and sheet, where several were read. */
  readonly where: string | null;
}

export interface LoadCounts {
  /** Rows of data in the file. */
  readonly rowsRead: number;
  /** Rows that were handed to the database. */
  readonly rowsLoaded: number;
  readonly rowsRejected: number;
  /** All of them, of which `problems` shows the first. */
  readonly problemCount: number;
  readonly problems: readonly RowProblem[];
  readonly rejects: Uint8Array;
  readonly places: RowPlaces;
}

/** Which row of which sheet a row's number in the release stands for. */
export interface RowPlaces {
  readonly periods: number;
  /** By table: the number behind which its rows begin. */
  readonly tables: readonly { readonly after: number; readonly where: string | null }[];
}

export function placeOf(
  { periods, tables }: RowPlaces,
  number: number,
): { row: number; where: string | null } {
  const table = tables.findLast(({ after }) => number > after);
  if (!table) return { row: number, where: null };
  return { row: Math.floor((number - table.after - 1) / periods) + 1, where: table.where };
}

/** Reads a file by its mapping and sends the lines of COPY, batch by batch. Throws FILE_REFUSED, COLUMN_MISSING. */
export async function loadTask(input: LoadInput, port: TaskPort): Promise<LoadCounts> {
  const { mapping, columns } = input;
  const verdict = await openFile(sourceOf(input.filename, input.bytes), mapping.encoding);
  if (!verdict.ok) throw verdict.refusal;
  const load = new Load(input, port);
  for (const mapped of await mappedTables(verdict.files, mapping, columns)) await load.table(mapped);
  return load.end();
}

class Load {
  readonly #writer: CopyWriter;
  readonly #rejects = new RejectFile();
  readonly #problems: RowProblem[] = [];
  readonly #periods: number;
  readonly #tables: { after: number; where: string | null }[] = [];
  readonly #refused: ReadonlyMap<number, Words>;
  readonly #keys: readonly number[];
  #problemCount = 0;
  #rows = 0;
  #loaded = 0;
  #after: number;

  constructor(
    private readonly input: LoadInput,
    private readonly port: TaskPort,
  ) {
    this.#writer = new CopyWriter((size) => port.buffer(size));
    this.#periods = periodsOf(input.mapping).length;
    this.#after = input.after;
    this.#refused = new Map(input.refused);
    this.#keys = input.mapping.columns.flatMap(({ name }, at) =>
      input.columns.some((column) => column.name === name && column.key) ? [at] : [],
    );
  }

  async table(mapped: MappedTable): Promise<void> {
    const reader = new TableReader(mapped);
    this.#tables.push({ after: this.#after, where: mapped.where });
    const { sheet } = mapped.table;
    const lane = sheet.plain && this.#refused.size === 0 ? StraightLane.of(reader, sheet.plain) : undefined;
    const take = (rows: readonly SourceRow[]): void => {
      for (const row of rows) this.#take(mapped, row);
    };
    if (lane && sheet.plain) {
      const idOf = this.#idOf();
      const sink = {
        writer: this.#writer,
        numberOf: (row: number) => this.#after + row,
        idOf,
        wrote: () => {
          this.#rows++;
          this.#loaded++;
        },
        take,
      };
      for await (const block of sheet.plain.blocks()) {
        if ('lines' in block) lane.take(block.lines, sink);
        else for (const line of block.rows) take(reader.feed(line));
        await this.#send();
        if (reader.done) break;
      }
    } else
      for await (const batch of sheet.rows()) {
        for (const line of batch) take(reader.feed(line));
        await this.#send();
        if (reader.done) break;
      }
    take(reader.end());
    this.#after += reader.fed * this.#periods;
  }

  async end(): Promise<LoadCounts> {
    await this.#send(true);
    return {
      rowsRead: this.#rows,
      rowsLoaded: this.#loaded,
      rowsRejected: this.#rejects.rows,
      problemCount: this.#problemCount,
      problems: this.#problems,
      rejects: this.#rejects.bytes(),
      places: { periods: this.#periods, tables: this.#tables },
    };
  }

  #idOf(): ((key: readonly string[]) => string) | null {
    const { ids } = this.input;
    return ids && ((key) => keyedRowId(ids.key, [ids.scope, ...key]));
  }

  #take(mapped: MappedTable, source: SourceRow): void {
    this.#rows++;
    const first = this.#after + (source.row - 1) * this.#periods + 1;
    const problems = [...source.problems];
    for (const { period } of this.#refused.size > 0 ? source.records : []) {
      const reason = this.#refused.get(first + period);
      if (reason) problems.push({ column: null, ...reason });
    }
    if (problems.length > 0) {
      this.#reject(mapped, { ...source, problems });
      return;
    }
    const idOf = this.#idOf();
    for (const { period, texts } of source.records) {
      const id = idOf?.(this.#keys.map((at) => texts[at] ?? '')) ?? null;
      this.#writer.line(first + period, id, texts);
      this.#loaded++;
    }
  }

  #reject(mapped: MappedTable, source: SourceRow): void {
    const { where } = mapped;
    this.#problemCount += source.problems.length;
    for (const problem of source.problems)
      if (this.#problems.length < MAX_PROBLEMS)
        this.#problems.push({
          column: problem.column,
          id: storable(problem.id),
          en: storable(problem.en),
          row: source.row,
          where,
        });
    this.#rejects.add(mapped, source);
  }

  async #send(all = false): Promise<void> {
    if (this.#loaded > this.input.maxRows)
      throw tooLarge({
        id: `lebih dari ${this.input.maxRows} baris, HUB_LIMIT_ROWS`,
        en: `more than ${this.input.maxRows} rows, HUB_LIMIT_ROWS`,
      });
    if (!this.#writer.full && !(all && this.#writer.at > 0)) return;
    const lines = this.#writer.take();
    // Where nothing will be loaded, the rest is read for its problems alone.
    if (this.#problemCount === 0 || this.input.setAside) await this.port.send(lines);
  }
}

/** PostgreSQL's JSON holds neither NUL nor half a pair of surrogates, which a sentence may quote. */
const storable = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '\ufffd');
