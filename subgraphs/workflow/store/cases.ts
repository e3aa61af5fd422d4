import { and, desc, eq, sql } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { accounts } from '../../../db/tables/accounts.js';
import { caseEvents, cases, grantRequests } from '../../../db/tables/cases.js';
import { refusal } from '../../../schema/errors.js';
import { jakartaDate } from '../../calendar.js';
import type { RequestContext } from '../../context.js';
import type { Dataset } from '../../directory.js';
import type { Official } from '../../viewer.js';
import { addText } from '../documents/store.js';
import { procedureInForce } from '../procedure.js';
import { type Application, type Direction, FIRST_STATE } from '../state.js';
import { firstAnswer, rememberAnswer } from './idempotency.js';

export type CaseRow = typeof cases.$inferSelect;

export interface Draft extends Application {
  readonly direction: Direction;
  readonly profile: string | null;
  /** Of a CHANGE: the producer's own dataset. */
  readonly changes: Dataset | null;
}

/** Opens a draft of the producer's own agency, numbered within its year. It may be incomplete until it is submitted. */
export async function draftCase(
  context: RequestContext,
  producer: Official & { readonly agency: string },
  draft: Draft,
): Promise<CaseRow> {
  const { now } = context;
  const year = Number(jakartaDate(now).slice(0, 4));
  const request = ['DRAFT', { ...draft, changes: draft.changes?.id ?? null }];
  return context.writes.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7214003)`);
    const answered = await firstAnswer(tx, context, producer, request);
    if (answered) return answered;
    const previousCaseId = draft.changes ? await finishedCase(tx, draft.changes) : null;
    const [last] = await tx
      .select({ sequence: cases.sequence })
      .from(cases)
      .where(eq(cases.year, year))
      .orderBy(desc(cases.sequence))
      .limit(1);
    const sequence = (last?.sequence ?? 0) + 1;
    const { accountId, agency } = producer;
    const state = { ...FIRST_STATE, sides: { [accountId]: 'PRODUCER' as const } };
    const [row] = await tx
      .insert(cases)
      .values({
        year,
        sequence,
        number: `${year}-${String(sequence).padStart(4, '0')}`,
        agency,
        title: draft.title.trim(),
        purpose: draft.purpose.trim(),
        kind: draft.changes ? 'CHANGE' : 'NEW',
        previousCaseId,
        procedure: procedureInForce(jakartaDate(now)).number,
        direction: draft.direction,
        contacts: draft.contacts,
        datasetId: draft.changes?.id ?? null,
        status: state.status,
        step: state.step,
        version: state.version,
        state,
        createdBy: accountId,
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!row) throw new Error('the case was not stored');
    if (draft.profile?.trim())
      await addText(
        tx,
        { caseId: row.id, step: 'SUBMIT', attempt: 1, createdBy: accountId, now },
        'APPLICATION_PROFILE',
        draft.profile.trim(),
      );
    await rememberAnswer(tx, context, producer, request, row);
    return row;
  });
}

/** The newest finished case of the dataset, which a CHANGE is linked to. */
async function finishedCase(tx: Queries, dataset: Dataset): Promise<string> {
  const [finished] = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.datasetId, dataset.id), eq(cases.status, 'CLOSED')))
    .orderBy(desc(cases.year), desc(cases.sequence))
    .limit(1);
  if (finished) return finished.id;
  throw refusal('BAD_USER_INPUT', {
    detail: {
      id: `Dataset ${dataset.names.field} belum memiliki permohonan yang selesai; perubahan dilakukan pada permohonan itu.`,
      en: `No case of ${dataset.names.field} is finished yet; make the change in that case.`,
    },
  });
}

export async function findCase(context: RequestContext, number: string): Promise<CaseRow | undefined> {
  const [row] = await context.reads.db.select().from(cases).where(eq(cases.number, number));
  return row;
}

export async function caseNumber(context: RequestContext, id: string): Promise<string | null> {
  const [row] = await context.reads.db.select({ number: cases.number }).from(cases).where(eq(cases.id, id));
  return row?.number ?? null;
}

export function listCases(context: RequestContext): Promise<CaseRow[]> {
  return context.reads.db.select().from(cases).orderBy(desc(cases.year), desc(cases.sequence));
}

export function listEvents(context: RequestContext, caseId: string) {
  const replaced = context.writes.db
    .select({ id: accounts.id, replacedName: accounts.name })
    .from(accounts)
    .as('replaced');
  return context.writes.db
    .select({ event: caseEvents, actor: accounts.name, onBehalfOf: replaced.replacedName })
    .from(caseEvents)
    .leftJoin(accounts, eq(accounts.id, caseEvents.actorId))
    .leftJoin(replaced, eq(replaced.id, caseEvents.onBehalfOf))
    .where(eq(caseEvents.caseId, caseId))
    .orderBy(caseEvents.id);
}

export function listGrantRequests(context: RequestContext, caseId: string) {
  return context.writes.db
    .select()
    .from(grantRequests)
    .where(eq(grantRequests.caseId, caseId))
    .orderBy(grantRequests.column);
}
