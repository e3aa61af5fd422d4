import { createHash } from 'node:crypto';
import { eq, inArray, lte, sql } from 'drizzle-orm';
import ipaddr from 'ipaddr.js';
import type { Drizzle, Queries } from '../../../db/client.js';
import { loginAttempts } from '../../../db/tables/accounts.js';
import { HubError, refusal } from '../../../schema/errors.js';
import { Bulkhead } from '../../bulkhead.js';
import { inPlace } from '../waiting.js';

// How often somebody may try to sign in. Each attempt is counted before anything of it is verified; a name that nobody
// has is counted like any other.

const WINDOW_MS = 15 * 60_000;
const ACCOUNT_FAILURES = 10;
const ADDRESS_FAILURES = 100;
/** Attempts at one account that may wait for each other in this process. */
const WAITING = 100;

/** Whose password, and from where. Without a user name only the address is counted. */
export interface Attempt {
  readonly username: string | null;
  readonly address: string;
}

const subject = (kind: 'account' | 'address', name: string): string =>
  `${kind}:${createHash('sha256').update(name).digest('hex')}`;

/** Where an address belongs: itself, or the /64 of an IPv6 address, all of which one line can have. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${Buffer.from(parsed.toByteArray().slice(0, 8)).toString('hex')}/64`;
}

/**
 * Counts an attempt in the window that is open, or opens the next one: in one statement, so that many at once are as
 * many as one after the other. Throws LOGIN_THROTTLED where it is one too many.
 */
async function count(db: Queries, subject: string, most: number, now: Date): Promise<void> {
  const over = new Date(now.getTime() - WINDOW_MS);
  const { failures, windowStart } = loginAttempts;
  const isOver = lte(windowStart, over);
  const [row] = await db
    .insert(loginAttempts)
    .values({ subject, failures: 1, windowStart: now })
    .onConflictDoUpdate({
      target: loginAttempts.subject,
      set: {
        failures: sql`case when ${isOver} then 1 else ${failures} + 1 end`,
        windowStart: sql`case when ${isOver} then excluded.window_start else ${windowStart} end`,
      },
    })
    .returning();
  if (!row || row.failures <= most) return;
  const left = row.windowStart.getTime() + WINDOW_MS - now.getTime();
  const retryAfter = Math.max(1, Math.ceil(left / 1000));
  throw refusal('LOGIN_THROTTLED', { minutes: Math.ceil(retryAfter / 60) }, { facts: { retryAfter } });
}

const uncount = (db: Queries, subject: string) =>
  db
    .update(loginAttempts)
    .set({ failures: sql`greatest(${loginAttempts.failures} - 1, 0)` })
    .where(eq(loginAttempts.subject, subject));

/**
 * Attempts at one account go one after the other in this process: those that are under way count as failures, and
 * would keep each other out however right they are.
 */
const turns = new Map<string, { readonly place: Bulkhead; here: number }>();

async function inTurn<T>(account: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const turn = turns.get(account) ?? { place: new Bulkhead(1, WAITING), here: 0 };
  turns.set(account, turn);
  turn.here++;
  try {
    return await inPlace(turn.place, signal, work);
  } finally {
    if (--turn.here === 0) turns.delete(account);
  }
}

/**
 * Lets somebody try. `work` says that it was right by giving something: then the account's count is cleared, and this
 * attempt taken off the address's. Where it ends without a verdict (the hub was busy, the new password does not do) it
 * has not been an attempt. Throws LOGIN_THROTTLED before `work` begins: for the address first, since what is refused
 * there must not lock an account.
 */
export async function attempting<T>(
  { db, now, signal }: { readonly db: Drizzle; readonly now: Date; readonly signal: AbortSignal },
  attempt: Attempt,
  work: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const address = subject('address', networkOf(attempt.address));
  await count(db, address, ADDRESS_FAILURES, now);
  let right: T | undefined;
  try {
    right =
      attempt.username === null
        ? await work()
        : await tryAccount(db, now, signal, subject('account', attempt.username), work);
  } catch (error) {
    if (!isThrottled(error)) await uncount(db, address);
    throw error;
  }
  if (right === undefined) return undefined;
  await uncount(db, address);
  await forgetOld(db, now);
  return right;
}

const isThrottled = (error: unknown): boolean =>
  error instanceof HubError && error.code === 'LOGIN_THROTTLED';

const tryAccount = <T>(
  db: Drizzle,
  now: Date,
  signal: AbortSignal,
  account: string,
  work: () => Promise<T | undefined>,
): Promise<T | undefined> =>
  inTurn(account, signal, async () => {
    await count(db, account, ACCOUNT_FAILURES, now);
    try {
      const right = await work();
      if (right !== undefined) await clearAttempts(db, account);
      return right;
    } catch (error) {
      await uncount(db, account);
      throw error;
    }
  });

const clearAttempts = (db: Queries, account: string) =>
  db.delete(loginAttempts).where(eq(loginAttempts.subject, account));

/** Whoever has set a new password may try it. */
export const clearAttemptsOf = (db: Queries, username: string) =>
  clearAttempts(db, subject('account', username));

/** Windows that are over say nothing any more. Those that somebody is counting in wait for the next time. */
function forgetOld(db: Queries, now: Date) {
  const old = db
    .select({ subject: loginAttempts.subject })
    .from(loginAttempts)
    .where(lte(loginAttempts.windowStart, new Date(now.getTime() - WINDOW_MS)))
    .for('update', { skipLocked: true });
  return db.delete(loginAttempts).where(inArray(loginAttempts.subject, old));
}
