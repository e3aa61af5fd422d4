import type { ColumnType } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import { type ForeignKey, STRUCTURE_LIMITS, type Table, Unreadable } from './structure.js';

export interface QualifiedName {
  readonly schema: string | null;
  readonly name: string;
}

/** A column as far as the statements have told; later ones may change it. */
export interface ColumnDraft {
  name: string;
  sqlType: string;
  type: ColumnType | null;
  nullable: boolean;
  comment: string | null;
  values: readonly string[] | null;
  default: string | null;
  generated: 'COUNTER' | 'COMPUTED' | null;
}

export class TableDraft {
  comment: string | null = null;
  primaryKey: readonly string[] = [];
  readonly uniques: (readonly string[])[] = [];
  readonly foreignKeys: ForeignKey[] = [];
  rows: number | null = null;
  /** Places stay when a column is renamed or dropped, so that neither has to move the others. */
  readonly #columns: (ColumnDraft | undefined)[] = [];
  readonly #places = new Map<string, number>();
  readonly #anyCase = new Map<string, number>();

  constructor(
    public id: QualifiedName,
    private readonly count: (columns: number) => void,
  ) {}

  get columns(): ColumnDraft[] {
    return this.#columns.filter((column) => column !== undefined);
  }

  /** MySQL does not care for the case of a column's name; a name that is written the same goes first. */
  column(name: string): ColumnDraft | undefined {
    const place = this.#places.get(name) ?? this.#anyCase.get(name.toLowerCase());
    return place === undefined ? undefined : this.#columns[place];
  }

  /** Puts a column at the end, or in the place of `old`. */
  put(column: ColumnDraft, old = column.name): void {
    const known = this.#places.get(old);
    if (known === undefined) this.count(this.#places.size + 1);
    else this.#places.delete(old);
    const place = known ?? this.#columns.length;
    this.#columns[place] = column;
    this.#places.set(column.name, place);
    this.#anyCase.set(column.name.toLowerCase(), place);
  }

  drop(name: string): void {
    const place = this.#places.get(name);
    if (place === undefined) return;
    this.#places.delete(name);
    this.#columns[place] = undefined;
  }

  finished(): Table {
    const own = (names: readonly string[]) => names.map((name) => this.column(name)?.name ?? name);
    const primaryKey = own(this.primaryKey);
    const columns = this.columns.map((column) => ({
      ...column,
      nullable: column.nullable && !primaryKey.includes(column.name),
    }));
    return {
      name: this.id.name,
      schema: this.id.schema,
      comment: this.comment,
      columns,
      primaryKey,
      uniques: this.uniques.map(own),
      foreignKeys: this.foreignKeys.map((key) => ({ ...key, columns: own(key.columns) })),
      rows: this.rows,
    };
  }
}

/** Everything that the statements of one file have said so far. */
export class Catalog {
  /** Where unqualified names belong: `USE`, `\connect`, `search_path`. */
  schema: string | null = null;
  readonly views = new Set<string>();
  readonly notes: Words[] = [];
  /** Named types of PostgreSQL: an enumeration's values, or the type under a domain. */
  readonly types = new Map<string, { readonly values: readonly string[] } | { readonly base: string }>();
  #unsaid = 0;
  #columns = 0;
  readonly #tables = new Map<string, TableDraft>();
  readonly #byName = new Map<string, TableDraft>();
  readonly #partitions = new Map<string, QualifiedName>();

  note(line: number, id: string, en: string): void {
    if (this.notes.length >= STRUCTURE_LIMITS.notes) this.#unsaid++;
    else this.notes.push({ id: `Baris ${line}: ${id}.`, en: `Line ${line}: ${en}.` });
  }

  qualified(id: QualifiedName): QualifiedName {
    return { schema: id.schema ?? this.schema, name: id.name };
  }

  table(id: QualifiedName): TableDraft | undefined {
    const exact = this.#tables.get(keyOf(this.qualified(id)));
    if (exact) return exact;
    const sameName = this.#byName.get(id.name) ?? this.#byName.get(id.name.toLowerCase());
    return sameName && (id.schema === null || sameName.id.schema === null) ? sameName : undefined;
  }

  create(id: QualifiedName, line: number): TableDraft {
    this.drop(id);
    if (this.#tables.size >= STRUCTURE_LIMITS.tables)
      throw new Unreadable('TOO_MANY_TABLES', line, {
        id: `Dump memuat lebih dari ${STRUCTURE_LIMITS.tables} tabel.`,
        en: `The dump holds more than ${STRUCTURE_LIMITS.tables} tables.`,
      });
    const qualified = this.qualified(id);
    const draft = new TableDraft(qualified, (columns) => this.#counted(columns, qualified.name, line));
    this.#tables.set(keyOf(qualified), draft);
    this.#byName.set(qualified.name, draft);
    if (!this.#byName.has(qualified.name.toLowerCase()))
      this.#byName.set(qualified.name.toLowerCase(), draft);
    return draft;
  }

  #counted(columns: number, table: string, line: number): void {
    if (columns > STRUCTURE_LIMITS.columns || ++this.#columns > STRUCTURE_LIMITS.allColumns)
      throw tooManyColumns(table, line);
  }

  drop(id: QualifiedName): void {
    const table = this.#tables.get(keyOf(this.qualified(id)));
    if (!table) return;
    this.#tables.delete(keyOf(table.id));
    for (const name of [table.id.name, table.id.name.toLowerCase()])
      if (this.#byName.get(name) === table) this.#byName.delete(name);
  }

  rename(from: QualifiedName, to: QualifiedName): void {
    const table = this.table(from);
    if (!table) return;
    this.drop(table.id);
    table.id = { schema: to.schema ?? table.id.schema, name: to.name };
    this.#tables.set(keyOf(table.id), table);
    this.#byName.set(to.name, table);
  }

  /** A partition is no table of its own: its rows count for the whole. */
  partition(part: QualifiedName, whole: QualifiedName): void {
    this.drop(part);
    this.#partitions.set(keyOf(this.qualified(part)), this.qualified(whole));
  }

  counted(id: QualifiedName, rows: number): void {
    let target = this.qualified(id);
    for (let step = 0; step < 8; step++) target = this.#partitions.get(keyOf(target)) ?? target;
    const table = this.table(target) ?? this.table(id);
    if (table) table.rows = (table.rows ?? 0) + rows;
  }

  /** A view of this name; a table of the same name was the stand-in that dumps write for it. */
  view(id: QualifiedName): void {
    this.drop(id);
    if (this.views.size < STRUCTURE_LIMITS.tables) this.views.add(id.name);
  }

  finished(): { tables: Table[]; views: string[]; notes: Words[] } {
    const tables = [...this.#tables.values()].filter((draft) => draft.columns.length > 0);
    const more = {
      id: `Masih ada ${this.#unsaid} catatan lain.`,
      en: `There are ${this.#unsaid} more notes.`,
    };
    return {
      tables: tables.map((draft) => draft.finished()),
      views: [...this.views],
      notes: this.#unsaid > 0 ? [...this.notes, more] : this.notes,
    };
  }
}

const keyOf = ({ schema, name }: QualifiedName): string => JSON.stringify([schema, name]);

const tooManyColumns = (table: string, line: number): Unreadable =>
  new Unreadable('TOO_MANY_COLUMNS', line, {
    id: `Tabel ${table} memuat lebih dari ${STRUCTURE_LIMITS.columns} kolom, atau semua tabel bersama terlalu banyak.`,
    en: `Table ${table} has more than ${STRUCTURE_LIMITS.columns} columns, or all tables together too many.`,
  });
