import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Queries } from '../../db/client.js';
import { launches, subgraphs, subgraphVersions, supergraphs } from '../../db/tables/registry.js';

export async function newestSupergraph(db: Queries) {
  const [row] = await db.select().from(supergraphs).orderBy(desc(supergraphs.id)).limit(1);
  return row;
}

/** Joins a subgraph with its current version. */
export const isCurrent = and(
  eq(subgraphVersions.subgraph, subgraphs.name),
  eq(subgraphVersions.version, subgraphs.currentVersion),
);

/** What a supergraph was composed of, without its text; newest first. */
export function recentSupergraphs(db: Queries, limit: number) {
  const { id, members } = supergraphs;
  return db.select({ id, members }).from(supergraphs).orderBy(desc(supergraphs.id)).limit(limit);
}

/** The text of a supergraph. */
export async function supergraphText(db: Queries, id: number): Promise<string> {
  const [row] = await db.select({ sdl: supergraphs.sdl }).from(supergraphs).where(eq(supergraphs.id, id));
  return row?.sdl ?? '';
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
