import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { accounts, serviceKeys } from '../../../db/tables/accounts.js';
import { acceptedFindings, proposalReviews, proposals } from '../../../db/tables/registry.js';
import type { Finding } from '../../../schema/check/verdict.js';
import { contentHash } from '../../../schema/definition.js';
import { refusal } from '../../../schema/errors.js';
import type { Change, Wanted } from '../publishing/publisher.js';
import type { Proposal, ProposalStatus, ProposedSubgraph, ReviewDecision } from './types.js';

const OPEN: readonly ProposalStatus[] = ['WAITING', 'RETURNED'];

/** Proposals of an agency are counted and stored one after the other. */
const PROPOSALS_LOCK = (agency: string) => sql`select pg_advisory_xact_lock(7214022, hashtext(${agency}))`;

export interface Publishing {
  readonly agency: string;
  /** Key id or account id. */
  readonly publisherId: string;
  readonly publisherName: string;
}

/**
 * Stores what waits for the technical team; an open proposal of the same agency for the same subgraphs takes the new
 * text, and approvals of the old one count no more. Throws PROPOSALS_FULL.
 */
export async function storeProposal(
  tx: Queries,
  { subgraphs: wanted, removed }: Pick<Change, 'subgraphs' | 'removed'>,
  findings: readonly Finding[],
  { agency, publisherId, publisherName }: Publishing,
  most: number,
  now: Date,
): Promise<number> {
  await tx.execute(PROPOSALS_LOCK(agency));
  const stored: StoredSubgraph[] = [
    ...wanted.map(({ name, sdl, url, base }) => ({ name, sdl, url, base: base ?? null })),
    ...removed.map((name) => ({ name, sdl: null, url: null, base: null })),
  ];
  const hash = contentHash(stored);
  const open = await tx
    .select()
    .from(proposals)
    .where(and(eq(proposals.agency, agency), inArray(proposals.status, [...OPEN])));
  const same = open.find(({ subgraphs }) => namesOf(subgraphs) === namesOf(stored));
  const values = {
    subgraphs: stored,
    hash,
    findings,
    status: 'WAITING' as const,
    publisher: publisherId,
    publisherName,
    updatedAt: now,
  };
  if (same) {
    await tx.update(proposals).set(values).where(eq(proposals.id, same.id));
    return same.id;
  }
  if (open.length >= most) throw refusal('PROPOSALS_FULL', { agency, max: most });
  const [row] = await tx
    .insert(proposals)
    .values({ ...values, agency, createdAt: now })
    .returning({ id: proposals.id });
  return row?.id ?? 0;
}

type StoredSubgraph = Omit<ProposedSubgraph, 'before'>;

/** A proposal's subgraphs as they are submitted. */
export const changeOf = ({
  agency,
  wanted,
}: Pick<StoredProposal, 'agency' | 'wanted'>): Pick<Change, 'subgraphs' | 'removed'> => ({
  subgraphs: wanted.flatMap(({ name, sdl, url, base }) =>
    sdl === null ? [] : [{ name, agency, sdl, url: url ?? '', base: base ?? undefined }],
  ),
  removed: wanted.filter(({ sdl }) => sdl === null).map(({ name }) => name),
});

const namesOf = (subgraphs: unknown): string =>
  (subgraphs as { name: string }[])
    .map(({ name }) => name)
    .sort()
    .join();

/** Closes open proposals of which every subgraph is now published. */
export async function closePublished(tx: Queries, wanted: readonly Wanted[], now: Date): Promise<void> {
  const open = await tx
    .select()
    .from(proposals)
    .where(inArray(proposals.status, [...OPEN]));
  const isPublished = (one: StoredSubgraph) =>
    wanted.some(({ name, sdl, url }) => name === one.name && sdl === one.sdl && url === one.url);
  for (const { id, subgraphs } of open)
    if ((subgraphs as ProposedSubgraph[]).every(isPublished)) await setStatus(tx, id, 'PUBLISHED', now);
}

export async function setStatus(tx: Queries, id: number, status: ProposalStatus, now: Date): Promise<void> {
  await tx.update(proposals).set({ status, updatedAt: now }).where(eq(proposals.id, id));
}

export async function setFindings(tx: Queries, id: number, findings: readonly Finding[]): Promise<void> {
  await tx.update(proposals).set({ findings }).where(eq(proposals.id, id));
}

/** Stores what a reviewer says; a second word about the same text takes the place of the first. */
export async function storeReview(
  tx: Queries,
  proposalId: number,
  review: {
    readonly hash: string;
    readonly reviewerId: string;
    readonly decision: ReviewDecision;
    readonly reason: string;
  },
  at: Date,
): Promise<void> {
  const { decision, reason } = review;
  await tx
    .insert(proposalReviews)
    .values({ proposalId, ...review, at })
    .onConflictDoUpdate({
      target: [proposalReviews.proposalId, proposalReviews.hash, proposalReviews.reviewerId],
      set: { decision, reason, at },
    });
}

/** Remembers what was accepted, so that the next check does not ask for it again. */
export async function acceptFindings(
  tx: Queries,
  proposalId: number,
  findings: readonly Finding[],
  { signerId, reason }: { readonly signerId: string; readonly reason: string },
  at: Date,
): Promise<void> {
  for (const { subgraph, rule, coordinate, severity } of findings) {
    if ((severity !== 'BREAKING' && severity !== 'FOREIGN') || coordinate === null) continue;
    const values = { subgraph, rule, coordinate, reason, signerId, proposalId, at };
    await tx
      .insert(acceptedFindings)
      .values(values)
      .onConflictDoUpdate({
        target: [acceptedFindings.subgraph, acceptedFindings.rule, acceptedFindings.coordinate],
        set: { reason, signerId, proposalId, at },
      });
  }
}

export const reviewsOf = (db: Queries, proposalId: number) =>
  db
    .select({ review: proposalReviews, reviewer: accounts.name })
    .from(proposalReviews)
    .innerJoin(accounts, eq(accounts.id, proposalReviews.reviewerId))
    .where(eq(proposalReviews.proposalId, proposalId))
    .orderBy(asc(proposalReviews.id));

export interface StoredProposal extends Proposal {
  readonly publisherId: string;
}

/** The account that answers for a key; the publisher's own id where that is no key, or one without an owner. */
async function accountableFor(db: Queries, publisher: string): Promise<string> {
  const [key] = await db
    .select({ ownerId: serviceKeys.ownerId })
    .from(serviceKeys)
    .where(eq(serviceKeys.id, publisher));
  return key?.ownerId ?? publisher;
}

/** Throws NOT_FOUND. */
export async function proposalWith(db: Queries, id: string): Promise<StoredProposal> {
  const number = /^\d{1,9}$/.test(id) ? Number(id) : 0;
  const [row] = await db.select().from(proposals).where(eq(proposals.id, number));
  if (!row) throw refusal('NOT_FOUND', { what: `proposal ${id}` });
  return shown(db, row);
}

/** Newest first. */
export async function listProposals(
  db: Queries,
  { agency, status }: { readonly agency: string | undefined; readonly status: ProposalStatus | undefined },
  limit: number,
): Promise<StoredProposal[]> {
  const rows = await db
    .select()
    .from(proposals)
    .where(
      and(
        agency === undefined ? undefined : eq(proposals.agency, agency),
        status === undefined ? undefined : eq(proposals.status, status),
      ),
    )
    .orderBy(desc(proposals.id))
    .limit(limit);
  return Promise.all(rows.map((row) => shown(db, row)));
}

async function shown(db: Queries, row: typeof proposals.$inferSelect): Promise<StoredProposal> {
  const reviews = await reviewsOf(db, row.id);
  return {
    id: String(row.id),
    agency: row.agency,
    status: row.status,
    hash: row.hash,
    publisher: row.publisherName,
    publisherId: await accountableFor(db, row.publisher),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    found: row.findings as Finding[],
    wanted: row.subgraphs as StoredSubgraph[],
    reviews: reviews.map(({ review, reviewer }) => ({
      reviewer,
      decision: review.decision,
      reason: review.reason,
      counts: review.hash === row.hash,
      at: review.at.toISOString(),
    })),
  };
}
