import 'reflect-metadata';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CADENCES } from '../../schema/facts.js';
import { freshness } from '../../schema/freshness.js';
import { jakartaDate } from '../../subgraphs/calendar.js';
import { type Official, ROLES, type Role } from '../../subgraphs/viewer.js';
import { DEVIATION_STATUSES } from '../../subgraphs/workflow/deviations/rules.js';
import {
  type CaseFact,
  type DeviationFact,
  type InboxEntry,
  type InboxFacts,
  inboxOf,
  type ReportFact,
} from '../../subgraphs/workflow/oversight/inbox.js';
import { STEPS } from '../../subgraphs/workflow/procedure.js';
import { type CaseState, FIRST_STATE } from '../../subgraphs/workflow/state.js';
import { runs } from '../support/runs.js';
import { caseAt, DAY, dayNumber, iso, official, signature } from './inbox-facts.js';

const RUNS = { numRuns: runs(500, 10_000) };
const ACCOUNTS = ['me', 'other', 'third'] as const;
const AGENCIES = ['dinkes', 'dinsos'] as const;
const date = fc.integer({ min: dayNumber('2026-03-16'), max: dayNumber('2026-05-01') }).map(iso);
const instant = date.map((day) => new Date(`${day}T03:00:00Z`));
const holidays = fc.uniqueArray(date, { maxLength: 12 }).map((days): ReadonlySet<string> => new Set(days));
const anyOfficial: fc.Arbitrary<Official> = fc
  .tuple(fc.constantFrom(...AGENCIES, null), fc.subarray([...ROLES]))
  .map(([agency, roles]) => official(agency, ...roles));
const maybeSigned = fc.constantFrom({}, { TECHNICAL_TEAM: signature }, { PRODUCER: signature });
const anyState: fc.Arbitrary<CaseState> = fc
  .record({
    status: fc.constantFrom('DRAFT' as const, 'OPEN' as const, 'OPEN' as const, 'CLOSED' as const),
    step: fc.constantFrom(...STEPS),
    incomplete: fc.boolean(),
    signatures: maybeSigned,
    report: fc.constantFrom('NONE' as const, 'PREPARED' as const, 'FORWARDED' as const),
    sides: fc.dictionary(
      fc.constantFrom(...ACCOUNTS),
      fc.constantFrom('PRODUCER' as const, 'OFFICE' as const),
    ),
  })
  .map((state) => ({ ...FIRST_STATE, ...state, ...(state.status === 'DRAFT' && { step: 'SUBMIT' }) }));
const PERFORMERS = ['PRODUCER', 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'] as const;
const anyCase: fc.Arbitrary<CaseFact> = fc
  .record({
    state: anyState,
    agency: fc.constantFrom(...AGENCIES),
    number: fc.integer({ min: 1, max: 999 }).map((sequence) => `2026-${sequence}`),
    updatedAt: instant,
    attempt: fc.option(
      fc.record({
        chargedTo: fc.constantFrom(...PERFORMERS),
        openedAt: instant,
        dueOn: fc.option(date),
      }),
    ),
  })
  .map(({ state, number, ...more }) => caseAt(state, { ...more, case: number }));
const anyDeviation: fc.Arbitrary<DeviationFact> = fc
  .record({
    of: anyCase,
    id: fc.uuid(),
    since: instant,
    deviation: fc.record({
      status: fc.constantFrom(...DEVIATION_STATUSES),
      chargedTo: fc.constantFrom(...PERFORMERS),
      accountedBy: fc.constantFrom(...ACCOUNTS, null),
    }),
  })
  .map(({ of, ...more }) => ({ ...of, ...more }));
const anyReport: fc.Arbitrary<ReportFact> = fc
  .record({ of: anyCase, id: fc.uuid(), role: fc.constantFrom(...PERFORMERS), sentAt: instant })
  .map(({ of, ...more }) => ({ ...of, ...more }));
const anyFacts: fc.Arbitrary<InboxFacts> = fc.record({
  cases: fc.array(anyCase, { maxLength: 8 }),
  deviations: fc.array(anyDeviation, { maxLength: 5 }),
  reports: fc.array(anyReport, { maxLength: 4 }),
  releases: fc.array(
    fc.record({ case: fc.constant(null), dataset: fc.string(), title: fc.string(), requestedAt: instant }),
    { maxLength: 2 },
  ),
  erasures: fc.array(
    fc.record({
      case: fc.constant(null),
      dataset: fc.string(),
      title: fc.string(),
      proposedBy: fc.constantFrom(...ACCOUNTS),
      proposedAt: instant,
    }),
    { maxLength: 2 },
  ),
  promises: fc.array(
    fc.record({
      case: fc.constant(null),
      dataset: fc.string(),
      title: fc.string(),
      agency: fc.constantFrom('dinkes', 'dispendik'),
      cadence: fc.constantFrom(...CADENCES),
      lastAt: instant,
    }),
    { maxLength: 2 },
  ),
});

/** The rules of the inbox said a second time: for each role by itself, one sentence a line. */
function expectedInbox(who: Official, facts: InboxFacts, today: string, off: ReadonlySet<string>) {
  const found: string[] = [];
  const inFlags = (due: string | null) => {
    if (!due) return 'no date';
    if (due < today) return `late ${due}`;
    let day = dayNumber(due) - 1;
    while ([0, 6].includes(new Date(day * DAY).getUTCDay()) || off.has(iso(day))) day -= 1;
    return `${dayNumber(today) >= day ? 'remind' : 'in time'} ${due}`;
  };
  const put = (...parts: (string | null | undefined)[]) => found.push(parts.join(' · '));
  const NEXT: Record<string, (state: CaseState) => Role[]> = {
    SUBMIT: ({ incomplete }) => [incomplete ? 'DIVISION_HEAD' : 'DEPARTMENT_HEAD'],
    HAND_OVER: () => ['PRODUCER'],
    AGREE: ({ signatures }) => [
      ...(signatures.TECHNICAL_TEAM ? [] : (['TECHNICAL_TEAM'] as const)),
      ...(signatures.PRODUCER ? [] : (['PRODUCER'] as const)),
    ],
    ASSESS: () => ['TECHNICAL_TEAM'],
    PROVISION: () => ['TECHNICAL_TEAM'],
    DELIVER: () => ['TECHNICAL_TEAM'],
    ADOPT: () => ['PRODUCER'],
    ACCEPT: () => ['PRODUCER'],
    REPORT: ({ report }) => [
      report === 'NONE' ? 'TECHNICAL_TEAM' : report === 'PREPARED' ? 'DIVISION_HEAD' : 'DEPARTMENT_HEAD',
    ],
  };
  const SUPERIORS: Record<string, Role> = {
    PRODUCER: 'DIVISION_HEAD',
    TECHNICAL_TEAM: 'DIVISION_HEAD',
    DIVISION_HEAD: 'DEPARTMENT_HEAD',
    DEPARTMENT_HEAD: 'DEPARTMENT_HEAD',
  };
  for (const role of who.roles) {
    const near = (agency: string) => role !== 'PRODUCER' || agency === who.agency;
    const hidden = (one: { status: string; agency: string }) =>
      one.status === 'DRAFT' && !(who.roles.includes('PRODUCER') && who.agency === one.agency);
    for (const { state, ...one } of facts.cases) {
      if (!near(one.agency)) continue;
      const side = state.sides['me'];
      if (side && (side === 'PRODUCER') !== (role === 'PRODUCER')) continue;
      if (state.status === 'DRAFT' && role === 'PRODUCER')
        put('CASE', one.case, role, one.updatedAt.toISOString(), 'no date');
      if (state.status !== 'OPEN') continue;
      const since = (one.attempt?.openedAt ?? one.updatedAt).toISOString();
      const due = one.attempt?.dueOn ?? null;
      if (NEXT[state.step]?.(state).includes(role)) {
        const kind = state.step === 'SUBMIT' && state.incomplete ? 'WAIVER' : 'CASE';
        put(kind, one.case, role, since, inFlags(due));
      }
      if (due && due < today && SUPERIORS[one.attempt?.chargedTo ?? ''] === role)
        put('OVERDUE', one.case, role, `${due}T17:00:00.000Z`, `late ${due}`);
    }
    for (const one of facts.deviations) {
      const { status, chargedTo, accountedBy } = one.deviation;
      if (!near(one.agency) || hidden(one)) continue;
      const accounts = (status === 'OPEN' || status === 'RETURNED') && chargedTo === role;
      const judges = status === 'ACCOUNTED' && SUPERIORS[chargedTo] === role && accountedBy !== 'me';
      if (accounts || judges) put('DEVIATION', one.case, role, one.since.toISOString(), 'no date', one.id);
    }
    for (const one of facts.reports)
      if (one.role === role && near(one.agency) && !hidden(one))
        put('REPORT', one.case, role, one.sentAt.toISOString(), 'no date', one.id);
    if (role === 'DIVISION_HEAD') {
      for (const one of facts.releases)
        put('RELEASE_REQUEST', null, role, one.requestedAt.toISOString(), 'no date');
      for (const { proposedBy, proposedAt } of facts.erasures)
        if (proposedBy !== 'me') put('ERASURE', null, role, proposedAt.toISOString(), 'no date');
    }
    if (role === 'PRODUCER')
      for (const one of facts.promises) {
        const { state, dueOn } = freshness(one.cadence, jakartaDate(one.lastAt), today);
        if (state === 'LATE' && one.agency === who.agency)
          put('LATE_RELEASE', null, role, `${dueOn}T17:00:00.000Z`, `late ${dueOn}`);
      }
  }
  return found.sort();
}

const said = ({ kind, role, since, dueOn, overdue, reminder, ...one }: InboxEntry): string => {
  const flag = dueOn ? `${overdue ? 'late' : reminder ? 'remind' : 'in time'} ${dueOn}` : 'no date';
  const subject = one.deviation ?? one.report;
  return [kind, one.case, role, since.toISOString(), flag, ...(subject ? [subject] : [])].join(' · ');
};

describe('the inbox, whatever the facts', () => {
  test('holds what the rules say and no more', () => {
    fc.assert(
      fc.property(anyOfficial, anyFacts, date, holidays, (who, facts, today, off) => {
        const found = inboxOf(who, facts, today, off).map(said).sort();
        expect(found).toEqual(expectedInbox(who, facts, today, off));
      }),
      RUNS,
    );
  });

  test('has the overdue first, then by due date, then the longest waiting', () => {
    fc.assert(
      fc.property(anyFacts, date, (facts, today) => {
        const found = inboxOf(official('dinkes', ...ROLES), facts, today, new Set());
        for (const [at, next] of found.slice(1).entries()) {
          const one = found[at] as InboxEntry;
          if (next.overdue) expect(one.overdue).toBe(true);
          if (one.overdue !== next.overdue) continue;
          if (next.dueOn) expect((one.dueOn ?? '9999') <= next.dueOn).toBe(true);
          if (one.dueOn === next.dueOn) expect(one.since <= next.since).toBe(true);
        }
      }),
      RUNS,
    );
  });
});
