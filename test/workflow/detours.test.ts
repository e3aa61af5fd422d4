import { describe, expect, test } from 'vitest';
import type { Action } from '../../subgraphs/workflow/rules.js';
import { contested, PEOPLE, type Person, paperAt } from './paper-case.js';
import { STANDS, type Stand } from './stands.js';

const { producer, team, divisionHead, departmentHead } = PEOPLE;

describe('loops', () => {
  test('tidak leads back to the hand-over, as a new attempt of it', () => {
    const paper = paperAt('AGREE');
    expect(paper.state.attempts).toMatchObject({ HAND_OVER: 1, AGREE: 1 });
    paper.do(producer, { type: 'REJECT', reason: 'struktur berubah', defect: false });
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
    rejected.do(team, { type: 'REJECT', reason: 'struktur berubah', defect: false });
    rejected.to('AGREE');
    const agreed = contested('pasien').sign();
    for (const paper of [rejected, agreed])
      expect(paper.refusal(team, { type: 'REROUTE', to: 'PROVISION', reason: 'x' })).toBe('WRONG_STEP');
  });
});

describe('an output that the next step rejects', () => {
  test.each([
    'producer',
    'team',
  ] as const)('tidak for a defect is a failure of the hand-over, whichever side says it (%s)', (side) => {
    const paper = paperAt('AGREE');
    const reject = { type: 'REJECT', reason: 'satuan keliru' } as const;
    const expected = { kind: 'OUTPUT', step: 'HAND_OVER', chargedTo: 'PRODUCER' };
    for (const attempt of [1, 2]) {
      const { deviations } = paper.do(PEOPLE[side], { ...reject, defect: true });
      expect(deviations).toEqual([expect.objectContaining({ ...expected, attempt })]);
      paper.to('AGREE');
    }
    expect(paper.do(PEOPLE[side], { ...reject, defect: false }).deviations).toEqual([]);
  });

  test('belum is a failure of the delivery, each time', () => {
    const paper = paperAt('ACCEPT');
    for (const attempt of [1, 2]) {
      const contest: Action = { type: 'CONTEST', columns: ['biaya'], reason: 'keliru' };
      expect(paper.do(producer, contest).deviations).toEqual([
        {
          kind: 'OUTPUT',
          step: 'DELIVER',
          attempt,
          chargedTo: 'TECHNICAL_TEAM',
          facts: { columns: ['biaya'] },
        },
      ]);
      paper.sign().to('ACCEPT');
    }
  });

  test('nothing on the straight way is one', () => {
    const paper = paperAt('CLOSED');
    expect(paper.deviations).toEqual([]);
    expect(contested('biaya').deviations).toHaveLength(1);
  });
});

describe('CANCEL', () => {
  const cancel: Action = { type: 'CANCEL', reason: 'batal' };
  const BEFORE: Stand[] = ['DRAFT', 'SUBMIT', 'INCOMPLETE', 'HAND_OVER', 'AGREE'];
  const AFTER: Stand[] = ['ASSESS', 'PROVISION', 'DELIVER', 'ADOPT', 'ACCEPT', 'CONTESTED', 'SUSPENDED'];
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
    paper.do(team, { type: 'REJECT', reason: 'struktur berubah', defect: false });
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
