import 'reflect-metadata';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CADENCES } from '../../schema/facts.js';
import { freshness } from '../../schema/freshness.js';
import { dayUnderWay, endOfDay, jakartaDate } from '../../subgraphs/calendar.js';
import { type Official, ROLES, type Role } from '../../subgraphs/viewer.js';
import { lateness } from '../../subgraphs/workflow/deadlines/deadlines.js';
import { DEVIATION_STATUSES } from '../../subgraphs/workflow/deviations/rules.js';
import {
  type CaseFact,
  type DeviationFact,
  type InboxEntry,
  type InboxFacts,
  inboxOf,
  type ReportFact,
} from '../../subgraphs/workflow/oversight/inbox.js';
import { PROCEDURES, STEPS } from '../../subgraphs/workflow/procedure.js';
import { type CaseState, FIRST_STATE } from '../../subgraphs/workflow/state.js';
import { runs } from '../support/runs.js';

const RUNS = { numRuns: runs(500, 10_000) };
const PROCEDURE = PROCEDURES[0]?.number ?? '';
const NOBODY: InboxFacts = { cases: [], deviations: [], reports: [], releases: [], promises: [] };
/** 30 and 31 March 2026 are a Monday and a Tuesday; on Friday, 3 April, nobody works. */
const GOOD_FRIDAY: ReadonlySet<string> = new Set(['2026-04-03']);

const DAY = 86_400_000;
const iso = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const dayNumber = (date: string) => Date.parse(date) / DAY;

const official = (agency: string | null, ...roles: Role[]): Official => ({
  kind: 'OFFICIAL',
  accountId: 'me',
  name: 'Pejabat',
  agency,
  roles,
});

/** A case that was opened at its step on 30 March 2026 and is due at the end of 2 April. */
const caseAt = (state: Partial<CaseState>, more: Partial<CaseFact> = {}): CaseFact => {
  const whole: CaseState = { ...FIRST_STATE, status: 'OPEN', ...state };
  return {
    case: '2026-0001',
    dataset: null,
    title: 'Puskesmas',
    agency: 'dinkes',
    status: whole.status,
    step: whole.step,
    procedure: PROCEDURE,
    state: whole,
    updatedAt: new Date('2026-03-31T02:00:00Z'),
    attempt: {
      chargedTo: 'TECHNICAL_TEAM',
      openedAt: new Date('2026-03-30T02:00:00Z'),
      dueOn: '2026-04-02',
    },
    ...more,
  };
};

const signature = { accountId: 'somebody', contentHash: '0' };

/** Kind and role of what waits on somebody on a date. */
const waiting = (who: Official, facts: Partial<InboxFacts>, today = '2026-03-31') =>
  inboxOf(who, { ...NOBODY, ...facts }, today, GOOD_FRIDAY).map(({ kind, role }) => `${kind} ${role}`);

describe('the inbox', () => {
  test('due today is not overdue, and the reminder has come', () => {
    const team = official(null, 'TECHNICAL_TEAM');
    const flags = (today: string) => {
      const [entry] = inboxOf(team, { ...NOBODY, cases: [caseAt({ step: 'ASSESS' })] }, today, GOOD_FRIDAY);
      return { overdue: entry?.overdue, reminder: entry?.reminder };
    };
    expect(flags('2026-03-31')).toEqual({ overdue: false, reminder: false });
    expect(flags('2026-04-01')).toEqual({ overdue: false, reminder: true });
    expect(flags('2026-04-02')).toEqual({ overdue: false, reminder: true });
    expect(flags('2026-04-03')).toEqual({ overdue: true, reminder: false });
  });

  test('the reminder comes on the working day before, across a holiday and a weekend', () => {
    const due = (dueOn: string) => {
      const attempt = { chargedTo: 'TECHNICAL_TEAM' as const, openedAt: new Date('2026-03-30'), dueOn };
      return { ...NOBODY, cases: [caseAt({ step: 'ASSESS' }, { attempt })] };
    };
    const reminds = (dueOn: string, today: string) =>
      inboxOf(official(null, 'TECHNICAL_TEAM'), due(dueOn), today, GOOD_FRIDAY)[0]?.reminder;
    // Monday, 6 April: Friday is a holiday, so Thursday is the day.
    expect(reminds('2026-04-06', '2026-04-01')).toBe(false);
    expect(reminds('2026-04-06', '2026-04-02')).toBe(true);
    expect(reminds('2026-04-06', '2026-04-05')).toBe(true);
  });

  test('24:00 WIB is in time here as in the final lateness, a millisecond later is not', () => {
    const end = endOfDay('2026-04-02');
    expect(end.toISOString()).toBe('2026-04-02T17:00:00.000Z');
    const overdueAt = (at: Date) =>
      waiting(official(null, 'DIVISION_HEAD'), { cases: [caseAt({ step: 'ASSESS' })] }, dayUnderWay(at))
        .length > 0;
    for (const [offset, overdue] of [
      [-1, false],
      [0, false],
      [1, true],
    ] as const) {
      const at = new Date(end.getTime() + offset);
      expect([offset, overdueAt(at)]).toEqual([offset, overdue]);
      expect(lateness('2026-04-02', at, GOOD_FRIDAY) > 0).toBe(overdue);
    }
  });

  test('a promised release that is late waits on the own producer alone', () => {
    const promise = { case: null, dataset: 'dinkes_puskesmas', title: 'Puskesmas', agency: 'dinkes' };
    const promises = [{ ...promise, cadence: 'MONTHLY' as const, lastAt: new Date('2026-02-10T02:00:00Z') }];
    const seen = (today: string) =>
      [
        official('dinkes', 'PRODUCER'),
        official('dispendik', 'PRODUCER'),
        official(null, 'TECHNICAL_TEAM'),
      ].map((who) => waiting(who, { promises }, today));
    // Due on 31 March, and seven days of grace.
    expect(seen('2026-04-07')).toEqual([[], [], []]);
    expect(seen('2026-04-08')).toEqual([['LATE_RELEASE PRODUCER'], [], []]);
    const [entry] = inboxOf(
      official('dinkes', 'PRODUCER'),
      { ...NOBODY, promises },
      '2026-04-08',
      GOOD_FRIDAY,
    );
    expect(entry).toMatchObject({
      case: null,
      dataset: 'dinkes_puskesmas',
      dueOn: '2026-03-31',
      overdue: true,
    });
  });

  test('step 3 waits on each side until it has signed', () => {
    const producer = official('dinkes', 'PRODUCER');
    const team = official('diskominfo', 'TECHNICAL_TEAM');
    const both = official('dinkes', 'PRODUCER', 'TECHNICAL_TEAM');
    const seen = (signatures: CaseState['signatures']) =>
      [producer, team, both].map((who) => waiting(who, { cases: [caseAt({ step: 'AGREE', signatures })] }));
    const [TEAM, PRODUCER] = ['CASE TECHNICAL_TEAM', 'CASE PRODUCER'];
    expect(seen({})).toEqual([[PRODUCER], [TEAM], [TEAM, PRODUCER]]);
    expect(seen({ TECHNICAL_TEAM: signature })).toEqual([[PRODUCER], [], [PRODUCER]]);
    expect(seen({ PRODUCER: signature })).toEqual([[], [TEAM], [TEAM]]);
  });

  test('a case waits on nobody for the side on which he does not stand', () => {
    const both = official('dinkes', 'PRODUCER', 'TECHNICAL_TEAM', 'DIVISION_HEAD');
    const seen = (sides: CaseState['sides']) =>
      waiting(both, { cases: [caseAt({ step: 'AGREE', sides })] }, '2026-04-03');
    expect(seen({ me: 'PRODUCER' })).toEqual(['CASE PRODUCER']);
    expect(seen({ me: 'OFFICE' })).toEqual(['CASE TECHNICAL_TEAM', 'OVERDUE DIVISION_HEAD']);
    expect(seen({ other: 'PRODUCER' })).toHaveLength(3);
  });

  test('a draft waits on its own producer alone, without a date', () => {
    const draft = caseAt({ status: 'DRAFT' });
    expect(waiting(official('dinsos', ...ROLES), { cases: [draft] })).toEqual([]);
    const facts = { ...NOBODY, cases: [draft] };
    const [entry] = inboxOf(official('dinkes', 'PRODUCER'), facts, '2026-04-30', GOOD_FRIDAY);
    expect(entry).toMatchObject({ kind: 'CASE', dueOn: null, overdue: false, since: draft.updatedAt });
  });

  test('an incomplete application waits for the waiver and for nothing else', () => {
    const cases = [caseAt({ incomplete: true }, { attempt: null })];
    expect(waiting(official(null, 'DIVISION_HEAD', 'DEPARTMENT_HEAD'), { cases })).toEqual([
      'WAIVER DIVISION_HEAD',
    ]);
    expect(waiting(official(null, 'DIVISION_HEAD'), { cases: [caseAt({})] })).toEqual([]);
  });

  test('a suspension that one side would lift waits on the other, in a closed case too', () => {
    const lifting = (state: Partial<CaseState>) => ({
      cases: [
        caseAt(
          { status: 'CLOSED', step: 'REPORT', suspended: { a: 'CONFIRMED' }, ...state },
          { attempt: null },
        ),
      ],
    });
    const team = official(null, 'TECHNICAL_TEAM');
    const producer = official('dinkes', 'PRODUCER');
    expect(waiting(team, lifting({}))).toEqual([]);
    expect(waiting(team, lifting({ lifting: { PRODUCER: 'x' } }))).toEqual(['LIFT TECHNICAL_TEAM']);
    expect(waiting(producer, lifting({ lifting: { PRODUCER: 'x' } }))).toEqual([]);
    expect(waiting(producer, lifting({ lifting: { TECHNICAL_TEAM: 'x' } }))).toEqual(['LIFT PRODUCER']);
  });

  test('a passed date waits on the superior too, since the end of the due date', () => {
    const cases = [caseAt({ step: 'ASSESS' })];
    expect(waiting(official(null, 'DEPARTMENT_HEAD'), { cases }, '2026-04-03')).toEqual([]);
    const facts = { ...NOBODY, cases };
    const [entry] = inboxOf(official(null, 'DIVISION_HEAD'), facts, '2026-04-03', GOOD_FRIDAY);
    expect(entry).toMatchObject({ kind: 'OVERDUE', overdue: true, since: endOfDay('2026-04-02') });
  });

  test('a deviation waits on the performer to account, then on the superior who did not write the account', () => {
    const deviation = (status: 'OPEN' | 'ACCOUNTED', accountedBy: string | null): DeviationFact => ({
      ...caseAt({ step: 'DELIVER' }),
      id: 'd1',
      deviation: { status, chargedTo: 'TECHNICAL_TEAM', accountedBy },
      since: new Date('2026-03-30T02:00:00Z'),
    });
    const acting = official('diskominfo', 'TECHNICAL_TEAM', 'DIVISION_HEAD');
    const seen = (one: DeviationFact) => waiting(acting, { deviations: [one] });
    expect(seen(deviation('OPEN', null))).toEqual(['DEVIATION TECHNICAL_TEAM']);
    expect(seen(deviation('ACCOUNTED', 'somebody'))).toEqual(['DEVIATION DIVISION_HEAD']);
    expect(seen(deviation('ACCOUNTED', 'me'))).toEqual([]);
    // Returned: his own account is his to mend.
    expect(seen({ ...deviation('OPEN', 'me'), id: 'd2' })).toEqual(['DEVIATION TECHNICAL_TEAM']);
  });
});

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
    if (role === 'DIVISION_HEAD')
      for (const one of facts.releases)
        put('RELEASE_REQUEST', null, role, one.requestedAt.toISOString(), 'no date');
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
