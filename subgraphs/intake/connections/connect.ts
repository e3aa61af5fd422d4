import { randomUUID } from 'node:crypto';
import { refusal } from '../../../schema/errors.js';
import type { Keyring } from '../../keyring.js';
import type { Line, Outbound } from '../../outbound/dial.js';
import type { Structure, Table } from '../structure/structure.js';
import { openMysql } from './mysql.js';
import { openPostgres } from './postgresql.js';
import {
  type ConnectionKind,
  LIMITS,
  type Login,
  type Open,
  type Session,
  type TableName,
} from './source.js';
import type { ConnectionRow } from './store.js';

const DRIVERS: Readonly<Record<ConnectionKind, Open>> = { POSTGRESQL: openPostgres, MYSQL: openMysql };

/** What a connection needs besides its row. */
export interface Way {
  readonly outbound: Outbound;
  readonly keyring: Keyring;
  readonly signal?: AbortSignal;
}

/** Lends a session of the other database to `use`. Throws OUTBOUND_FAILED, and what `use` throws. */
export function inSession<T>(
  { outbound, signal }: Pick<Way, 'outbound' | 'signal'>,
  kind: ConnectionKind,
  login: Login,
  purpose: keyof typeof LIMITS,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const limits = LIMITS[purpose];
  return outbound.reach(
    login,
    limits,
    (line) =>
      DRIVERS[kind](line, login, limits, (session) =>
        use({ ...session, rows: (selection) => pagesOver(line, session.rows(selection)) }),
      ),
    signal,
  );
}

/** The pages as long as the line holds: each is a progress, and none is waited for once the line is lost. */
async function* pagesOver<Page>(line: Line, pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  const reading = pages[Symbol.asyncIterator]();
  let isDone = false;
  try {
    for (;;) {
      // A driver's iterator need not give promises.
      const next = await line.during(Promise.resolve(reading.next()));
      isDone = next.done === true;
      if (next.done) return;
      line.progress();
      yield next.value;
    }
  } finally {
    // Not awaited: a driver without a line does not answer.
    if (!isDone) Promise.resolve(reading.return?.()).catch(() => {});
  }
}

/** The facts beside which a password opens: whoever changes one of them in the store gets no password sent there. */
const factsOf = (
  id: string,
  kind: ConnectionKind,
  { host, port, database, username }: Omit<Login, 'password'>,
) => [id, kind, host, String(port), database, username];

/** A row to store, its password sealed. */
export const sealedConnection = (keyring: Keyring, kind: ConnectionKind, { password, ...login }: Login) => {
  const id = randomUUID();
  return { id, kind, ...login, sealedPassword: keyring.secrets.seal(password, ...factsOf(id, kind, login)) };
};

/** The same as `inSession`, by a stored connection. */
export function overConnection<T>(
  way: Way,
  row: ConnectionRow,
  purpose: keyof typeof LIMITS,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const password = way.keyring.secrets.open(row.sealedPassword, ...factsOf(row.id, row.kind, row));
  if (password === undefined) throw new Error(`the password of connection ${row.id} does not open`);
  return inSession(way, row.kind, { ...row, password }, purpose, use);
}

export const structureOf = (way: Way, row: ConnectionRow): Promise<Structure> =>
  overConnection(way, row, 'structure', (session) => session.structure());

/** One table or view. Throws NOT_FOUND. */
export async function tableOf(session: Session, name: TableName): Promise<Table> {
  const [table] = (await session.structure(name)).tables;
  if (!table) throw refusal('NOT_FOUND', { what: `${name.schema}.${name.table}` });
  return table;
}
