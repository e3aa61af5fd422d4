import { and, asc, count, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../../db/client.js';
import { accounts, serviceKeys, trustedOperations } from '../../../db/tables/accounts.js';
import { agencies } from '../../../db/tables/agencies.js';
import { refusal } from '../../../schema/errors.js';
import { newServiceKey } from '../credentials.js';
import { checkTrusted, MOST_KEYS, MOST_TRUSTED, TRUSTED_CHARACTERS } from './rules.js';

export type KeyRow = typeof serviceKeys.$inferSelect;
/** A key with its owner's name; its hashes stay in the store. */
export type ShownKey = Omit<KeyRow, 'secretHash' | 'previousHash'> & { readonly owner: string | null };
export type TrustedRow = typeof trustedOperations.$inferSelect;

/** Of operations that one answer shows. */
const SHOWN_CHARACTERS = 5_000_000;

export interface NewKey {
  readonly name: string;
  readonly agency: string | null;
  readonly scopes: readonly string[];
  readonly ownerId?: string;
  readonly createdAt?: Date;
  readonly expiresAt?: Date;
  readonly trustedOnly?: boolean;
}

/** Stores a new service key and gives it in full, once. */
export async function createServiceKey(db: Queries, key: NewKey): Promise<{ id: string; key: string }> {
  const { id, secretHash, key: whole } = newServiceKey();
  await db.insert(serviceKeys).values({ ...key, id, secretHash, scopes: [...key.scopes] });
  return { id, key: whole };
}

/** The same for an official, who has only so many in use. Throws NOT_FOUND for an agency that is none, LIMIT_EXCEEDED. */
export async function issueServiceKey(
  db: Drizzle,
  key: NewKey & { readonly ownerId: string; readonly createdAt: Date },
): Promise<{ readonly shown: ShownKey; readonly key: string }> {
  const { ownerId, createdAt, agency } = key;
  return db.transaction(async (tx) => {
    // One key after the other of an owner, so that none goes by uncounted.
    await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, ownerId)).for('no key update');
    if (agency !== null) {
      const [found] = await tx.select().from(agencies).where(eq(agencies.slug, agency));
      if (!found) throw refusal('NOT_FOUND', { what: agency });
    }
    const [used] = await tx
      .select({ keys: count() })
      .from(serviceKeys)
      .where(
        and(
          eq(serviceKeys.ownerId, ownerId),
          isNull(serviceKeys.revokedAt),
          or(isNull(serviceKeys.expiresAt), gt(serviceKeys.expiresAt, createdAt)),
        ),
      );
    const found = (used?.keys ?? 0) + 1;
    if (found > MOST_KEYS)
      throw refusal('LIMIT_EXCEEDED', { limit: 'keys', max: MOST_KEYS, found: String(found) });
    const { id, key: whole } = await createServiceKey(tx, key);
    return { shown: await shownKey(tx, id), key: whole };
  });
}

/** Keys of an owner and, where one is named, of an agency; all of them for null. */
export const listServiceKeys = (
  db: Queries,
  whose: { readonly ownerId: string; readonly agency: string | null } | null,
): Promise<ShownKey[]> =>
  select(
    db,
    whose === null
      ? undefined
      : or(
          eq(serviceKeys.ownerId, whose.ownerId),
          whose.agency === null ? undefined : eq(serviceKeys.agency, whose.agency),
        ),
  );

async function shownKey(db: Queries, id: string): Promise<ShownKey> {
  const [row] = await select(db, eq(serviceKeys.id, id));
  if (!row) throw new Error('a key that was there is gone');
  return row;
}

async function select(db: Queries, where: SQL | undefined): Promise<ShownKey[]> {
  const rows = await db
    .select({ key: serviceKeys, owner: accounts.name })
    .from(serviceKeys)
    .leftJoin(accounts, eq(accounts.id, serviceKeys.ownerId))
    .where(where)
    .orderBy(asc(serviceKeys.name), asc(serviceKeys.id));
  return rows.map(({ key: { secretHash: _, previousHash: __, ...key }, owner }) => ({ ...key, owner }));
}

/** Changes a key as `judge` says of it as it stands, or throws what `judge` throws. */
export function changeKey(
  db: Drizzle,
  id: string,
  judge: (row: KeyRow | undefined) => Partial<KeyRow>,
): Promise<ShownKey> {
  return db.transaction(async (tx) => {
    const changes = judge(await locked(tx, id));
    if (Object.keys(changes).length > 0)
      await tx.update(serviceKeys).set(changes).where(eq(serviceKeys.id, id));
    return shownKey(tx, id);
  });
}

async function locked(tx: Queries, id: string): Promise<KeyRow | undefined> {
  const [row] = await tx.select().from(serviceKeys).where(eq(serviceKeys.id, id)).for('no key update');
  return row;
}

/** Adds to what is trusted for a key, where `judge` lets it. Throws LIMIT_EXCEEDED. */
export function trust(
  db: Drizzle,
  id: string,
  judge: (row: KeyRow | undefined) => void,
  operations: readonly { readonly hash: string; readonly text: string }[],
  by: { readonly registeredBy: string; readonly registeredAt: Date },
): Promise<ShownKey> {
  return db.transaction(async (tx) => {
    judge(await locked(tx, id));
    await tx
      .insert(trustedOperations)
      .values(operations.map((one) => ({ keyId: id, ...one, ...by })))
      .onConflictDoNothing();
    const [all] = await tx
      .select({ operations: count(), characters: charactersOf() })
      .from(trustedOperations)
      .where(eq(trustedOperations.keyId, id));
    checkTrusted('operations', MOST_TRUSTED, all?.operations ?? 0);
    checkTrusted('characters', TRUSTED_CHARACTERS, all?.characters ?? 0);
    return shownKey(tx, id);
  });
}

/** Takes the trust away, where `judge` lets it. Throws NOT_FOUND for an operation that has none. */
export function distrust(
  db: Drizzle,
  id: string,
  judge: (row: KeyRow | undefined) => void,
  hash: string,
): Promise<ShownKey> {
  return db.transaction(async (tx) => {
    judge(await locked(tx, id));
    const { keyId, hash: own } = trustedOperations;
    const gone = await tx
      .delete(trustedOperations)
      .where(and(eq(keyId, id), eq(own, hash)))
      .returning({ hash: own });
    if (gone.length === 0) throw refusal('NOT_FOUND', { what: `operasi ${hash}` });
    return shownKey(tx, id);
  });
}

/** What is trusted for these keys, of each in the order of its registering. Throws LIMIT_EXCEEDED for too much at once. */
export async function trustedFor(db: Queries, ids: readonly string[]): Promise<TrustedRow[][]> {
  const ofThese = inArray(trustedOperations.keyId, [...ids]);
  const [all] = await db.select({ characters: charactersOf() }).from(trustedOperations).where(ofThese);
  checkTrusted('characters', SHOWN_CHARACTERS, all?.characters ?? 0);
  const rows = await db
    .select()
    .from(trustedOperations)
    .where(ofThese)
    .orderBy(asc(trustedOperations.registeredAt), asc(trustedOperations.hash));
  return ids.map((id) => rows.filter(({ keyId }) => keyId === id));
}

const charactersOf = () => sql<number>`coalesce(sum(length(${trustedOperations.text})), 0)::integer`;

/** Hashes of what is trusted for a key. */
export async function trustedHashes(db: Queries, id: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ hash: trustedOperations.hash })
    .from(trustedOperations)
    .where(eq(trustedOperations.keyId, id));
  return new Set(rows.map(({ hash }) => hash));
}

/** The text of an operation that is trusted for a key. */
export async function trustedText(db: Queries, id: string, hash: string): Promise<string | undefined> {
  const [row] = await db
    .select({ text: trustedOperations.text })
    .from(trustedOperations)
    .where(and(eq(trustedOperations.keyId, id), eq(trustedOperations.hash, hash)));
  return row?.text;
}
