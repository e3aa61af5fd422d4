import { and, asc, count, eq, gt, gte, inArray, ne, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Drizzle, Queries } from '../../../db/client.js';
import { accounts } from '../../../db/tables/accounts.js';
import { cases } from '../../../db/tables/cases.js';
import { caseMessageReads, caseMessages } from '../../../db/tables/messages.js';
import { refusal } from '../../../schema/errors.js';
import type { Acting, Role } from '../../viewer.js';
import type { CaseStatus } from '../state.js';
import { checkRoom, checkUnderWay } from './rules.js';

type Row = typeof caseMessages.$inferSelect;

export interface NewMessage {
  readonly case: { readonly id: string; readonly number: string };
  readonly author: { readonly id: string; readonly role: Role; readonly acting: Acting | undefined };
  readonly text: string;
  readonly now: Date;
  /** When the day began. */
  readonly dayStart: Date;
}

/** Adds a message to a case that is under way and has room for it. Throws CASE_ENDED, LIMIT_EXCEEDED. */
export function addMessage(db: Drizzle, { case: of, author, text, now, dayStart }: NewMessage): Promise<Row> {
  return db.transaction(async (tx) => {
    // As a transition takes it: no message slips into a case that is being closed, nor by the count of another's.
    const [row] = await tx
      .select({ status: cases.status })
      .from(cases)
      .where(eq(cases.id, of.id))
      .for('no key update');
    if (!row) throw refusal('CASE_NOT_FOUND', { number: of.number });
    checkUnderWay(of.number, row.status as CaseStatus);
    const ofAuthor = and(eq(caseMessages.authorId, author.id), gte(caseMessages.at, dayStart));
    const [found] = await tx
      .select({ ofCase: count(), today: sql<number>`(count(*) filter (where ${ofAuthor}))::int` })
      .from(caseMessages)
      .where(eq(caseMessages.caseId, of.id));
    checkRoom(found ?? { ofCase: 0, today: 0 });
    const [made] = await tx
      .insert(caseMessages)
      .values({
        caseId: of.id,
        authorId: author.id,
        authorRole: author.role,
        actingKind: author.acting?.kind ?? null,
        onBehalfOf: author.acting?.replacedId ?? null,
        text,
        at: now,
      })
      .returning();
    if (!made) throw new Error('the message was not stored');
    return made;
  });
}

const replaced = alias(accounts, 'replaced');

/** Up to `limit` messages of a case after one of them, in their order, as `reader` has read them. */
export function listMessages(
  db: Queries,
  caseId: string,
  {
    reader,
    after,
    limit,
  }: { readonly reader: string | null; readonly after: number; readonly limit: number },
) {
  return db
    .select({
      message: caseMessages,
      author: accounts.name,
      onBehalfOf: replaced.name,
      unread: reader === null ? sql<boolean>`false` : sql<boolean>`coalesce(${isUnread(reader)}, false)`,
    })
    .from(caseMessages)
    .innerJoin(accounts, eq(accounts.id, caseMessages.authorId))
    .leftJoin(replaced, eq(replaced.id, caseMessages.onBehalfOf))
    .leftJoin(caseMessageReads, readsOf(reader))
    .where(and(eq(caseMessages.caseId, caseId), gt(caseMessages.id, after)))
    .orderBy(asc(caseMessages.id))
    .limit(limit);
}

export async function countMessages(db: Queries, caseId: string): Promise<number> {
  const [found] = await db.select({ of: count() }).from(caseMessages).where(eq(caseMessages.caseId, caseId));
  return found?.of ?? 0;
}

/** How many messages `reader` has not read, by case; cases without any are left out. */
export async function countUnread(
  db: Queries,
  caseIds: readonly string[],
  reader: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ caseId: caseMessages.caseId, of: count() })
    .from(caseMessages)
    .leftJoin(caseMessageReads, readsOf(reader))
    .where(and(inArray(caseMessages.caseId, [...caseIds]), isUnread(reader)))
    .groupBy(caseMessages.caseId);
  return new Map(rows.map(({ caseId, of }) => [caseId, of]));
}

const readsOf = (reader: string | null): SQL | undefined =>
  and(
    eq(caseMessageReads.caseId, caseMessages.caseId),
    reader === null ? sql`false` : eq(caseMessageReads.accountId, reader),
  );

const isUnread = (reader: string): SQL | undefined =>
  and(ne(caseMessages.authorId, reader), gt(caseMessages.id, sql`coalesce(${caseMessageReads.upTo}, 0)`));

/** Notes up to which message `reader` has read the case; false where the case has no such message. */
export async function noteRead(db: Queries, caseId: string, reader: string, upTo: number): Promise<boolean> {
  const [known] = await db
    .select({ id: caseMessages.id })
    .from(caseMessages)
    .where(and(eq(caseMessages.id, upTo), eq(caseMessages.caseId, caseId)));
  if (!known) return false;
  await db
    .insert(caseMessageReads)
    .values({ caseId, accountId: reader, upTo })
    .onConflictDoUpdate({
      target: [caseMessageReads.caseId, caseMessageReads.accountId],
      // Whoever has read further in another window stays there.
      set: { upTo: sql`greatest(${caseMessageReads.upTo}, excluded.up_to)` },
    });
  return true;
}
