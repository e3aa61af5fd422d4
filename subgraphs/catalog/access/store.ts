import { and, eq, gte, isNull, max, or, sql } from 'drizzle-orm';
import { accounts } from '../../../db/tables/accounts.js';
import { caseEvents, datasetFields } from '../../../db/tables/cases.js';
import { grants } from '../../../db/tables/grants.js';
import { jakartaDate } from '../../calendar.js';
import type { RequestContext } from '../../context.js';
import type { Dataset, DatasetColumn } from '../../directory.js';
import { isGranted, type Role } from '../../viewer.js';
import type { Signing } from './agreement.js';

/** Since when the column has its status. */
export async function statusSince(
  { reads }: RequestContext,
  dataset: Dataset,
  { definition }: DatasetColumn,
): Promise<Date | null> {
  const [row] = await reads.db
    .select({ since: datasetFields.since })
    .from(datasetFields)
    .where(and(eq(datasetFields.datasetId, dataset.id), eq(datasetFields.name, definition.name)));
  return row?.since ?? null;
}

/** The last day on which the viewer's grants give the column; null where none in force does. */
export async function grantedUntil(
  { writes, viewer, now }: RequestContext,
  { id }: Dataset,
  { definition: { name } }: DatasetColumn,
): Promise<string | null> {
  if (viewer.kind === 'ANONYMOUS' || !isGranted(viewer, id, name)) return null;
  const isReader =
    viewer.kind === 'SERVICE_KEY' ? eq(grants.keyId, viewer.keyId) : eq(grants.accountId, viewer.accountId);
  const [row] = await writes.db
    .select({ until: max(grants.untilDate) })
    .from(grants)
    .where(
      and(
        isReader,
        eq(grants.datasetId, id),
        eq(grants.status, 'GRANTED'),
        gte(grants.untilDate, jakartaDate(now)),
        or(isNull(grants.columns), sql`${name} = any(${grants.columns})`),
      ),
    );
  return row?.until ?? null;
}

/** Signatures of step 3 in the order of the case's history. */
export async function listSignings({ writes }: RequestContext, caseId: string): Promise<Signing[]> {
  const replaced = writes.db
    .select({ id: accounts.id, replacedName: accounts.name })
    .from(accounts)
    .as('replaced');
  const rows = await writes.db
    .select({ event: caseEvents, name: accounts.name, onBehalfOf: replaced.replacedName })
    .from(caseEvents)
    .innerJoin(accounts, eq(accounts.id, caseEvents.actorId))
    .leftJoin(replaced, eq(replaced.id, caseEvents.onBehalfOf))
    .where(and(eq(caseEvents.caseId, caseId), eq(caseEvents.action, 'SIGN')))
    .orderBy(caseEvents.id);
  return rows.map(({ event, name, onBehalfOf }) => ({
    role: event.actorRole as Role,
    name,
    actingKind: event.actingKind,
    onBehalfOf,
    contentHash: String((event.facts as { contentHash?: string }).contentHash),
    at: event.at,
    completes: event.toStep !== event.fromStep,
  }));
}
