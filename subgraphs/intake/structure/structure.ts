import type { ColumnType } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';

/** `LARAVEL`: a structure file that was read out of a Laravel application's migrations. MariaDB counts as MYSQL. */
export type Dialect = 'MYSQL' | 'POSTGRESQL' | 'LARAVEL';
export type StructureEncoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';

/** What a database says about its tables: names, types, keys and comments; never a value of a row. */
export interface Structure {
  readonly dialect: Dialect;
  readonly encoding: StructureEncoding;
  readonly tables: readonly Table[];
  readonly views: readonly string[];
  /** What was left out and why, with the line where it stands. */
  readonly notes: readonly Words[];
}

export interface Table {
  readonly name: string;
  /** Schema (PostgreSQL) or database (MySQL), where the file names it. */
  readonly schema: string | null;
  readonly comment: string | null;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly uniques: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Rows that the file holds for it; null where it holds none, or none that can be counted. */
  readonly rows: number | null;
}

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly table: string;
  /** Empty where the file leaves it to the other table's primary key. */
  readonly references: readonly string[];
}

export interface Column {
  readonly name: string;
  /** As written: `int(10) unsigned`, `character varying(20)`. */
  readonly sqlType: string;
  /** Null where it cannot be served: binary, geometry, JSON, arrays, types that nobody describes. */
  readonly type: ColumnType | null;
  readonly nullable: boolean;
  readonly comment: string | null;
  /** The list of an ENUM or SET, in its order. */
  readonly values: readonly string[] | null;
  /** The default: a string's content, or the expression as written. */
  readonly default: string | null;
  /** Who fills it: a counter (AUTO_INCREMENT, serial, identity), or an expression over other columns. */
  readonly generated: 'COUNTER' | 'COMPUTED' | null;
}

export type StructureProblem =
  | 'NO_PLAIN_DUMP'
  | 'NO_TABLES'
  | 'UNCLOSED'
  | 'STATEMENT_TOO_LONG'
  | 'TOO_DEEP'
  | 'TOO_MANY_TABLES'
  | 'TOO_MANY_COLUMNS'
  | 'TOO_LARGE'
  | 'BAD_JSON';

export type StructureVerdict =
  | { readonly kind: 'READ'; readonly structure: Structure }
  | {
      readonly kind: 'REFUSED';
      readonly code: StructureProblem;
      /** Where it went wrong, the first line being 1; null where no line can be named. */
      readonly line: number | null;
      readonly words: Words;
    };

/** What a structure may hold at most; lengths in bytes of the file. */
export const STRUCTURE_LIMITS = {
  /** One statement that is held, or one literal or comment anywhere. */
  statement: 16 * 1024 * 1024,
  /** Tokens of one held statement: short ones would weigh far more than their bytes. */
  tokens: 500_000,
  /** All statements that are held, together. */
  held: 64 * 1024 * 1024,
  depth: 200,
  tables: 5_000,
  columns: 2_000,
  allColumns: 200_000,
  notes: 500,
} as const;

/** Stops the reading; `readDump` and `readStructureJson` turn it into their verdict. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';

  constructor(
    readonly code: StructureProblem,
    readonly line: number | null,
    readonly words: Words,
  ) {
    super(words.en);
  }
}

/** The verdict of a reading that may stop with `Unreadable`; any other error is the caller's. */
export async function verdictOf(read: () => Promise<Structure>): Promise<StructureVerdict> {
  try {
    return { kind: 'READ', structure: await read() };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'REFUSED', code: error.code, line: error.line, words: error.words };
  }
}
