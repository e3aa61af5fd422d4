import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { pageSize } from '../../paging.js';
import { hasRole, isOwnProducer, isTeamOrHead, type Viewer } from '../../viewer.js';
import { currentVersions } from '../members.js';
import { publishingAgency } from '../publishing/publishers.js';
import { FindingType, shownFindings } from '../publishing/types.js';
import { readSettings } from '../settings.js';
import { listVersions } from '../store.js';
import { DressRehearsal } from './rehearsal-types.js';
import { approvalsOf, reviewRight } from './rules.js';
import {
  acceptFindings,
  changeOf,
  listProposals,
  proposalWith,
  reviewsOf,
  type StoredProposal,
  setFindings,
  setStatus,
  storeReview,
} from './store.js';
import {
  Proposal,
  type ProposalStatus,
  ProposalStatusEnum,
  ProposedSubgraph,
  type ReviewDecision,
  ReviewDecisionEnum,
} from './types.js';

const readsAll = (viewer: Viewer) => isTeamOrHead(viewer) || hasRole(viewer, 'ADMIN');

@Resolver(() => Proposal)
export class ReviewResolver {
  @Query(() => [Proposal], {
    nullable: true,
    description: 'Proposals that the caller may read, newest first.',
  })
  async proposals(
    @Ctx() { viewer, writes: { db } }: RequestContext,
    @Arg('status', () => ProposalStatusEnum, { nullable: true }) status?: ProposalStatus,
    @Arg('first', () => Int, { nullable: true }) first?: number,
  ): Promise<Proposal[]> {
    const agency = readsAll(viewer) ? undefined : publishingAgency(viewer).agency;
    return listProposals(db, { agency, status: status ?? undefined }, pageSize(first));
  }

  @Query(() => Proposal, { nullable: true })
  async proposal(
    @Ctx() { viewer, writes: { db } }: RequestContext,
    @Arg('id', () => ID) id: string,
  ): Promise<Proposal> {
    return readable(viewer, await proposalWith(db, id));
  }

  @FieldResolver(() => [FindingType], { description: 'As they were when it was last checked.' })
  findings(@Root() { found }: Proposal): FindingType[] {
    return shownFindings(found);
  }

  @FieldResolver(() => [ProposedSubgraph])
  async subgraphs(
    @Ctx() { writes: { db } }: RequestContext,
    @Root() { wanted, status, createdAt }: Proposal,
  ): Promise<ProposedSubgraph[]> {
    const live = await currentVersions(db);
    const isOpen = status === 'WAITING' || status === 'RETURNED';
    return Promise.all(
      wanted.map(async (one) => {
        const versions = await listVersions(db, one.name);
        const base = one.base ?? (isOpen ? live[one.name] : undefined);
        const before = versions.find(({ version, publishedAt }) =>
          // Of one that is over: what stood when it was proposed, since by now it may be live itself.
          base === undefined ? publishedAt.toISOString() < createdAt : version === base,
        );
        return { ...one, before: before?.sdl ?? null };
      }),
    );
  }

  @FieldResolver(() => DressRehearsal, {
    nullable: true,
    description: 'What it would look like if it were published now; null where it would be refused.',
  })
  async rehearsal(
    @Ctx() { publisher }: RequestContext,
    @Root() proposal: Proposal,
  ): Promise<DressRehearsal | null> {
    const rehearsed = await publisher.rehearse(changeOf(proposal));
    if (!rehearsed) return null;
    const sights = Object.entries(rehearsed.standings).map(([standing, seen]) => ({ standing, seen }));
    return { ...rehearsed, sights };
  }

  @Mutation(() => Proposal, {
    description:
      'TECHNICAL_TEAM, ADMIN: approves a proposal as it stands, or returns it. With enough approvals it is published.',
  })
  async reviewProposal(
    @Ctx() { viewer, writes: { db }, publisher, now }: RequestContext,
    @Arg('id', () => ID) id: string,
    @Arg('hash', () => String, { description: 'Of what was read.' }) hash: string,
    @Arg('decision', () => ReviewDecisionEnum) decision: ReviewDecision,
    @Arg('reason', () => String) reason: string,
  ): Promise<Proposal> {
    const proposal = await proposalWith(db, id);
    const right = reviewRight(viewer, proposal, { hash, reason });
    if (!right.ok) throw right.refusal;
    const number = Number(proposal.id);
    const review = { hash, reviewerId: right.reviewer.accountId, decision, reason };
    await db.transaction(async (tx) => {
      await storeReview(tx, number, review, now);
      if (decision === 'RETURN') await setStatus(tx, number, 'RETURNED', now);
    });
    const { approvals } = await readSettings(db);
    const given = approvalsOf(
      hash,
      (await reviewsOf(db, number)).map((one) => one.review),
    );
    if (decision === 'APPROVE' && given >= approvals) {
      const settled = await publisher.submit({
        ...changeOf(proposal),
        by: proposal.publisher,
        reason,
        approved: true,
        also: async (tx, findings) => {
          const signed = { signerId: right.reviewer.accountId, reason };
          await acceptFindings(tx, number, findings, signed, now);
          await setStatus(tx, number, 'PUBLISHED', now);
        },
      });
      if (settled.kind === 'UNCHANGED') await setStatus(db, number, 'PUBLISHED', now);
      // The graph has moved on since it was proposed: its agency sees why, and nothing was published.
      if (settled.kind === 'REFUSED') {
        await setFindings(db, number, settled.findings);
        await setStatus(db, number, 'RETURNED', now);
      }
    }
    return proposalWith(db, id);
  }

  @Mutation(() => Proposal, { description: 'Its own agency takes a proposal back.' })
  async withdrawProposal(
    @Ctx() { viewer, writes: { db }, now }: RequestContext,
    @Arg('id', () => ID) id: string,
  ): Promise<Proposal> {
    const proposal = await proposalWith(db, id);
    if (!isOwnProducer(viewer, proposal.agency)) throw refusal('NOT_FOUND', { what: `proposal ${id}` });
    if (proposal.status === 'PUBLISHED' || proposal.status === 'WITHDRAWN')
      throw refusal('PROPOSAL_CLOSED', { id, status: proposal.status });
    await setStatus(db, Number(proposal.id), 'WITHDRAWN', now);
    return proposalWith(db, id);
  }
}

/** A proposal of another agency is not there for its producers. */
function readable(viewer: Viewer, proposal: StoredProposal): StoredProposal {
  if (readsAll(viewer) || isOwnProducer(viewer, proposal.agency)) return proposal;
  throw refusal('NOT_FOUND', { what: `proposal ${proposal.id}` });
}
