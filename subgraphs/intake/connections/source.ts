import type { Line, LineLimits } from '../../outbound/dial.js';
import type { Structure } from '../structure/structure.js';

export const KINDS = ['POSTGRESQL', 'MYSQL'] as const;
/** MariaDB counts as MYSQL. */
export type ConnectionKind = (typeof KINDS)[number];

export interface Login {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** Encrypted, the server's certificate checked against its name. */
  readonly tls: boolean;
}

/** Schema (PostgreSQL) or database (MySQL), and name. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/** How the values of a column that only grows are compared. */
export type Growth = 'INTEGER' | 'DECIMAL' | 'DATE' | 'MOMENT' | 'MOMENT_WITH_ZONE';

/** The rows beyond a watermark, in the order of the column. */
export interface Beyond {
  readonly column: string;
  readonly growth: Growth;
  /** Null: every row, still in order. */
  readonly watermark: string | null;
  /** Whether rows at the watermark itself, and rows without a value, come again. */
  readonly again: boolean;
}

export interface Selected {
  readonly name: string;
  /** As the structure writes it. */
  readonly sqlType: string;
}

export interface Selection extends TableName {
  readonly columns: readonly Selected[];
  /** In whose order the rows come where `beyond` is null, so that the same table makes the same file. */
  readonly orderBy: readonly string[];
  readonly beyond: Beyond | null;
}

/** The bytes of a row's values as the database writes them as text; null for NULL. */
export type RawRow = readonly (Buffer | null)[];

/** A signed-in session that can only read, over one connection. */
export interface Session {
  /** Tables and views that the account may read; of one table alone where it is named. */
  structure(only?: TableName): Promise<Structure>;
  /** The rows as of one moment, page by page. */
  rows(selection: Selection): AsyncIterable<readonly RawRow[]>;
}

export interface SessionLimits {
  readonly statementMs: number;
}

/** Signs in over the line and lends the session to `use`. */
export type Open = <T>(
  line: Line,
  login: Login,
  limits: SessionLimits,
  use: (session: Session) => Promise<T>,
) => Promise<T>;

/** From the open socket to the end of the greeting. */
export const HANDSHAKE_MS = 4_000;

const MB = 1 << 20;

/** What a connection may take for each purpose. */
export const LIMITS = {
  test: { connectMs: 2_000, totalMs: 5_000, windowBytes: MB, statementMs: 2_000 },
  structure: { connectMs: 3_000, totalMs: 13_000, windowBytes: 32 * MB, statementMs: 10_000 },
  pull: { connectMs: 3_000, totalMs: 600_000, windowBytes: 64 * MB, statementMs: 300_000 },
} as const satisfies Record<string, LineLimits & SessionLimits>;

/** Rows by what they belong to: a database may have thousands of tables. */
export function grouped<Row>(
  rows: readonly Row[],
  ownerOf: (row: Row) => string,
): ReadonlyMap<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(ownerOf(row));
    if (group) group.push(row);
    else groups.set(ownerOf(row), [row]);
  }
  return groups;
}

/** A server's estimate of a table's rows; null where it has none that the graph could hold. */
export const estimated = (rows: number): number | null =>
  rows >= 0 && rows <= 2_147_483_647 ? Math.round(rows) : null;
