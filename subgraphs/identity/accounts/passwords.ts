import { and, eq, isNull } from 'drizzle-orm';
import { accounts } from '../../../db/tables/accounts.js';
import { refusal } from '../../../schema/errors.js';
import { jakartaDate } from '../../calendar.js';
import type { RequestContext } from '../../context.js';
import type { Official } from '../../viewer.js';
import { hashPassword, parseCredential, passwordMatches } from '../credentials.js';
import { endSessions, openSession } from '../store.js';
import { attempting, clearAttemptsOf } from './attempts.js';
import { findLink, type OpenLink, spendLink, voidLinks } from './links.js';
import { resetProblem } from './rules.js';
import { ACCOUNTS_LOCK, accountById, othersHold, unconfirmRoles } from './store.js';
import { passwordProblem } from './texts.js';

type Asking = Pick<RequestContext, 'writes' | 'address' | 'authorization' | 'now' | 'signal'>;

/** Opens a session. Throws LOGIN_FAILED whatever is wrong, LOGIN_THROTTLED and LOGIN_BUSY. */
export async function login(
  { writes: { db }, address, now, signal }: Asking,
  username: string,
  password: string,
): Promise<{ token: string; expiresAt: Date }> {
  const session = await attempting({ db, now, signal }, { username, address }, async () => {
    const [account] = await db.select().from(accounts).where(eq(accounts.username, username));
    const passwordHash = account?.disabledAt ? null : (account?.passwordHash ?? null);
    const right = await passwordMatches(passwordHash ?? undefined, password, signal);
    if (!right || !account || passwordHash === null) return undefined;
    return openSession(db, { id: account.id, passwordHash }, now);
  });
  if (!session) throw refusal('LOGIN_FAILED');
  return session;
}

/** Sets a password by a one-time link, and gives the user name that it is of. All sessions of the account end. */
export async function setPassword(asking: Asking, token: string, password: string): Promise<string> {
  const { writes, address, now, signal } = asking;
  const problem = passwordProblem(password);
  if (problem) throw problem;
  const set = await attempting({ db: writes.db, now, signal }, { username: null, address }, async () => {
    const link = await findLink(writes.db, token, now);
    if (!link) return undefined;
    const theirs = passwordProblem(password, link.username);
    if (theirs) throw theirs;
    const passwordHash = await hashPassword(password, signal);
    return (await setOnce(asking, link, passwordHash)) ? link.username : undefined;
  });
  if (set === undefined) throw refusal('LINK_INVALID');
  return set;
}

/** False where the link has been used up meanwhile. Throws where nobody could confirm the account's roles again. */
function setOnce({ writes, now }: Asking, link: OpenLink, passwordHash: string): Promise<boolean> {
  const { accountId, createdBy, username } = link;
  const today = jakartaDate(now);
  return writes.db.transaction(async (tx) => {
    await tx.execute(ACCOUNTS_LOCK);
    const account = await accountById(tx, accountId);
    if (account.disabledAt || !(await spendLink(tx, link.tokenHash, now))) return false;
    if (createdBy !== null && account.passwordSet) {
      const problem = resetProblem(account, await othersHold(tx, accountId, today), today);
      if (problem) throw problem;
      await unconfirmRoles(tx, accountId, createdBy, today, now);
    }
    await tx.update(accounts).set({ passwordHash }).where(eq(accounts.id, accountId));
    await endSessions(tx, accountId);
    await voidLinks(tx, accountId, now);
    await clearAttemptsOf(tx, username);
    return true;
  });
}

/** Replaces an official's own password; his other sessions end, and links to it count no more. */
export async function changePassword(
  { writes: { db }, address, authorization, now, signal }: Asking,
  caller: Official,
  { old, wanted }: { readonly old: string; readonly wanted: string },
): Promise<void> {
  const { accountId } = caller;
  const [account] = await db.select().from(accounts).where(eq(accounts.id, accountId));
  const problem = passwordProblem(wanted, account?.username);
  if (problem) throw problem;
  const attempt = { username: account?.username ?? null, address };
  const done = await attempting({ db, now, signal }, attempt, async () => {
    const before = account?.passwordHash ?? undefined;
    if (!(await passwordMatches(before, old, signal)) || before === undefined) return undefined;
    if (wanted === old) throw refusal('PASSWORD_REFUSED', { detail: SAME });
    const passwordHash = await hashPassword(wanted, signal);
    return db.transaction(async (tx) => {
      const changed = await tx
        .update(accounts)
        .set({ passwordHash })
        .where(
          and(eq(accounts.id, accountId), eq(accounts.passwordHash, before), isNull(accounts.disabledAt)),
        )
        .returning({ id: accounts.id });
      if (changed.length === 0) return undefined;
      const credential = parseCredential(authorization);
      await endSessions(tx, accountId, credential?.kind === 'SESSION' ? credential.tokenHash : undefined);
      await voidLinks(tx, accountId, now);
      return true;
    });
  });
  if (!done) throw refusal('LOGIN_FAILED');
}

const SAME = {
  id: 'Kata sandi baru sama dengan yang lama.',
  en: 'The new password is the same as the old one.',
};
