import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Queries } from '../../db/client.js';
import { launches, subgraphs, subgraphVersions, supergraphs } from '../../db/tables/registry.js';
import type { Proposed } from '../../schema/check/landscape.js';
import { contentHash } from '../../schema/definition.js';

export async function newestSupergraph(db: Queries) {
  const [row] = await db.select().from(supergraphs).orderBy(desc(supergraphs.id)).limit(1);
  return row;
}

/** What a supergraph was composed of, without its text; newest first. */
export function recentSupergraphs(db: Queries, limit: number) {
  const { id, members } = supergraphs;
  return db.select({ id, members }).from(supergraphs).orderBy(desc(supergraphs.id)).limit(limit);
}

/** A supergraph with its text; undefined where there is none of that id. */
export async function supergraphWith(db: Queries, id: number) {
  const [row] = await db.select().from(supergraphs).where(eq(supergraphs.id, id));
  return row;
}

/** The text of a supergraph. Throws where it is not the one that was composed. */
export async function supergraphText(db: Queries, id: number): Promise<string> {
  const row = await supergraphWith(db, id);
  if (!row || contentHash(row.sdl) !== row.hash) throw new Error(`supergraph ${id} was altered in the store`);
  return row.sdl;
}

/** What a supergraph was made of; undefined where there is none of that id. */
export async function supergraphMarks(db: Queries, id: number): Promise<unknown> {
  const [row] = await db
    .select({ members: supergraphs.members })
    .from(supergraphs)
    .where(eq(supergraphs.id, id));
  return row?.members;
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

/**
 * Makes these the current versions of remote subgraphs, stored as new ones where they have not been there before; what
 * had been put in quarantine is let out.
 */
export async function storeRemoteVersions(
  tx: Queries,
  wanted: readonly Proposed[],
  publishedBy: string,
  publishedAt: Date,
): Promise<void> {
  for (const { name, agency, sdl, url } of wanted) {
    await tx.insert(subgraphs).values({ name, kind: 'REMOTE', agency }).onConflictDoNothing();
    const known = await listVersions(tx, name);
    const hash = contentHash(sdl);
    const same = known.find((one) => one.hash === hash && one.url === url);
    const version = same?.version ?? (known[0]?.version ?? 0) + 1;
    if (!same)
      await tx
        .insert(subgraphVersions)
        .values({ subgraph: name, version, sdl, hash, url, publishedAt, publishedBy });
    const current = {
      kind: 'REMOTE' as const,
      currentVersion: version,
      url,
      quarantine: null,
      quarantinedAt: null,
    };
    await tx.update(subgraphs).set(current).where(eq(subgraphs.name, name));
  }
}

/** Takes remote subgraphs out of the graph; their versions stay. */
export async function takeOut(tx: Queries, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await tx
    .update(subgraphs)
    .set({ currentVersion: null })
    .where(and(inArray(subgraphs.name, [...names]), eq(subgraphs.kind, 'REMOTE')));
}
