import { datasetNames } from '../../schema/names.js';
import { type Holidays, jakartaDate, workingDaysBetween } from '../calendar.js';
import type { RequestContext } from '../context.js';
import type { Role } from '../viewer.js';
import { listArchives } from './archive/store.js';
import { lateness } from './deadlines/deadlines.js';
import { listSteps, readHolidays } from './deadlines/store.js';
import { type DocumentRow, listDocuments, listReports } from './documents/store.js';
import { type DocumentKind, STEPS, type StepId } from './procedure.js';
import type { CaseRow } from './shown.js';
import { sightsOf } from './sight.js';
import { agreementHash, type CaseKind, type Contact, type Direction, judgementOf, stateOf } from './state.js';
import { caseNumber, listEvents, listGrantRequests } from './store/cases.js';
import { caseFields } from './store/facts.js';
import type { CaseDocument, CaseDossier, CaseEvent, StepAttempt, StepTotal } from './types.js';

/** Everything that is on file for a case; the caller has checked that it may be read. */
export async function dossierOf(context: RequestContext, row: CaseRow): Promise<CaseDossier> {
  const { db } = context.writes;
  const state = stateOf(row.state);
  const [fields, documents, events, steps, days, reports, grants, archives, previous] = await Promise.all([
    caseFields(db, row.id),
    listDocuments(db, row.id),
    listEvents(context, row.id),
    listSteps(db, row.id),
    readHolidays(db),
    listReports(db, row.id),
    listGrantRequests(context, row.id),
    listArchives(db, row.id),
    row.previousCaseId ? caseNumber(context, row.previousCaseId) : null,
  ]);
  const dataset = context.directory.datasets.find(({ id }) => id === row.datasetId);
  const attempts = steps.map((step) => attemptShown(step, days, context.now));
  return {
    id: row.id,
    title: row.title,
    purpose: row.purpose,
    kind: row.kind as CaseKind,
    previous,
    procedure: row.procedure,
    direction: row.direction as Direction,
    contacts: row.contacts as Contact[],
    agency: row.agency,
    dataset: dataset ? datasetNames(dataset.agency, dataset.name).field : null,
    contentHash: fields.length > 0 || state.drops.length > 0 ? agreementHash(state, fields) : null,
    signedBy: Object.keys(state.signatures) as CaseDossier['signedBy'],
    fields: fields.map(({ column, status }) => ({
      name: column.name,
      title: column.title,
      accessClass: column.accessClass,
      status,
      verdict: judgementOf(state, column.name)?.verdict ?? null,
      reason: judgementOf(state, column.name)?.reason ?? null,
      sights: sightsOf(status, column.accessClass, dataset?.released ?? false),
    })),
    drops: [...state.drops],
    suspended: Object.keys(state.suspended),
    waived: [...state.waived],
    steps: attempts,
    stepTotals: totalsOf(attempts, days, context.now),
    reports: reports.map(({ id, kind, version, role, sentAt, acknowledgedAt }) => ({
      id,
      kind: kind as DocumentKind,
      version,
      role: role as Role,
      sentAt: sentAt.toISOString(),
      acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    })),
    grantRequests: grants.map(({ column, keyId, purpose, requestedAt }) => ({
      column,
      key: keyId,
      purpose,
      requestedAt: requestedAt.toISOString(),
    })),
    archives: archives.map(({ attempt, bytes, sha256, createdAt, erasureId }) => ({
      attempt,
      bytes: String(bytes),
      sha256,
      path: `/cases/${row.number}/archives/${attempt}`,
      createdAt: createdAt.toISOString(),
      erasure: erasureId,
    })),
    documents: documents.map((document) => documentShown(row.number, document)),
    events: events.map(eventShown),
  };
}

const documentShown = (number: string, document: DocumentRow): CaseDocument => ({
  kind: document.kind as DocumentKind,
  version: document.version,
  body: document.body,
  number: document.number,
  step: document.step as StepId,
  mediaType: document.mediaType,
  bytes: document.bytes,
  sha256: document.sha256,
  path: `/cases/${number}/documents/${document.kind}/${document.version}`,
  invalidReason: document.invalidReason,
  createdAt: document.createdAt.toISOString(),
});

const eventShown = ({
  event,
  actor,
  onBehalfOf,
}: Awaited<ReturnType<typeof listEvents>>[number]): CaseEvent => ({
  version: event.version,
  transition: event.transition,
  action: event.action,
  fromStep: event.fromStep as StepId,
  toStep: event.toStep as StepId,
  outsideSop: event.outsideSop,
  actor: actor ?? 'SatuGraf',
  role: event.actorId === null ? null : (event.actorRole as Role),
  actingKind: event.actingKind,
  onBehalfOf,
  reason: event.reason,
  at: event.at.toISOString(),
  hash: event.hash,
});

function attemptShown(
  row: Awaited<ReturnType<typeof listSteps>>[number],
  days: Holidays,
  now: Date,
): StepAttempt {
  const late = row.completedAt || row.dueOn === null ? row.lateDays : lateness(row.dueOn, now, days);
  return {
    step: row.step as StepId,
    attempt: row.attempt,
    chargedTo: row.chargedTo as Role,
    openedAt: row.openedAt.toISOString(),
    dueOn: row.dueOn,
    completedAt: row.completedAt?.toISOString() ?? null,
    lateDays: late,
  };
}

function totalsOf(attempts: readonly StepAttempt[], days: Holidays, now: Date): StepTotal[] {
  const worked = ({ openedAt, completedAt }: StepAttempt) =>
    workingDaysBetween(
      jakartaDate(new Date(openedAt)),
      jakartaDate(completedAt ? new Date(completedAt) : now),
      days,
    );
  return STEPS.flatMap((step) => {
    const own = attempts.filter((one) => one.step === step);
    if (own.length === 0) return [];
    return {
      step,
      attempts: own.length,
      workingDays: own.reduce((sum, one) => sum + worked(one), 0),
      lateDays: own.reduce((sum, one) => sum + (one.lateDays ?? 0), 0),
    };
  });
}
