import { sql as drizzleSql, type SQL } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

export type Sql = postgres.Sql;
export type Drizzle = PostgresJsDatabase;
/** A drizzle connection or a transaction on one. */
export type Queries = Pick<
  Drizzle,
  'select' | 'selectDistinct' | 'selectDistinctOn' | 'insert' | 'update' | 'delete' | 'execute'
>;

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
  const db = drizzle(sql, { casing: 'snake_case' });
  return { sql, db, [Symbol.asyncDispose]: () => sql.end({ timeout: 5 }) };
}

/** A statement that is asked at each request: put together once for each connection, which is most of what it costs. */
export function prepared<Statement>(make: (queries: Queries) => Statement): (queries: Queries) => Statement {
  const made = new WeakMap<Queries, Statement>();
  return (queries) => {
    const statement = made.get(queries) ?? make(queries);
    made.set(queries, statement);
    return statement;
  };
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
