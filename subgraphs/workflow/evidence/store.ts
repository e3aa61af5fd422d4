import { and, asc, desc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../../db/client.js';
import { caseEvents, cases } from '../../../db/tables/cases.js';
import { GENESIS, linkHash } from '../../chain.js';
import type { Acting, Role } from '../../viewer.js';
import type { StepId } from '../procedure.js';
import type { CaseLink, ChainedEvent } from './chain.js';

const PAGE = 1000;

/** Whoever holds it appends to the chain; numbers of official documents are given under it too. */
export async function lockEvidence(tx: Queries): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7214007)`);
}

export interface NewEvent {
  readonly case: { readonly id: string; readonly number: string };
  /** Version of the case after it; a record that is no transition leaves it. */
  readonly version: number;
  readonly transition: boolean;
  readonly action: string;
  readonly fromStep: StepId;
  readonly toStep: StepId;
  readonly outsideSop: boolean;
  /** Null: the hub itself. */
  readonly actor: { readonly accountId: string; readonly role: Role; readonly acting?: Acting } | null;
  readonly reason: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** Appends an event with its hash, in the transaction of what it records. Takes the lock of the chain. */
export async function appendEvent(tx: Queries, event: NewEvent): Promise<void> {
  await lockEvidence(tx);
  const [next] = await tx.execute<{ id: string }>(
    sql`select nextval(pg_get_serial_sequence('case_events', 'id'))::text as id`,
  );
  const previousHash = await chainHead(tx);
  const row = {
    id: Number(next?.id),
    caseId: event.case.id,
    version: event.version,
    transition: event.transition,
    action: event.action,
    fromStep: event.fromStep,
    toStep: event.toStep,
    outsideSop: event.outsideSop,
    actorId: event.actor?.accountId ?? null,
    actorRole: event.actor?.role ?? 'HUB',
    actingKind: event.actor?.acting?.kind ?? null,
    onBehalfOf: event.actor?.acting?.replacedId ?? null,
    reason: event.reason,
    facts: JSON.parse(JSON.stringify(event.facts)) as unknown,
    at: event.at,
  };
  const hash = linkHash(chained(row, event.case.number), previousHash);
  await tx.insert(caseEvents).values({ ...row, previousHash, hash });
}

/** Hash of the newest event. */
export async function chainHead(db: Queries): Promise<string> {
  const [last] = await db
    .select({ hash: caseEvents.hash })
    .from(caseEvents)
    .where(isNotNull(caseEvents.hash))
    .orderBy(desc(caseEvents.id))
    .limit(1);
  return last?.hash ?? GENESIS;
}

type EventRow = Omit<typeof caseEvents.$inferSelect, 'previousHash' | 'hash'>;

const chained = (row: EventRow, caseNumber: string): ChainedEvent => ({
  id: row.id,
  caseNumber,
  version: row.version,
  transition: row.transition,
  action: row.action,
  fromStep: row.fromStep,
  toStep: row.toStep,
  outsideSop: row.outsideSop,
  actor: row.actorId,
  role: row.actorRole,
  actingKind: row.actingKind,
  onBehalfOf: row.onBehalfOf,
  reason: row.reason,
  facts: row.facts,
  at: row.at.toISOString(),
});

/** The chain's links in their order, of all cases or of one. */
export async function* chainLinks(db: Queries, caseId?: string): AsyncGenerator<CaseLink> {
  for (let after = 0; ; ) {
    const rows = await db
      .select({ event: caseEvents, number: cases.number })
      .from(caseEvents)
      .innerJoin(cases, eq(cases.id, caseEvents.caseId))
      .where(and(gt(caseEvents.id, after), caseId ? eq(caseEvents.caseId, caseId) : undefined))
      .orderBy(asc(caseEvents.id))
      .limit(PAGE);
    for (const { event, number } of rows) {
      after = event.id;
      yield {
        event: chained(event, number),
        previousHash: event.previousHash ?? '',
        hash: event.hash ?? '',
      };
    }
    if (rows.length < PAGE) return;
  }
}

/** Links the events of a hub that knew no chain yet, once, in their order. */
export async function linkOldEvents(db: Drizzle): Promise<void> {
  const unlinked = () =>
    db.select({ id: caseEvents.id }).from(caseEvents).where(isNull(caseEvents.hash)).limit(1);
  if ((await unlinked()).length === 0) return;
  await db.transaction(async (tx) => {
    await lockEvidence(tx);
    const rows = await tx
      .select({ event: caseEvents, number: cases.number })
      .from(caseEvents)
      .innerJoin(cases, eq(cases.id, caseEvents.caseId))
      .where(isNull(caseEvents.hash))
      .orderBy(asc(caseEvents.id));
    let previousHash = await chainHead(tx);
    for (const { event, number } of rows) {
      const hash = linkHash(chained(event, number), previousHash);
      await tx.update(caseEvents).set({ previousHash, hash }).where(eq(caseEvents.id, event.id));
      previousHash = hash;
    }
  });
}
