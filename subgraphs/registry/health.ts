import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import { type Database, type Drizzle, notify } from '../../db/client.js';
import { subgraphHealth, subgraphs, subgraphVersions } from '../../db/tables/registry.js';
import { differingCoordinates } from '../../schema/canonical-sdl.js';
import { contentHash } from '../../schema/definition.js';
import { HubError } from '../../schema/errors.js';
import { CHANGES } from '../changes.js';
import { isCurrent } from '../current-version.js';
import type { RemoteReach } from '../remote-subgraphs.js';
import { LOOKING } from './lock.js';

/** Subgraphs that are looked at at once. */
const AT_ONCE = 5;
/** Coordinates that are named of those at which two schemas differ. */
const NAMED = 5;

/**
 * Looks at every remote subgraph in the graph: whether it answers, in what time, and whether it has the schema that is
 * registered. One hub looks at a time; the others go by what it has stored.
 */
export async function lookAtRemotes(
  { sql: connections, db }: Database,
  remotes: RemoteReach,
  now: () => Date,
  signal?: AbortSignal,
): Promise<void> {
  const rows = await db
    .select({
      name: subgraphs.name,
      url: subgraphs.url,
      version: subgraphVersions.version,
      sdl: subgraphVersions.sdl,
    })
    .from(subgraphs)
    .innerJoin(subgraphVersions, isCurrent)
    .where(and(eq(subgraphs.kind, 'REMOTE'), isNotNull(subgraphs.url)))
    .orderBy(asc(subgraphs.name));
  if (rows.length === 0) return;
  const held = await connections.reserve();
  try {
    const [lock] = await held`select pg_try_advisory_lock(${LOOKING}) as taken`;
    if (!lock?.['taken']) return;
    try {
      const left = [...rows];
      const work = async (): Promise<void> => {
        for (let row = left.shift(); row && !signal?.aborted; row = left.shift())
          await look(db, { ...row, url: row.url ?? '' }, remotes, now, signal);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    } finally {
      await held`select pg_advisory_unlock(${LOOKING})`;
    }
  } finally {
    held.release();
  }
}

interface Looked {
  readonly name: string;
  readonly url: string;
  readonly version: number;
  readonly sdl: string;
}

async function look(
  db: Drizzle,
  registered: Looked,
  remotes: RemoteReach,
  now: () => Date,
  signal: AbortSignal | undefined,
): Promise<void> {
  const began = performance.now();
  let sdl: string | null = null;
  let failure: string | null = null;
  try {
    sdl = await remotes.sdl(registered.name, registered.url, signal);
  } catch (error) {
    if (signal?.aborted) return;
    if (!(error instanceof HubError)) throw error;
    failure = error.code;
  }
  const milliseconds = Math.round(performance.now() - began);
  const drift = sdl === null ? null : driftOf(registered, sdl);
  const health = {
    checkedAt: now(),
    healthy: sdl !== null && drift === null,
    milliseconds,
    failure: failure ?? (drift === null ? null : 'SUBGRAPH_QUARANTINED'),
    hash: sdl === null ? null : contentHash(sdl),
  };
  await db.transaction(async (tx) => {
    await tx
      .insert(subgraphHealth)
      .values({ subgraph: registered.name, ...health })
      .onConflictDoUpdate({ target: subgraphHealth.subgraph, set: health });
    // What does not answer may have what it had; it is asked, and fails.
    if (sdl === null) return;
    // Of the version that was compared: a newer one is looked at next time.
    const ofVersion = and(
      eq(subgraphs.name, registered.name),
      eq(subgraphs.currentVersion, registered.version),
    );
    const changed = await tx
      .update(subgraphs)
      .set(
        drift === null
          ? { quarantine: null, quarantinedAt: null }
          : {
              quarantine: drift,
              quarantinedAt: sql`coalesce(${subgraphs.quarantinedAt}, ${health.checkedAt.toISOString()}::timestamptz)`,
            },
      )
      .where(
        and(
          ofVersion,
          drift === null
            ? isNotNull(subgraphs.quarantine)
            : sql`${subgraphs.quarantine} is distinct from ${drift}`,
        ),
      )
      .returning({ name: subgraphs.name });
    if (changed.length > 0) await notify(tx, CHANGES, `subgraph ${registered.name}`);
  });
}

/** In words for people, in both languages, how what it answers differs from what is registered; null where it does not. */
function driftOf({ sdl, version }: Looked, answered: string): string | null {
  const differing = differencesOf(sdl, answered);
  if (differing.length === 0) return null;
  const named = differing.slice(0, NAMED).join(', ');
  const more = differing.length > NAMED ? `, … (${differing.length})` : '';
  return (
    `Skema yang dijawab subgraf berbeda dari versi ${version} yang terdaftar, pada: ${named}${more}. / ` +
    `The schema that the subgraph answers with differs from registered version ${version}, at: ${named}${more}.`
  );
}

function differencesOf(registered: string, answered: string): string[] {
  try {
    return differingCoordinates(registered, answered);
  } catch {
    return ['schema'];
  }
}
