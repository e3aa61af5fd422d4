import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { isOwnProducer, standingOf } from '../../viewer.js';
import { producerOf } from '../access.js';
import type { LoadMode } from '../load-modes.js';
import { LoadModeEnum } from '../load-modes.js';
import { overConnection, tableOf } from './connect.js';
import { loadUpload } from './load-upload.js';
import { pullDataset } from './pull.js';
import { beyondOf, checkRhythm, sourceColumns } from './rules.js';
import { shownOutcome, shownPull } from './shown.js';
import { deletePull, findConnection, findPull, listPulls, markReached, planPull } from './store.js';
import { Pull, PullOutcome } from './types.js';

/** Longer pulls go on by themselves; the client would not wait for their end. */
const PATIENCE_MS = 10_000;

/** Tables that fill datasets by themselves. */
@Resolver(() => Pull)
export class PullResolver {
  @Query(() => [Pull], {
    nullable: true,
    description:
      'Pulls of the datasets whose producer one is; for the technical team and the heads those of all.',
  })
  async pulls(@Ctx() { viewer, writes, directory }: RequestContext): Promise<Pull[]> {
    if (viewer.kind === 'ANONYMOUS') throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
    const planned = new Map((await listPulls(writes.db)).map((one) => [one.pull.datasetId, one]));
    return directory.datasets.flatMap((dataset) => {
      const one = planned.get(dataset.id);
      const isShown = one && standingOf(viewer, dataset.agency) === 'INSIDER';
      return isShown ? [shownPull(dataset, one.pull, one.connection)] : [];
    });
  }

  @Mutation(() => Pull, {
    description:
      "Plans how a table or view fills a dataset: by the source columns that are the definition's labels. With a " +
      'rhythm the first pull begins within a minute.',
  })
  async schedulePull(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
    @Arg('connection', () => ID) connectionId: string,
    @Arg('schema', () => String, { description: 'Schema (PostgreSQL) or database (MySQL).' }) schema: string,
    @Arg('table', () => String) table: string,
    @Arg('mode', () => LoadModeEnum, { defaultValue: 'REPLACE' }) mode: LoadMode,
    @Arg('incrementalBy', () => String, {
      nullable: true,
      description:
        'A column that only grows. APPEND asks for rows beyond the last value and needs a unique column; UPSERT asks ' +
        'for the last value again, since rows may have come with it.',
    })
    incrementalBy?: string | null,
    @Arg('everyMinutes', () => Int, {
      nullable: true,
      description: '5 to 525600; by hand alone where not given.',
    })
    everyMinutes?: number | null,
  ): Promise<Pull> {
    const { writes, now, viewer } = context;
    const dataset = context.directory.named(name);
    const producer = producerOf(viewer, dataset.agency);
    checkRhythm(everyMinutes ?? null);
    const connection = await findConnection(writes.db, connectionId);
    if (!connection) throw refusal('NOT_FOUND', { what: connectionId });
    if (connection.agency !== dataset.agency) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
    const columns = dataset.columns.map(({ definition }) => definition);
    const plan = { mode, incrementalBy: incrementalBy ?? null, watermark: null };
    await overConnection(context, connection, 'structure', async (session) => {
      const found = await tableOf(session, { schema, table });
      sourceColumns(found, columns);
      beyondOf(
        connection.kind,
        found,
        plan,
        columns.some(({ key }) => key),
      );
    });
    await markReached(writes.db, connection.id, now);
    await planPull(writes.db, {
      datasetId: dataset.id,
      connectionId,
      schema,
      table,
      mode,
      incrementalBy: plan.incrementalBy,
      everyMinutes: everyMinutes ?? null,
      nextAt: everyMinutes ? now : null,
      createdBy: producer.accountId,
    });
    const stored = await findPull(writes.db, dataset.id);
    if (!stored) throw refusal('NOT_FOUND', { what: name });
    return shownPull(dataset, stored.pull, stored.connection);
  }

  @Mutation(() => Boolean, { description: 'Ends the pulls of a dataset; its releases stay.' })
  async removePull(
    @Ctx() { viewer, writes, directory }: RequestContext,
    @Arg('dataset', () => ID) name: string,
  ): Promise<boolean> {
    const dataset = directory.named(name);
    producerOf(viewer, dataset.agency);
    if (!(await deletePull(writes.db, dataset.id))) throw refusal('NOT_FOUND', { what: name });
    return true;
  }

  @Mutation(() => PullOutcome, {
    nullable: true,
    description:
      'Pulls a dataset now. Null where it takes longer than ten seconds: `pulls` shows what became of it.',
  })
  async pullNow(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
  ): Promise<PullOutcome | null> {
    const { viewer, directory, writes, now, outbound, keyring, log } = context;
    const dataset = directory.named(name);
    if (!isOwnProducer(viewer, dataset.agency)) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
    const parts = { db: writes.db, outbound, keyring, log, load: loadUpload(context) };
    const pulled = pullDataset(parts, dataset, now, true);
    pulled.catch(() => {});
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), PATIENCE_MS);
    });
    const result = await Promise.race([pulled, waited]).finally(() => clearTimeout(timer));
    if (result?.error) throw result.error;
    return result ? shownOutcome(result.outcome) : null;
  }
}
