import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import { isPublic } from '../../schema/exposure.js';
import type { RequestContext } from '../context.js';
import type { Dataset as GraphDataset } from '../directory.js';
import { Public } from '../local.js';
import { isSignedIn, officialWith } from '../viewer.js';
import { decideRelease, requestRelease } from './store.js';
import { Dataset } from './types.js';

@Resolver(() => Dataset)
export class CatalogResolver {
  @Public()
  @Query(() => [Dataset], { nullable: true, description: 'Datasets that the caller may know of.' })
  datasets(
    @Ctx() context: RequestContext,
    @Arg('agency', () => ID, { nullable: true }) agency?: string,
    @Arg('search', () => String, { nullable: true }) search?: string,
  ): Dataset[] {
    const words = search?.toLowerCase() ?? '';
    return context.directory.datasets
      .filter((dataset) => !agency || dataset.agency === agency)
      .filter((dataset) => `${dataset.title} ${dataset.description}`.toLowerCase().includes(words))
      .flatMap((dataset) => entry(context, dataset) ?? []);
  }

  @Public()
  @Query(() => Dataset, { nullable: true })
  dataset(@Ctx() context: RequestContext, @Arg('name', () => ID) name: string): Dataset | null {
    const dataset = context.directory.byField(name);
    return dataset ? entry(context, dataset) : null;
  }

  @Mutation(() => Dataset, {
    description: 'PRODUCER asks for the release to the public (Penyebarluasan Data).',
  })
  async requestRelease(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
  ): Promise<Dataset> {
    const dataset = context.directory.named(name);
    const producer = officialWith(context.viewer, 'PRODUCER');
    if (producer?.agency !== dataset.agency) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
    await requestRelease(context, dataset, producer.accountId);
    return catalogued(dataset, false);
  }

  @Mutation(() => Dataset, {
    description: 'DIVISION_HEAD releases the dataset to the public, or takes it back.',
  })
  async decideRelease(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
    @Arg('released', () => Boolean) released: boolean,
  ): Promise<Dataset> {
    const dataset = context.directory.named(name);
    const head = officialWith(context.viewer, 'DIVISION_HEAD');
    if (!head) throw refusal('FORBIDDEN', { needs: 'DIVISION_HEAD' });
    await decideRelease(context, dataset, head.accountId, released);
    return catalogued({ ...dataset, released }, false);
  }
}

/** The catalogue's entry for this caller: everybody signed in from hand-over on, the public once released. */
function entry(context: RequestContext, dataset: GraphDataset): Dataset | null {
  const shown = catalogued(dataset, !isSignedIn(context.viewer));
  return shown.columns.length === 0 ? null : shown;
}

function catalogued(dataset: GraphDataset, publicOnly: boolean): Dataset {
  const columns = dataset.columns.filter(
    (column) => !publicOnly || isPublic(column.status, column.accessClass, dataset.released),
  );
  return {
    name: dataset.names.field,
    title: dataset.title,
    description: dataset.description,
    agency: { slug: dataset.agency },
    type: dataset.names.type,
    rows: dataset.release?.rows ?? null,
    updatedAt: dataset.release?.loadedAt.toISOString() ?? null,
    released: dataset.released,
    columns: columns.map(({ definition, status, accessClass, case: mark }) => ({
      name: definition.name,
      title: definition.title,
      description: definition.description,
      type: definition.type,
      unit: definition.unit,
      status,
      accessClass,
      case: mark.number,
    })),
  };
}
