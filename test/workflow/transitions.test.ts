import { describe, expect, test } from 'vitest';
import { type CaseState, FIRST_STATE, nextActor } from '../../subgraphs/workflow/state.js';
import { type Action, type ActionType, actingRole, RULES } from '../../subgraphs/workflow/transitions.js';
import {
  AGENCY,
  contested,
  definition,
  official,
  type PaperCase,
  PEOPLE,
  type Person,
  POSITIONS,
  paperAt,
  type Straight,
} from './paper-case.js';

const { producer, team, divisionHead, departmentHead } = PEOPLE;

/** Where a case can stand: on the straight way, or off it. */
const STANDS = {
  ...(Object.fromEntries(POSITIONS.map((position) => [position, () => paperAt(position)])) as Record<
    Straight,
    () => PaperCase
  >),
  // Judged, and not signed yet: from here every action of step 3 can go through.
  AGREE: () => paperAt('AGREE').verdict('AGREED', 'kode', 'pasien', 'biaya', 'catatan'),
  CONTESTED: () => contested('pasien'),
  CANCELLED: () => done(paperAt('HAND_OVER'), producer, { type: 'CANCEL', reason: 'batal' }),
  REFUSED: () => done(paperAt('SUBMIT'), departmentHead, { type: 'REFUSE', reason: 'bukan urusan kami' }),
};
type Stand = keyof typeof STANDS;
const ALL_STANDS = Object.keys(STANDS) as Stand[];

const done = (paper: PaperCase, who: (typeof PEOPLE)[Person], action: Action): PaperCase => {
  paper.do(who, action);
  return paper;
};

interface Row {
  readonly action: (paper: PaperCase) => Action;
  readonly at: readonly Stand[];
  readonly by: readonly Person[];
  /** Where the case stands afterwards. */
  readonly to: Pick<CaseState, 'step'> & Partial<CaseState>;
}

/** SOP.md, "The nine steps", action by action; cancelling has tests of its own. */
const TABLE: Readonly<Record<Exclude<ActionType, 'CANCEL'>, Row>> = {
  SUBMIT: {
    action: () => ({ type: 'SUBMIT', profile: 'Dokumen data dan informasi aplikasi.' }),
    at: ['DRAFT'],
    by: ['producer'],
    to: { step: 'SUBMIT', status: 'OPEN' },
  },
  RETURN: {
    action: () => ({ type: 'RETURN', reason: 'lengkapi' }),
    at: ['SUBMIT'],
    by: ['departmentHead'],
    to: { step: 'SUBMIT', status: 'DRAFT' },
  },
  REFUSE: {
    action: () => ({ type: 'REFUSE', reason: 'bukan urusan kami' }),
    at: ['SUBMIT'],
    by: ['departmentHead'],
    to: { step: 'SUBMIT', status: 'REFUSED' },
  },
  ISSUE_DISPOSITION: {
    action: () => ({ type: 'ISSUE_DISPOSITION', disposition: 'Agar diproses.' }),
    at: ['SUBMIT'],
    by: ['departmentHead'],
    to: { step: 'HAND_OVER' },
  },
  HAND_OVER: {
    action: () => ({ type: 'HAND_OVER', definition: definition() }),
    at: ['HAND_OVER'],
    by: ['producer'],
    to: { step: 'AGREE' },
  },
  JUDGE: {
    action: () => ({ type: 'JUDGE', verdicts: [{ column: 'pasien', verdict: 'AGREED', reason: null }] }),
    at: ['AGREE', 'CONTESTED'],
    by: ['team', 'producer'],
    to: { step: 'AGREE' },
  },
  SIGN: {
    action: (paper) => ({ type: 'SIGN', contentHash: paper.hash }),
    at: ['AGREE', 'CONTESTED'],
    by: ['team', 'producer'],
    to: { step: 'AGREE' },
  },
  REJECT: {
    action: () => ({ type: 'REJECT', reason: 'satuan keliru' }),
    at: ['AGREE', 'CONTESTED'],
    by: ['team', 'producer'],
    to: { step: 'HAND_OVER' },
  },
  REROUTE: {
    action: () => ({ type: 'REROUTE', to: 'PROVISION', reason: 'muat ulang saja' }),
    at: ['CONTESTED'],
    by: ['team'],
    to: { step: 'PROVISION' },
  },
  ASSESS: { action: () => ({ type: 'ASSESS' }), at: ['ASSESS'], by: ['team'], to: { step: 'PROVISION' } },
  PROVISION: {
    action: () => ({ type: 'PROVISION', account: 'kunci' }),
    at: ['PROVISION'],
    by: ['team'],
    to: { step: 'DELIVER' },
  },
  DELIVER: {
    action: () => ({ type: 'DELIVER', report: 'Laporan.' }),
    at: ['DELIVER'],
    by: ['team'],
    to: { step: 'ADOPT' },
  },
  ADOPT: {
    action: () => ({ type: 'ADOPT', validation: 'Sudah.' }),
    at: ['ADOPT'],
    by: ['producer'],
    to: { step: 'ACCEPT' },
  },
  ACCEPT: {
    action: () => ({ type: 'ACCEPT', record: 'Sesuai.' }),
    at: ['ACCEPT'],
    by: ['producer'],
    to: { step: 'REPORT', report: 'NONE' },
  },
  CONTEST: {
    action: () => ({ type: 'CONTEST', columns: ['pasien'], reason: 'angka keliru' }),
    at: ['ACCEPT'],
    by: ['producer'],
    to: { step: 'AGREE' },
  },
  PREPARE_REPORT: {
    action: () => ({ type: 'PREPARE_REPORT', report: 'Laporan akhir.' }),
    at: ['REPORT'],
    by: ['team'],
    to: { step: 'REPORT', report: 'PREPARED' },
  },
  FORWARD_REPORT: {
    action: () => ({ type: 'FORWARD_REPORT' }),
    at: ['PREPARED'],
    by: ['divisionHead'],
    to: { step: 'REPORT', report: 'FORWARDED' },
  },
  ACKNOWLEDGE_REPORT: {
    action: () => ({ type: 'ACKNOWLEDGE_REPORT' }),
    at: ['FORWARDED'],
    by: ['departmentHead'],
    to: { step: 'REPORT', status: 'CLOSED' },
  },
};
const ROWS = Object.entries(TABLE);

test('every action of the rules stands in this table', () => {
  expect(Object.keys(RULES).sort()).toEqual([...Object.keys(TABLE), 'CANCEL'].sort());
});

describe.each(ROWS)('%s', (_type, { action, at, by, to }) => {
  test.each(at)('its performers may do it at %s; it leads where the SOP says', (stand) => {
    for (const person of by) {
      const paper = STANDS[stand]();
      const before = paper.state;
      const change = paper.do(PEOPLE[person], action(paper));
      expect(paper.state).toMatchObject({ status: 'OPEN', ...to, version: before.version + 1 });
      expect(PEOPLE[person].roles).toContain(change.role);
      expect(change.outsideSop).toBe(['RETURN', 'REFUSE'].includes(_type));
    }
  });

  test.each(at)('nobody else may do it at %s', (stand) => {
    const others = (Object.keys(PEOPLE) as Person[]).filter((person) => !by.includes(person));
    expect(others.length).toBeGreaterThan(5);
    const paper = STANDS[stand]();
    for (const person of others)
      expect([person, paper.refusal(PEOPLE[person], action(paper))]).toEqual([person, 'WRONG_ROLE']);
  });

  test.each(ALL_STANDS.filter((stand) => !at.includes(stand)))('it does not apply at %s', (stand) => {
    const paper = STANDS[stand]();
    for (const person of by)
      expect([person, paper.refusal(PEOPLE[person], action(paper))]).toEqual([person, 'WRONG_STEP']);
  });

  test.each(at)('another version than the case has is stale at %s', (stand) => {
    const paper = STANDS[stand]();
    const { version } = paper.state;
    for (const person of by)
      for (const other of [version - 1, version + 1, 0, -1])
        expect([other, paper.refusal(PEOPLE[person], action(paper), other)]).toEqual([
          other,
          'STALE_VERSION',
        ]);
  });
});

test('of role, version and step the first that fails is named', () => {
  const paper = paperAt('ASSESS');
  expect(paper.refusal(PEOPLE.consumer, { type: 'DELIVER', report: '' }, 0)).toBe('WRONG_ROLE');
  expect(paper.refusal(team, { type: 'DELIVER', report: '' }, 0)).toBe('STALE_VERSION');
  expect(paper.refusal(team, { type: 'DELIVER', report: '' })).toBe('WRONG_STEP');
});

test.each<[Stand, Person, Action]>([
  ['DRAFT', 'producer', { type: 'SUBMIT', profile: null }],
  ['DRAFT', 'producer', { type: 'SUBMIT', profile: ' \n' }],
  ['SUBMIT', 'departmentHead', { type: 'ISSUE_DISPOSITION', disposition: ' ' }],
  ['PROVISION', 'team', { type: 'PROVISION', account: '' }],
  ['DELIVER', 'team', { type: 'DELIVER', report: '\t' }],
  ['ADOPT', 'producer', { type: 'ADOPT', validation: '' }],
  ['ACCEPT', 'producer', { type: 'ACCEPT', record: ' ' }],
  ['REPORT', 'team', { type: 'PREPARE_REPORT', report: '' }],
])('at %s %s cannot go on without the document (%j)', (stand, person, action) => {
  const paper = STANDS[stand]();
  const before = paper.fingerprint();
  expect(paper.refusal(PEOPLE[person], action)).toBe('DOCUMENT_MISSING');
  expect(paper.fingerprint()).toBe(before);
});

test('an application that the draft already holds need not be sent again', () => {
  const paper = paperAt('DRAFT');
  paper.documents.add('APPLICATION_PROFILE');
  expect(paper.do(producer, { type: 'SUBMIT', profile: null }).documents).toEqual([]);
});

test.each<[Stand, Person, Action]>([
  ['SUBMIT', 'departmentHead', { type: 'RETURN', reason: '' }],
  ['SUBMIT', 'departmentHead', { type: 'REFUSE', reason: ' ' }],
  ['AGREE', 'team', { type: 'REJECT', reason: '\n' }],
  ['AGREE', 'team', { type: 'JUDGE', verdicts: [{ column: 'pasien', verdict: 'DECLINED', reason: ' ' }] }],
  ['AGREE', 'team', { type: 'JUDGE', verdicts: [{ column: 'pasien', verdict: 'DEFERRED', reason: null }] }],
  ['CONTESTED', 'team', { type: 'REROUTE', to: 'ASSESS', reason: '' }],
  ['ACCEPT', 'producer', { type: 'CONTEST', columns: ['pasien'], reason: ' ' }],
  ['HAND_OVER', 'producer', { type: 'CANCEL', reason: '' }],
])('at %s %s has to give a reason (%j)', (stand, person, action) => {
  expect(STANDS[stand]().refusal(PEOPLE[person], action)).toBe('REASON_REQUIRED');
});

test('the steps yield the documents that the next ones require', () => {
  const kinds = (position: Straight) => [...paperAt(position).documents].sort();
  expect(kinds('SUBMIT')).toEqual(['APPLICATION_PROFILE']);
  expect(kinds('HAND_OVER')).toContain('DISPOSITION');
  expect(kinds('AGREE')).toContain('INTEGRATION_SPECIFICATION');
  expect(kinds('ASSESS')).toContain('REQUIREMENTS');
  expect(kinds('DELIVER')).toEqual(expect.arrayContaining(['ACCESS_ACCOUNT', 'INTEGRATION_RESULT']));
  expect(kinds('ADOPT')).toContain('INTEGRATION_REPORT');
  expect(kinds('ACCEPT')).toContain('VALIDATION_RESULT');
  expect(kinds('REPORT')).toContain('ACCEPTANCE_RECORD');
  expect(kinds('PREPARED')).toContain('FINAL_REPORT');
});

test('a structure that cannot be hosted is not handed over', () => {
  const paper = paperAt('HAND_OVER');
  expect(paper.refusal(producer, { type: 'HAND_OVER', definition: definition([]) })).toBe(
    'DEFINITION_INVALID',
  );
});

test('step 4 needs the composed subgraph, step 5 the loaded release', () => {
  const assess = paperAt('ASSESS');
  assess.composed = null;
  expect(assess.refusal(team, { type: 'ASSESS' })).toBe('OUTPUT_MISSING');
  const provision = paperAt('PROVISION');
  provision.released = false;
  expect(provision.refusal(team, { type: 'PROVISION', account: 'kunci' })).toBe('OUTPUT_MISSING');
});

test.each<[Stand, string | null]>([
  ['DRAFT', 'PRODUCER'],
  ['SUBMIT', 'DEPARTMENT_HEAD'],
  ['HAND_OVER', 'PRODUCER'],
  ['AGREE', 'TECHNICAL_TEAM'],
  ['CONTESTED', 'TECHNICAL_TEAM'],
  ['ASSESS', 'TECHNICAL_TEAM'],
  ['PROVISION', 'TECHNICAL_TEAM'],
  ['DELIVER', 'TECHNICAL_TEAM'],
  ['ADOPT', 'PRODUCER'],
  ['ACCEPT', 'PRODUCER'],
  ['REPORT', 'TECHNICAL_TEAM'],
  ['PREPARED', 'DIVISION_HEAD'],
  ['FORWARDED', 'DEPARTMENT_HEAD'],
  ['CLOSED', null],
  ['CANCELLED', null],
  ['REFUSED', null],
])('at %s the next to act is %s', (stand, expected) => {
  expect(nextActor(STANDS[stand]().state)).toBe(expected);
});

test('in step 3 the side that has not signed acts next', () => {
  const paper = STANDS.AGREE();
  paper.do(team, { type: 'SIGN', contentHash: paper.hash });
  expect(nextActor(paper.state)).toBe('PRODUCER');
  const other = STANDS.AGREE();
  other.do(producer, { type: 'SIGN', contentHash: other.hash });
  expect(nextActor(other.state)).toBe('TECHNICAL_TEAM');
});

describe('loops', () => {
  test('tidak leads back to the hand-over, as a new attempt of it', () => {
    const paper = paperAt('AGREE');
    expect(paper.state.attempts).toMatchObject({ HAND_OVER: 1, AGREE: 1 });
    paper.do(producer, { type: 'REJECT', reason: 'struktur berubah' });
    expect(paper.state.attempts).toMatchObject({ HAND_OVER: 2, AGREE: 1 });
    paper.to('AGREE');
    expect(paper.state.attempts).toMatchObject({ HAND_OVER: 2, AGREE: 2 });
  });

  test('a returned application starts a new attempt when it is submitted again', () => {
    const paper = paperAt('SUBMIT');
    expect(paper.state.attempts.SUBMIT).toBe(1);
    paper.do(departmentHead, { type: 'RETURN', reason: 'lengkapi' });
    paper.to('SUBMIT');
    expect(paper.state.attempts.SUBMIT).toBe(2);
  });

  test('belum leads back to step 3 with a disposition in the name of the producer', () => {
    const paper = paperAt('ACCEPT');
    const change = paper.do(producer, { type: 'CONTEST', columns: ['biaya'], reason: 'satuan keliru' });
    expect(paper.state).toMatchObject({ step: 'AGREE', attempts: { AGREE: 2 } });
    expect(change.documents).toEqual([{ kind: 'DISPOSITION', body: expect.stringContaining('biaya') }]);
    expect(change.documents[0]?.body).toContain('satuan keliru');
  });

  test.each(['ASSESS', 'PROVISION'] as const)('after belum the team may re-route to %s, once', (to) => {
    const paper = contested('pasien');
    paper.do(team, { type: 'REROUTE', to, reason: 'muat ulang' });
    expect(paper.state).toMatchObject({ step: to, attempts: { [to]: 2 } });
    paper.to('ACCEPT').do(producer, { type: 'CONTEST', columns: ['pasien'], reason: 'masih keliru' });
    expect(paper.refusal(team, { type: 'REROUTE', to, reason: 'sekali lagi' })).toBe('WRONG_STEP');
    // The way through step 3 stays open.
    paper.sign().to('CLOSED');
  });

  test('a re-route that was not used is gone with the tidak or the ya that follows', () => {
    const rejected = contested('pasien');
    rejected.do(team, { type: 'REJECT', reason: 'struktur berubah' });
    rejected.to('AGREE');
    const agreed = contested('pasien').sign();
    for (const paper of [rejected, agreed])
      expect(paper.refusal(team, { type: 'REROUTE', to: 'PROVISION', reason: 'x' })).toBe('WRONG_STEP');
  });
});

describe('CANCEL', () => {
  const cancel: Action = { type: 'CANCEL', reason: 'batal' };
  const BEFORE: Stand[] = ['DRAFT', 'SUBMIT', 'HAND_OVER', 'AGREE'];
  const AFTER: Stand[] = ['ASSESS', 'PROVISION', 'DELIVER', 'ADOPT', 'ACCEPT', 'CONTESTED'];
  const cancelled = (stand: Stand, who: Person) => {
    const paper = STANDS[stand]();
    const change = paper.do(PEOPLE[who], cancel);
    return { status: paper.state.status, outsideSop: change.outsideSop, role: change.role };
  };

  test.each(BEFORE)('PRODUCER alone may cancel at %s: step 3 is not agreed yet', (stand) => {
    expect(cancelled(stand, 'producer')).toEqual({ status: 'CANCELLED', outsideSop: true, role: 'PRODUCER' });
    for (const person of Object.keys(PEOPLE) as Person[])
      if (person !== 'producer') expect(STANDS[stand]().refusal(PEOPLE[person], cancel)).toBe('WRONG_ROLE');
  });

  test.each(AFTER)('DIVISION_HEAD alone may cancel at %s: step 3 has been agreed', (stand) => {
    expect(cancelled(stand, 'divisionHead')).toMatchObject({ status: 'CANCELLED', role: 'DIVISION_HEAD' });
    for (const person of Object.keys(PEOPLE) as Person[])
      if (person !== 'divisionHead')
        expect(STANDS[stand]().refusal(PEOPLE[person], cancel)).toBe('WRONG_ROLE');
  });

  test('a second hand-over after belum does not give the case back to PRODUCER', () => {
    const paper = contested('pasien');
    paper.do(team, { type: 'REJECT', reason: 'struktur berubah' });
    expect(paper.refusal(producer, cancel)).toBe('WRONG_ROLE');
    paper.do(divisionHead, cancel);
  });

  test.each<Stand>(['REPORT', 'PREPARED', 'FORWARDED', 'CLOSED'])('accepted data is final at %s', (stand) => {
    expect(STANDS[stand]().refusal(divisionHead, cancel)).toBe('WRONG_STEP');
    expect(STANDS[stand]().refusal(producer, cancel)).toBe('WRONG_ROLE');
  });

  test.each<Stand>(['CANCELLED', 'REFUSED'])('a case that has ended (%s) is not cancelled', (stand) => {
    expect(STANDS[stand]().refusal(producer, cancel)).toBe('WRONG_STEP');
  });
});

test('an official of several roles acts in the one that the action needs', () => {
  const both = official('rangkap', ['DIVISION_HEAD', 'PRODUCER'], AGENCY);
  expect(actingRole('HAND_OVER', both, FIRST_STATE, AGENCY)).toBe('PRODUCER');
  expect(actingRole('HAND_OVER', both, FIRST_STATE, 'dinsos')).toBeUndefined();
  expect(actingRole('FORWARD_REPORT', both, FIRST_STATE, AGENCY)).toBe('DIVISION_HEAD');
  expect(actingRole('CANCEL', both, paperAt('AGREE').state, AGENCY)).toBe('PRODUCER');
  expect(actingRole('CANCEL', both, paperAt('ASSESS').state, AGENCY)).toBe('DIVISION_HEAD');
});
