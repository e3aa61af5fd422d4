import type { Cadence } from '../../../schema/facts.js';
import { freshness } from '../../../schema/freshness.js';
import { endOfDay, type Holidays, jakartaDate } from '../../calendar.js';
import type { Official, Role } from '../../viewer.js';
import { caseAccess } from '../access.js';
import { reminderDate } from '../deadlines/deadlines.js';
import { type DeviationSubject, nextOn, superiorOf } from '../deviations/rules.js';
import { type Procedure, procedureOf, type StepId } from '../procedure.js';
import { sideOf } from '../rules.js';
import { type CaseState, type CaseStatus, nextActor, partyOf } from '../state.js';

export const INBOX_KINDS = [
  'CASE',
  'DEVIATION',
  'REPORT',
  'OVERDUE',
  'RELEASE_REQUEST',
  'WAIVER',
  'LIFT',
  'LATE_RELEASE',
  'ERASURE',
] as const;
export type InboxKind = (typeof INBOX_KINDS)[number];

/** What an item of the inbox is about. */
export interface InboxSubject {
  /** The case's number; null where only a dataset is concerned. */
  readonly case: string | null;
  /** The dataset's root field. */
  readonly dataset: string | null;
  readonly title: string;
}

export interface CaseSubject extends InboxSubject {
  readonly agency: string;
  readonly status: CaseStatus;
  readonly step: StepId;
}

/** The attempt that is under way at the case's step. */
export interface OpenAttempt {
  readonly chargedTo: Role;
  readonly openedAt: Date;
  /** YYYY-MM-DD. */
  readonly dueOn: string | null;
}

/** A draft, an open case, or one of which one side has signed that a suspension ends. */
export interface CaseFact extends CaseSubject {
  /** Number of the SOP that the case runs under. */
  readonly procedure: string;
  readonly state: CaseState;
  readonly updatedAt: Date;
  readonly attempt: OpenAttempt | null;
}

export interface DeviationFact extends CaseSubject {
  readonly id: string;
  readonly deviation: Omit<DeviationSubject, 'agency'>;
  /** When it came to be in its status. */
  readonly since: Date;
}

/** A document that was sent to a role, which has not acknowledged it yet. */
export interface ReportFact extends CaseSubject {
  readonly id: string;
  readonly role: Role;
  readonly sentAt: Date;
}

/** A producer's request that a dataset be released to the public. */
export interface ReleaseFact extends InboxSubject {
  readonly requestedAt: Date;
}

/** A producer's proposal that a release or a column be erased. */
export interface ErasureFact extends InboxSubject {
  readonly proposedBy: string;
  readonly proposedAt: Date;
}

/** A dataset of which releases are promised. */
export interface PromiseFact extends InboxSubject {
  readonly agency: string;
  readonly cadence: Cadence;
  /** Of the live release, of the hand-over where there is none. */
  readonly lastAt: Date;
}

export interface InboxFacts {
  readonly cases: readonly CaseFact[];
  readonly deviations: readonly DeviationFact[];
  readonly reports: readonly ReportFact[];
  readonly releases: readonly ReleaseFact[];
  readonly erasures: readonly ErasureFact[];
  readonly promises: readonly PromiseFact[];
}

export interface InboxEntry extends InboxSubject {
  readonly kind: InboxKind;
  readonly step: StepId | null;
  /** The role in which it waits on the official. */
  readonly role: Role;
  readonly since: Date;
  readonly dueOn: string | null;
  readonly overdue: boolean;
  /** The reminder's date has come, the due date has not passed. */
  readonly reminder: boolean;
  readonly deviation: string | null;
  readonly report: string | null;
}

/** Whom an open case or a draft waits on: in step 3 each side until it has signed. */
export function waitsOn(state: CaseState, procedure: Procedure): Role[] {
  const next = nextActor(state, procedure);
  if (next === null) return [];
  if (state.status !== 'OPEN' || state.step !== 'AGREE') return [next];
  return (['TECHNICAL_TEAM', 'PRODUCER'] as const).filter((side) => !state.signatures[side]);
}

/** The side whose signature is missing under a lifting that the other side has signed. */
const liftWaitsOn = ({ lifting }: CaseState): Role[] =>
  Object.keys(lifting).length === 1
    ? (['TECHNICAL_TEAM', 'PRODUCER'] as const).filter((side) => !lifting[side])
    : [];

/**
 * Everything that waits on the official, the overdue first, then by due date, then the longest waiting. `today` is
 * what `dayUnderWay` says. Pure.
 */
export function inboxOf(
  official: Official,
  facts: InboxFacts,
  today: string,
  holidays: Holidays,
): InboxEntry[] {
  const entries: InboxEntry[] = [];
  const add = (
    kind: InboxKind,
    { case: number, dataset, title, step }: InboxSubject & { readonly step: StepId | null },
    role: Role,
    since: Date,
    more: { dueOn?: string | null; deviation?: string; report?: string } = {},
  ): void => {
    const dueOn = more.dueOn ?? null;
    const overdue = dueOn !== null && dueOn < today;
    const reminder = dueOn !== null && !overdue && today >= reminderDate(dueOn, holidays);
    const { deviation = null, report = null } = more;
    const about = { case: number, dataset, title, step };
    entries.push({ kind, ...about, role, since, dueOn, overdue, reminder, deviation, report });
  };

  for (const one of facts.cases) {
    if (!sees(official, one)) continue;
    const mine = (role: Role) => holds(official, role, one.agency) && staysOn(official, role, one.state);
    const { attempt, state } = one;
    const since = (state.status === 'DRAFT' ? null : attempt?.openedAt) ?? one.updatedAt;
    // Submitted without its document, a case waits for nothing but the waiver.
    const kind = state.status === 'OPEN' && state.step === 'SUBMIT' && state.incomplete ? 'WAIVER' : 'CASE';
    for (const role of waitsOn(state, procedureOf(one.procedure)).filter(mine))
      add(kind, one, role, since, { dueOn: state.status === 'DRAFT' ? null : (attempt?.dueOn ?? null) });
    const superior = attempt && superiorOf(attempt.chargedTo);
    if (state.status === 'OPEN' && attempt?.dueOn && attempt.dueOn < today && superior && mine(superior))
      add('OVERDUE', one, superior, endOfDay(attempt.dueOn), { dueOn: attempt.dueOn });
    for (const side of liftWaitsOn(state).filter(mine)) add('LIFT', one, side, one.updatedAt);
  }
  for (const one of facts.deviations) {
    const role = nextOn(one.deviation);
    if (!role || !holds(official, role, one.agency) || !sees(official, one)) continue;
    // Who wrote the account cannot judge it, in whatever role.
    const { status, accountedBy } = one.deviation;
    if (status === 'ACCOUNTED' && accountedBy === official.accountId) continue;
    add('DEVIATION', one, role, one.since, { deviation: one.id });
  }
  for (const one of facts.reports)
    if (holds(official, one.role, one.agency) && sees(official, one))
      add('REPORT', one, one.role, one.sentAt, { report: one.id });
  if (official.roles.includes('DIVISION_HEAD')) {
    for (const one of facts.releases)
      add('RELEASE_REQUEST', { ...one, step: null }, 'DIVISION_HEAD', one.requestedAt);
    // Who proposed it cannot sign it.
    for (const one of facts.erasures.filter(({ proposedBy }) => proposedBy !== official.accountId))
      add('ERASURE', { ...one, step: null }, 'DIVISION_HEAD', one.proposedAt);
  }
  for (const one of facts.promises) {
    const { state, dueOn } = freshness(one.cadence, jakartaDate(one.lastAt), today);
    if (state === 'LATE' && dueOn !== null && holds(official, 'PRODUCER', one.agency))
      add('LATE_RELEASE', { ...one, step: null }, 'PRODUCER', endOfDay(dueOn), { dueOn });
  }
  return entries.sort(byUrgency);
}

const holds = (official: Official, role: Role, agency: string): boolean =>
  official.roles.includes(role) && (role !== 'PRODUCER' || official.agency === agency);

/** Who has acted on one side of a case never acts on the other. */
function staysOn(official: Official, role: Role, state: CaseState): boolean {
  const side = sideOf(state, official.accountId);
  return side === undefined || side === partyOf(role);
}

/** Nobody but its producer sees a draft, even one that was returned with a deviation on it. */
const sees = (official: Official, { agency, status }: CaseSubject): boolean =>
  caseAccess(official, { agency, status, submitted: true, withholds: false }) === 'WHOLE';

/** Every overdue date is before every date that is not: sorting by date puts the overdue first. */
function byUrgency(one: InboxEntry, other: InboxEntry): number {
  const [due, otherDue] = [one.dueOn ?? 'none', other.dueOn ?? 'none'];
  if (due !== otherDue) return due < otherDue ? -1 : 1;
  return (
    one.since.getTime() - other.since.getTime() || (one.case ?? '').localeCompare(other.case ?? '', 'en')
  );
}
