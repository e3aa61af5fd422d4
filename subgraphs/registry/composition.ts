import { performance } from 'node:perf_hooks';
import { type Database, notify, type Queries, type Sql } from '../../db/client.js';
import { launches, supergraphs } from '../../db/tables/registry.js';
import type { CoveredDataset } from '../../schema/check/landscape.js';
import type { Finding } from '../../schema/check/verdict.js';
import { contentHash } from '../../schema/definition.js';
import { SUPERGRAPHS } from '../changes.js';
import type { Marks } from '../current-version.js';
import type { Composer } from './composer.js';
import { COMPOSING, REGISTRY_LOCK } from './lock.js';
import { composable, currentMarks, currentMembers, currentVersions } from './members.js';
import { listLaunches, recentSupergraphs } from './store.js';

/** Where the base moves more often than this, the next look composes again. */
const ATTEMPTS = 2;

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
  datasets: readonly CoveredDataset[],
  { starting }: { readonly starting: boolean },
): Promise<void> {
  if (await isSettled(db, await currentMarks(db, datasets), starting)) return;
  await alone(sql, starting, async () => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const members = await currentMembers(db);
      const { sources, marks } = composable(members, datasets);
      if (await isSettled(db, marks, starting && attempt === 1)) return;
      const began = performance.now();
      const composition = await composer.compose(sources);
      const milliseconds = Math.round(performance.now() - began);
      const versions = Object.fromEntries(members.map(({ name, version }) => [name, version]));
      const committed = await db.transaction(async (tx) => {
        await tx.execute(REGISTRY_LOCK);
        if (contentHash(await currentVersions(tx)) !== contentHash(versions)) return false;
        if (composition.ok) {
          const { supergraphSdl, hash } = composition;
          await launch(tx, { sdl: supergraphSdl, hash, marks }, { ...BY_ITSELF, milliseconds });
        } else
          await tx.insert(launches).values({
            supergraphId: null,
            members: marks,
            errors: composition.errors,
            milliseconds,
          });
        return true;
      });
      if (committed) return;
    }
  });
}

/** Whether these members have been composed, or have been found not to compose. */
async function isSettled(db: Queries, marks: Marks, again: boolean): Promise<boolean> {
  const wanted = contentHash(marks);
  const [newest] = await recentSupergraphs(db, 1);
  if (newest && contentHash(newest.members) === wanted) return true;
  const [last] = await listLaunches(db, 1);
  return !again && last?.supergraphId === null && contentHash(last.members) === wanted;
}

/** What set a launch off. */
export interface Cause {
  /** Name of the key or official; null where the hub itself followed its datasets. */
  readonly by: string | null;
  readonly reason: string | null;
  readonly rollbackOf: number | null;
  readonly findings: readonly Finding[];
  /** How long composing took. */
  readonly milliseconds: number;
}

const BY_ITSELF: Omit<Cause, 'milliseconds'> = { by: null, reason: null, rollbackOf: null, findings: [] };

/** Stores a supergraph as the newest, which every hub then serves; gives its id. The caller holds REGISTRY_LOCK. */
export async function launch(
  tx: Queries,
  { sdl, hash, marks }: { readonly sdl: string; readonly hash: string; readonly marks: Marks },
  { by, reason, rollbackOf, findings, milliseconds }: Cause,
): Promise<number> {
  const [row] = await tx
    .insert(supergraphs)
    .values({ sdl, hash, members: marks, rollbackOf })
    .returning({ id: supergraphs.id });
  const id = row?.id ?? 0;
  await tx
    .insert(launches)
    .values({ supergraphId: id, members: marks, errors: [], findings, milliseconds, by, reason });
  await notify(tx, SUPERGRAPHS, String(id));
  return id;
}

/**
 * Does the work while no other hub does; without waiting, not at all where one does. The lock belongs to a connection,
 * so that it ends with a hub that dies.
 */
export async function alone(sql: Sql, wait: boolean, work: () => Promise<void>): Promise<void> {
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
