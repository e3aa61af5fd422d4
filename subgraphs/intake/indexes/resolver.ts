import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { loadedColumn } from '../../directory.js';
import { pageSize } from '../../paging.js';
import { type Official, officialWith, type Viewer } from '../../viewer.js';
import { acceptIndex, listUnindexed } from './store.js';
import { IndexSuggestion } from './types.js';

/** Indexes beyond those that each load makes by itself. */
@Resolver()
export class IndexResolver {
  @Query(() => [IndexSuggestion], {
    nullable: true,
    description:
      'Columns that may be worth an index, the most expensive first: for the technical team and ADMIN.',
  })
  async indexSuggestions(
    @Ctx() { viewer, writes, directory }: RequestContext,
    @Arg('first', () => Int, { nullable: true }) first?: number,
  ): Promise<IndexSuggestion[]> {
    technician(viewer);
    const size = pageSize(first);
    const datasets = new Map(directory.datasets.map((dataset) => [dataset.id, dataset]));
    const suggestions = (await listUnindexed(writes.db)).flatMap((use) => {
      const dataset = datasets.get(use.datasetId);
      const column = dataset?.columns.find(({ definition }) => definition.name === use.column);
      if (!dataset || !column || !loadedColumn(dataset, column)) return [];
      return {
        dataset: dataset.names.field,
        agency: dataset.agency,
        column: use.column,
        uses: use.uses,
        meanMilliseconds: Math.round(use.milliseconds / use.uses),
        since: use.since.toISOString(),
      };
    });
    return suggestions.slice(0, size);
  }

  @Mutation(() => Boolean, {
    description:
      'Indexes a column in the live release and in every later one of the dataset: the technical team and ADMIN may.',
  })
  async indexColumn(
    @Ctx() { viewer, writes, directory, now }: RequestContext,
    @Arg('dataset', () => ID) name: string,
    @Arg('column', () => String) columnName: string,
  ): Promise<boolean> {
    const { accountId } = technician(viewer);
    const dataset = directory.named(name);
    const column = dataset.columns.find(({ definition }) => definition.name === columnName);
    if (!column) throw refusal('NOT_FOUND', { what: `${name}.${columnName}` });
    if (!loadedColumn(dataset, column)) throw refusal('NO_RELEASE', { dataset: name });
    await acceptIndex(writes, dataset, columnName, accountId, now);
    return true;
  }
}

function technician(viewer: Viewer): Official {
  const official = officialWith(viewer, 'TECHNICAL_TEAM', 'ADMIN');
  if (!official) throw refusal('FORBIDDEN', { needs: 'TECHNICAL_TEAM / ADMIN' });
  return official;
}
