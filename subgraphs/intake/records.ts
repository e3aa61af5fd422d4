import type { ColumnDefinition } from '../../schema/definition.js';
import { refusal, type Words } from '../../schema/errors.js';
import { columnKeys, lookupKey, type MappedColumn, type Mapping } from './mapping.js';
import type { Cell, Row } from './reading/grid.js';
import type { OpenedFile } from './reading/open.js';
import { refused } from './reading/refused.js';
import { BodyReader, type Stray, type Verdict } from './tables/body.js';
import { isBlank, isNumeric } from './tables/looks.js';
import { type FoundTable, findTables } from './tables.js';
import { templateAlone } from './template/recognise.js';
import { shown } from './typing/counts.js';
import { readerFor } from './typing/readers.js';

/** What is wrong with a row; `column` is the definition's header, null where no column of it is meant. */
export interface Problem extends Words {
  readonly column: string | null;
}

/** A row of the file, and what becomes of it. */
export interface SourceRow {
  /** Row of the sheet, from 1. */
  readonly row: number;
  /** In the order of the table's columns. */
  readonly cells: readonly Cell[];
  /** Any of them, and none of the row is loaded. */
  readonly problems: readonly Problem[];
  /** One, or one for each period that the row has values for. */
  readonly records: readonly LoadRecord[];
}

export interface LoadRecord {
  /** Which of the mapping's periods; 0 where nothing is unpivoted. */
  readonly period: number;
  /** What PostgreSQL takes, before COPY's own escapes, in the definition's order. */
  readonly texts: readonly (string | null)[];
}

/** Gives the value of a column for one row and period: a text, null for no value, or what is wrong. */
type Read = (cells: readonly Cell[], period: number) => string | null | Words;

/** One table of the file, as the mapping reads it. */
export interface MappedTable {
  readonly table: FoundTable;
  readonly mapping: Mapping;
  readonly columns: readonly ColumnDefinition[];
  /** Keys of the table's columns, in their order. */
  readonly keys: readonly string[];
  /** File and sheet, where the mapping reads several; null otherwise. */
  readonly where: string | null;
  /** Whether a row that has fewer cells than the table has columns was cut off: in separated text alone. */
  readonly ragged: boolean;
}

/** The tables that a mapping reads. Throws FILE_REFUSED where the file has no such table, COLUMN_MISSING for a column. */
export async function mappedTables(
  files: readonly OpenedFile[],
  mapping: Mapping,
  columns: readonly ColumnDefinition[],
): Promise<MappedTable[]> {
  const found = new Map<unknown, readonly FoundTable[]>();
  const template = await templateAlone(files);
  const tables: MappedTable[] = [];
  for (const place of mapping.tables) {
    const file = files[place.file];
    const sheet = file?.sheets[place.sheet];
    if (sheet && !found.has(sheet))
      found.set(sheet, await findTables(sheet, file.filename, sheet === template?.sheet));
    const table = found.get(sheet)?.[place.table];
    if (!file || !sheet || !table)
      throw refused(
        'Tabel yang dipetakan tidak ada di berkas ini; periksa berkasnya, lalu petakan lagi.',
        'The table that was mapped is not in this file; look into the file and map it again.',
      );
    const keys = columnKeys(table);
    const several = mapping.tables.length > 1;
    const where = file.filename === sheet.name ? sheet.name : `${file.filename}, ${sheet.name}`;
    tables.push({
      table,
      mapping,
      columns,
      keys,
      where: several ? where : null,
      ragged: file.format === 'CSV',
    });
  }
  // Tables that are read as one may each lack what another has: the column of another year.
  const known = new Set(tables.flatMap(({ keys }) => keys));
  const missing = mapping.columns.flatMap((column) =>
    keysOf(column, mapping).some((key) => !known.has(key))
      ? [columns.find(({ name }) => name === column.name)?.label ?? column.name]
      : [],
  );
  if (missing.length > 0) throw refusal('COLUMN_MISSING', { columns: missing });
  return tables;
}

/** The keys of the table's columns that a column is read from. */
function keysOf({ source }: MappedColumn, { unpivot }: Mapping): string[] {
  switch (source.kind) {
    case 'COLUMN':
      return [source.key];
    case 'CODE':
      return [...source.keys];
    case 'MEASURE':
      return unpivot?.series.flatMap(({ key, measure }) => (measure === source.measure ? [key] : [])) ?? [];
    default:
      return [];
  }
}

/** The periods of a mapping in the order of the file; one, without a name, where nothing is unpivoted. */
export const periodsOf = ({ unpivot }: Mapping): readonly string[] =>
  unpivot ? [...new Set(unpivot.series.map(({ period }) => period))] : [''];

/** Every row of the mapped tables, one table after the other, in batches. Throws as `mappedTables` and the files do. */
export async function* recordsOf(
  files: readonly OpenedFile[],
  mapping: Mapping,
  columns: readonly ColumnDefinition[],
): AsyncGenerator<readonly SourceRow[]> {
  for (const table of await mappedTables(files, mapping, columns)) yield* rowsOfTable(new TableReader(table));
}

async function* rowsOfTable(reader: TableReader): AsyncGenerator<readonly SourceRow[]> {
  for await (const batch of reader.mapped.table.sheet.rows()) {
    const rows = batch.flatMap((line) => reader.feed(line));
    if (rows.length > 0) yield rows;
    if (reader.done) break;
  }
  yield reader.end();
}

/** Reads one table, fed with the rows of its sheet from the first on. */
export class TableReader {
  /** Rows of the sheet that have been fed. */
  fed = 0;
  readonly body: BodyReader;
  readonly #columns: readonly { readonly definition: ColumnDefinition; readonly read: Read }[];
  readonly #periods: number;
  /** Places of the table's columns that have values of a period; null where nothing is unpivoted. */
  readonly #series: readonly (readonly number[])[] | null;
  readonly #keep: ReadonlySet<string>;
  readonly #last: number;
  readonly #width: number;

  constructor(readonly mapped: MappedTable) {
    const { table, mapping, columns, keys } = mapped;
    this.body = new BodyReader(table.shape);
    const periods = periodsOf(mapping);
    this.#periods = periods.length;
    this.#series = mapping.unpivot
      ? periods.map((period) =>
          (mapping.unpivot?.series ?? []).flatMap((one) =>
            one.period === period && keys.includes(one.key) ? [keys.indexOf(one.key)] : [],
          ),
        )
      : null;
    this.#columns = mapping.columns.map((column) => {
      const definition = columns.find(({ name }) => name === column.name);
      if (!definition) throw refusal('COLUMN_MISSING', { columns: [column.name] });
      return { definition, read: readOf(column, definition, mapped, periods) };
    });
    this.#keep = new Set(mapping.keep);
    this.#last = table.last ?? Number.POSITIVE_INFINITY;
    this.#width = (table.columns.at(-1)?.at ?? -1) + 1;
  }

  /** Whether nothing that follows on the sheet is the table's. */
  get done(): boolean {
    return this.fed > this.#last;
  }

  /** Whether the next row of the sheet is one of the table's body. */
  get within(): boolean {
    return this.fed >= this.mapped.table.first && this.fed <= this.#last;
  }

  /** The rows of data that are known now: this one, and kept ones that waited for it. */
  feed(line: Row): SourceRow[] {
    const row = this.fed++;
    const { first, setAside } = this.mapped.table;
    if (row > this.#last) return [];
    if (row < first) {
      const aside = setAside.find((one) => one.row === row && this.#keep.has(one.why));
      return aside ? [this.#row(row, aside.cells, [])] : [];
    }
    const rows = this.rows(this.body.feed(row, line), row, line);
    if (rows.length > 0 || line.length <= this.#width) return rows;
    const outside = this.#numbersOutside(row, line);
    return outside.length > 0 ? [{ row: row + 1, cells: [], problems: outside, records: [] }] : [];
  }

  /** Beside what is no data notes may stand, but no number may get lost. */
  #numbersOutside(row: number, line: Row): Problem[] {
    const problems: Problem[] = [];
    const end = Math.min(line.length, this.mapped.table.shape.right);
    for (let column = this.#width; column < end; column++) {
      const cell = line[column] ?? null;
      if (isNumeric(cell)) problems.push(strayProblem({ row, column, cell }));
    }
    return problems;
  }

  end(): SourceRow[] {
    return this.rows(this.body.end(), -1, []);
  }

  /** The rows of data among verdicts, of which the one of `row` was made of `line`. */
  rows(verdicts: readonly Verdict[], row: number, line: Row): SourceRow[] {
    const rows: SourceRow[] = [];
    const strays = this.body.strays.splice(0);
    for (const verdict of verdicts) {
      if (verdict.kind === 'ASIDE') {
        if (this.#keep.has(verdict.aside.why))
          rows.push(this.#row(verdict.aside.row, verdict.aside.cells, []));
        continue;
      }
      const problems = strays.map(strayProblem);
      if (this.mapped.ragged && verdict.row.row === row && line.length < this.#width)
        problems.push({
          column: null,
          id: `baris memuat ${line.length} sel, bukan ${this.#width}`,
          en: `the row has ${line.length} cells, not ${this.#width}`,
        });
      rows.push(this.#row(verdict.row.row, verdict.row.cells, problems));
    }
    return rows;
  }

  #row(row: number, cells: readonly Cell[], problems: Problem[]): SourceRow {
    const records: LoadRecord[] = [];
    for (let period = 0; period < this.#periods; period++) {
      const series = this.#series?.[period];
      if (series?.every((at) => isBlank(cells[at]))) continue;
      records.push({ period, texts: this.#texts(cells, period, problems) });
    }
    return { row: row + 1, cells, problems, records: problems.length > 0 ? [] : records };
  }

  #texts(cells: readonly Cell[], period: number, problems: Problem[]): (string | null)[] {
    return this.#columns.map(({ definition, read }) => {
      const value = read(cells, period);
      if (value === null) {
        if (definition.key)
          problems.push(
            about(definition.label, '', 'kosong padahal kunci', 'is empty though part of the key'),
          );
        return null;
      }
      if (typeof value !== 'string') {
        problems.push({ column: definition.label, ...value });
        return null;
      }
      // Half a pair of surrogates would be stored as another character.
      if (/\p{Surrogate}/u.test(value))
        problems.push(about(definition.label, value, 'memuat karakter rusak', 'holds a broken character'));
      return value;
    });
  }
}

function readOf(
  { name, source, choice, lookup }: MappedColumn,
  { label }: ColumnDefinition,
  { table, mapping, keys }: MappedTable,
  periods: readonly string[],
): Read {
  const reader = readerFor(label, choice);
  const value = (cell: Cell): string | null | Words => {
    const reading = reader(cell);
    return 'text' in reading ? reading.text : reading.problem;
  };
  const fixed = (text: string | null): Read => {
    const known = value(text);
    return () => known;
  };
  switch (source.kind) {
    case 'COLUMN': {
      const at = keys.indexOf(source.key);
      return lookup ? lookedUp(label, lookup, choice.missing, [at]) : (cells) => value(cells[at] ?? null);
    }
    case 'CODE':
      return lookedUp(
        label,
        lookup ?? {},
        choice.missing,
        source.keys.map((key) => keys.indexOf(key)),
      );
    case 'PERIOD': {
      const known = periods.map(value);
      return (_, period) => known[period] ?? null;
    }
    case 'MEASURE': {
      const places = periods.map((period) => {
        const one = mapping.unpivot?.series.find(
          (series) => series.measure === source.measure && series.period === period,
        );
        return one ? keys.indexOf(one.key) : -1;
      });
      return (cells, period) => value(cells[places[period] ?? -1] ?? null);
    }
    case 'TABLE_YEAR':
      if (table.year === null)
        throw refused(
          `Tahun untuk kolom ${name} tidak ada pada judul, lembar atau nama berkas; petakan lagi.`,
          `Title, sheet and file name hold no year for column ${name}; map the file again.`,
        );
      return fixed(table.year);
    case 'CONSTANT':
      return fixed(source.text);
  }
}

/** The code behind the texts of some columns; a row that has none of them has none. */
function lookedUp(
  label: string,
  lookup: Readonly<Record<string, string | null>>,
  missing: readonly string[],
  places: readonly number[],
): Read {
  const codes = new Map(Object.entries(lookup));
  const none = new Set(['', ...missing]);
  return (cells) => {
    const texts = places.map((place) => textIn(cells[place]));
    const found = codes.get(lookupKey(texts));
    if (found !== undefined) return found;
    if (texts.every((text) => none.has(text?.trim() ?? ''))) return null;
    const all = texts.filter((text) => text !== null && text !== '').join(' ');
    return about(label, all, 'tidak dikenal sebagai kode', 'is not known as a code');
  };
}

const textIn = (cell: Cell | undefined): string | null =>
  cell == null ? null : typeof cell === 'string' ? cell : cell.text;

function about(column: string, raw: string, id: string, en: string): Problem {
  const short = shown(raw);
  return { column, id: `kolom ${column}: "${short}" ${id}`, en: `column ${column}: "${short}" ${en}` };
}

function strayProblem({ column, cell }: Stray): Problem {
  const short = shown(textIn(cell) ?? '');
  return {
    column: null,
    id: `"${short}" berdiri di kolom ke-${column + 1}, di luar tabel`,
    en: `"${short}" stands in column ${column + 1}, outside the table`,
  };
}
