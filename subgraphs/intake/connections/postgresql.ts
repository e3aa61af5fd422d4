import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import postgres, { type ISql } from 'postgres';
import { structureOfPostgres } from './postgresql-structure.js';
import { type Growth, HANDSHAKE_MS, type Open, type Selection } from './source.js';

const PAGE = 200;

/** Signs in to a PostgreSQL; the session can only read, and what it reads is as of one moment. */
export const openPostgres: Open = async (line, login, limits, use) => {
  const socket = lasting(login.tls ? await line.during(secured(line.socket, login.host)) : line.socket);
  let lent = false;
  const sql = postgres({
    host: login.host,
    port: login.port,
    database: login.database,
    username: login.username,
    password: login.password,
    // Never a second socket: it would go to an address that nobody has checked.
    socket: () => {
      if (lent) throw new Error('the connection was lost');
      lent = true;
      return socket;
    },
    ssl: false,
    max: 1,
    connect_timeout: HANDSHAKE_MS / 1000,
    fetch_types: false,
    prepare: false,
    onnotice: () => {},
    connection: { application_name: 'satugraf' },
  } as postgres.Options<Record<string, never>>);
  try {
    // Set in the session: a pooler between here and the server refuses settings in the greeting.
    await sql`select set_config('default_transaction_read_only', 'on', false),
      set_config('statement_timeout', ${String(limits.statementMs)}, false),
      set_config('datestyle', 'ISO, YMD', false), set_config('extra_float_digits', '3', false)`;
    // What a transaction returns is typed as if it might be a list of queries.
    return (await sql.begin('isolation level repeatable read read only', (tx) =>
      use({
        structure: (only) => structureOfPostgres(tx, only),
        rows: (selection) => rowsOf(tx, selection),
      }),
    )) as Awaited<ReturnType<typeof use>>;
  } finally {
    // Not awaited: the driver waits for the close that it does not hear of.
    sql.end({ timeout: 0 }).catch(() => {});
  }
};

/** PostgreSQL's request for TLS: its length, and a number that no version has. */
const TLS_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** The socket under TLS, the certificate checked against the host's name. */
async function secured(socket: Socket, servername: string): Promise<Socket> {
  socket.write(TLS_REQUEST);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  // More than the one letter would be words that somebody put before the encrypted ones.
  if (answer.toString('latin1') !== 'S') throw new Error('the server offers no TLS');
  const encrypted = connect({ socket, servername });
  encrypted.on('error', () => {});
  await once(encrypted, 'secureConnect');
  return encrypted;
}

/**
 * The socket without news of its end. postgres.js 3.4.9 forgets a socket that has closed, and then writes the next
 * message of a transaction or a cursor to nothing, in a callback that nobody can catch: the process would die. The line
 * tells of the end itself.
 */
function lasting(socket: Socket): Socket {
  const on = socket.on.bind(socket);
  socket.on = ((event: string, listener: () => void) =>
    event === 'close' ? socket : on(event, listener)) as Socket['on'];
  return socket;
}

const CASTS: Readonly<Record<Growth, string>> = {
  INTEGER: 'bigint',
  DECIMAL: 'numeric',
  DATE: 'date',
  MOMENT: 'timestamp',
  MOMENT_WITH_ZONE: 'timestamptz',
};

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

function rowsOf(sql: ISql, { schema, table, columns, orderBy, beyond }: Selection) {
  const from = `select ${columns.map(({ name }) => quoted(name)).join(', ')} from ${quoted(schema)}.${quoted(table)}`;
  const order = beyond
    ? ` order by ${quoted(beyond.column)} asc nulls first`
    : orderBy.length > 0
      ? ` order by ${orderBy.map(quoted).join(', ')}`
      : '';
  const where = beyond && beyond.watermark !== null ? ` where ${past(beyond)}` : '';
  const parameters = beyond && beyond.watermark !== null ? [beyond.watermark] : [];
  return sql
    .unsafe(`${from}${where}${order}`, parameters, { simple: false } as postgres.UnsafeQueryOptions)
    .raw()
    .cursor(PAGE) as AsyncIterable<(Buffer | null)[][]>;
}

function past({ column, growth, again }: NonNullable<Selection['beyond']>): string {
  // Sent as text and read by the server: the driver would shorten a moment to milliseconds.
  const watermark = `($1::text)::${CASTS[growth]}`;
  return again
    ? `(${quoted(column)} >= ${watermark} or ${quoted(column)} is null)`
    : `${quoted(column)} > ${watermark}`;
}
