import { and, eq, gte, inArray, isNull, lte, ne, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { type Drizzle, prepared, type Queries } from '../../db/client.js';
import { accountRoles, accounts, actingAppointments, sessions } from '../../db/tables/accounts.js';
import { refusal } from '../../schema/errors.js';
import { jakartaDate } from '../calendar.js';
import { grantsOf, rolesInForce } from '../in-force.js';
import { type Acting, type Official, officialWithActing, type Role } from '../viewer.js';
import { hashPassword, newSessionToken, parseCredential } from './credentials.js';

/** A session ends after so long whatever happens, and earlier where nobody has used it for a while. */
const SESSION_MS = 12 * 3_600_000;
const IDLE_MS = 2 * 3_600_000;
/** That it is used is written so often, not at each request. */
const SEEN_MS = 60_000;

const before = (now: Date, ms: number) => new Date(now.getTime() - ms);

/** Which sessions are over. */
const over = (now: Date) => or(lte(sessions.expiresAt, now), lte(sessions.lastSeenAt, before(now, IDLE_MS)));

const replaced = alias(accounts, 'replaced');

/** Written once for each connection, not at each request: one row for each role and appointment in force. */
const asOfficial = prepared((db) => {
  const today = sql.placeholder('today');
  const { fromDate, toDate, endedAt, appointedAt, actingId, id, role, kind, replacedId } = actingAppointments;
  return db
    .select({
      accountId: accounts.id,
      name: accounts.name,
      agency: accounts.agency,
      role: accountRoles.role,
      expiresAt: sessions.expiresAt,
      lastSeenAt: sessions.lastSeenAt,
      appointment: { id, role, kind, replacedId },
      replacedName: replaced.name,
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .leftJoin(accountRoles, and(eq(accountRoles.accountId, accounts.id), rolesInForce(today)))
    .leftJoin(
      actingAppointments,
      and(eq(actingId, accounts.id), lte(fromDate, today), gte(toDate, today), isNull(endedAt)),
    )
    .leftJoin(replaced, eq(replaced.id, replacedId))
    .where(and(eq(sessions.tokenHash, sql.placeholder('tokenHash')), isNull(accounts.disabledAt)))
    .orderBy(fromDate, appointedAt, id)
    .prepare('session');
});

/** The session's official, with the appointments in force today. */
export async function findSession(db: Queries, tokenHash: string, now: Date): Promise<Official | undefined> {
  const today = jakartaDate(now);
  const rows = await asOfficial(db).execute({ tokenHash, today });
  const [first] = rows;
  if (!first || first.expiresAt <= now || first.lastSeenAt <= before(now, IDLE_MS)) return undefined;
  if (first.lastSeenAt <= before(now, SEEN_MS))
    await db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.tokenHash, tokenHash));
  const inForce = new Map<string, Acting>();
  for (const { appointment, replacedName } of rows)
    if (appointment && replacedName !== null) {
      const { role, kind, replacedId } = appointment;
      inForce.set(appointment.id, { role, kind, replacedId, replacedName });
    }
  const { accountId, name, agency } = first;
  const roles = [...new Set(rows.flatMap((row) => row.role ?? []))];
  const grants = await grantsOf(db, { accountId }, today);
  return officialWithActing({ kind: 'OFFICIAL', accountId, name, agency, roles, grants }, [
    ...inForce.values(),
  ]);
}

/**
 * Opens a session for an account whose password was found to be right, if it still is: the token is in the answer
 * alone, the store keeps its hash. Takes away the sessions that are over. Undefined where the password has changed, or
 * the account was disabled, meanwhile.
 */
export function openSession(
  db: Drizzle,
  account: { readonly id: string; readonly passwordHash: string },
  now: Date,
): Promise<{ token: string; expiresAt: Date } | undefined> {
  return db.transaction(async (tx) => {
    const { id, passwordHash } = account;
    const [still] = await tx
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(eq(accounts.id, id), eq(accounts.passwordHash, passwordHash), isNull(accounts.disabledAt)))
      .for('share');
    if (!still) return undefined;
    const { token, tokenHash } = newSessionToken();
    const expiresAt = new Date(now.getTime() + SESSION_MS);
    const times = { createdAt: now, lastSeenAt: now, expiresAt };
    await tx.insert(sessions).values({ accountId: id, tokenHash, ...times });
    const ended = tx.select({ id: sessions.id }).from(sessions).where(over(now));
    await tx.delete(sessions).where(inArray(sessions.id, ended.for('update', { skipLocked: true })));
    return { token, expiresAt };
  });
}

/** Ends the sessions of an account, but for the one with this hash. */
export async function endSessions(db: Queries, accountId: string, except?: string): Promise<void> {
  const kept = except === undefined ? undefined : ne(sessions.tokenHash, except);
  await db.delete(sessions).where(and(eq(sessions.accountId, accountId), kept));
}

/** Ends the session that this `Authorization` header carries; false when it carries none. */
export async function logout(db: Drizzle, authorization: string): Promise<boolean> {
  const credential = parseCredential(authorization);
  if (credential?.kind !== 'SESSION') return false;
  const ended = await db.delete(sessions).where(eq(sessions.tokenHash, credential.tokenHash)).returning();
  return ended.length > 0;
}

export interface NewAccount {
  readonly username: string;
  readonly name: string;
  readonly agency: string | null;
  /** Jabatan, NIP and address, as signature blocks and notices use them. */
  readonly position?: string | null | undefined;
  readonly nip?: string | null | undefined;
  readonly email?: string | null | undefined;
}

/** Stores an account that nobody can sign in with yet; undefined where the user name is taken. */
export async function insertAccount(
  db: Queries,
  account: NewAccount & { readonly createdBy?: string; readonly createdAt?: Date },
): Promise<string | undefined> {
  const [row] = await db
    .insert(accounts)
    .values(account)
    .onConflictDoNothing({ target: accounts.username })
    .returning({ id: accounts.id });
  return row?.id;
}

/** An account of the demo, whole at once: with a password, and roles that count. Everybody else is given a link. */
export async function createAccount(
  db: Drizzle,
  {
    roles,
    password,
    ...account
  }: NewAccount & { readonly roles: readonly Role[]; readonly password: string },
): Promise<string> {
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    const id = await insertAccount(tx, account);
    if (id === undefined) throw refusal('ACCOUNT_EXISTS', { username: account.username });
    await tx.update(accounts).set({ passwordHash }).where(eq(accounts.id, id));
    await tx
      .insert(accountRoles)
      .values(roles.map((role) => ({ accountId: id, role, confirmedAt: sql`now()` })));
    return id;
  });
}
