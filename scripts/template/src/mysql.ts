import mysql from 'mysql2/promise';
import { CONNECTIONS, type Database, STATEMENT_MS } from './database.js';

/** MySQL or MariaDB. */
export function openMysql(url: string): Database {
  const pool = mysql.createPool({
    uri: url,
    connectionLimit: CONNECTIONS,
    connectTimeout: 3000,
    charset: 'utf8mb4',
    // Figures that JavaScript's numbers cannot hold stay exact as text.
    supportBigNumbers: true,
    dateStrings: true,
    flags: ['-LOCAL_FILES'],
  });
  const prepared = new WeakSet<object>();
  return {
    async query<Row>(text: string, values: readonly (string | number)[]) {
      const connection = await pool.getConnection();
      try {
        if (!prepared.has(connection.connection)) {
          await limit(connection);
          prepared.add(connection.connection);
        }
        const [rows] = await connection.query(text, [...values]);
        return rows as Row[];
      } finally {
        connection.release();
      }
    },
    close: () => pool.end(),
  };
}

/** MariaDB counts in seconds and under another name. */
async function limit(connection: mysql.PoolConnection): Promise<void> {
  const [rows] = await connection.query('select version() as version');
  const [{ version = '' } = {}] = rows as { version?: string }[];
  await connection.query(
    /mariadb/i.test(version)
      ? `set session max_statement_time = ${STATEMENT_MS / 1000}`
      : `set session max_execution_time = ${STATEMENT_MS}`,
  );
  await connection.query('set session transaction read only');
}
