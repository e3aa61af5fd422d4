import 'reflect-metadata';
import { describe, expect, test } from 'vitest';
import { dayUnderWay, endOfDay } from '../../subgraphs/calendar.js';
import { type Official, ROLES } from '../../subgraphs/viewer.js';
import { lateness } from '../../subgraphs/workflow/deadlines/deadlines.js';
import { type DeviationFact, type InboxFacts, inboxOf } from '../../subgraphs/workflow/oversight/inbox.js';
import type { CaseState } from '../../subgraphs/workflow/state.js';
import { caseAt, GOOD_FRIDAY, NOBODY, official, signature } from './inbox-facts.js';

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
