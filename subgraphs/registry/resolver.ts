import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { affectedOf } from '../../schema/check/use.js';
import type { Finding } from '../../schema/check/verdict.js';
import { refusal } from '../../schema/errors.js';
import type { DatasetNames } from '../../schema/names.js';
import type { RequestContext } from '../context.js';
import { pageSize } from '../paging.js';
import { hasRole, isOwnProducer, isTeamOrHead, type Viewer } from '../viewer.js';
import { AffectedClient, shownFindings } from './publishing/types.js';
import { countedUses, readSettings } from './settings.js';
import { listLaunches, listSubgraphs, listVersions, newestSupergraph, supergraphWith } from './store.js';
import { Launch, Subgraph, SubgraphKind, SubgraphVersion, Supergraph } from './types.js';
import { seenOperations } from './uses.js';

/** Technical team, heads and ADMIN read the registry; a producer its own subgraphs. */
const readsAll = (viewer: Viewer) => isTeamOrHead(viewer) || hasRole(viewer, 'ADMIN');

@Resolver(() => Subgraph)
export class RegistryResolver {
  @Query(() => [Subgraph], { nullable: true, description: 'Subgraphs that the caller may know of.' })
  async subgraphs(@Ctx() { reads, viewer }: RequestContext): Promise<Subgraph[]> {
    const rows = await listSubgraphs(reads.db);
    return rows
      .filter(({ agency }) => readsAll(viewer) || (agency !== null && isOwnProducer(viewer, agency)))
      .map(({ maintenance: notice, maintenanceUntil, ...row }) => ({
        ...row,
        kind: SubgraphKind[row.kind],
        maintenance: notice === null ? null : { notice, until: maintenanceUntil?.toISOString() ?? null },
      }));
  }

  @FieldResolver(() => [SubgraphVersion], { description: 'Newest first.' })
  async versions(@Ctx() { reads }: RequestContext, @Root() { name }: Subgraph): Promise<SubgraphVersion[]> {
    const rows = await listVersions(reads.db, name);
    return rows.map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString() }));
  }

  @Query(() => Supergraph, { nullable: true, description: 'The newest supergraph, or an earlier one.' })
  async supergraph(
    @Ctx() { reads, viewer }: RequestContext,
    @Arg('id', () => ID, { nullable: true }) id?: string,
  ): Promise<Supergraph | null> {
    guard(viewer);
    const number = /^\d{1,9}$/.test(id ?? '') ? Number(id) : 0;
    const row = id === undefined ? await newestSupergraph(reads.db) : await supergraphWith(reads.db, number);
    if (!row) return null;
    const { rollbackOf } = row;
    return {
      ...row,
      id: String(row.id),
      rollbackOf: rollbackOf === null ? null : String(rollbackOf),
      composedAt: row.composedAt.toISOString(),
    };
  }

  @Query(() => [Launch], { nullable: true, description: 'Attempts to compose or swap, newest first.' })
  async launches(
    @Ctx() { reads, viewer }: RequestContext,
    @Arg('first', () => Int, { nullable: true }) first?: number,
  ): Promise<Launch[]> {
    guard(viewer);
    const rows = await listLaunches(reads.db, pageSize(first));
    return rows.map(shownLaunch);
  }

  @Query(() => [AffectedClient], {
    nullable: true,
    description: 'Operations seen lately that use any of these columns, the most frequent first.',
  })
  async operationsUsing(
    @Ctx() { writes: { db }, directory, viewer, now }: RequestContext,
    @Arg('dataset', () => ID) dataset: string,
    @Arg('columns', () => [String]) columns: readonly string[],
  ): Promise<readonly AffectedClient[]> {
    guard(viewer);
    const { names } = directory.named(dataset);
    const wanted = new Set(columns.flatMap((column) => namesOf(names, column)));
    const seen = await seenOperations(db, countedUses(await readSettings(db), now));
    return affectedOf(seen.filter(({ coordinates }) => coordinates.some((one) => wanted.has(one))));
  }
}

/** Whatever names a column: of rows, of a filter, of figures, of a grouping. */
const namesOf = ({ type, where, numbers, column: grouped }: DatasetNames, column: string): string[] =>
  [type, where, numbers, grouped].map((name) => `${name}.${column}`);

/** A launch as the graph shows it. */
export const shownLaunch = (row: LaunchRow): Launch => ({
  id: String(row.id),
  supergraph: row.supergraphId === null ? null : String(row.supergraphId),
  errors: row.errors as string[],
  findings: shownFindings(row.findings as Finding[]),
  milliseconds: row.milliseconds,
  by: row.by,
  reason: row.reason,
  at: row.at.toISOString(),
});

type LaunchRow = Awaited<ReturnType<typeof listLaunches>>[number];

function guard(viewer: Viewer): void {
  if (!readsAll(viewer))
    throw refusal('FORBIDDEN', { needs: 'TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD / ADMIN' });
}
