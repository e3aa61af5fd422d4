import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import type { Dataset } from '../directory.js';
import { isOwnProducer, standingOf } from '../viewer.js';
import { listReleases, loadRelease } from './store.js';
import { Release } from './types.js';

@Resolver(() => Release)
export class IntakeResolver {
  @Query(() => [Release], {
    nullable: true,
    description: 'Releases of a dataset, newest first: for its producer, the technical team and the heads.',
  })
  async releases(@Ctx() context: RequestContext, @Arg('dataset', () => ID) name: string): Promise<Release[]> {
    const dataset = context.directory.named(name);
    if (standingOf(context.viewer, dataset.agency) !== 'INSIDER')
      throw refusal('FORBIDDEN', { needs: 'PRODUCER / TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD' });
    const rows = await listReleases(context.writes.db, dataset.id);
    return rows.map(({ release, sha256 }) => ({
      dataset: name,
      number: release.number,
      rows: release.rows,
      sha256,
      live: release.status === 'LIVE',
    }));
  }

  @Mutation(() => Release, {
    description: 'Loads an upload (POST /uploads) as a new release and switches to it, all or nothing.',
  })
  async loadRelease(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
    @Arg('upload', () => ID) upload: string,
  ): Promise<Release> {
    const dataset = context.directory.named(name);
    if (!isOwnProducer(context.viewer, dataset.agency)) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
    const columns = dataset.columns.map(({ definition }) => definition);
    const release = await loadRelease(context, dataset, columns, optionalColumns(dataset), upload);
    return { dataset: name, ...release, live: true };
  }
}

/**
 * A load with the same columns needs no case: what a CHANGE is about to add may be missing until it is delivered, and
 * what it has replaced or dropped once that is so.
 */
const optionalColumns = (dataset: Dataset): ReadonlySet<string> =>
  new Set(
    dataset.columns
      .filter(({ definition, status, case: mark }) => {
        const delivered = status === 'LIVE' || status === 'CONFIRMED' || status === 'DISPUTED';
        return definition.leaves !== undefined || (mark.id !== dataset.case.id && !delivered);
      })
      .map(({ definition }) => definition.name),
  );
