import { describe, expect, test } from 'vitest';
import { ACCESS_CLASSES, type AccessClass } from '../../schema/exposure.js';
import type { Action } from '../../subgraphs/workflow/rules.js';
import { nextActor } from '../../subgraphs/workflow/state.js';
import {
  AGENCY,
  COLUMNS,
  type column,
  contested,
  definition,
  done,
  official,
  type PaperCase,
  PEOPLE,
  PROCEDURE,
  paperAt,
} from './paper-case.js';
import { but, DELIVERED, HANDED_OVER, RUNNING, STANDS } from './stands.js';

const { producer, team, divisionHead } = PEOPLE;

const suspend = (...columns: string[]): Action => ({ type: 'SUSPEND', columns, reason: 'bocor' });
const LIFT: Action = { type: 'LIFT' };
const lifted = (paper: PaperCase): PaperCase => done(done(paper, team, LIFT), producer, LIFT);
const suspended = (at: Parameters<typeof paperAt>[0], ...columns: string[]) =>
  done(paperAt(at), team, suspend(...columns));

describe('a suspension', () => {
  test.each(DELIVERED)('withdraws what it names at once, and nothing else moves (%s)', (stand) => {
    const paper = STANDS[stand]();
    const { step, status, attempts } = paper.state;
    const next = nextActor(paper.state, PROCEDURE);
    const before = paper.statuses;
    paper.do(divisionHead, suspend('kode'));
    expect(paper.statuses).toEqual({ ...before, kode: 'DISPUTED' });
    expect(paper.state).toMatchObject({ step, status, attempts });
    expect(nextActor(paper.state, PROCEDURE)).toBe(next);
  });

  test('of the dataset withdraws whatever is delivered', () => {
    const paper = paperAt('AGREE').verdict('AGREED', 'kode', 'pasien').verdict('DEFERRED', 'biaya');
    paper.verdict('DECLINED', 'catatan').sign().to('CLOSED').do(team, suspend());
    expect(paper.statuses).toEqual({
      kode: 'DISPUTED',
      pasien: 'DISPUTED',
      biaya: 'DEFERRED',
      catatan: 'DECLINED',
    });
    expect(lifted(paper).statuses).toMatchObject({
      kode: 'CONFIRMED',
      biaya: 'DEFERRED',
      catatan: 'DECLINED',
    });
  });

  test('is of delivered columns: not of any before, of unknown ones, or of withdrawn ones again', () => {
    for (const stand of but(RUNNING, ...DELIVERED))
      for (const columns of [[], ['pasien']])
        expect([stand, STANDS[stand]().refusal(team, suspend(...columns))]).toEqual([
          stand,
          'UNKNOWN_COLUMN',
        ]);
    const paper = suspended('ADOPT', 'pasien');
    expect(paper.refusal(team, suspend('lain'))).toBe('UNKNOWN_COLUMN');
    expect(paper.refusal(team, suspend('kode', 'pasien'))).toBe('UNKNOWN_COLUMN');
    expect(done(paper, team, suspend()).refusal(team, suspend())).toBe('UNKNOWN_COLUMN');
    expect(contested('pasien').refusal(team, suspend('pasien'))).toBe('UNKNOWN_COLUMN');
  });

  test('holds in a finished case, and in none that was cancelled or refused', () => {
    expect(suspended('CLOSED', 'pasien').statuses['pasien']).toBe('DISPUTED');
    for (const stand of ['CANCELLED', 'REFUSED'] as const)
      expect(STANDS[stand]().refusal(team, suspend())).toBe('WRONG_STEP');
  });
});

describe('lifting', () => {
  test.each([
    ['team', 'producer'],
    ['producer', 'team'],
  ] as const)('needs both sides, in either order (first the %s)', (first, second) => {
    const paper = suspended('CLOSED', 'pasien', 'kode');
    paper.do(PEOPLE[first], LIFT);
    expect(paper.statuses).toMatchObject({ pasien: 'DISPUTED', kode: 'DISPUTED' });
    expect(paper.refusal(PEOPLE[first], LIFT)).toBe('ALREADY_SIGNED');
    paper.do(PEOPLE[second], LIFT);
    expect(paper.statuses).toMatchObject({ pasien: 'CONFIRMED', kode: 'CONFIRMED' });
    expect(paper.refusal(PEOPLE[second], LIFT)).toBe('NOT_SUSPENDED');
  });

  test('needs two people', () => {
    const paper = done(suspended('CLOSED'), official('pindahan', ['TECHNICAL_TEAM']), LIFT);
    expect(paper.refusal(official('pindahan', ['PRODUCER'], AGENCY), LIFT)).toBe('SAME_PERSON');
  });

  test('begins anew where more is suspended', () => {
    const paper = done(suspended('CLOSED', 'pasien'), team, LIFT);
    paper.do(divisionHead, suspend('biaya'));
    paper.do(producer, LIFT);
    expect(paper.statuses).toMatchObject({ pasien: 'DISPUTED', biaya: 'DISPUTED' });
    expect(done(paper, team, LIFT).statuses).toMatchObject({ pasien: 'CONFIRMED', biaya: 'CONFIRMED' });
  });

  test('gives each column back what it was', () => {
    expect(lifted(suspended('ADOPT', 'pasien')).statuses['pasien']).toBe('LIVE');
    expect(lifted(suspended('REPORT', 'pasien')).statuses['pasien']).toBe('CONFIRMED');
  });
});

describe('the procedure goes on over suspended columns', () => {
  test('sudah reaches them when they come back', () => {
    const paper = suspended('ACCEPT', 'pasien').to('CLOSED');
    expect(paper.statuses).toMatchObject({ kode: 'CONFIRMED', pasien: 'DISPUTED' });
    expect(lifted(paper).statuses).toMatchObject({ kode: 'CONFIRMED', pasien: 'CONFIRMED' });
  });

  test('a delivery reaches them when they come back', () => {
    const paper = suspended('ACCEPT', 'pasien');
    paper.do(producer, { type: 'CONTEST', columns: ['kode'], reason: 'keliru' });
    paper.do(team, { type: 'REROUTE', to: 'PROVISION', reason: 'muat ulang' });
    paper.to('ADOPT');
    expect(paper.statuses).toMatchObject({ kode: 'LIVE', pasien: 'DISPUTED' });
    expect(lifted(paper).statuses).toMatchObject({ kode: 'LIVE', pasien: 'LIVE' });
  });

  test('belum can name them: lifted, they are disputed still', () => {
    const paper = suspended('ACCEPT', 'pasien');
    paper.do(producer, { type: 'CONTEST', columns: ['pasien'], reason: 'keliru' });
    expect(lifted(paper).statuses).toMatchObject({ kode: 'LIVE', pasien: 'DISPUTED' });
  });

  test('lifting leaves what belum has withdrawn', () => {
    const paper = suspended('ACCEPT', 'pasien');
    paper.do(producer, { type: 'CONTEST', columns: ['kode'], reason: 'keliru' });
    expect(lifted(paper).statuses).toMatchObject({ kode: 'DISPUTED', pasien: 'LIVE' });
  });

  test.each([
    'DECLINED',
    'DEFERRED',
  ] as const)('%s in step 3 takes effect, and ends the suspension', (verdict) => {
    const paper = suspended('ACCEPT', 'pasien');
    paper.do(producer, { type: 'CONTEST', columns: ['kode'], reason: 'keliru' });
    paper.verdict(verdict, 'pasien').sign();
    expect(paper.statuses['pasien']).toBe(verdict);
    expect(paper.refusal(team, LIFT)).toBe('NOT_SUSPENDED');
  });

  const handedOverAgain = (columns: readonly ReturnType<typeof column>[]) => {
    const paper = suspended('ACCEPT', 'pasien');
    paper.do(producer, { type: 'CONTEST', columns: ['kode'], reason: 'keliru' });
    paper.do(team, { type: 'REJECT', reason: 'ulang', defect: false });
    paper.do(producer, { type: 'HAND_OVER', definition: definition(columns), drops: [] });
    return paper;
  };

  test('handed over again unaltered they stay suspended; altered they are proposed anew', () => {
    expect(lifted(handedOverAgain(COLUMNS)).statuses['pasien']).toBe('LIVE');
    const altered = COLUMNS.map((one) => (one.name === 'pasien' ? { ...one, unit: 'kunjungan' } : one));
    const paper = handedOverAgain(altered);
    expect(paper.statuses['pasien']).toBe('PROPOSED');
    expect(paper.refusal(team, LIFT)).toBe('NOT_SUSPENDED');
  });

  test('a column that is handed over no more has nothing to be lifted', () => {
    const paper = handedOverAgain(COLUMNS.filter(({ name }) => name !== 'pasien'));
    expect(paper.refusal(team, LIFT)).toBe('NOT_SUSPENDED');
  });

  test('a cancelled case takes them out for good', () => {
    const paper = done(suspended('ACCEPT', 'pasien'), divisionHead, { type: 'CANCEL', reason: 'batal' });
    expect(paper.statuses['pasien']).toBe('DECLINED');
    expect(paper.refusal(team, LIFT)).toBe('WRONG_STEP');
  });
});

describe('raising a class', () => {
  const raise = (name: string, to: AccessClass): Action => ({
    type: 'RAISE_CLASS',
    column: name,
    to,
    reason: 'memuat nama',
  });
  const classOf = (paper: PaperCase, name: string) =>
    paper.fields.find((field) => field.column.name === name)?.column.accessClass;

  test.each(HANDED_OVER)('acts at once at %s, on the class alone', (stand) => {
    const paper = STANDS[stand]();
    const { statuses } = paper;
    const change = paper.do(producer, raise('pasien', 'RESTRICTED'));
    expect(change).toMatchObject({ reason: 'memuat nama', outsideSop: true });
    expect([...change.classes]).toEqual([['pasien', 'RESTRICTED']]);
    expect([classOf(paper, 'pasien'), classOf(paper, 'kode')]).toEqual(['RESTRICTED', 'OPEN']);
    expect(paper.statuses).toEqual(statuses);
  });

  test.each(ACCESS_CLASSES)('goes up only, from %s', (from) => {
    const name = { OPEN: 'pasien', RESTRICTED: 'biaya', CLOSED: 'catatan' }[from];
    const higher = ACCESS_CLASSES.slice(ACCESS_CLASSES.indexOf(from) + 1);
    for (const to of ACCESS_CLASSES) {
      const expected = higher.includes(to) ? undefined : 'CLASS_NOT_RAISED';
      expect([to, paperAt('CLOSED').refusal(team, raise(name, to))]).toEqual([to, expected]);
    }
  });

  test('is of a column of the case', () => {
    expect(paperAt('CLOSED').refusal(team, raise('lain', 'CLOSED'))).toBe('UNKNOWN_COLUMN');
    expect(paperAt('HAND_OVER').refusal(team, raise('pasien', 'CLOSED'))).toBe('UNKNOWN_COLUMN');
  });

  test('voids what one side of step 3 has signed, and what the other has read', () => {
    const paper = STANDS.AGREE();
    const contentHash = paper.hash;
    paper.do(team, { type: 'SIGN', contentHash });
    paper.do(divisionHead, raise('pasien', 'CLOSED'));
    expect(paper.refusal(producer, { type: 'SIGN', contentHash })).toBe('CONTENT_CHANGED');
    paper.do(producer, { type: 'SIGN', contentHash: paper.hash });
    expect(paper.state.step).toBe('AGREE');
    paper.do(team, { type: 'SIGN', contentHash: paper.hash });
    expect(paper.state.step).toBe('ASSESS');
  });

  test('after step 3 does not open the agreement again', () => {
    const paper = done(paperAt('ASSESS'), team, raise('pasien', 'RESTRICTED'));
    expect(paper.to('CLOSED').statuses['pasien']).toBe('CONFIRMED');
  });

  test('holds through a second hand-over: what comes with a lower class is agreed anew', () => {
    const paper = done(contested('biaya'), team, raise('pasien', 'RESTRICTED'));
    paper.do(team, { type: 'REJECT', reason: 'ulang', defect: false });
    expect(paper.to('AGREE').statuses).toMatchObject({ kode: 'LIVE', pasien: 'PROPOSED' });
  });
});
