import { and, asc, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../../db/client.js';
import { cases } from '../../../db/tables/cases.js';
import { caseSteps, deviations } from '../../../db/tables/deadlines.js';
import { refusal } from '../../../schema/errors.js';
import { dayUnderWay } from '../../calendar.js';
import { actingFor, type Official, type Role } from '../../viewer.js';
import type { NewDeviation } from '../change.js';
import { lateness } from '../deadlines/deadlines.js';
import { type ClosedStep, readHolidays } from '../deadlines/store.js';
import { appendEvent } from '../evidence/store.js';
import { procedureOf, type StepId, stepOf } from '../procedure.js';
import { sideOf } from '../rules.js';
import { type CaseState, partyOf, stateOf } from '../state.js';
import { type DeviationAction, type DeviationStatus, decideDeviation } from './rules.js';

type CaseRow = typeof cases.$inferSelect;
export type DeviationRow = typeof deviations.$inferSelect;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Records what a transition has brought to light; gives the ids. */
export async function openDeviations(
  tx: Queries,
  caseId: string,
  found: readonly NewDeviation[],
  now: Date,
): Promise<string[]> {
  if (found.length === 0) return [];
  const rows = await tx
    .insert(deviations)
    .values(found.map((one) => ({ ...one, caseId, status: 'OPEN', openedAt: now })))
    .returning({ id: deviations.id });
  return rows.map(({ id }) => id);
}

/** Who had not signed, while step 3 was open. */
const timeFacts = ({ step, signatures }: Pick<CaseState, 'step' | 'signatures'>) =>
  step === 'AGREE'
    ? { unsigned: (['TECHNICAL_TEAM', 'PRODUCER'] as const).filter((side) => !signatures[side]) }
    : {};

/** A late completion: the deviation that the job has opened gets its final days, or is opened now. Gives its id. */
export async function fixLateness(
  tx: Queries,
  row: CaseRow,
  before: CaseState,
  closed: ClosedStep | null,
  now: Date,
): Promise<string[]> {
  if (!closed || closed.lateDays === 0) return [];
  const [stored] = await tx
    .insert(deviations)
    .values({
      caseId: row.id,
      step: closed.step,
      attempt: closed.attempt,
      kind: 'TIME',
      chargedTo: stepOf(procedureOf(row.procedure), closed.step).chargedTo,
      status: 'OPEN',
      openedAt: now,
      lateDays: closed.lateDays,
      facts: timeFacts(before),
    })
    .onConflictDoUpdate({
      target: [deviations.caseId, deviations.step, deviations.attempt],
      targetWhere: sql`kind = 'TIME' and corrects is null`,
      set: { lateDays: closed.lateDays },
    })
    .returning({ id: deviations.id });
  return stored ? [stored.id] : [];
}

/**
 * Opens a TIME deviation for every open step whose due date has passed, once, however many hubs look: whoever comes
 * second finds it there. Gives how many were opened.
 */
export async function openPassedDeadlines(db: Drizzle, now: Date): Promise<number> {
  const passed = await db
    .select({ step: caseSteps })
    .from(caseSteps)
    .leftJoin(
      deviations,
      and(
        eq(deviations.caseId, caseSteps.caseId),
        eq(deviations.step, caseSteps.step),
        eq(deviations.attempt, caseSteps.attempt),
        eq(deviations.kind, 'TIME'),
      ),
    )
    .where(and(isNull(caseSteps.completedAt), lt(caseSteps.dueOn, dayUnderWay(now)), isNull(deviations.id)));
  let opened = 0;
  for (const { step } of passed) if (await openPassed(db, step, now)) opened++;
  return opened;
}

async function openPassed(db: Drizzle, step: typeof caseSteps.$inferSelect, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    // The case's row first, as a transition takes it: what has been completed meanwhile is not open any more.
    const [row] = await tx.select().from(cases).where(eq(cases.id, step.caseId)).for('update');
    const [still] = await tx
      .select()
      .from(caseSteps)
      .where(
        and(
          eq(caseSteps.caseId, step.caseId),
          eq(caseSteps.step, step.step),
          eq(caseSteps.attempt, step.attempt),
          isNull(caseSteps.completedAt),
          lt(caseSteps.dueOn, dayUnderWay(now)),
        ),
      );
    if (!row || !still?.dueOn) return false;
    const state = stateOf(row.state);
    const [made] = await tx
      .insert(deviations)
      .values({
        caseId: row.id,
        step: still.step,
        attempt: still.attempt,
        kind: 'TIME',
        chargedTo: still.chargedTo,
        status: 'OPEN',
        openedAt: now,
        lateDays: lateness(still.dueOn, now, await readHolidays(tx)),
        facts: timeFacts(state),
      })
      .onConflictDoNothing()
      .returning({ id: deviations.id });
    if (!made) return false;
    await appendEvent(tx, {
      case: row,
      version: row.version,
      transition: false,
      action: 'DEADLINE_PASSED',
      fromStep: still.step as StepId,
      toStep: still.step as StepId,
      outsideSop: false,
      actor: null,
      reason: null,
      facts: { deviation: made.id, dueOn: still.dueOn, attempt: still.attempt },
      at: now,
    });
    return true;
  });
}

export async function findDeviation(
  db: Queries,
  id: string,
): Promise<{ deviation: DeviationRow; case: CaseRow } | undefined> {
  if (!UUID.test(id)) return undefined;
  const [found] = await db
    .select({ deviation: deviations, case: cases })
    .from(deviations)
    .innerJoin(cases, eq(cases.id, deviations.caseId))
    .where(eq(deviations.id, id));
  return found;
}

/** Carries out one action on a deviation, with its event. Throws the refusal. */
export async function actOnDeviation(
  db: Drizzle,
  id: string,
  official: Official,
  action: DeviationAction,
  now: Date,
): Promise<DeviationRow> {
  return db.transaction(async (tx) => {
    const found = await findDeviation(tx, id);
    if (!found) throw refusal('NOT_FOUND', { what: `penyimpangan ${id}` });
    await tx.select({ id: cases.id }).from(cases).where(eq(cases.id, found.case.id)).for('update');
    const [deviation] = await tx.select().from(deviations).where(eq(deviations.id, id));
    if (!deviation) throw new Error('a deviation is never deleted');
    const decision = decideDeviation(
      {
        status: deviation.status as DeviationStatus,
        chargedTo: deviation.chargedTo as Role,
        agency: found.case.agency,
        accountedBy: deviation.accountedBy,
      },
      official,
      action,
    );
    if (!decision.ok) throw decision.refusal;
    const side = sideOf(stateOf(found.case.state), official.accountId);
    if (side !== undefined && side !== partyOf(decision.role)) throw refusal('SAME_PERSON');
    const [updated] = await tx
      .update(deviations)
      .set({ status: decision.status, ...written(action, official, now) })
      .where(eq(deviations.id, id))
      .returning();
    if (!updated) throw new Error('the deviation was not stored');
    const corrected =
      action.type === 'CORRECT' ? await correction(tx, updated, action.reason, official, now) : null;
    const acting = actingFor(official, decision.role);
    await appendEvent(tx, {
      case: found.case,
      version: found.case.version,
      transition: false,
      action: `DEVIATION_${action.type}`,
      fromStep: deviation.step as StepId,
      toStep: deviation.step as StepId,
      outsideSop: false,
      actor: { accountId: official.accountId, role: decision.role, ...(acting ? { acting } : {}) },
      reason: 'reason' in action ? action.reason : null,
      facts: {
        deviation: id,
        status: decision.status,
        ...(action.type === 'ACCOUNT'
          ? { cause: action.cause, correction: action.correction, evidence: action.evidence }
          : {}),
        ...(corrected ? { correctedBy: corrected.id } : {}),
      },
      at: now,
    });
    return corrected ?? updated;
  });
}

function written(action: DeviationAction, { accountId }: Official, now: Date): Partial<DeviationRow> {
  if (action.type === 'ACCOUNT') {
    const { cause, correction: mended, evidence } = action;
    return { cause, correction: mended, evidence, accountedBy: accountId, accountedAt: now };
  }
  return { judgedBy: accountId, judgedAt: now, judgement: action.reason };
}

/** The second record: the same failure, with why it was none. Both stay. */
async function correction(
  tx: Queries,
  { caseId, step, attempt, kind, chargedTo, facts, id }: DeviationRow,
  reason: string,
  official: Official,
  now: Date,
): Promise<DeviationRow> {
  const [row] = await tx
    .insert(deviations)
    .values({
      caseId,
      step,
      attempt,
      kind,
      chargedTo,
      facts,
      corrects: id,
      status: 'CORRECTION',
      openedAt: now,
      judgedBy: official.accountId,
      judgedAt: now,
      judgement: reason,
    })
    .returning();
  if (!row) throw new Error('the correction was not stored');
  return row;
}

export function listDeviations(db: Queries, caseId: string): Promise<DeviationRow[]> {
  return db
    .select()
    .from(deviations)
    .where(eq(deviations.caseId, caseId))
    .orderBy(asc(deviations.openedAt), desc(deviations.kind));
}
