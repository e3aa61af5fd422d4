import { describe, expect, test } from 'vitest';
import type { Role } from '../../subgraphs/viewer.js';
import type { Action } from '../../subgraphs/workflow/rules.js';
import { AGENCY, done, official, type PaperCase, PEOPLE, paperAt } from './paper-case.js';

const { producer, team, departmentHead } = PEOPLE;
const NAMES = ['kode', 'pasien', 'biaya', 'catatan'];
const judged = () => paperAt('AGREE').verdict('AGREED', ...NAMES);
const sign = (paper: PaperCase): Action => ({ type: 'SIGN', contentHash: paper.hash });
const SUPPORTING: Action = { type: 'ATTACH', document: 'SUPPORTING', upload: 'unggahan' };
const SUSPEND: Action = { type: 'SUSPEND', columns: [], reason: 'bocor' };

/** One account whose roles are changed while the case runs. */
const moved = (...roles: Role[]) => official('pindahan', roles, AGENCY);

describe('nobody stands on both sides of one case', () => {
  const OFFICE = ['TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'] as const;

  test.each(OFFICE)('who acted for the producer does not act as %s, whatever it is', (role) => {
    const paper = done(paperAt('ACCEPT'), moved('PRODUCER'), SUPPORTING);
    for (const action of [SUPPORTING, SUSPEND])
      expect(paper.refusal(moved(role), action)).toBe('SAME_PERSON');
    expect(paper.refusal(moved('PRODUCER'), SUPPORTING)).toBeUndefined();
  });

  test.each(OFFICE)('who acted as %s does not act for the producer', (role) => {
    const paper = done(paperAt('ACCEPT'), moved(role), SUPPORTING);
    for (const action of [SUPPORTING, SUSPEND, { type: 'ACCEPT', record: 'Sesuai.' }] as const)
      expect(paper.refusal(moved('PRODUCER'), action)).toBe('SAME_PERSON');
    // Team and heads are one side.
    for (const other of OFFICE) expect(paper.refusal(moved(other), SUPPORTING)).toBeUndefined();
  });

  test('of two roles the one counts that leaves a person where it stands', () => {
    const both = moved('PRODUCER', 'DIVISION_HEAD');
    const roleAfter = (first: Role, action: Action) => {
      const decision = done(paperAt('ACCEPT'), moved(first), SUPPORTING).judge(both, action);
      return decision.ok ? decision.change.role : decision.refusal.code;
    };
    expect(roleAfter('PRODUCER', SUSPEND)).toBe('PRODUCER');
    expect(roleAfter('DIVISION_HEAD', SUSPEND)).toBe('DIVISION_HEAD');
    expect(roleAfter('PRODUCER', { type: 'CANCEL', reason: 'batal' })).toBe('SAME_PERSON');
  });

  test('the same person may stand on another side of another case', () => {
    done(paperAt('ACCEPT'), moved('PRODUCER'), SUPPORTING);
    expect(paperAt('ACCEPT').refusal(moved('TECHNICAL_TEAM'), SUPPORTING)).toBeUndefined();
  });

  test('every action counts, and only what was permitted', () => {
    const paper = paperAt('CLOSED');
    expect(paper.state.sides).toEqual({
      produsen: 'PRODUCER',
      tim: 'OFFICE',
      kabid: 'OFFICE',
      kadis: 'OFFICE',
    });
    const refused = paperAt('AGREE');
    expect(refused.refusal(moved('PRODUCER'), { type: 'HAND_OVER', ...refused.structure })).toBe(
      'WRONG_STEP',
    );
    expect(refused.refusal(moved('TECHNICAL_TEAM'), SUPPORTING)).toBeUndefined();
  });

  test('names that every object has are ordinary accounts', () => {
    for (const id of ['constructor', 'toString', 'valueOf']) {
      const paper = done(paperAt('ACCEPT'), official(id, ['TECHNICAL_TEAM']), SUPPORTING);
      expect(paper.refusal(official(id, ['PRODUCER'], AGENCY), SUPPORTING)).toBe('SAME_PERSON');
      expect(paperAt('ACCEPT').refusal(official(id, ['PRODUCER'], AGENCY), SUPPORTING)).toBeUndefined();
    }
  });
});

describe('the two signatures of step 3', () => {
  test('come from two people', () => {
    for (const [first, second] of [
      [moved('PRODUCER'), moved('TECHNICAL_TEAM')],
      [moved('TECHNICAL_TEAM'), moved('PRODUCER')],
    ] as const) {
      const paper = judged();
      paper.do(first, sign(paper));
      expect(paper.refusal(second, sign(paper))).toBe('SAME_PERSON');
    }
  });

  test('are one of each side: a side that has signed waits for the other', () => {
    for (const [signer, colleague] of [
      [team, official('rekan tim', ['TECHNICAL_TEAM'])],
      [producer, official('rekan produsen', ['PRODUCER'], AGENCY)],
    ] as const) {
      const paper = judged();
      paper.do(signer, sign(paper));
      for (const who of [signer, colleague]) {
        expect(paper.refusal(who, sign(paper))).toBe('ALREADY_SIGNED');
        expect(paper.refusal(who, { type: 'SIGN', contentHash: '' })).toBe('ALREADY_SIGNED');
      }
      expect(paper.state.step).toBe('AGREE');
      expect(paper.statuses['pasien']).toBe('PROPOSED');
    }
  });

  test('a side signs anew once an edit has voided its signature', () => {
    const paper = judged();
    paper.do(team, sign(paper));
    paper.do(producer, {
      type: 'JUDGE',
      verdicts: [{ column: 'biaya', verdict: 'DEFERRED', reason: 'nanti' }],
    });
    paper.do(team, sign(paper));
    paper.do(producer, sign(paper));
    expect(paper.state.step).toBe('ASSESS');
  });

  test('heads sign for neither side', () => {
    const paper = judged();
    for (const who of [departmentHead, PEOPLE.divisionHead])
      expect(paper.refusal(who, sign(paper))).toBe('WRONG_ROLE');
  });
});
