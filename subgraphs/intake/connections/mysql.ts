import mysql, { type Connection } from 'mysql2';
import { structureOfMysql } from './mysql-structure.js';
import { type Growth, HANDSHAKE_MS, type Open, type RawRow, type Selection } from './source.js';

const PAGE = 500;
const PAGE_BYTES = 4 << 20;
/** Rows that the driver holds ready; each may be large. */
const AHEAD = 16;

/** Signs in to a MySQL or MariaDB; the session can only read, and what it reads is as of one moment. */
export const openMysql: Open = async (line, login, limits, use) => {
  const connection = mysql.createConnection({
    host: login.host,
    port: login.port,
    database: login.database,
    user: login.username,
    password: login.password,
    stream: line.socket,
    charset: 'utf8mb4',
    multipleStatements: false,
    // A server may ask for any file of this machine by LOCAL INFILE; it is told that nobody here hands any out.
    flags: ['-LOCAL_FILES'],
    enableCleartextPlugin: false,
    ...(login.tls ? { ssl: { rejectUnauthorized: true, verifyIdentity: true } } : {}),
    connectTimeout: HANDSHAKE_MS,
    // Parsers made as source text would be made of names that the other side chooses.
    disableEval: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
  });
  // A failure of the connection reaches the running statement; without this it would also be unheard, and fatal.
  connection.on('error', () => {});
  try {
    // First of all alone: a statement behind a greeting that is refused would never hear of it.
    await new Promise<void>((resolve, reject) => {
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    await readOnly(connection, limits.statementMs);
    return await use({
      structure: (only) =>
        structureOfMysql((text, values) => ask(connection, text, values), only, login.database),
      rows: (selection) => rowsOf(connection, selection),
    });
  } finally {
    connection.destroy();
  }
};

/** A statement whose values travel beside its text, never in it. */
function ask(
  connection: Connection,
  text: string,
  values: readonly string[] = [],
): Promise<Record<string, string | null>[]> {
  return new Promise((resolve, reject) => {
    connection.execute({ sql: text, values: [...values] }, (error, rows) => {
      if (error) reject(error);
      else resolve(Array.isArray(rows) ? (rows as Record<string, string | null>[]) : []);
    });
  });
}

async function readOnly(connection: Connection, statementMs: number): Promise<void> {
  const set = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      connection.query(text, (error) => (error ? reject(error) : resolve()));
    });
  // MariaDB counts in seconds and MySQL in milliseconds, each under a name that the other does not know.
  await set(`set session max_statement_time = ${Math.ceil(statementMs / 1000)}`).catch(() =>
    set(`set session max_execution_time = ${statementMs}`).catch(() => {}),
  );
  await set('set session transaction read only');
  await set('start transaction with consistent snapshot, read only');
}

const CASTS: Readonly<Record<Growth, string>> = {
  INTEGER: 'decimal(65, 0)',
  DECIMAL: 'decimal(65, 30)',
  DATE: 'date',
  MOMENT: 'datetime(6)',
  MOMENT_WITH_ZONE: 'datetime(6)',
};

const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``;

async function* rowsOf(
  connection: Connection,
  { schema, table, columns, orderBy, beyond }: Selection,
): AsyncGenerator<readonly RawRow[]> {
  // FLOAT is shown with six digits, whatever it holds; as a double it is shown whole.
  const selected = columns.map(({ name, sqlType }) =>
    /^float\b/i.test(sqlType) ? `${quoted(name)} + 0e0` : quoted(name),
  );
  const order = beyond ? [beyond.column] : orderBy;
  const text = [
    `select ${selected.join(', ')} from ${quoted(schema)}.${quoted(table)}`,
    beyond && beyond.watermark !== null ? `where ${past(beyond)}` : '',
    order.length > 0 ? `order by ${order.map(quoted).join(', ')}` : '',
  ].join(' ');
  // Rows come as text only from a plain query, so the value goes ahead in a variable of the session.
  if (beyond && beyond.watermark !== null)
    await ask(connection, 'set @satugraf_watermark = ?', [beyond.watermark]);
  const stream = connection
    .query({ sql: text, rowsAsArray: true, typeCast: false })
    .stream({ highWaterMark: AHEAD });
  let page: RawRow[] = [];
  let bytes = 0;
  for await (const one of stream) {
    const row = one as RawRow;
    page.push(row);
    for (const value of row) bytes += value?.length ?? 0;
    if (page.length < PAGE && bytes < PAGE_BYTES) continue;
    yield page;
    page = [];
    bytes = 0;
  }
  if (page.length > 0) yield page;
}

function past({ column, growth, again }: NonNullable<Selection['beyond']>): string {
  const watermark = `cast(@satugraf_watermark as ${CASTS[growth]})`;
  return again
    ? `(${quoted(column)} >= ${watermark} or ${quoted(column)} is null)`
    : `${quoted(column)} > ${watermark}`;
}
