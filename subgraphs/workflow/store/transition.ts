import { eq } from 'drizzle-orm';
import { notify, type Queries } from '../../../db/client.js';
import { serviceKeys } from '../../../db/tables/accounts.js';
import { cases, datasetFields, grantRequests } from '../../../db/tables/cases.js';
import { refusal } from '../../../schema/errors.js';
import { CHANGES } from '../../changes.js';
import type { RequestContext } from '../../context.js';
import { actingFor, type Official } from '../../viewer.js';
import type { Change } from '../change.js';
import { moveClocks } from '../deadlines/store.js';
import { fixLateness, openDeviations } from '../deviations/store.js';
import { addFile, markInvalid, type Place } from '../documents/store.js';
import { appendEvent } from '../evidence/store.js';
import type { Action } from '../rules.js';
import { attemptOf, stateOf } from '../state.js';
import { decide } from '../transitions.js';
import { archiveDelivery } from './archive.js';
import { caseFacts } from './facts.js';
import { storeDefinition, storeFields } from './fields.js';
import { type Asked, firstAnswer, rememberAnswer } from './idempotency.js';
import { storeDocuments } from './papers.js';

type CaseRow = typeof cases.$inferSelect;

/**
 * Carries out one action: in one transaction the state, the event, the documents, the deviations, the clocks and the
 * field statuses change together, or the refusal is thrown and nothing does.
 */
export const transition = (
  context: RequestContext,
  official: Official,
  number: string,
  expectedVersion: number,
  action: Action,
): Promise<CaseRow> =>
  context.writes.db.transaction((tx) => transitionIn(tx, context, official, number, expectedVersion, action));

/** The same in a transaction that does more. */
export async function transitionIn(
  tx: Queries,
  context: Asked,
  official: Official,
  number: string,
  expectedVersion: number,
  action: Action,
): Promise<CaseRow> {
  const { now } = context;
  const request = [number, expectedVersion, action];
  const [row] = await tx.select().from(cases).where(eq(cases.number, number)).for('update');
  if (!row) throw refusal('CASE_NOT_FOUND', { number });
  const answered = await firstAnswer(tx, context, official, request);
  if (answered) return answered;
  const before = stateOf(row.state);
  const facts = await caseFacts(tx, row, before);
  const judge = (one: Action): Change => {
    const decision = decide(before, facts, official, expectedVersion, one);
    if (!decision.ok) throw decision.refusal;
    return decision.change;
  };
  // Only whoever may do the action learns whether the account that it names exists.
  judge(action);
  const change = judge(await complete(tx, action, now));
  const updated = await storeState(tx, row, change, action, now);

  const place: Place = {
    caseId: row.id,
    step: before.step,
    attempt: Math.max(1, attemptOf(before, before.step)),
    createdBy: official.accountId,
    now,
  };
  const { datasetId } = updated;
  if (datasetId) await storeFields(tx, row, datasetId, change, now);
  if (action.type === 'INVALIDATE') await markInvalid(tx, place, action.document, action.reason);
  const attached = action.type === 'ATTACH' ? await addFile(tx, place, action.document, action.upload) : null;
  if (action.type === 'PROVISION' && datasetId)
    await requestGrants(tx, updated, datasetId, action.account, now);
  const closed = await moveClocks(tx, row, before, change.state, now);
  const issue = () => storeDocuments(tx, updated, official, change, place, action.type);
  const archive = action.type === 'DELIVER' ? await archiveDelivery(tx, updated, place, issue) : null;
  const documents = archive?.documents ?? (await issue());
  const opened = [
    ...(await openDeviations(tx, row.id, change.deviations, now)),
    ...(await fixLateness(tx, row, before, closed, now)),
  ];
  const acting = actingFor(official, change.role);
  await appendEvent(tx, {
    case: row,
    version: change.state.version,
    transition: true,
    action: action.type,
    fromStep: before.step,
    toStep: change.state.step,
    outsideSop: change.outsideSop,
    actor: { accountId: official.accountId, role: change.role, ...(acting ? { acting } : {}) },
    reason: change.reason,
    facts: {
      statuses: Object.fromEntries(change.statuses),
      attempts: change.state.attempts,
      ...factsOf(action, change),
      ...(attached === null ? {} : { attached }),
      ...(documents.length > 0 ? { documents } : {}),
      ...(opened.length > 0 ? { deviations: opened } : {}),
      ...(closed ? { completed: closed } : {}),
      ...(archive ? { archive: archive.sha256 } : {}),
    },
    at: now,
  });
  await rememberAnswer(tx, context, official, request, updated);
  await notify(tx, CHANGES, `case ${row.number}`);
  return updated;
}

/** What an action was about, for the history. */
function factsOf(action: Action, change: Change): Record<string, unknown> {
  switch (action.type) {
    case 'ATTACH':
    case 'INVALIDATE':
    case 'WAIVE':
      return { document: action.document };
    case 'SIGN':
      return { contentHash: action.contentHash };
    case 'SUBMIT':
      return action.waiver?.trim() ? { waiver: action.waiver } : {};
    case 'REJECT':
      return { defect: action.defect };
    case 'DELIVER':
      return change.leaving.size > 0 ? { leaving: Object.fromEntries(change.leaving) } : {};
    case 'RAISE_CLASS':
      return { classes: Object.fromEntries(change.classes) };
    default:
      return {};
  }
}

async function storeState(
  tx: Queries,
  row: CaseRow,
  { state }: Change,
  action: Action,
  now: Date,
): Promise<CaseRow> {
  const datasetId =
    action.type === 'HAND_OVER' ? await storeDefinition(tx, row, action.definition, now) : row.datasetId;
  const [updated] = await tx
    .update(cases)
    .set({
      status: state.status,
      step: state.step,
      version: state.version,
      state,
      datasetId,
      updatedAt: now,
      ...(action.type === 'EDIT' ? edited(row, action) : {}),
    })
    .where(eq(cases.id, row.id))
    .returning();
  if (!updated) throw new Error('the case was not stored');
  return updated;
}

const edited = (row: CaseRow, { application, direction }: Extract<Action, { type: 'EDIT' }>) => ({
  title: application.title?.trim() ?? row.title,
  purpose: application.purpose?.trim() ?? row.purpose,
  contacts: application.contacts ?? row.contacts,
  direction: direction ?? row.direction,
});

/** The account of step 5 must exist and be valid; the case records its id and name. */
async function complete(tx: Queries, action: Action, now: Date): Promise<Action> {
  if (action.type !== 'PROVISION') return action;
  const [key] = await tx.select().from(serviceKeys).where(eq(serviceKeys.id, action.account));
  if (!key || key.revokedAt || (key.expiresAt && key.expiresAt <= now))
    throw refusal('NOT_FOUND', { what: `akun ${action.account}` });
  return { ...action, account: `${key.id} ${key.name}` };
}

/** A case that uses data asks for access to its agreed columns that need a grant. */
async function requestGrants(
  tx: Queries,
  row: CaseRow,
  datasetId: string,
  keyId: string,
  now: Date,
): Promise<void> {
  if (row.direction === 'SHARES') return;
  const fields = await tx.select().from(datasetFields).where(eq(datasetFields.caseId, row.id));
  const wanted = fields.filter(
    ({ status, accessClass }) => status === 'AGREED' && accessClass === 'RESTRICTED',
  );
  if (wanted.length === 0) return;
  await tx
    .insert(grantRequests)
    .values(
      wanted.map(({ name }) => ({
        caseId: row.id,
        datasetId,
        column: name,
        keyId,
        purpose: row.purpose,
        requestedAt: now,
      })),
    )
    .onConflictDoNothing();
}
