import { describe, expect, test } from 'vitest';
import { type Action, type ActionType, RULES } from '../../subgraphs/workflow/rules.js';
import { type CaseState, nextActor } from '../../subgraphs/workflow/state.js';
import {
  AGENCY,
  definition,
  official,
  type PaperCase,
  PEOPLE,
  type Person,
  PROCEDURE,
  paperAt,
  type Straight,
} from './paper-case.js';
import { ALL_STANDS, but, DELIVERED, HANDED_OVER, RUNNING, STANDS, type Stand } from './stands.js';

const { producer, team } = PEOPLE;

interface Row {
  readonly action: (paper: PaperCase) => Action;
  readonly at: readonly Stand[];
  readonly by: readonly Person[];
  /** Where the case stands afterwards; as before where not given. */
  readonly to?: Partial<CaseState>;
  /** Where it is its performers' turn, but there is nothing for them to do it to. */
  readonly idle?: { readonly at: readonly Stand[]; readonly code: string };
  readonly outsideSop?: true;
}
const OFFICIALS = ['producer', 'team', 'divisionHead', 'departmentHead'] as const;

/** SOP.md, "The nine steps", action by action; cancelling has tests of its own. */
const TABLE: Readonly<Record<Exclude<ActionType, 'CANCEL'>, Row>> = {
  EDIT: {
    action: () => ({ type: 'EDIT', application: { title: 'Lain' }, direction: 'BOTH', profile: null }),
    at: ['DRAFT'],
    by: ['producer'],
  },
  SUBMIT: {
    action: () => ({ type: 'SUBMIT', profile: 'Dokumen data dan informasi aplikasi.', waiver: null }),
    at: ['DRAFT'],
    by: ['producer'],
    to: { step: 'SUBMIT', status: 'OPEN' },
  },
  WAIVE: {
    action: () => ({ type: 'WAIVE', document: 'APPLICATION_PROFILE', reason: 'mendesak' }),
    at: ['INCOMPLETE'],
    by: ['divisionHead'],
    to: { incomplete: false },
    idle: { at: but(RUNNING, 'INCOMPLETE'), code: 'WAIVER_NOT_ASKED' },
  },
  ATTACH: {
    action: () => ({ type: 'ATTACH', document: 'SUPPORTING', upload: 'unggahan' }),
    at: RUNNING,
    by: OFFICIALS,
  },
  INVALIDATE: {
    action: () => ({ type: 'INVALIDATE', document: 'APPLICATION_PROFILE', reason: 'kosong' }),
    at: but(RUNNING, 'INCOMPLETE'),
    by: ['team', 'divisionHead'],
    idle: { at: ['INCOMPLETE'], code: 'DOCUMENT_MISSING' },
    outsideSop: true,
  },
  RETURN: {
    action: () => ({ type: 'RETURN', reason: 'lengkapi' }),
    at: ['SUBMIT', 'INCOMPLETE'],
    by: ['departmentHead'],
    to: { step: 'SUBMIT', status: 'DRAFT' },
    outsideSop: true,
  },
  REFUSE: {
    action: () => ({ type: 'REFUSE', reason: 'bukan urusan kami' }),
    at: ['SUBMIT', 'INCOMPLETE'],
    by: ['departmentHead'],
    to: { step: 'SUBMIT', status: 'REFUSED' },
    outsideSop: true,
  },
  ISSUE_DISPOSITION: {
    action: () => ({ type: 'ISSUE_DISPOSITION', disposition: 'Agar diproses.' }),
    at: ['SUBMIT'],
    by: ['departmentHead'],
    to: { step: 'HAND_OVER' },
    idle: { at: ['INCOMPLETE'], code: 'DOCUMENT_MISSING' },
  },
  HAND_OVER: {
    action: () => ({ type: 'HAND_OVER', definition: definition(), drops: [] }),
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
    action: () => ({ type: 'REJECT', reason: 'satuan keliru', defect: true }),
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
    at: ['ACCEPT', 'SUSPENDED'],
    by: ['producer'],
    to: { step: 'REPORT', report: 'NONE' },
  },
  CONTEST: {
    action: () => ({ type: 'CONTEST', columns: ['biaya'], reason: 'angka keliru' }),
    at: ['ACCEPT', 'SUSPENDED'],
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
  SUSPEND: {
    action: () => ({ type: 'SUSPEND', columns: ['kode'], reason: 'bocor' }),
    at: DELIVERED,
    by: OFFICIALS,
    idle: { at: but(RUNNING, ...DELIVERED), code: 'UNKNOWN_COLUMN' },
    outsideSop: true,
  },
  LIFT: {
    action: () => ({ type: 'LIFT' }),
    at: ['SUSPENDED'],
    by: ['team', 'producer'],
    idle: { at: [...but(RUNNING, 'SUSPENDED'), 'CLOSED'], code: 'NOT_SUSPENDED' },
    outsideSop: true,
  },
  RAISE_CLASS: {
    action: () => ({ type: 'RAISE_CLASS', column: 'pasien', to: 'CLOSED', reason: 'nama pasien' }),
    at: HANDED_OVER,
    by: OFFICIALS,
    idle: { at: but(RUNNING, ...HANDED_OVER), code: 'UNKNOWN_COLUMN' },
    outsideSop: true,
  },
};
const ROWS = Object.entries(TABLE);

test('every action of the rules stands in this table', () => {
  expect(Object.keys(RULES).sort()).toEqual([...Object.keys(TABLE), 'CANCEL'].sort());
});

describe.each(ROWS)('%s', (type, { action, at, by, to, idle, outsideSop }) => {
  const applies = [...at, ...(idle?.at ?? [])];

  test.each(at)('its performers may do it at %s; it leads where the SOP says', (stand) => {
    for (const person of by) {
      const paper = STANDS[stand]();
      const { status, step, version } = paper.state;
      const change = paper.do(PEOPLE[person], action(paper));
      expect(paper.state).toMatchObject({ status, step, ...to, version: version + 1 });
      expect(PEOPLE[person].roles).toContain(change.role);
      expect(change.outsideSop).toBe(outsideSop ?? false);
    }
  });

  if (idle)
    test.each(idle.at)('there is nothing to do it to at %s', (stand) => {
      const paper = STANDS[stand]();
      for (const person of by)
        expect([person, paper.refusal(PEOPLE[person], action(paper))]).toEqual([person, idle.code]);
    });

  test.each(applies)('nobody else may do it at %s', (stand) => {
    const others = (Object.keys(PEOPLE) as Person[]).filter((person) => !by.includes(person));
    expect(others.length).toBeGreaterThan(4);
    const paper = STANDS[stand]();
    for (const person of others)
      expect([person, paper.refusal(PEOPLE[person], action(paper))]).toEqual([person, 'WRONG_ROLE']);
  });

  // Of drafts, which only some of its performers may see, `application.test.ts` tells.
  test.each(
    ALL_STANDS.filter((stand) => !applies.includes(stand) && !(type === 'ATTACH' && stand === 'DRAFT')),
  )('it does not apply at %s', (stand) => {
    const paper = STANDS[stand]();
    for (const person of by)
      expect([person, paper.refusal(PEOPLE[person], action(paper))]).toEqual([person, 'WRONG_STEP']);
  });

  test.each(applies)('another version than the case has is stale at %s', (stand) => {
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

test('of what can speak against an action the first is named: role, side, version, step, document, the rest', () => {
  const paper = paperAt('ASSESS');
  const turncoat = official(producer.accountId, ['TECHNICAL_TEAM']);
  const deliver: Action = { type: 'DELIVER', report: '' };
  expect(paper.refusal(PEOPLE.consumer, deliver, 0)).toBe('WRONG_ROLE');
  expect(paper.refusal(turncoat, deliver, 0)).toBe('SAME_PERSON');
  expect(paper.refusal(team, deliver, 0)).toBe('STALE_VERSION');
  expect(paper.refusal(team, deliver)).toBe('WRONG_STEP');

  const accept = paperAt('ACCEPT');
  accept.documents.delete('APPLICATION_PROFILE');
  const contest: Action = { type: 'CONTEST', columns: ['lain'], reason: '' };
  expect(accept.refusal(producer, contest)).toBe('DOCUMENT_MISSING');
  accept.documents.add('APPLICATION_PROFILE');
  expect(accept.refusal(producer, contest)).toBe('REASON_REQUIRED');
  expect(accept.refusal(producer, { ...contest, reason: 'keliru' })).toBe('UNKNOWN_COLUMN');
});

test('whether somebody may act at all does not depend on what he brings', () => {
  const paper = paperAt('AGREE');
  expect(paper.forbids('SIGN', team)).toBe('OUTPUT_MISSING');
  paper.verdict('AGREED', 'kode', 'pasien', 'biaya', 'catatan');
  expect(paper.forbids('SIGN', team)).toBeUndefined();
  expect(paper.forbids('REJECT', team)).toBeUndefined();
  expect(paper.refusal(team, { type: 'REJECT', reason: '', defect: false })).toBe('REASON_REQUIRED');
  expect(paper.forbids('REROUTE', team)).toBe('WRONG_STEP');
  expect(paper.forbids('SIGN', PEOPLE.admin)).toBe('WRONG_ROLE');
  expect(paper.forbids('SIGN', team, paper.state.version - 1)).toBe('STALE_VERSION');
});

test.each<[Stand, Person, Action]>([
  ['SUBMIT', 'departmentHead', { type: 'ISSUE_DISPOSITION', disposition: ' ' }],
  ['PROVISION', 'team', { type: 'PROVISION', account: '' }],
  ['DELIVER', 'team', { type: 'DELIVER', report: '\t' }],
  ['ADOPT', 'producer', { type: 'ADOPT', validation: ' ' }],
  ['ADOPT', 'producer', { type: 'ADOPT', validation: null }],
  ['ACCEPT', 'producer', { type: 'ACCEPT', record: ' ' }],
  ['REPORT', 'team', { type: 'PREPARE_REPORT', report: '' }],
])('at %s %s cannot go on without the document (%j)', (stand, person, action) => {
  const paper = STANDS[stand]();
  const before = paper.fingerprint();
  expect(paper.refusal(PEOPLE[person], action)).toBe('DOCUMENT_MISSING');
  expect(paper.fingerprint()).toBe(before);
});

test.each([
  ['DISPOSITION', 'HAND_OVER'],
  ['INTEGRATION_SPECIFICATION', 'AGREE'],
  ['REQUIREMENTS', 'ASSESS'],
  ['REQUIREMENTS', 'PROVISION'],
  ['INTEGRATION_RESULT', 'DELIVER'],
  ['INTEGRATION_RESULT', 'ADOPT'],
  ['APPLICATION_PROFILE', 'ACCEPT'],
] as const)('without %s step %s does not go on', (document, stand) => {
  const paper = STANDS[stand]();
  paper.documents.delete(document);
  const type = stand === 'AGREE' ? 'SIGN' : stand;
  const [performer] = TABLE[type].by as readonly [Person];
  expect(paper.forbids(type, PEOPLE[performer])).toBe('DOCUMENT_MISSING');
});

test.each<[Stand, Person, Action]>([
  ['SUBMIT', 'departmentHead', { type: 'RETURN', reason: '' }],
  ['SUBMIT', 'departmentHead', { type: 'REFUSE', reason: ' ' }],
  ['AGREE', 'team', { type: 'REJECT', reason: '\n', defect: true }],
  ['AGREE', 'team', { type: 'JUDGE', verdicts: [{ column: 'pasien', verdict: 'DECLINED', reason: ' ' }] }],
  ['AGREE', 'team', { type: 'JUDGE', verdicts: [{ column: 'pasien', verdict: 'DEFERRED', reason: null }] }],
  ['CONTESTED', 'team', { type: 'REROUTE', to: 'ASSESS', reason: '' }],
  ['ACCEPT', 'producer', { type: 'CONTEST', columns: ['pasien'], reason: ' ' }],
  ['HAND_OVER', 'producer', { type: 'CANCEL', reason: '' }],
  ['INCOMPLETE', 'divisionHead', { type: 'WAIVE', document: 'APPLICATION_PROFILE', reason: ' ' }],
  ['AGREE', 'team', { type: 'INVALIDATE', document: 'APPLICATION_PROFILE', reason: '' }],
  ['ACCEPT', 'departmentHead', { type: 'SUSPEND', columns: [], reason: ' ' }],
  ['ACCEPT', 'team', { type: 'RAISE_CLASS', column: 'pasien', to: 'CLOSED', reason: '' }],
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
  expect(paper.refusal(producer, { type: 'HAND_OVER', definition: definition([]), drops: [] })).toBe(
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
  ['INCOMPLETE', 'DIVISION_HEAD'],
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
  expect(nextActor(STANDS[stand]().state, PROCEDURE)).toBe(expected);
});

test('in step 3 the side that has not signed acts next', () => {
  const paper = STANDS.AGREE();
  paper.do(team, { type: 'SIGN', contentHash: paper.hash });
  expect(nextActor(paper.state, PROCEDURE)).toBe('PRODUCER');
  const other = STANDS.AGREE();
  other.do(producer, { type: 'SIGN', contentHash: other.hash });
  expect(nextActor(other.state, PROCEDURE)).toBe('TECHNICAL_TEAM');
});

test('an official of several roles acts in the one that the action needs', () => {
  const both = official('rangkap', ['DIVISION_HEAD', 'PRODUCER'], AGENCY);
  const elsewhere = { ...both, agency: 'dinsos' };
  const acts = (paper: PaperCase, action: Action) => {
    const decision = paper.judge(both, action);
    return decision.ok ? decision.change.role : decision.refusal.code;
  };
  const cancel: Action = { type: 'CANCEL', reason: 'batal' };
  expect(acts(paperAt('DRAFT'), { type: 'SUBMIT', profile: 'x', waiver: null })).toBe('PRODUCER');
  expect(acts(paperAt('PREPARED'), { type: 'FORWARD_REPORT' })).toBe('DIVISION_HEAD');
  expect(acts(paperAt('AGREE'), cancel)).toBe('PRODUCER');
  expect(acts(paperAt('ASSESS'), cancel)).toBe('DIVISION_HEAD');
  expect(paperAt('HAND_OVER').forbids('HAND_OVER', elsewhere)).toBe('WRONG_ROLE');
  expect(paperAt('AGREE').forbids('CANCEL', elsewhere)).toBe('WRONG_ROLE');
});
