import type { cases } from '../../db/tables/cases.js';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import { readableColumns } from '../directory.js';
import { type CaseAccess, caseAccess } from './access.js';
import { procedureOf, type StepId } from './procedure.js';
import { attemptOf, type CaseStatus, nextActor, stateOf } from './state.js';
import { findCase } from './store/cases.js';
import type { IntegrationCase } from './types.js';

export type CaseRow = typeof cases.$inferSelect;

/** The case as far as the viewer may know it; rows behind it stay out of the answer. */
export function toCase(
  context: RequestContext,
  row: CaseRow,
  access = accessTo(context, row),
): IntegrationCase | null {
  if (access === 'NONE') return null;
  const whole = access === 'WHOLE';
  return {
    id: row.id,
    number: row.number,
    step: row.step as StepId,
    nextActor: access === 'DATES' ? null : nextActor(stateOf(row.state), procedureOf(row.procedure)),
    status: whole ? (row.status as CaseStatus) : null,
    version: whole ? row.version : null,
  };
}

export function accessTo(context: RequestContext, row: CaseRow): CaseAccess {
  const dataset = context.directory.datasets.find(({ id }) => id === row.datasetId);
  const readable = new Set(dataset ? readableColumns(dataset, context.viewer) : []);
  const withholds = (dataset?.columns ?? []).some(
    (column) => column.case.id === row.id && !readable.has(column),
  );
  const submitted = attemptOf(stateOf(row.state), 'SUBMIT') > 0;
  const status = row.status as CaseStatus;
  return caseAccess(context.viewer, { agency: row.agency, status, submitted, withholds });
}

/** The case, for those who may read so much of it. Throws CASE_NOT_FOUND or FORBIDDEN. */
export async function guardedCase(
  context: RequestContext,
  number: string,
  allowed: readonly CaseAccess[],
): Promise<CaseRow> {
  const row = await findCase(context, number);
  const access = row ? accessTo(context, row) : 'NONE';
  if (!row || access === 'NONE') throw refusal('CASE_NOT_FOUND', { number });
  if (!allowed.includes(access))
    throw refusal('FORBIDDEN', { needs: 'PRODUCER / TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD' });
  return row;
}
