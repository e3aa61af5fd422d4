import { and, eq, isNull } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.js';
import { cases } from '../../../db/tables/cases.js';
import { caseReports } from '../../../db/tables/documents.js';
import { refusal } from '../../../schema/errors.js';
import { actingFor, type Official, type Role } from '../../viewer.js';
import { appendEvent } from '../evidence/store.js';
import type { StepId } from '../procedure.js';
import { sideOf } from '../rules.js';
import { partyOf, stateOf } from '../state.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whoever has the role that a report was sent to acknowledges it, once; a second time changes nothing. Throws
 * NOT_FOUND, also where the caller may not know of it, or SAME_PERSON.
 */
export async function acknowledgeReport(
  db: Drizzle,
  id: string,
  official: Official,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const unknown = () => refusal('NOT_FOUND', { what: `laporan ${id}` });
    const [found] = UUID.test(id)
      ? await tx
          .select({ report: caseReports, case: cases })
          .from(caseReports)
          .innerJoin(cases, eq(cases.id, caseReports.caseId))
          .where(eq(caseReports.id, id))
          .for('update', { of: caseReports })
      : [];
    if (!found) throw unknown();
    const role = found.report.role as Role;
    if (!official.roles.includes(role) || (role === 'PRODUCER' && official.agency !== found.report.agency))
      throw unknown();
    const side = sideOf(stateOf(found.case.state), official.accountId);
    if (side !== undefined && side !== partyOf(role)) throw refusal('SAME_PERSON');
    const acknowledged = await tx
      .update(caseReports)
      .set({ acknowledgedBy: official.accountId, acknowledgedAt: now })
      .where(and(eq(caseReports.id, id), isNull(caseReports.acknowledgedAt)))
      .returning({ id: caseReports.id });
    if (acknowledged.length === 0) return;
    const acting = actingFor(official, role);
    const step = found.case.step as StepId;
    await appendEvent(tx, {
      case: found.case,
      version: found.case.version,
      transition: false,
      action: 'REPORT_ACKNOWLEDGED',
      fromStep: step,
      toStep: step,
      outsideSop: false,
      actor: { accountId: official.accountId, role, ...(acting ? { acting } : {}) },
      reason: null,
      facts: { document: found.report.kind, version: found.report.version },
      at: now,
    });
  });
}
