import { randomUUID } from 'node:crypto';
import mysql from 'mysql2/promise';
import postgres from 'postgres';
import { needing } from './needing.js';

/** A database of a producer on a server of this machine, with an account of its own. */
export interface SourceDatabase extends AsyncDisposable {
  readonly kind: 'POSTGRESQL' | 'MYSQL';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** PostgreSQL's schema, MySQL's database. */
  readonly schema: string;
  /** Runs statements as the owner. */
  run(...statements: readonly string[]): Promise<void>;
}

const POSTGRES = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const MARIADB = process.env['TEST_MARIADB_URL'] ?? 'mysql://root@127.0.0.1:3306/';

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch {
    return false;
  }
}

async function withPostgres<T>(url: string, use: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => {} });
  try {
    return await use(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function withMariadb<T>(use: (connection: mysql.Connection) => Promise<T>): Promise<T> {
  const connection = await mysql.createConnection({ uri: MARIADB, connectTimeout: 3000, charset: 'utf8mb4' });
  try {
    return await use(connection);
  } finally {
    await connection.end();
  }
}

const reachable = {
  POSTGRESQL: await answers(() => withPostgres(POSTGRES, (sql) => sql`select 1`)),
  MYSQL: await answers(() => withMariadb((connection) => connection.query('select 1'))),
} as const;

const NAMES = {
  POSTGRESQL: 'PostgreSQL at TEST_DATABASE_URL or 127.0.0.1:5432',
  MYSQL: 'MariaDB at TEST_MARIADB_URL or 127.0.0.1:3306',
} as const;

/** What a test on a server of this kind says that it needs; null where there is one. */
export const lackingServer = (kind: SourceDatabase['kind']): string | null =>
  reachable[kind] ? null : `needs a ${NAMES[kind]}`;

/** A test on a real server. */
export function serverTest(
  kind: SourceDatabase['kind'],
  name: string,
  body: (database: SourceDatabase) => Promise<void>,
  options: { readonly timeout?: number } = {},
): void {
  needing(
    lackingServer(kind),
    name,
    async () => {
      await using database = await createSource(kind);
      await body(database);
    },
    options,
  );
}

/** A new database and an account that may only read it; both are dropped with it. */
export async function createSource(kind: SourceDatabase['kind']): Promise<SourceDatabase> {
  const name = `src_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
  const password = `sandi ' " \\ ${randomUUID()}`;
  const place = new URL(kind === 'POSTGRESQL' ? POSTGRES : MARIADB);
  const facts = {
    kind,
    host: place.hostname,
    port: Number(place.port || (kind === 'POSTGRESQL' ? 5432 : 3306)),
    database: name,
    username: name,
    password,
  };
  return kind === 'POSTGRESQL' ? postgresSource(facts) : mariadbSource(facts);
}

type Facts = Pick<SourceDatabase, 'kind' | 'host' | 'port' | 'database' | 'username' | 'password'>;

async function postgresSource(facts: Facts): Promise<SourceDatabase> {
  const { database, username, password } = facts;
  await withPostgres(POSTGRES, async (sql) => {
    await sql.unsafe(`create database ${database} encoding 'UTF8' template template0`);
    await sql.unsafe(`create role ${username} login password '${password.replaceAll("'", "''")}'`);
  });
  const url = new URL(POSTGRES);
  url.pathname = `/${database}`;
  return {
    ...facts,
    schema: 'public',
    run: (...statements) =>
      withPostgres(url.href, async (sql) => {
        for (const statement of statements) await sql.unsafe(statement);
        await sql.unsafe(`grant select on all tables in schema public to ${username}`);
      }),
    [Symbol.asyncDispose]: () =>
      withPostgres(POSTGRES, async (sql) => {
        await sql.unsafe(`drop database ${database} with (force)`);
        await sql.unsafe(`drop role ${username}`);
      }),
  };
}

async function mariadbSource(facts: Facts): Promise<SourceDatabase> {
  const { database, username, password } = facts;
  await withMariadb(async (connection) => {
    await connection.query(`create database ${database} character set utf8mb4`);
    await connection.query('create user ?@? identified by ?', [username, '%', password]);
    await connection.query(`grant select, show view on ${database}.* to ?@?`, [username, '%']);
  });
  return {
    ...facts,
    schema: database,
    run: (...statements) =>
      withMariadb(async (connection) => {
        await connection.query(`use ${database}`);
        for (const statement of statements) await connection.query(statement);
      }),
    [Symbol.asyncDispose]: () =>
      withMariadb(async (connection) => {
        await connection.query(`drop database ${database}`);
        await connection.query('drop user ?@?', [username, '%']);
      }),
  };
}
