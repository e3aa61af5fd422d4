import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import type { ErasedThing } from '../eraser.js';
import { officialWith } from '../viewer.js';
import { ownDataset, readableDataset, readReason, readTarget } from './rules.js';
import { sign } from './sign.js';
import { cancelErasure, type ErasureRow, findErasure, listErasures, storeProposal } from './store.js';
import { Erasure } from './types.js';

@Resolver(() => Erasure)
export class ErasureResolver {
  @Query(() => [Erasure], {
    nullable: true,
    description:
      'Erasures of a dataset, the newest first: for its producer, the technical team and the heads.',
  })
  async erasures(@Ctx() context: RequestContext, @Arg('dataset', () => ID) name: string): Promise<Erasure[]> {
    return (await listErasures(context.writes.db, readableDataset(context, name).id)).map(shown);
  }

  @Mutation(() => Erasure, {
    nullable: true,
    description:
      'Proposes that a release, or a column of all releases, is erased everywhere: tables, source files, rejected rows, ' +
      'archives. Its own PRODUCER may; nothing happens before DIVISION_HEAD signs.',
  })
  async proposeErasure(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
    @Arg('reason', () => String) reason: string,
    @Arg('release', () => Int, { nullable: true, description: 'Its number.' }) release?: number,
    @Arg('column', () => String, { nullable: true, description: 'Its name.' }) column?: string,
  ): Promise<Erasure> {
    const { official, dataset } = ownDataset(context, name);
    const target = readTarget(release ?? undefined, column ?? undefined);
    const { writes, now } = context;
    return shown(
      await storeProposal(writes.db, { dataset, target, reason: readReason(reason), official, now }),
    );
  }

  @Mutation(() => Erasure, {
    nullable: true,
    description:
      'DIVISION_HEAD signs: it is erased at once and for good. Another person has to have proposed it.',
  })
  async signErasure(@Ctx() context: RequestContext, @Arg('id', () => ID) id: string): Promise<Erasure> {
    const official = officialWith(context.viewer, 'DIVISION_HEAD');
    if (!official) throw refusal('FORBIDDEN', { needs: 'DIVISION_HEAD' });
    await sign(context, official, id);
    return shown(await findErasure(context.writes.db, id));
  }

  @Mutation(() => Erasure, {
    nullable: true,
    description: 'Cancels what was proposed and is not signed: the own PRODUCER and DIVISION_HEAD may.',
  })
  async cancelErasure(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('id', () => ID) id: string,
  ): Promise<Erasure> {
    const official = officialWith(viewer, 'PRODUCER', 'DIVISION_HEAD');
    if (!official) throw refusal('FORBIDDEN', { needs: 'PRODUCER / DIVISION_HEAD' });
    const row = await findErasure(writes.db, id);
    const isOwn = official.roles.includes('PRODUCER') && official.agency === row.agency;
    // Another agency's is, to a producer, none.
    if (!isOwn && !official.roles.includes('DIVISION_HEAD')) throw refusal('NOT_FOUND', { what: id });
    await cancelErasure(writes.db, id, official.accountId, now);
    return shown(await findErasure(writes.db, id));
  }
}

const shown = ({ erasure, field, proposer, signer, canceller }: ErasureRow): Erasure => ({
  id: erasure.id,
  dataset: field,
  release: erasure.release,
  column: erasure.column,
  reason: erasure.reason,
  status: erasure.status,
  proposedBy: proposer,
  proposedAt: erasure.proposedAt.toISOString(),
  signedBy: signer,
  signedAt: erasure.signedAt?.toISOString() ?? null,
  cancelledBy: canceller,
  cancelledAt: erasure.cancelledAt?.toISOString() ?? null,
  erased: ((erasure.erased ?? []) as ErasedThing[]).map((thing) => ({
    ...thing,
    bytes: thing.bytes === null ? null : String(thing.bytes),
  })),
});
