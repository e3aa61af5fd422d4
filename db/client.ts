import { sql as drizzleSql, type SQL } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

export type Sql = postgres.Sql;
export type Drizzle = PostgresJsDatabase;
/** A drizzle connection or a transaction on one. */
export type Queries = Pick<Drizzle, 'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'execute'>;

export interface Database extends AsyncDisposable {
  readonly sql: Sql;
  readonly db: Drizzle;
}

export interface DatabaseOptions {
  /** Connections at the most. */
  readonly max: number;
  readonly name: string;
  /** The role that sessions take on; reads of the API run under the reader role. */
  readonly role?: string;
  readonly readOnly?: boolean;
  readonly statementTimeoutMs?: number;
}

/** Opens a pool on `url`. Nothing connects before the first query. */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const sql = postgres(url, {
    max: options.max,
    connect_timeout: 5,
    idle_timeout: 60,
    onnotice: () => {},
    connection: {
      application_name: `satugraf ${options.name}`,
      TimeZone: 'UTC',
      ...(options.role ? { role: options.role } : {}),
      ...(options.readOnly ? { default_transaction_read_only: true } : {}),
      ...(options.statementTimeoutMs ? { statement_timeout: options.statementTimeoutMs } : {}),
    },
  });
  surviveLoss(sql);
  const db = drizzle(sql, { casing: 'snake_case' });
  return { sql, db, [Symbol.asyncDispose]: () => sql.end({ timeout: 5 }) };
}

const LOST = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNRESET',
  'EPIPE',
]);

/**
 * When the server drops a connection inside a transaction, postgres.js 3.4.9 rejects the transaction and, once its
 * callback has failed too, writes `rollback` to the socket that is gone: an uncaught TypeError ends the process. A
 * callback that fails for a lost connection is left unsettled, so that nothing is written any more. (57P01 is not
 * among the codes: the driver reports it late, to the next query on a connection that lives again.)
 */
function surviveLoss(sql: Sql): void {
  const begin = sql.begin.bind(sql) as (...args: unknown[]) => Promise<unknown>;
  const guarded = (...args: unknown[]): Promise<unknown> => {
    const body = args.pop() as (tx: postgres.TransactionSql) => unknown;
    return begin(...args, async (tx: postgres.TransactionSql) => {
      try {
        return await body(tx);
      } catch (error) {
        if (isLoss(error)) return new Promise(() => {});
        throw error;
      }
    });
  };
  sql.begin = guarded as typeof sql.begin;
}

/** Whether an error, or what it wraps, says that the connection is gone. */
function isLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && LOST.has(String(error.code))) || isLoss(error.cause);
}

/** Tells other hubs, with the transaction that calls it: postgres.js' own notify would survive a rollback. */
export async function notify(
  queries: Pick<Drizzle, 'execute'>,
  channel: string,
  payload = '',
): Promise<void> {
  const statement: SQL = drizzleSql`select pg_notify(${channel}, ${payload})`;
  await queries.execute(statement);
}
