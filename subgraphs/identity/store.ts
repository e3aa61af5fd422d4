import { and, asc, eq, gte, isNull, lte } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Drizzle } from '../../db/client.js';
import {
  accountRoles,
  accounts,
  actingAppointments,
  serviceKeys,
  sessions,
} from '../../db/tables/accounts.js';
import { refusal } from '../../schema/errors.js';
import { jakartaDate } from '../calendar.js';
import { type Acting, type Official, officialWithActing, type Role } from '../viewer.js';
import {
  hashPassword,
  newServiceKey,
  newSessionToken,
  parseCredential,
  passwordMatches,
} from './credentials.js';

const SESSION_HOURS = 12;

/** The session's official, with the appointments in force today: one row for each role and appointment. */
export async function findSession(db: Drizzle, tokenHash: string, now: Date): Promise<Official | undefined> {
  const replaced = alias(accounts, 'replaced');
  const today = jakartaDate(now);
  const { fromDate, toDate, endedAt, appointedAt, actingId, id } = actingAppointments;
  const rows = await db
    .select({
      account: accounts,
      role: accountRoles.role,
      expiresAt: sessions.expiresAt,
      appointment: actingAppointments,
      replacedName: replaced.name,
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .leftJoin(accountRoles, eq(accountRoles.accountId, accounts.id))
    .leftJoin(
      actingAppointments,
      and(eq(actingId, accounts.id), lte(fromDate, today), gte(toDate, today), isNull(endedAt)),
    )
    .leftJoin(replaced, eq(replaced.id, actingAppointments.replacedId))
    .where(eq(sessions.tokenHash, tokenHash))
    .orderBy(fromDate, appointedAt, id);
  const [first] = rows;
  if (!first || first.expiresAt <= now) return undefined;
  const inForce = new Map<string, Acting>();
  for (const { appointment, replacedName } of rows)
    if (appointment && replacedName !== null) {
      const { role, kind, replacedId } = appointment;
      inForce.set(appointment.id, { role, kind, replacedId, replacedName });
    }
  const { name, agency } = first.account;
  const roles = [...new Set(rows.flatMap((row) => row.role ?? []))];
  return officialWithActing({ kind: 'OFFICIAL', accountId: first.account.id, name, agency, roles }, [
    ...inForce.values(),
  ]);
}

/** Opens a session. The token is in the answer alone; the store keeps its hash. */
export async function login(
  db: Drizzle,
  username: string,
  password: string,
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const [account] = await db.select().from(accounts).where(eq(accounts.username, username));
  if (!(await passwordMatches(account?.passwordHash, password)) || !account) throw refusal('LOGIN_FAILED');
  const { token, tokenHash } = newSessionToken();
  const expiresAt = new Date(now.getTime() + SESSION_HOURS * 3_600_000);
  await db.insert(sessions).values({ accountId: account.id, tokenHash, createdAt: now, expiresAt });
  return { token, expiresAt };
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
  readonly roles: readonly Role[];
  readonly password: string;
  /** Jabatan, NIP and address, as signature blocks and notices use them. */
  readonly position?: string | null | undefined;
  readonly nip?: string | null | undefined;
  readonly email?: string | null | undefined;
}

export async function createAccount(db: Drizzle, account: NewAccount): Promise<string> {
  const passwordHash = await hashPassword(account.password);
  return db.transaction(async (tx) => {
    const { username, name, agency, position, nip, email } = account;
    const [row] = await tx
      .insert(accounts)
      .values({ username, name, agency, position, nip, email, passwordHash })
      .returning({ id: accounts.id });
    if (!row) throw new Error('the account was not stored');
    await tx.insert(accountRoles).values(account.roles.map((role) => ({ accountId: row.id, role })));
    return row.id;
  });
}

/** Stores a new service key and gives it in full, once. */
export async function createServiceKey(
  db: Drizzle,
  key: { readonly name: string; readonly agency: string | null; readonly scopes: readonly string[] },
): Promise<{ id: string; key: string }> {
  const made = newServiceKey();
  await db.insert(serviceKeys).values({
    id: made.id,
    secretHash: made.secretHash,
    name: key.name,
    agency: key.agency,
    scopes: [...key.scopes],
  });
  return { id: made.id, key: made.key };
}

/** Keys of one agency, or of all for `null`. */
export function listServiceKeys(db: Drizzle, agency: string | null) {
  return db
    .select()
    .from(serviceKeys)
    .where(agency === null ? undefined : eq(serviceKeys.agency, agency))
    .orderBy(asc(serviceKeys.name), asc(serviceKeys.id));
}
