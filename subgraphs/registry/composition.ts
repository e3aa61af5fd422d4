import { asc, isNotNull } from 'drizzle-orm';
import { type Database, type Drizzle, notify, type Queries, type Sql } from '../../db/client.js';
import { launches, subgraphs, subgraphVersions, supergraphs } from '../../db/tables/registry.js';
import type { Composition } from '../../schema/compose.js';
import { contentHash } from '../../schema/definition.js';
import { SUPERGRAPHS } from '../changes.js';
import type { Composer } from './composer.js';
import { COMPOSING, REGISTRY_LOCK } from './lock.js';
import { isCurrent, listLaunches, recentSupergraphs } from './store.js';

/** Where the base moves more often than this, the next look composes again. */
const ATTEMPTS = 2;

type Versions = Readonly<Record<string, number>>;

/**
 * Composes the current versions where the newest supergraph is not made of them: outside any transaction, then under
 * the lock the members are compared again, and composed once more if they have changed meanwhile. A composition that
 * fails is recorded as a launch; the old supergraph keeps serving, and what failed is not tried again until a member
 * changes or a hub starts. One hub composes; another that serves already goes on and hears of it, one that is
 * `starting` waits.
 */
export async function composeCurrent(
  { sql, db }: Database,
  composer: Composer,
  { starting }: { readonly starting: boolean },
): Promise<void> {
  if (await isSettled(db, await currentVersions(db), starting)) return;
  await alone(sql, starting, async () => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const members = await currentMembers(db);
      const versions = Object.fromEntries(members.map(({ name, version }) => [name, version]));
      if (await isSettled(db, versions, starting && attempt === 1)) return;
      const sources = members.map(({ name, kind, sdl, url }) => ({ name, kind, sdl, url }));
      if (await commit(db, versions, await composer.compose(sources))) return;
    }
  });
}

/** Whether these versions have been composed, or have been found not to compose. */
async function isSettled(db: Queries, versions: Versions, again: boolean): Promise<boolean> {
  const wanted = contentHash(versions);
  const [newest] = await recentSupergraphs(db, 1);
  if (newest && contentHash(newest.members) === wanted) return true;
  const [last] = await listLaunches(db, 1);
  return !again && last?.supergraphId === null && contentHash(last.members) === wanted;
}

/** Stores what came of composing `versions`; false where they are no longer the current ones. */
function commit(db: Drizzle, versions: Versions, composition: Composition): Promise<boolean> {
  return db.transaction(async (tx) => {
    await tx.execute(REGISTRY_LOCK);
    if (contentHash(await currentVersions(tx)) !== contentHash(versions)) return false;
    if (!composition.ok) {
      await tx.insert(launches).values({ supergraphId: null, members: versions, errors: composition.errors });
      return true;
    }
    const [row] = await tx
      .insert(supergraphs)
      .values({ sdl: composition.supergraphSdl, hash: composition.hash, members: versions })
      .returning({ id: supergraphs.id });
    await tx.insert(launches).values({ supergraphId: row?.id ?? null, members: versions, errors: [] });
    await notify(tx, SUPERGRAPHS, String(row?.id));
    return true;
  });
}

/**
 * Does the work while no other hub does; without waiting, not at all where one does. The lock belongs to a connection,
 * so that it ends with a hub that dies.
 */
async function alone(sql: Sql, wait: boolean, work: () => Promise<void>): Promise<void> {
  const held = await sql.reserve();
  try {
    const [lock] = wait
      ? await held`select true as taken from pg_advisory_lock(${COMPOSING})`
      : await held`select pg_try_advisory_lock(${COMPOSING}) as taken`;
    if (!lock?.['taken']) return;
    try {
      await work();
    } finally {
      await held`select pg_advisory_unlock(${COMPOSING})`;
    }
  } finally {
    held.release();
  }
}

async function currentVersions(queries: Queries): Promise<Versions> {
  const rows = await queries
    .select({ name: subgraphs.name, version: subgraphs.currentVersion })
    .from(subgraphs)
    .where(isNotNull(subgraphs.currentVersion));
  return Object.fromEntries(rows.map(({ name, version }) => [name, version ?? 0]));
}

function currentMembers(queries: Queries) {
  return queries
    .select({
      name: subgraphs.name,
      kind: subgraphs.kind,
      url: subgraphs.url,
      version: subgraphVersions.version,
      sdl: subgraphVersions.sdl,
    })
    .from(subgraphs)
    .innerJoin(subgraphVersions, isCurrent)
    .orderBy(asc(subgraphs.name));
}
