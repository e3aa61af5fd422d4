import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { ROOT } from './root.js';

const FOLDER = fileURLToPath(new URL('db/migrations', ROOT));

/** Any hub, any machine: whoever holds this lock migrates, the others wait and then find nothing left to do. */
const MIGRATION_LOCK = 7_214_001;

export const OLDEST_POSTGRES = 150_000;

export type MigrationOutcome =
  | { readonly ok: true; readonly applied: number }
  | { readonly ok: false; readonly kind: 'UNREACHABLE'; readonly reason: string }
  | { readonly ok: false; readonly kind: 'TOO_OLD'; readonly version: string }
  | { readonly ok: false; readonly kind: 'NEWER'; readonly migration: string }
  | { readonly ok: false; readonly kind: 'FAILED'; readonly migration: string; readonly reason: string };

interface Journal {
  entries: { tag: string; when: number }[];
}

/**
 * Brings the database to the newest migration, all of them in one transaction under an advisory lock: either every
 * pending migration applies or none. Never throws for what an operator can mend; it returns what is wrong.
 */
export async function migrateDatabase(url: string): Promise<MigrationOutcome> {
  const journal: Journal = JSON.parse(await readFile(`${FOLDER}/meta/_journal.json`, 'utf8'));
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    try {
      const [row] = await sql<{ number: string; version: string }[]>`
        select current_setting('server_version_num') as number, current_setting('server_version') as version`;
      if (row && Number(row.number) < OLDEST_POSTGRES)
        return { ok: false, kind: 'TOO_OLD', version: row.version };
    } catch (error) {
      return { ok: false, kind: 'UNREACHABLE', reason: reasonOf(error) };
    }
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    const before = await appliedMigrations(sql);
    const known = new Set(journal.entries.map((entry) => entry.when));
    const foreign = before.find((when) => !known.has(when));
    if (foreign !== undefined)
      return { ok: false, kind: 'NEWER', migration: new Date(foreign).toISOString() };
    const pending = journal.entries.filter((entry) => !before.includes(entry.when));
    try {
      await migrate(drizzle(sql), { migrationsFolder: FOLDER });
    } catch (error) {
      const migration = pending.map((entry) => entry.tag).join(', ');
      return { ok: false, kind: 'FAILED', migration, reason: reasonOf(error) };
    }
    return { ok: true, applied: pending.length };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function appliedMigrations(sql: postgres.Sql): Promise<number[]> {
  const [table] = await sql<{ name: string | null }[]>`
    select to_regclass('drizzle.__drizzle_migrations')::text as name`;
  if (!table?.name) return [];
  const rows = await sql<{ created_at: string }[]>`select created_at from drizzle.__drizzle_migrations`;
  return rows.map((row) => Number(row.created_at));
}

/** The innermost message, without drizzle's copy of the whole statement. */
function reasonOf(error: unknown): string {
  let current = error;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  if (current instanceof AggregateError && current.errors[0] instanceof Error) current = current.errors[0];
  if (!(current instanceof Error)) return String(current);
  const code = 'code' in current ? ` (${String(current.code)})` : '';
  return `${current.message.split('\n')[0] || current.name}${code}`;
}
