import { and, asc, desc, eq, exists, gt, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Drizzle, Queries } from '../../../db/client.js';
import { accountRoles, accounts, savedQueries, serviceKeys } from '../../../db/tables/accounts.js';
import { agencies } from '../../../db/tables/agencies.js';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { rolesInForce } from '../../in-force.js';
import { type Official, officialWith, type Role } from '../../viewer.js';
import { parseCredential } from '../credentials.js';
import { endSessions, findSession } from '../store.js';
import { type HeldRole, type Holder, needsConfirmation } from './rules.js';

/** Who holds what is judged against what others hold, so two changes at once wait for each other. */
export const ACCOUNTS_LOCK = sql`select pg_advisory_xact_lock(7214031)`;

export interface RoleRow extends HeldRole {
  readonly grantedBy: string | null;
  readonly grantedAt: Date;
  readonly confirmedBy: string | null;
  readonly endedBy: string | null;
  readonly reason: string | null;
}

export interface AccountRow extends Holder {
  readonly username: string;
  readonly name: string;
  readonly position: string | null;
  readonly nip: string | null;
  readonly email: string | null;
  readonly createdAt: Date;
  readonly createdBy: string | null;
  readonly disabledBy: string | null;
  readonly disabledReason: string | null;
  readonly roles: readonly RoleRow[];
}

/**
 * Runs a change for an official with one of these roles, alone, and as he is now: his own may have ended since he was
 * let in. Throws FORBIDDEN before anything is looked up.
 */
export async function changing<T>(
  { viewer, writes, authorization, now }: RequestContext,
  needs: readonly Role[],
  work: (tx: Queries, caller: Official) => Promise<T>,
): Promise<T> {
  const forbidden = () => refusal('FORBIDDEN', { needs: needs.join(' / ') });
  if (!officialWith(viewer, ...needs)) throw forbidden();
  return writes.db.transaction(async (tx) => {
    await tx.execute(ACCOUNTS_LOCK);
    const credential = parseCredential(authorization);
    const official =
      credential?.kind === 'SESSION' ? await findSession(tx, credential.tokenHash, now) : undefined;
    if (!official) throw refusal('UNAUTHENTICATED');
    const caller = officialWith(official, ...needs);
    if (!caller) throw forbidden();
    return work(tx, caller);
  });
}

/** Accounts in the order of their user names, each with all of its roles. */
async function select(db: Queries, where: SQL | undefined, limit = 1): Promise<AccountRow[]> {
  const maker = alias(accounts, 'maker');
  const disabler = alias(accounts, 'disabler');
  const rows = await db
    .select({ account: accounts, createdBy: maker.name, disabledBy: disabler.name })
    .from(accounts)
    .leftJoin(maker, eq(maker.id, accounts.createdBy))
    .leftJoin(disabler, eq(disabler.id, accounts.disabledBy))
    .where(where)
    .orderBy(asc(accounts.username))
    .limit(limit);
  const roles = await rolesOf(
    db,
    rows.map(({ account }) => account.id),
  );
  return rows.map(({ account: { passwordHash, ...account }, createdBy, disabledBy }) => ({
    ...account,
    createdBy,
    disabledBy,
    passwordSet: passwordHash !== null,
    roles: roles.filter(({ accountId }) => accountId === account.id),
  }));
}

async function rolesOf(db: Queries, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const granter = alias(accounts, 'granter');
  const confirmer = alias(accounts, 'confirmer');
  const ender = alias(accounts, 'ender');
  const { accountId, role, fromDate, toDate, grantedBy, grantedAt } = accountRoles;
  const { confirmedAt, endedAt, reason } = accountRoles;
  return db
    .select({
      accountId,
      role,
      from: fromDate,
      to: toDate,
      grantedById: grantedBy,
      grantedBy: granter.name,
      grantedAt,
      confirmedBy: confirmer.name,
      confirmedAt,
      endedBy: ender.name,
      endedAt,
      reason,
    })
    .from(accountRoles)
    .leftJoin(granter, eq(granter.id, grantedBy))
    .leftJoin(confirmer, eq(confirmer.id, accountRoles.confirmedBy))
    .leftJoin(ender, eq(ender.id, accountRoles.endedBy))
    .where(inArray(accountId, [...ids]))
    .orderBy(desc(grantedAt), desc(endedAt), asc(role), asc(accountRoles.id));
}

/** Throws NOT_FOUND. */
export async function accountOf(db: Queries, username: string): Promise<AccountRow> {
  const [row] = await select(db, eq(accounts.username, username));
  if (!row) throw refusal('NOT_FOUND', { what: `akun ${username}` });
  return row;
}

export async function accountById(db: Queries, id: string): Promise<AccountRow> {
  const [row] = await select(db, eq(accounts.id, id));
  if (!row) throw new Error(`account ${id} is gone`);
  return row;
}

/** Accounts behind a user name; with `waiting` those alone that have a role waiting for a head. */
export function listAccounts(
  db: Queries,
  page: { readonly first: number; readonly after: string | null; readonly waiting: boolean },
  today: string,
): Promise<AccountRow[]> {
  const unconfirmed = db
    .select({ id: accountRoles.id })
    .from(accountRoles)
    .where(
      and(
        eq(accountRoles.accountId, accounts.id),
        isNull(accountRoles.endedAt),
        isNull(accountRoles.confirmedAt),
        inArray(accountRoles.role, WORKFLOW_ROLES),
        sql`coalesce(${accountRoles.toDate} >= ${today}, true)`,
      ),
    );
  const where = and(
    page.after === null ? undefined : gt(accounts.username, page.after),
    page.waiting ? and(isNull(accounts.disabledAt), exists(unconfirmed)) : undefined,
  );
  return select(db, where, page.first);
}

const WORKFLOW_ROLES = accountRoles.role.enumValues.filter(needsConfirmation);

/** Roles in force that somebody else holds who can sign in. */
export async function othersHold(db: Queries, accountId: string, today: string): Promise<ReadonlySet<Role>> {
  const rows = await db
    .selectDistinct({ role: accountRoles.role })
    .from(accountRoles)
    .innerJoin(accounts, eq(accounts.id, accountRoles.accountId))
    .where(
      and(
        rolesInForce(today),
        ne(accounts.id, accountId),
        isNull(accounts.disabledAt),
        sql`${accounts.passwordHash} is not null`,
      ),
    );
  return new Set(rows.map(({ role }) => role));
}

const held = (accountId: string, role?: Role) =>
  and(
    eq(accountRoles.accountId, accountId),
    isNull(accountRoles.endedAt),
    role === undefined ? undefined : eq(accountRoles.role, role),
  );

export interface NewRole {
  readonly role: Role;
  readonly from: string;
  readonly to: string | null;
  /** Null: by the installation. */
  readonly grantedBy: string | null;
}

/** Grants a role; one of the kind that has run out is put to rest. */
export async function storeRole(db: Queries, accountId: string, granted: NewRole, now: Date): Promise<void> {
  const { role, from, to, grantedBy } = granted;
  const reason = 'Masa berlakunya habis / its term was over';
  await db
    .update(accountRoles)
    .set({ endedAt: now, endedBy: grantedBy, reason })
    .where(held(accountId, role));
  const grant = { accountId, role, fromDate: from, toDate: to, grantedBy, grantedAt: now };
  await db.insert(accountRoles).values(grant);
  await endSessions(db, accountId);
}

export async function storeConfirmation(
  db: Queries,
  accountId: string,
  role: Role,
  confirmedBy: string,
  now: Date,
): Promise<void> {
  await db.update(accountRoles).set({ confirmedBy, confirmedAt: now }).where(held(accountId, role));
  await endSessions(db, accountId);
}

/** Ends a role, or all where none is named. */
export async function storeRoleEnd(
  db: Queries,
  accountId: string,
  end: { readonly role?: Role; readonly endedBy: string; readonly reason: string },
  now: Date,
): Promise<void> {
  const { role, endedBy, reason } = end;
  await db.update(accountRoles).set({ endedAt: now, endedBy, reason }).where(held(accountId, role));
  await endSessions(db, accountId);
}

/** Confirmed roles of the workflow end and are granted anew for what is left of their terms: a head looks again. */
export async function unconfirmRoles(
  db: Queries,
  accountId: string,
  by: string,
  today: string,
  now: Date,
): Promise<void> {
  const reason = 'Kata sandi diganti lewat tautan ADMIN / the password was replaced by a link from ADMIN';
  const ended = await db
    .update(accountRoles)
    .set({ endedAt: now, endedBy: by, reason })
    .where(and(held(accountId), inArray(accountRoles.role, WORKFLOW_ROLES), sql`confirmed_at is not null`))
    .returning();
  for (const { role, fromDate, toDate } of ended)
    if (toDate === null || toDate >= today)
      await storeRole(db, accountId, { role, from: fromDate ?? today, to: toDate, grantedBy: by }, now);
}

/** Nobody signs in any more; what is the account's alone, keys that no agency answers for and saved queries, ends with it. */
export async function storeDisabling(
  db: Queries,
  accountId: string,
  by: { readonly disabledBy: string; readonly disabledReason: string },
  now: Date,
): Promise<void> {
  await db
    .update(accounts)
    .set({ disabledAt: now, ...by })
    .where(eq(accounts.id, accountId));
  await endSessions(db, accountId);
  await db.delete(savedQueries).where(eq(savedQueries.accountId, accountId));
  await db
    .update(serviceKeys)
    .set({ revokedAt: now, revokedBy: by.disabledBy })
    .where(
      and(eq(serviceKeys.ownerId, accountId), isNull(serviceKeys.agency), isNull(serviceKeys.revokedAt)),
    );
}

export const storeEnabling = (db: Queries, accountId: string) =>
  db
    .update(accounts)
    .set({ disabledAt: null, disabledBy: null, disabledReason: null })
    .where(eq(accounts.id, accountId));

export const storeProfile = (
  db: Queries,
  accountId: string,
  values: Pick<AccountRow, 'name' | 'position' | 'nip' | 'email' | 'agency'>,
) => db.update(accounts).set(values).where(eq(accounts.id, accountId));

/** Throws NOT_FOUND for an agency that is not registered. */
export async function checkAgency(db: Queries, slug: string | null): Promise<void> {
  if (slug === null) return;
  const [row] = await db.select().from(agencies).where(eq(agencies.slug, slug));
  if (!row) throw refusal('NOT_FOUND', { what: `instansi ${slug}` });
}

/** Throws AGENCY_EXISTS. */
export async function storeAgency(db: Queries | Drizzle, slug: string, name: string): Promise<void> {
  const made = await db.insert(agencies).values({ slug, name }).onConflictDoNothing().returning();
  if (made.length === 0) throw refusal('AGENCY_EXISTS', { slug });
}
