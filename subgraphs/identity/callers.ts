import { isDeepStrictEqual } from 'node:util';
import { and, eq, isNull, lte, or } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Drizzle } from '../../db/client.js';
import { serviceKeys } from '../../db/tables/accounts.js';
import { refusal } from '../../schema/errors.js';
import { jakartaDate } from '../calendar.js';
import { grantsOf } from '../in-force.js';
import type { Official, ServiceKey, Viewer } from '../viewer.js';
import { newServiceKey, parseCredential, sameHash } from './credentials.js';
import { trustedHashes } from './keys/store.js';
import { findSession } from './store.js';

/** How long a service key that was looked up is taken for valid: one that is revoked ends by then, on every hub. */
const REMEMBERED_MS = 500;
const MAX_KEYS = 1000;
const MAX_SESSIONS = 1000;
/** How old a key's last use gets before it is written again. */
const USE_MS = 60_000;

interface KnownKey {
  readonly viewer: ServiceKey;
  /** When this secret of the key ends. */
  readonly expiresAt: Date | null;
  /** The date in Jakarta on which it was looked up: its grants are those of that day. */
  readonly day: string;
}

interface Wanted {
  readonly id: string;
  readonly secretHash: string;
  readonly now: Date;
}

/** Finds who sends requests, by their `Authorization` header. */
export class Callers {
  /** By id and hash of the secret, so that a wrong secret never meets what a right one has left. */
  readonly #keys: LRUCache<string, KnownKey, Wanted>;
  /** By the token's hash, what its last look-up found; never taken for the next one's. */
  readonly #officials = new LRUCache<string, Official>({ max: MAX_SESSIONS });

  constructor(private readonly db: Drizzle) {
    this.#keys = new LRUCache({
      max: MAX_KEYS,
      ttl: REMEMBERED_MS,
      fetchMethod: async (_key, before, { context }) => same(before, await findKey(db, context)),
    });
  }

  /** Throws UNAUTHENTICATED for a key or session that is not, or no longer, valid. */
  async viewerOf(authorization: string, now: Date): Promise<Viewer> {
    const credential = parseCredential(authorization);
    const viewer =
      credential?.kind === 'KEY'
        ? await this.#key(credential, now)
        : credential && (await this.#official(credential.tokenHash, now));
    if (!viewer) throw refusal('UNAUTHENTICATED');
    return viewer;
  }

  /** Looked up each time. */
  async #official(tokenHash: string, now: Date): Promise<Official | undefined> {
    const found = await findSession(this.db, tokenHash, now);
    if (!found) return undefined;
    const official = same(this.#officials.get(tokenHash), found);
    this.#officials.set(tokenHash, official);
    return official;
  }

  async #key({ id, secretHash }: { readonly id: string; readonly secretHash: string }, now: Date) {
    const ask = (forceRefresh: boolean) =>
      this.#keys.fetch(`${id} ${secretHash}`, { context: { id, secretHash, now }, forceRefresh });
    const remembered = await ask(false);
    const known = remembered && remembered.day !== jakartaDate(now) ? await ask(true) : remembered;
    return known && (known.expiresAt === null || known.expiresAt > now) ? known.viewer : undefined;
  }
}

/** What was known before where the same is found: what others keep of that object holds. */
const same = <Known>(before: Known | undefined, found: Known): Known =>
  isDeepStrictEqual(before, found) ? (before as Known) : found;

/** What a secret is compared with where there is no key, or no secret before the last rotation. */
const NOBODY = newServiceKey().secretHash;

async function findKey(db: Drizzle, { id, secretHash, now }: Wanted): Promise<KnownKey | undefined> {
  const [row] = await db.select().from(serviceKeys).where(eq(serviceKeys.id, id));
  const isCurrent = sameHash(row?.secretHash ?? NOBODY, secretHash);
  const isPrevious = sameHash(row?.previousHash ?? NOBODY, secretHash);
  if (!row || row.revokedAt || !(isCurrent || isPrevious)) return undefined;
  const expiresAt = isCurrent ? row.expiresAt : earlier(row.previousUntil ?? now, row.expiresAt);
  if (expiresAt && expiresAt <= now) return undefined;
  const { name, agency, scopes, trustedOnly } = row;
  const today = jakartaDate(now);
  const [grants, trusted] = await Promise.all([
    grantsOf(db, { keyId: id }, today),
    trustedHashes(db, id),
    noteUse(db, id, row.lastUsedAt, now),
  ]);
  const viewer = { name, agency, scopes, grants, trusted, trustedOnly };
  return { viewer: { kind: 'SERVICE_KEY', keyId: id, ...viewer }, expiresAt, day: today };
}

const earlier = (one: Date, other: Date | null): Date => (other && other < one ? other : one);

/** Writes that a key is in use, where that has not been written for a minute, by this hub or another. */
async function noteUse(db: Drizzle, id: string, before: Date | null, now: Date): Promise<void> {
  const due = new Date(now.getTime() - USE_MS);
  if (before && before > due) return;
  const { id: key, lastUsedAt } = serviceKeys;
  await db
    .update(serviceKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(key, id), or(isNull(lastUsedAt), lte(lastUsedAt, due))));
}
