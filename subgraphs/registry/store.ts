import { and, asc, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { type Drizzle, notify, type Queries } from '../../db/client.js';
import { launches, subgraphs, subgraphVersions, supergraphs } from '../../db/tables/registry.js';
import { compose, type SubgraphSource } from '../../schema/compose.js';
import { contentHash } from '../../schema/definition.js';
import { hostedSdl } from '../../schema/hosted.js';
import { SUPERGRAPHS } from '../changes.js';
import type { Dataset } from '../directory.js';

const REGISTRY_LOCK = sql`select pg_advisory_xact_lock(7214004)`;
const COMPOSE_ATTEMPTS = 3;

export interface SubgraphEntry {
  readonly name: string;
  readonly kind: 'LOCAL' | 'HOSTED';
  readonly agency: string | null;
  readonly datasetId: string | null;
  /** Null takes the subgraph out of the graph. */
  readonly sdl: string | null;
}

/** The registry's entry of a dataset: what its definition and its fields' statuses say now. */
export function hostedEntry(dataset: Dataset): SubgraphEntry {
  const { agency, name, title, description, facts } = dataset;
  const columns = dataset.columns.map(({ definition }) => definition);
  return {
    name: dataset.names.field,
    kind: 'HOSTED',
    agency,
    datasetId: dataset.id,
    sdl: columns.length === 0 ? null : hostedSdl({ agency, name, title, description, columns, facts }),
  };
}

/** Stores each entry whose SDL differs from its current version as a new version; unchanged ones cost a look. */
export async function publish(db: Drizzle, entries: readonly SubgraphEntry[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(REGISTRY_LOCK);
    const stored = await tx
      .select({ subgraph: subgraphs, hash: subgraphVersions.hash })
      .from(subgraphs)
      .leftJoin(subgraphVersions, currentVersionOf());
    const known = new Map(stored.map((row) => [row.subgraph.name, row]));
    for (const entry of entries) {
      const hash = entry.sdl === null ? null : contentHash(entry.sdl);
      const before = known.get(entry.name);
      if (!before && hash === null) continue;
      if (!before) {
        const { name, kind, agency, datasetId } = entry;
        await tx.insert(subgraphs).values({ name, kind, agency, datasetId, currentVersion: null });
      }
      if ((before?.hash ?? null) !== hash)
        await setVersion(
          tx,
          entry.name,
          entry.sdl === null ? null : await newVersion(tx, entry.name, entry.sdl),
        );
    }
  });
}

const currentVersionOf = () =>
  and(eq(subgraphVersions.subgraph, subgraphs.name), eq(subgraphVersions.version, subgraphs.currentVersion));

async function newVersion(tx: Queries, subgraph: string, sdl: string): Promise<number> {
  const [last] = await tx
    .select({ version: subgraphVersions.version })
    .from(subgraphVersions)
    .where(eq(subgraphVersions.subgraph, subgraph))
    .orderBy(desc(subgraphVersions.version))
    .limit(1);
  const version = (last?.version ?? 0) + 1;
  await tx.insert(subgraphVersions).values({ subgraph, version, sdl, hash: contentHash(sdl) });
  return version;
}

async function setVersion(tx: Queries, name: string, currentVersion: number | null): Promise<void> {
  await tx.update(subgraphs).set({ currentVersion }).where(eq(subgraphs.name, name));
}

interface Member extends SubgraphSource {
  readonly version: number;
}

async function currentMembers(queries: Queries): Promise<Member[]> {
  const rows = await queries
    .select({
      name: subgraphs.name,
      kind: subgraphs.kind,
      version: subgraphVersions.version,
      sdl: subgraphVersions.sdl,
    })
    .from(subgraphs)
    .innerJoin(subgraphVersions, currentVersionOf())
    .where(isNotNull(subgraphs.currentVersion))
    .orderBy(asc(subgraphs.name));
  return rows;
}

const versionsOf = (members: readonly Member[]): Record<string, number> =>
  Object.fromEntries(members.map(({ name, version }) => [name, version]));

/**
 * Composes the current versions where the newest supergraph is not made of them. Composition runs outside any lock;
 * under the lock the members are compared again, and composed once more if they have changed meanwhile. A
 * composition that fails is recorded as a launch; the old supergraph keeps serving.
 */
export async function composeCurrent(db: Drizzle): Promise<void> {
  for (let attempt = 1; attempt <= COMPOSE_ATTEMPTS; attempt++) {
    const members = await currentMembers(db);
    const versions = versionsOf(members);
    const newest = await newestSupergraph(db);
    if (newest && contentHash(newest.members) === contentHash(versions)) return;
    // What failed to compose fails again until a member changes.
    const [last] = await listLaunches(db, 1);
    if (last && last.supergraphId === null && contentHash(last.members) === contentHash(versions)) return;
    const composition = compose(members);
    const done = await db.transaction(async (tx) => {
      await tx.execute(REGISTRY_LOCK);
      if (contentHash(versionsOf(await currentMembers(tx))) !== contentHash(versions)) return false;
      if (!composition.ok) {
        await tx
          .insert(launches)
          .values({ supergraphId: null, members: versions, errors: composition.errors });
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
    if (done) return;
  }
}

export async function newestSupergraph(db: Queries) {
  const [row] = await recentSupergraphs(db, 1);
  return row;
}

/** Newest first. */
export function recentSupergraphs(db: Queries, limit: number) {
  return db.select().from(supergraphs).orderBy(desc(supergraphs.id)).limit(limit);
}

/** The hosted SDLs that a supergraph was composed of, in the order of their names. */
export async function hostedSdlsOf(
  db: Queries,
  members: Readonly<Record<string, number>>,
): Promise<string[]> {
  const rows = await db
    .select({ name: subgraphs.name, version: subgraphVersions.version, sdl: subgraphVersions.sdl })
    .from(subgraphs)
    .innerJoin(subgraphVersions, eq(subgraphVersions.subgraph, subgraphs.name))
    .where(eq(subgraphs.kind, 'HOSTED'))
    .orderBy(asc(subgraphs.name));
  return rows.filter(({ name, version }) => members[name] === version).map(({ sdl }) => sdl);
}

/** Records that a supergraph could not be served; once for each error, however often hubs try it again. */
export async function recordFailedSwap(
  db: Queries,
  supergraphId: number,
  members: unknown,
  error: string,
): Promise<void> {
  const errors = [error];
  const known = await db
    .select({ id: launches.id })
    .from(launches)
    .where(
      and(
        eq(launches.supergraphId, supergraphId),
        eq(sql`${launches.errors}`, sql`${JSON.stringify(errors)}::jsonb`),
      ),
    )
    .limit(1);
  if (known.length === 0) await db.insert(launches).values({ supergraphId, members, errors });
}

export function listSubgraphs(db: Queries) {
  return db.select().from(subgraphs).orderBy(asc(subgraphs.name));
}

export function listVersions(db: Queries, subgraph: string) {
  return db
    .select()
    .from(subgraphVersions)
    .where(eq(subgraphVersions.subgraph, subgraph))
    .orderBy(desc(subgraphVersions.version));
}

export function listLaunches(db: Queries, limit: number) {
  return db.select().from(launches).orderBy(desc(launches.id)).limit(limit);
}
