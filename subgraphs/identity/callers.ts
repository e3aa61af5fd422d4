import { eq } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Drizzle } from '../../db/client.js';
import { serviceKeys } from '../../db/tables/accounts.js';
import { refusal } from '../../schema/errors.js';
import type { ServiceKey, Viewer } from '../viewer.js';
import { parseCredential, sameHash } from './credentials.js';
import { findSession } from './store.js';

/** How long a service key that was looked up is taken for valid: one that is revoked ends by then, on every hub. */
const REMEMBERED_MS = 500;
const MAX_KEYS = 1000;

interface KnownKey {
  readonly viewer: ServiceKey;
  readonly expiresAt: Date | null;
}

/** Finds who sends requests, by their `Authorization` header. */
export class Callers {
  /** By id and hash of the secret, so that a wrong secret never meets what a right one has left. */
  readonly #keys: LRUCache<string, KnownKey, { readonly id: string; readonly secretHash: string }>;

  constructor(private readonly db: Drizzle) {
    this.#keys = new LRUCache({
      max: MAX_KEYS,
      ttl: REMEMBERED_MS,
      fetchMethod: (_key, _stale, { context: { id, secretHash } }) => findKey(db, id, secretHash),
    });
  }

  /** Throws UNAUTHENTICATED for a key or session that is not, or no longer, valid. */
  async viewerOf(authorization: string, now: Date): Promise<Viewer> {
    const credential = parseCredential(authorization);
    const viewer =
      credential?.kind === 'KEY'
        ? await this.#key(credential, now)
        : credential && (await findSession(this.db, credential.tokenHash, now));
    if (!viewer) throw refusal('UNAUTHENTICATED');
    return viewer;
  }

  async #key(credential: { readonly id: string; readonly secretHash: string }, now: Date) {
    const { id, secretHash } = credential;
    const known = await this.#keys.fetch(`${id} ${secretHash}`, { context: { id, secretHash } });
    return known && (known.expiresAt === null || known.expiresAt > now) ? known.viewer : undefined;
  }
}

async function findKey(db: Drizzle, id: string, secretHash: string): Promise<KnownKey | undefined> {
  const [row] = await db.select().from(serviceKeys).where(eq(serviceKeys.id, id));
  if (!row || row.revokedAt || !sameHash(row.secretHash, secretHash)) return undefined;
  const { name, agency, scopes, expiresAt } = row;
  return { viewer: { kind: 'SERVICE_KEY', keyId: id, name, agency, scopes }, expiresAt };
}
