import { describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../subgraphs/viewer.js';
import {
  DEVIATION_STATUSES,
  type DeviationAction,
  type DeviationStatus,
  type DeviationSubject,
  decideDeviation,
  nextOn,
  superiorOf,
  UNSETTLED,
} from '../../subgraphs/workflow/deviations/rules.js';
import { AGENCY, official } from './paper-case.js';

/*
 * SOP.md, "Deviations": open → accounted for → accepted or returned by the superior. The superior of PRODUCER and
 * TECHNICAL_TEAM is the DIVISION_HEAD, of DIVISION_HEAD the DEPARTMENT_HEAD; the latter's own are closed by a statement.
 * A wrong record is corrected by a second one; both stay.
 */
const CHARGED = ['PRODUCER', 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'] as const;
type Charged = (typeof CHARGED)[number];
const JUDGES: Readonly<Record<Charged, Role>> = {
  PRODUCER: 'DIVISION_HEAD',
  TECHNICAL_TEAM: 'DIVISION_HEAD',
  DIVISION_HEAD: 'DEPARTMENT_HEAD',
  DEPARTMENT_HEAD: 'DEPARTMENT_HEAD',
};

const ACTIONS = {
  ACCOUNT: { type: 'ACCOUNT', cause: 'berkas terlambat', correction: 'jadwal baru', evidence: null },
  ACCEPT: { type: 'ACCEPT', reason: null },
  RETURN: { type: 'RETURN', reason: 'sebabnya belum jelas' },
  CORRECT: { type: 'CORRECT', reason: 'hari libur' },
} as const satisfies Record<string, DeviationAction>;
type ActionName = keyof typeof ACTIONS;

/** From which status to which; everything else is settled, or not there yet. */
const LIFE: Readonly<Record<DeviationStatus, Partial<Record<ActionName, DeviationStatus>>>> = {
  OPEN: { ACCOUNT: 'ACCOUNTED', CORRECT: 'CORRECTED' },
  ACCOUNTED: { ACCEPT: 'ACCEPTED', RETURN: 'RETURNED', CORRECT: 'CORRECTED' },
  RETURNED: { ACCOUNT: 'ACCOUNTED', CORRECT: 'CORRECTED' },
  ACCEPTED: { CORRECT: 'CORRECTED' },
  STATED: { CORRECT: 'CORRECTED' },
  CORRECTED: {},
  CORRECTION: {},
};
/** Statuses of what is charged to a role: nobody judges the DEPARTMENT_HEAD, and nobody else makes a statement. */
const reached = (chargedTo: Charged): readonly DeviationStatus[] =>
  DEVIATION_STATUSES.filter((status) =>
    chargedTo === 'DEPARTMENT_HEAD'
      ? !['ACCOUNTED', 'RETURNED', 'ACCEPTED'].includes(status)
      : status !== 'STATED',
  );

const WHO = 'pelaku';
const subject = (
  status: DeviationStatus,
  chargedTo: Charged,
  accountedBy: string | null,
): DeviationSubject => ({
  status,
  chargedTo,
  agency: AGENCY,
  accountedBy,
});

/** The status that an action leads to, or the code that refuses it. */
const outcome = (
  one: DeviationSubject,
  who: ReturnType<typeof official>,
  action: DeviationAction,
): string => {
  const decision = decideDeviation(one, who, action);
  return decision.ok ? decision.status : decision.refusal.code;
};

function expected(
  status: DeviationStatus,
  chargedTo: Charged,
  action: ActionName,
  role: Role,
  samePerson: boolean,
): string {
  if (role !== (action === 'ACCOUNT' ? chargedTo : JUDGES[chargedTo])) return 'WRONG_ROLE';
  const to = LIFE[status][action];
  if (!to) return 'DEVIATION_SETTLED';
  if (samePerson && (action === 'ACCEPT' || action === 'RETURN')) return 'SAME_PERSON';
  return to === 'ACCOUNTED' && chargedTo === 'DEPARTMENT_HEAD' ? 'STATED' : to;
}

describe.each(CHARGED)('a failure of %s', (chargedTo) => {
  describe.each(reached(chargedTo))('that is %s', (status) => {
    test.each(Object.keys(ACTIONS) as ActionName[])('%s: by whom, and what comes of it', (action) => {
      for (const role of ROLES)
        for (const samePerson of [false, true]) {
          const one = subject(status, chargedTo, samePerson ? WHO : 'lain');
          const result = outcome(one, official(WHO, [role], AGENCY), ACTIONS[action]);
          expect([role, samePerson, result]).toEqual([
            role,
            samePerson,
            expected(status, chargedTo, action, role, samePerson),
          ]);
        }
    });
  });
});

test('the superior is the next role up; above DEPARTMENT_HEAD there is none', () => {
  expect(Object.fromEntries(CHARGED.map((role) => [role, superiorOf(role)]))).toEqual(JUDGES);
});

test('who acts next: the performer, then the superior, then nobody', () => {
  for (const chargedTo of CHARGED)
    for (const status of reached(chargedTo)) {
      const next =
        { OPEN: chargedTo, RETURNED: chargedTo, ACCOUNTED: JUDGES[chargedTo] }[status as string] ?? null;
      expect([chargedTo, status, nextOn({ status, chargedTo })]).toEqual([chargedTo, status, next]);
      expect(UNSETTLED.includes(status)).toBe(next !== null);
    }
});

test('the role in which somebody acts is told', () => {
  const both = official(WHO, ['DIVISION_HEAD', 'TECHNICAL_TEAM']);
  const roleOf = (status: DeviationStatus, action: ActionName) => {
    const decision = decideDeviation(subject(status, 'TECHNICAL_TEAM', null), both, ACTIONS[action]);
    return decision.ok ? decision.role : decision.refusal.code;
  };
  expect(roleOf('OPEN', 'ACCOUNT')).toBe('TECHNICAL_TEAM');
  expect(roleOf('ACCOUNTED', 'ACCEPT')).toBe('DIVISION_HEAD');
});

test("a producer accounts for its own agency's failures alone", () => {
  for (const agency of ['dinsos', null])
    expect(
      outcome(subject('OPEN', 'PRODUCER', null), official(WHO, ['PRODUCER'], agency), ACTIONS.ACCOUNT),
    ).toBe('WRONG_ROLE');
});

test('whoever wrote the account in another role does not judge it; another account is for another judge', () => {
  const both = official(WHO, ['DIVISION_HEAD', 'TECHNICAL_TEAM']);
  for (const action of [ACTIONS.ACCEPT, ACTIONS.RETURN]) {
    expect(outcome(subject('ACCOUNTED', 'TECHNICAL_TEAM', WHO), both, action)).toBe('SAME_PERSON');
    expect(outcome(subject('ACCOUNTED', 'TECHNICAL_TEAM', 'rekan'), both, action)).not.toBe('SAME_PERSON');
  }
});

describe('words', () => {
  const [performer, superior] = [official('tim', ['TECHNICAL_TEAM']), official('kabid', ['DIVISION_HEAD'])];
  const account = (given: { cause?: string; correction?: string }) =>
    outcome(subject('OPEN', 'TECHNICAL_TEAM', null), performer, { ...ACTIONS.ACCOUNT, ...given });

  test.each(['', ' \n'])('an account names cause and correction (%j)', (blank) => {
    expect(account({ cause: blank })).toBe('REASON_REQUIRED');
    expect(account({ correction: blank })).toBe('REASON_REQUIRED');
    expect(account({})).toBe('ACCOUNTED');
  });

  test.each(['', ' \t'])('returning and correcting need a reason (%j)', (reason) => {
    const one = subject('ACCOUNTED', 'TECHNICAL_TEAM', 'tim');
    expect(outcome(one, superior, { type: 'RETURN', reason })).toBe('REASON_REQUIRED');
    expect(outcome(one, superior, { type: 'CORRECT', reason })).toBe('REASON_REQUIRED');
    expect(outcome(one, superior, { type: 'ACCEPT', reason: null })).toBe('ACCEPTED');
  });

  test('of role, status, person and words the first that fails is named', () => {
    const returning: DeviationAction = { type: 'RETURN', reason: '' };
    const wrote = official('tim', ['DIVISION_HEAD']);
    expect(outcome(subject('OPEN', 'TECHNICAL_TEAM', 'tim'), performer, returning)).toBe('WRONG_ROLE');
    expect(outcome(subject('OPEN', 'TECHNICAL_TEAM', 'tim'), wrote, returning)).toBe('DEVIATION_SETTLED');
    expect(outcome(subject('ACCOUNTED', 'TECHNICAL_TEAM', 'tim'), wrote, returning)).toBe('SAME_PERSON');
    expect(outcome(subject('ACCOUNTED', 'TECHNICAL_TEAM', 'tim'), superior, returning)).toBe(
      'REASON_REQUIRED',
    );
  });
});
