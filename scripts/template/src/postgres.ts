import postgres from 'postgres';
import { CONNECTIONS, type Database, STATEMENT_MS } from './database.js';

export function openPostgres(url: string): Database {
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
