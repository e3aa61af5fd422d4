import { and, asc, eq, gte, isNotNull, isNull } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../../db/client.js';
import { cases } from '../../../db/tables/cases.js';
import { caseSteps, deadlineMoves, holidayChanges, holidays } from '../../../db/tables/deadlines.js';
import { dayUnderWay, type Holidays } from '../../calendar.js';
import { procedureOf, type StepId, stepOf } from '../procedure.js';
import { attemptOf, type CaseState, stateOf } from '../state.js';
import { dueDate, lateness, recompute } from './deadlines.js';
import { HOLIDAYS, type Holiday } from './skb-holidays.js';

/** Fills the table of holidays of a new installation from the SKB 2024–2026; what stands in it stays. */
export async function loadHolidays(db: Drizzle): Promise<void> {
  const [any] = await db.select({ date: holidays.date }).from(holidays).limit(1);
  if (!any)
    await db
      .insert(holidays)
      .values([...HOLIDAYS])
      .onConflictDoNothing();
}

/** Starts the clocks of open cases that began under a hub which knew none, from their last transition. */
export async function startMissingClocks(db: Drizzle): Promise<void> {
  const days = await readHolidays(db);
  const unclocked = await db
    .select({ case: cases })
    .from(cases)
    .leftJoin(caseSteps, eq(caseSteps.caseId, cases.id))
    .where(and(eq(cases.status, 'OPEN'), isNull(caseSteps.caseId)));
  for (const { case: row } of unclocked) {
    const state = stateOf(row.state);
    const step = stepOf(procedureOf(row.procedure), state.step);
    await db
      .insert(caseSteps)
      .values({
        caseId: row.id,
        step: step.id,
        attempt: attemptOf(state, step.id),
        chargedTo: step.chargedTo,
        openedAt: row.updatedAt,
        dueOn: dueDate(row.updatedAt, step.standard.duration, days),
      })
      .onConflictDoNothing();
  }
}

export async function readHolidays(db: Queries): Promise<Holidays> {
  const rows = await db.select({ date: holidays.date }).from(holidays);
  return new Set(rows.map(({ date }) => date));
}

export interface ClosedStep {
  readonly step: StepId;
  readonly attempt: number;
  /** Working days; 0 in time or without a limit. */
  readonly lateDays: number;
}

/**
 * Keeps the clocks of a case in line with a transition: the attempt that it ends is completed, the one that it opens
 * gets its deadline. Gives what was completed.
 */
export async function moveClocks(
  tx: Queries,
  row: { readonly id: string; readonly procedure: string },
  before: CaseState,
  after: CaseState,
  now: Date,
): Promise<ClosedStep | null> {
  const attempt = attemptOf(after, after.step);
  const sameAttempt = before.step === after.step && attemptOf(before, before.step) === attempt;
  const ends = before.status === 'OPEN' && (after.status !== 'OPEN' || !sameAttempt);
  const opens = after.status === 'OPEN' && (before.status !== 'OPEN' || !sameAttempt);
  // The clock of step 1 runs while the application is complete.
  const turns = before.incomplete !== after.incomplete && !ends && !opens;
  if (!ends && !opens && !turns) return null;

  const days = await readHolidays(tx);
  const closed = ends ? await complete(tx, row.id, before, days, now) : null;
  const step = stepOf(procedureOf(row.procedure), after.step);
  const dueOn = after.incomplete ? null : dueDate(now, step.standard.duration, days);
  if (opens)
    await tx.insert(caseSteps).values({
      caseId: row.id,
      step: step.id,
      attempt,
      chargedTo: step.chargedTo,
      openedAt: now,
      dueOn,
    });
  if (turns)
    await tx
      .update(caseSteps)
      .set({ openedAt: now, dueOn })
      .where(isAttempt(row.id, step.id, attempt));
  return closed;
}

const isAttempt = (caseId: string, step: string, attempt: number) =>
  and(eq(caseSteps.caseId, caseId), eq(caseSteps.step, step), eq(caseSteps.attempt, attempt));

async function complete(
  tx: Queries,
  caseId: string,
  { step, attempts }: CaseState,
  days: Holidays,
  now: Date,
): Promise<ClosedStep | null> {
  const attempt = attempts[step] ?? 0;
  const [open] = await tx
    .select()
    .from(caseSteps)
    .where(isAttempt(caseId, step, attempt));
  // A case from before the clocks has none for its first step.
  if (!open) return null;
  const lateDays = open.dueOn === null ? 0 : lateness(open.dueOn, now, days);
  await tx
    .update(caseSteps)
    .set({ completedAt: now, lateDays: open.dueOn === null ? null : lateDays })
    .where(isAttempt(caseId, step, attempt));
  return { step, attempt, lateDays };
}

export function listSteps(db: Queries, caseId: string) {
  return db
    .select()
    .from(caseSteps)
    .where(eq(caseSteps.caseId, caseId))
    .orderBy(asc(caseSteps.openedAt), asc(caseSteps.attempt));
}

/** Days of one year, or all. */
export async function listHolidays(db: Queries, year: number | null): Promise<Holiday[]> {
  const rows = await db.select().from(holidays).orderBy(asc(holidays.date));
  return rows.filter(({ date }) => year === null || date.startsWith(`${year}-`)) as Holiday[];
}

export function listHolidayChanges(db: Queries) {
  return db.select().from(holidayChanges).orderBy(asc(holidayChanges.id));
}

export interface HolidayChange {
  readonly date: string;
  /** Null: the day becomes an ordinary one. */
  readonly day: Omit<Holiday, 'date'> | null;
  readonly reason: string;
  readonly changedBy: string;
}

/**
 * Changes one day of the table and moves the deadlines that are not yet due, in one transaction; old and new are
 * recorded. Gives how many were moved.
 */
export async function changeHoliday(db: Drizzle, change: HolidayChange, now: Date): Promise<number> {
  const { date, day } = change;
  return db.transaction(async (tx) => {
    // One change at a time, and no step opened by the old table while it is changed.
    await tx.execute('lock table holidays, case_steps in share row exclusive mode');
    const [before] = await tx.select().from(holidays).where(eq(holidays.date, date));
    if (day)
      await tx
        .insert(holidays)
        .values({ date, ...day })
        .onConflictDoUpdate({ target: holidays.date, set: day });
    else await tx.delete(holidays).where(eq(holidays.date, date));
    const [recorded] = await tx
      .insert(holidayChanges)
      .values({
        date,
        before: before ?? null,
        after: day ? { date, ...day } : null,
        reason: change.reason,
        changedBy: change.changedBy,
        at: now,
      })
      .returning({ id: holidayChanges.id });
    if (!recorded) throw new Error('the change was not stored');
    return moveDeadlines(tx, recorded.id, now);
  });
}

async function moveDeadlines(tx: Queries, changeId: number, now: Date): Promise<number> {
  const days = await readHolidays(tx);
  const open = await tx
    .select({ step: caseSteps, procedure: cases.procedure })
    .from(caseSteps)
    .innerJoin(cases, eq(cases.id, caseSteps.caseId))
    .where(
      and(isNull(caseSteps.completedAt), isNotNull(caseSteps.dueOn), gte(caseSteps.dueOn, dayUnderWay(now))),
    );
  let moved = 0;
  for (const { step, procedure } of open) {
    const { duration } = stepOf(procedureOf(procedure), step.step as StepId).standard;
    if (!duration || !step.dueOn) continue;
    const move = recompute({ opened: step.openedAt, duration, due: step.dueOn }, days, now);
    if (!move) continue;
    moved++;
    await tx
      .update(caseSteps)
      .set({ dueOn: move.newDue })
      .where(isAttempt(step.caseId, step.step, step.attempt));
    await tx.insert(deadlineMoves).values({
      changeId,
      caseId: step.caseId,
      step: step.step,
      attempt: step.attempt,
      ...move,
    });
  }
  return moved;
}
