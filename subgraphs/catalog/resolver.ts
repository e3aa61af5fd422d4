import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import { Public } from '../local.js';
import { isOwnProducer, officialWith } from '../viewer.js';
import { catalogued, entryFor, freshnessOf } from './entry.js';
import { decideRelease, describeDataset, requestRelease } from './store.js';
import { Dataset, DatasetFactsInput } from './types.js';

const OFFICIALS = 'PRODUCER / TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD / ADMIN';

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
      .flatMap((dataset) => entryFor(context.viewer, dataset, context.now) ?? []);
  }

  @Public()
  @Query(() => Dataset, { nullable: true })
  dataset(@Ctx() context: RequestContext, @Arg('name', () => ID) name: string): Dataset | null {
    const dataset = context.directory.byField(name);
    return dataset ? entryFor(context.viewer, dataset, context.now) : null;
  }

  @Query(() => [Dataset], {
    nullable: true,
    description: 'For officials: datasets whose promised release is late, the longest late first.',
  })
  lateDatasets(
    @Ctx() { viewer, directory, now }: RequestContext,
    @Arg('agency', () => ID, { nullable: true }) agency?: string,
  ): Dataset[] {
    if (viewer.kind !== 'OFFICIAL') throw refusal('FORBIDDEN', { needs: OFFICIALS });
    return directory.datasets
      .filter((dataset) => !agency || dataset.agency === agency)
      .filter((dataset) => freshnessOf(dataset, now).state === 'LATE')
      .flatMap((dataset) => entryFor(viewer, dataset, now) ?? [])
      .sort((one, other) => other.freshness.lateDays - one.freshness.lateDays);
  }

  @Mutation(() => Dataset, {
    description:
      'PRODUCER says how often the dataset is renewed, what it covers, who answers for it and under which terms it may be ' +
      'used; needs no case. What is left out stays, null takes a fact away.',
  })
  async describeDataset(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
    @Arg('facts', () => DatasetFactsInput) facts: DatasetFactsInput,
  ): Promise<Dataset> {
    const dataset = context.directory.named(name);
    if (!isOwnProducer(context.viewer, dataset.agency)) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
    const kept = await describeDataset(context, dataset, facts);
    return catalogued(context.viewer, { ...dataset, facts: kept }, context.now);
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
    return catalogued(context.viewer, dataset, context.now);
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
    return catalogued(context.viewer, { ...dataset, released }, context.now);
  }
}
