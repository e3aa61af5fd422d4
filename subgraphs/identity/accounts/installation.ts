import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../../db/client.js';
import { accountRoles, accounts } from '../../../db/tables/accounts.js';
import { refusal } from '../../../schema/errors.js';
import { jakartaDate } from '../../calendar.js';
import { rolesInForce } from '../../in-force.js';
import type { Role } from '../../viewer.js';
import { insertAccount, type NewAccount } from '../store.js';
import { CODE_MS, makeLink, voidLinks } from './links.js';
import { HEADS, needsConfirmation } from './rules.js';
import { ACCOUNTS_LOCK, accountOf, checkAgency, storeRole } from './store.js';

// What the installation itself does: its operator has the console, and owns the machine and all that is on it.

/** A user name with the one-time code by which its password is set. */
export interface Code {
  readonly username: string;
  readonly code: string;
  readonly expiresAt: Date;
}

/** The first run's accounts: one makes the others, the other confirms what they may do. */
const FIRST = [
  { username: 'admin', name: 'Administrator', role: 'ADMIN' },
  { username: 'kepala.dinas', name: 'Kepala Dinas', role: 'DEPARTMENT_HEAD' },
] as const;

/** Hubs that start together each print a code that is good; one that starts later replaces theirs. */
const TOGETHER_MS = 60_000;

/**
 * Codes to print at a start without a demo: for the first two accounts, which are made where there is none at all, and
 * again until somebody has used one. Whoever can restart the hub and read what it prints owns its database already, so
 * new codes give away nothing.
 */
export function firstRun(db: Drizzle, now: Date): Promise<Code[]> {
  return db.transaction(async (tx) => {
    await tx.execute(ACCOUNTS_LOCK);
    const [any] = await tx.select({ id: accounts.id }).from(accounts).limit(1);
    if (!any)
      for (const { role, ...account } of FIRST)
        await storeAccount(tx, { ...account, agency: null }, [role], true, now);
    const [used] = await tx.select().from(accounts).where(isNotNull(accounts.passwordHash)).limit(1);
    if (used) return [];
    const first = await tx
      .select({ id: accounts.id, username: accounts.username })
      .from(accounts)
      .where(
        and(
          isNull(accounts.createdBy),
          inArray(
            accounts.username,
            FIRST.map(({ username }) => username),
          ),
        ),
      )
      .orderBy(accounts.username);
    const codes: Code[] = [];
    for (const { id, username } of first) {
      await voidLinks(tx, id, now, new Date(now.getTime() - TOGETHER_MS));
      codes.push(await codeFor(tx, id, username, now));
    }
    return codes;
  });
}

/**
 * An account that the operator makes, and its code. Its roles of the workflow wait for a head, unless there is none who
 * could confirm them. Throws ACCOUNT_EXISTS, and NOT_FOUND for its agency.
 */
export function openAccount(
  db: Drizzle,
  account: NewAccount,
  roles: readonly Role[],
  now: Date,
): Promise<Code> {
  return db.transaction(async (tx) => {
    await tx.execute(ACCOUNTS_LOCK);
    await checkAgency(tx, account.agency);
    const [head] = await tx
      .select({ id: accounts.id })
      .from(accountRoles)
      .innerJoin(accounts, eq(accounts.id, accountRoles.accountId))
      .where(
        and(
          rolesInForce(jakartaDate(now)),
          inArray(accountRoles.role, [...HEADS]),
          isNull(accounts.disabledAt),
        ),
      )
      .limit(1);
    const id = await storeAccount(tx, account, roles, head === undefined, now);
    return codeFor(tx, id, account.username, now);
  });
}

/** A new code for an account whose owner has lost the password; older ones end. Throws NOT_FOUND. */
export function recover(db: Drizzle, username: string, now: Date): Promise<Code> {
  return db.transaction(async (tx) => {
    await tx.execute(ACCOUNTS_LOCK);
    const { id } = await accountOf(tx, username);
    await voidLinks(tx, id, now);
    return codeFor(tx, id, username, now);
  });
}

async function storeAccount(
  tx: Queries,
  account: NewAccount,
  roles: readonly Role[],
  confirmed: boolean,
  now: Date,
): Promise<string> {
  const id = await insertAccount(tx, { ...account, createdAt: now });
  if (id === undefined) throw refusal('ACCOUNT_EXISTS', { username: account.username });
  const from = jakartaDate(now);
  for (const role of roles) await storeRole(tx, id, { role, from, to: null, grantedBy: null }, now);
  if (confirmed)
    await tx
      .update(accountRoles)
      .set({ confirmedAt: now })
      .where(
        and(eq(accountRoles.accountId, id), inArray(accountRoles.role, roles.filter(needsConfirmation))),
      );
  return id;
}

async function codeFor(tx: Queries, accountId: string, username: string, now: Date): Promise<Code> {
  const { token, expiresAt } = await makeLink(tx, { accountId, createdBy: null, lasting: CODE_MS }, now);
  return { username, code: token, expiresAt };
}
