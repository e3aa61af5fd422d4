import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { CheckVerdict } from '../../../schema/check/verdict.js';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { hasRole, officialWith } from '../../viewer.js';
import { shownLaunch } from '../resolver.js';
import { closePublished, proposalWith, storeProposal } from '../review/store.js';
import { readSettings } from '../settings.js';
import { listLaunches, listSubgraphs } from '../store.js';
import { Launch } from '../types.js';
import type { Change } from './publisher.js';
import { checkingAgency, publishingAgency, wantedOf } from './publishers.js';
import { rollbackTo } from './rollback.js';
import { Publication, SchemaCheck, SubgraphInput, shownFindings } from './types.js';

const shownCheck = ({ kind, findings }: Pick<CheckVerdict, 'kind' | 'findings'>): SchemaCheck => ({
  outcome: kind,
  findings: shownFindings(findings),
});

@Resolver()
export class PublishingResolver {
  @Query(() => SchemaCheck, {
    nullable: true,
    description: 'What a publish of these subgraphs would meet; nothing is stored.',
  })
  async checkSubgraphs(
    @Ctx() { viewer, writes, publisher, remotes }: RequestContext,
    @Arg('subgraphs', () => [SubgraphInput]) subgraphs: SubgraphInput[],
  ): Promise<SchemaCheck> {
    const agency = checkingAgency(viewer, subgraphs);
    return shownCheck(await publisher.check(await wantedOf(writes.db, agency, subgraphs, remotes)));
  }

  @Mutation(() => Publication, {
    description:
      'Publishes subgraphs of the own agency, all of them or none; with `replaceAll` its others leave the graph.',
  })
  async publishSubgraphs(
    @Ctx() { viewer, writes: { db }, publisher, remotes, now }: RequestContext,
    @Arg('subgraphs', () => [SubgraphInput]) subgraphs: SubgraphInput[],
    @Arg('replaceAll', () => Boolean, { nullable: true }) replaceAll?: boolean,
  ): Promise<Publication> {
    const publishing = publishingAgency(viewer);
    const { agency, publisherName: by } = publishing;
    const wanted = await wantedOf(db, agency, subgraphs, remotes);
    const others = (await listSubgraphs(db)).filter(
      (one) =>
        one.kind === 'REMOTE' &&
        one.agency === agency &&
        one.currentVersion !== null &&
        !wanted.some(({ name }) => name === one.name),
    );
    const removed = replaceAll ? others.map(({ name }) => name) : [];
    const change: Change = {
      subgraphs: wanted,
      removed,
      by,
      reason: null,
      approved: false,
      also: (tx) => closePublished(tx, wanted, now),
    };
    const settled = await publisher.submit(change);
    const { kind, findings } = settled;
    switch (kind) {
      case 'PUBLISHED': {
        const { supergraphId: supergraph } = settled;
        const check = shownCheck({ kind: 'PASSED', findings });
        return {
          outcome: 'PUBLISHED',
          check,
          proposal: null,
          supergraph: supergraph === null ? null : String(supergraph),
        };
      }
      case 'UNCHANGED':
        return {
          outcome: kind,
          check: shownCheck({ kind: 'PASSED', findings }),
          proposal: null,
          supergraph: null,
        };
      case 'REFUSED':
        return { outcome: kind, check: shownCheck({ kind, findings }), proposal: null, supergraph: null };
      default: {
        const { openProposals } = await readSettings(db);
        const id = await db.transaction((tx) =>
          storeProposal(tx, change, findings, publishing, openProposals, now),
        );
        const proposal = await proposalWith(db, String(id));
        return {
          outcome: 'WAITING',
          check: shownCheck({ kind: 'REVIEW', findings }),
          proposal,
          supergraph: null,
        };
      }
    }
  }

  @Mutation(() => Launch, {
    description:
      'TECHNICAL_TEAM, ADMIN: remote subgraphs go back to what they were in an earlier supergraph. Hosted datasets follow their cases: no field changes its status.',
  })
  async rollback(
    @Ctx() { viewer, writes: { db }, publisher }: RequestContext,
    @Arg('supergraph', () => ID) supergraph: string,
    @Arg('reason', () => String) reason: string,
  ): Promise<Launch> {
    const official = officialWith(viewer, 'TECHNICAL_TEAM', 'ADMIN');
    if (!official || !hasRole(viewer, 'TECHNICAL_TEAM', 'ADMIN'))
      throw refusal('FORBIDDEN', { needs: 'TECHNICAL_TEAM / ADMIN' });
    if (reason.trim() === '') throw refusal('REASON_REQUIRED', { action: 'rollback' });
    await rollbackTo(db, publisher, supergraph, official, reason);
    const [last] = await listLaunches(db, 1);
    if (!last) throw refusal('NO_SUPERGRAPH');
    return shownLaunch(last);
  }
}
