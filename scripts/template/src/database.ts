import postgres from 'postgres';
import { openMysql } from './mysql.js';

/** The hub gives up after five seconds; a statement that nobody waits for any more must not go on. */
export const STATEMENT_MS = 4000;
/** Connections to the database; further statements wait. */
export const CONNECTIONS = 5;

export interface Database {
  /** Runs one statement with `?` for each value. Values never become part of its text. */
  query<Row>(text: string, values: readonly (string | number)[]): Promise<Row[]>;
  close(): Promise<void>;
}

export const openDatabase = (url: string): Database =>
  url.startsWith('mysql:') ? openMysql(url) : openPostgres(url);

function openPostgres(url: string): Database {
  const sql = postgres(url, {
    max: CONNECTIONS,
    connect_timeout: 3,
    connection: { statement_timeout: STATEMENT_MS, default_transaction_read_only: true },
  });
  return {
    async query<Row>(text: string, values: readonly (string | number)[]) {
      let number = 0;
      return [
        ...(await sql.unsafe(
          text.replaceAll('?', () => `$${++number}`),
          [...values],
        )),
      ] as Row[];
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

/** `?, ?, ?` for as many values. */
export const places = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
