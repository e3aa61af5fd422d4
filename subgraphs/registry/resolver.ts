import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import { pageSize } from '../paging.js';
import { hasRole, isOwnProducer, isTeamOrHead, type Viewer } from '../viewer.js';
import { listLaunches, listSubgraphs, listVersions, newestSupergraph } from './store.js';
import { Launch, Subgraph, SubgraphKind, SubgraphVersion, Supergraph } from './types.js';

/** Technical team, heads and ADMIN read the registry; a producer its own subgraphs. */
const readsAll = (viewer: Viewer) => isTeamOrHead(viewer) || hasRole(viewer, 'ADMIN');

@Resolver(() => Subgraph)
export class RegistryResolver {
  @Query(() => [Subgraph], { nullable: true, description: 'Subgraphs that the caller may know of.' })
  async subgraphs(@Ctx() { reads, viewer }: RequestContext): Promise<Subgraph[]> {
    const rows = await listSubgraphs(reads.db);
    return rows
      .filter(({ agency }) => readsAll(viewer) || (agency !== null && isOwnProducer(viewer, agency)))
      .map((row) => ({ ...row, kind: SubgraphKind[row.kind] }));
  }

  @FieldResolver(() => [SubgraphVersion], { description: 'Newest first.' })
  async versions(@Ctx() { reads }: RequestContext, @Root() { name }: Subgraph): Promise<SubgraphVersion[]> {
    const rows = await listVersions(reads.db, name);
    return rows.map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString() }));
  }

  @Query(() => Supergraph, { nullable: true, description: 'The supergraph that every hub serves.' })
  async supergraph(@Ctx() { reads, viewer }: RequestContext): Promise<Supergraph | null> {
    guard(viewer);
    const row = await newestSupergraph(reads.db);
    return row ? { ...row, id: String(row.id), composedAt: row.composedAt.toISOString() } : null;
  }

  @Query(() => [Launch], { nullable: true, description: 'Attempts to compose or swap, newest first.' })
  async launches(
    @Ctx() { reads, viewer }: RequestContext,
    @Arg('first', () => Int, { nullable: true }) first?: number,
  ): Promise<Launch[]> {
    guard(viewer);
    const rows = await listLaunches(reads.db, pageSize(first));
    return rows.map((row) => ({
      id: String(row.id),
      supergraph: row.supergraphId === null ? null : String(row.supergraphId),
      errors: row.errors as string[],
      at: row.at.toISOString(),
    }));
  }
}

function guard(viewer: Viewer): void {
  if (!readsAll(viewer))
    throw refusal('FORBIDDEN', { needs: 'TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD / ADMIN' });
}
