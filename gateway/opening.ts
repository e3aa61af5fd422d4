import { eq } from 'drizzle-orm';
import { type Database, openDatabase } from '../db/client.js';
import { migrateDatabase } from '../db/migrate.js';
import type { ReaderRole } from '../db/reader.js';
import { settings } from '../db/tables/settings.js';
import { refusal } from '../schema/errors.js';
import type { Keyring } from '../subgraphs/keyring.js';

const READ_CONNECTIONS = 10;
const STATEMENT_MS = 5000;

/** Brings the database up to date. Throws DATABASE_UNREACHABLE, DATABASE_TOO_OLD, DATABASE_NEWER, MIGRATION_FAILED. */
export async function migrate(databaseUrl: string): Promise<void> {
  const outcome = await migrateDatabase(databaseUrl);
  if (outcome.ok) return;
  switch (outcome.kind) {
    case 'UNREACHABLE':
      throw refusal('DATABASE_UNREACHABLE', { where: hostOf(databaseUrl), reason: outcome.reason });
    case 'TOO_OLD':
      throw refusal('DATABASE_TOO_OLD', { version: outcome.version });
    case 'NEWER':
      throw refusal('DATABASE_NEWER', { migration: outcome.migration });
    case 'FAILED':
      throw refusal('MIGRATION_FAILED', { migration: outcome.migration, reason: outcome.reason });
  }
}

/** The database's place without user and password. */
function hostOf(databaseUrl: string): string {
  try {
    const { host, pathname } = new URL(databaseUrl);
    return `${host}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}

/** Throws SECRET_MISMATCH where the installation was begun with another secret. */
export async function checkSecret({ db }: Database, { fingerprint }: Keyring): Promise<void> {
  await db.insert(settings).values({ key: 'secret_fingerprint', value: fingerprint }).onConflictDoNothing();
  const [row] = await db.select().from(settings).where(eq(settings.key, 'secret_fingerprint'));
  if (row?.value !== fingerprint) throw refusal('SECRET_MISMATCH');
}

/** The pool of the reader role, or a read-only one where there can be none. */
export function openReader(databaseUrl: string, reader: ReaderRole): Database {
  return openDatabase(databaseUrl, {
    max: READ_CONNECTIONS,
    name: 'reader',
    readOnly: true,
    statementTimeoutMs: STATEMENT_MS,
    ...(reader.kind === 'role' ? { role: reader.role } : {}),
  });
}
