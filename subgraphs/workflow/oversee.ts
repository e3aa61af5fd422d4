import { and, eq, lte, ne, sql } from 'drizzle-orm';
import { type Drizzle, notify } from '../../db/client.js';
import { cases, datasetFields } from '../../db/tables/cases.js';
import { jakartaDate } from '../calendar.js';
import { CHANGES } from '../changes.js';
import { openPassedDeadlines } from './deviations/store.js';
import { appendEvent } from './evidence/store.js';
import type { StepId } from './procedure.js';
import { stateOf } from './state.js';

/**
 * What time alone brings about: passed deadlines are recorded, replaced columns leave after their grace period, and
 * officials are told. One hub at a time does it; what it has done is found done by the next one.
 */
export async function overseeProcedure(
  db: Drizzle,
  now: Date,
  tell: (now: Date) => Promise<void>,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ taken: boolean }>(
      sql`select pg_try_advisory_xact_lock(7214010) as taken`,
    );
    if (!lock?.taken) return;
    await openPassedDeadlines(db, now);
    await retireFields(db, now);
    await tell(now);
  });
}

/** Takes columns out of the graph whose grace period is over. */
async function retireFields(db: Drizzle, now: Date): Promise<void> {
  const over = and(lte(datasetFields.leavesOn, jakartaDate(now)), ne(datasetFields.status, 'DECLINED'));
  const due = await db.selectDistinct({ caseId: datasetFields.caseId }).from(datasetFields).where(over);
  for (const { caseId } of due)
    await db.transaction(async (tx) => {
      const [row] = await tx.select().from(cases).where(eq(cases.id, caseId)).for('update');
      const left = await tx
        .update(datasetFields)
        .set({ status: 'DECLINED', since: now })
        .where(and(over, eq(datasetFields.caseId, caseId)))
        .returning({ name: datasetFields.name });
      if (!row || left.length === 0) return;
      const names = left.map(({ name }) => name);
      // What has left does not come back when a suspension is lifted.
      const state = stateOf(row.state);
      const suspended = Object.fromEntries(
        Object.entries(state.suspended).filter(([name]) => !names.includes(name)),
      );
      await tx
        .update(cases)
        .set({ state: { ...state, suspended } })
        .where(eq(cases.id, caseId));
      await appendEvent(tx, {
        case: row,
        version: row.version,
        transition: false,
        action: 'FIELDS_LEFT',
        fromStep: row.step as StepId,
        toStep: row.step as StepId,
        outsideSop: false,
        actor: null,
        reason: null,
        facts: { columns: names },
        at: now,
      });
      await notify(tx, CHANGES, `case ${row.number}`);
    });
}
