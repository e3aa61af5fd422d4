import postgres, { type Sql } from 'postgres';
import { refusal } from '../../schema/errors.js';
import { codeOf } from './failure.js';

const POLL_MS = 50;
const LINGER_MS = 3_000;
const RETAKE_MS = 1_000;

/** The one connection of a hub that proves the server answers and then holds the directory's lock. */
export interface LockConnection {
  /**
   * Takes the lock for as long as the connection lives. Waits up to 3 s, since the backend of a killed hub may
   * linger. Throws DATA_DIR_IN_USE where another hub keeps it.
   */
  hold: (dataDir: string) => Promise<void>;
  /** False while the lock is lost, because the server dropped the connection. */
  held: () => boolean;
  /** From now on a lost connection is meant to be lost. */
  expectLoss: () => void;
  close: () => Promise<void>;
}

/**
 * Connects to the database `satugraf` on the loopback, making it where it is missing.
 * Throws what the driver throws: a system code (ECONNREFUSED, CONNECT_TIMEOUT, …) or an SQLSTATE.
 */
export async function connect(port: number, password: string): Promise<LockConnection> {
  try {
    return await open(port, password);
  } catch (error) {
    if (codeOf(error) !== '3D000') throw error;
    await createDatabase(port, password);
    return await open(port, password);
  }
}

/** Whether the server itself turned us away (a wrong password, …), for a reason other than starting or stopping. */
export function serverRefuses(error: unknown): boolean {
  return error instanceof postgres.PostgresError && !error.code.startsWith('57P');
}

/** Whether the error is that of a server which stops, starts, or is not there any more. */
export function serverGone(error: unknown): boolean {
  return /^(57P|ECONN|EPIPE|CONNECT_TIMEOUT|CONNECTION_)/.test(codeOf(error));
}

function client(port: number, password: string, database: string, onclose?: () => void): Sql {
  return postgres({
    host: '127.0.0.1',
    port,
    username: 'satugraf',
    password,
    database,
    ssl: false,
    max: 1,
    connect_timeout: 3,
    // The driver otherwise renews a connection after an hour or so, and the lock would go with it.
    max_lifetime: null,
    onnotice: () => undefined,
    connection: { application_name: 'satugraf data directory' },
    ...(onclose ? { onclose } : {}),
  });
}

async function createDatabase(port: number, password: string): Promise<void> {
  const sql = client(port, password, 'postgres');
  try {
    await sql`create database satugraf`.catch((error) => {
      if (!['42P04', '23505'].includes(codeOf(error))) throw error; // another hub made it meanwhile
    });
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function open(port: number, password: string): Promise<LockConnection> {
  let wanted = false;
  let held = false;
  let retry: NodeJS.Timeout | undefined;
  const sql = client(port, password, 'satugraf', () => {
    held = false;
    clearTimeout(retry);
    // A crash of one backend makes postgres drop every connection and go on: take the lock again.
    if (wanted) retry = setTimeout(() => void take().catch(() => undefined), RETAKE_MS).unref();
  });
  const take = async (): Promise<boolean> => {
    const [row] = await sql<{ taken: boolean }[]>`
      select pg_try_advisory_lock(hashtextextended('satugraf:data-directory', 0)) as taken`;
    held = row?.taken === true;
    return held;
  };
  try {
    await sql`select 1`;
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
  return {
    hold: async (dataDir) => {
      for (const end = Date.now() + LINGER_MS; !(await take()); ) {
        if (Date.now() > end) throw refusal('DATA_DIR_IN_USE', { dir: dataDir });
        await new Promise((wake) => setTimeout(wake, POLL_MS));
      }
      wanted = true;
    },
    held: () => held,
    expectLoss: () => {
      wanted = false;
      clearTimeout(retry);
    },
    close: async () => {
      wanted = false;
      clearTimeout(retry);
      await sql.end({ timeout: 0 });
    },
  };
}
