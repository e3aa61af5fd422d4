import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CADENCES, type Cadence } from '../../schema/facts.js';
import { type Freshness, freshness, GRACE_DAYS } from '../../schema/freshness.js';
import { runs } from '../support/runs.js';

const RUNS = { numRuns: runs(500, 20_000) };
const DAY = 86_400_000;
const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const dayOf = (date: string) => Date.parse(date) / DAY;
const plus = (date: string, days: number) => dateOf(dayOf(date) + days);

/** Days from 1990 to 2059, the ends of months and leap days more often than chance has them. */
const anyDate: fc.Arbitrary<string> = fc.oneof(
  fc.integer({ min: dayOf('1990-01-01'), max: dayOf('2059-12-31') }).map(dateOf),
  fc
    .record({ year: fc.integer({ min: 1990, max: 2059 }), month: fc.integer({ min: 1, max: 12 }) })
    .map(({ year, month }) => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)),
  fc.constantFrom('2024-02-29', '2024-02-28', '2023-02-28', '2024-12-31', '2024-01-01', '2000-02-29'),
);
const PERIODIC = CADENCES.filter((cadence) => cadence in GRACE_DAYS);
const anyCadence = fc.constantFrom(...PERIODIC);

/** A period's name, said a second time: by the fields of the date, not by arithmetic on days. */
function periodOf(cadence: Cadence, date: string): string {
  const [year = '', month = ''] = date.split('-');
  const part = (months: number) => `${year}/${Math.ceil(Number(month) / months)}`;
  switch (cadence) {
    case 'DAILY':
      return date;
    case 'WEEKLY': {
      let monday = date;
      while (new Date(monday).getUTCDay() !== 1) monday = plus(monday, -1);
      return monday;
    }
    case 'MONTHLY':
      return part(1);
    case 'QUARTERLY':
      return part(3);
    case 'FOUR_MONTHLY':
      return part(4);
    case 'SEMESTERLY':
      return part(6);
    default:
      return part(12);
  }
}

describe('freshness', () => {
  test.each<[Cadence, string, string, Omit<Freshness, 'promised'>]>([
    ['MONTHLY', '2024-01-31', '2024-01-31', { dueOn: '2024-02-29', lateDays: 0, state: 'FRESH' }],
    ['MONTHLY', '2024-01-31', '2024-02-01', { dueOn: '2024-02-29', lateDays: 0, state: 'DUE' }],
    ['MONTHLY', '2023-01-01', '2023-03-07', { dueOn: '2023-02-28', lateDays: 0, state: 'DUE' }],
    ['MONTHLY', '2023-01-01', '2023-03-08', { dueOn: '2023-02-28', lateDays: 8, state: 'LATE' }],
    ['MONTHLY', '2023-12-15', '2024-02-08', { dueOn: '2024-01-31', lateDays: 8, state: 'LATE' }],
    ['YEARLY', '2023-03-01', '2025-01-30', { dueOn: '2024-12-31', lateDays: 0, state: 'DUE' }],
    ['YEARLY', '2023-03-01', '2025-01-31', { dueOn: '2024-12-31', lateDays: 31, state: 'LATE' }],
    ['QUARTERLY', '2024-03-31', '2024-04-01', { dueOn: '2024-06-30', lateDays: 0, state: 'DUE' }],
    ['FOUR_MONTHLY', '2024-09-01', '2024-12-31', { dueOn: '2025-04-30', lateDays: 0, state: 'FRESH' }],
    ['SEMESTERLY', '2024-06-30', '2024-07-01', { dueOn: '2024-12-31', lateDays: 0, state: 'DUE' }],
    // Friday, 1 March 2024: the Saturday is due, the Tuesday still in time.
    ['DAILY', '2024-03-01', '2024-03-05', { dueOn: '2024-03-02', lateDays: 0, state: 'DUE' }],
    ['DAILY', '2024-03-01', '2024-03-06', { dueOn: '2024-03-02', lateDays: 4, state: 'LATE' }],
    // Sunday, 3 March 2024, ends its week.
    ['WEEKLY', '2024-03-03', '2024-03-04', { dueOn: '2024-03-10', lateDays: 0, state: 'DUE' }],
    ['WEEKLY', '2024-03-04', '2024-03-10', { dueOn: '2024-03-17', lateDays: 0, state: 'FRESH' }],
  ])('%s, last on %s, seen on %s', (cadence, lastOn, today, expected) => {
    expect(freshness(cadence, lastOn, today)).toEqual({ promised: cadence, ...expected });
  });

  test.each([null, 'ONCE', 'IRREGULAR', 'MULTI_YEARLY'] as const)('%s promises no date', (cadence) => {
    expect(freshness(cadence, '2001-01-01', '2024-01-01')).toEqual({
      promised: cadence,
      dueOn: null,
      lateDays: 0,
      state: 'UNKNOWN',
    });
  });

  test('a release is due by the last day of the period after that of the last one', () => {
    fc.assert(
      fc.property(anyCadence, anyDate, (cadence, lastOn) => {
        const { dueOn } = freshness(cadence, lastOn, lastOn);
        if (dueOn === null) throw new Error('no date');
        let first = dueOn;
        while (periodOf(cadence, plus(first, -1)) === periodOf(cadence, dueOn)) first = plus(first, -1);
        expect(periodOf(cadence, plus(first, -1))).toBe(periodOf(cadence, lastOn));
        expect(periodOf(cadence, plus(dueOn, 1))).not.toBe(periodOf(cadence, dueOn));
      }),
      RUNS,
    );
  });

  test('it is fresh in its own period, then due, then late; and the days of lateness count on', () => {
    fc.assert(
      fc.property(anyCadence, anyDate, fc.integer({ min: 0, max: 900 }), (cadence, lastOn, days) => {
        const today = plus(lastOn, days);
        const { state, dueOn, lateDays } = freshness(cadence, lastOn, today);
        const after = dayOf(today) - dayOf(dueOn ?? '');
        const grace = GRACE_DAYS[cadence] ?? 0;
        const own = periodOf(cadence, today) === periodOf(cadence, lastOn);
        expect(state).toBe(own ? 'FRESH' : after > grace ? 'LATE' : 'DUE');
        expect(lateDays).toBe(state === 'LATE' ? after : 0);
      }),
      RUNS,
    );
  });
});
