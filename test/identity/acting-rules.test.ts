import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jakartaDate } from '../../subgraphs/calendar.js';
import { isInForce, overlap, type Term, termProblem } from '../../subgraphs/identity/acting.js';
import { type Acting, actingFor, hasRole, officialWithActing, ROLES } from '../../subgraphs/viewer.js';
import { runs } from '../support/runs.js';

const DAY = 86_400_000;
const RUNS = { numRuns: runs(500, 10_000) };
const iso = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY;

/** Two leap years and the years between, so that 29 February is met as first and as last date. */
const day = fc.integer({ min: dayNumber('2023-12-01'), max: dayNumber('2028-04-01') }).map(iso);
const leapDay = fc.constantFrom('2024-02-29', '2028-02-29', '2024-02-28', '2025-02-28', '2024-03-01');
const date = fc.oneof({ weight: 4, arbitrary: day }, { weight: 1, arbitrary: leapDay });
/** Mostly a term of about a year, where the rule has its edge. */
const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ from: date, to: date }),
  fc
    .tuple(date, fc.oneof(fc.integer({ min: 360, max: 370 }), fc.integer({ min: -2, max: 40 })))
    .map(([from, days]) => ({ from, to: iso(dayNumber(from) + days) })),
);

/** Every date of a term, walked day by day. */
function* daysOf({ from, to }: Term): Generator<string> {
  for (let at = dayNumber(from); at <= dayNumber(to); at += 1) yield iso(at);
}

/** A year is over when its first day comes again; 29 February, where the next year has none, on 1 March. */
function lastsTooLong(one: Term): boolean {
  const [, month, dayOfMonth] = one.from.split('-');
  const again = month === '02' && dayOfMonth === '29' ? ['02-29', '03-01'] : [`${month}-${dayOfMonth}`];
  for (const at of daysOf(one))
    if (at.slice(0, 4) !== one.from.slice(0, 4) && again.includes(at.slice(5))) return true;
  return false;
}

describe('the dates of an appointment', () => {
  test('are accepted from today on, in order, for a year at most, and nothing else is', () => {
    fc.assert(
      fc.property(term, date, fc.boolean(), (one, other, startsToday) => {
        const today = startsToday ? one.from : other;
        const fits = one.from >= today && one.to >= one.from && !lastsTooLong(one);
        expect([one, today, termProblem(one, today) === undefined]).toEqual([one, today, fits]);
      }),
      RUNS,
    );
  });

  test.each([
    '',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '01-01-2026',
    '0000-01-01',
    'besok',
  ])('%j is no date, as the first or as the last', (text) => {
    const ids = [
      { from: text, to: '2026-12-31' },
      { from: '2026-01-01', to: text },
    ].map((one) => termProblem(one, '2025-12-31')?.id);
    const words = `"${text}" bukan tanggal; tulis YYYY-MM-DD, hari yang ada di kalender.`;
    expect(ids).toEqual([words, words]);
  });

  test('the day on which an appointment is made is a day of Jakarta', () => {
    expect(jakartaDate(new Date('2026-03-31T16:59:59.999Z'))).toBe('2026-03-31');
    expect(jakartaDate(new Date('2026-03-31T17:00:00.000Z'))).toBe('2026-04-01');
  });

  test('overlap where they share a day, the first and the last included', () => {
    fc.assert(
      fc.property(term, term, fc.boolean(), (one, two, adjacent) => {
        const first = one.to < one.from ? { from: one.to, to: one.from } : one;
        const length = Math.abs(dayNumber(two.to) - dayNumber(two.from));
        // Often the second begins on the last day of the first, or on the day after.
        const from = adjacent ? iso(dayNumber(first.to) + (length % 2)) : two.from;
        const second = { from, to: iso(dayNumber(from) + length) };
        const days = new Set(daysOf(first));
        const shared = [...daysOf(second)].some((at) => days.has(at));
        expect([overlap(first, second), overlap(second, first)]).toEqual([shared, shared]);
      }),
      { numRuns: runs(200, 3_000) },
    );
  });

  test('count on each of their days, and not from the moment at which they are ended', () => {
    fc.assert(
      fc.property(term, date, fc.constantFrom(null, new Date(0)), (one, today, endedAt) => {
        const counts = [...daysOf(one)].includes(today) && endedAt === null;
        expect(isInForce({ ...one, endedAt }, today)).toBe(counts);
      }),
      RUNS,
    );
  });
});

test('an official has his own roles and those of his appointments; his own count first', () => {
  const acting: fc.Arbitrary<Acting> = fc.record({
    role: fc.constantFrom(...ROLES),
    kind: fc.constantFrom('PLT', 'PLH'),
    replacedId: fc.uuid(),
    replacedName: fc.string(),
  });
  fc.assert(
    fc.property(fc.subarray([...ROLES]), fc.array(acting, { maxLength: 4 }), (own, inForce) => {
      const account = { kind: 'OFFICIAL', accountId: 'a', name: 'A', agency: null, roles: own } as const;
      const official = officialWithActing(account, inForce);
      expect(new Set(official.roles).size).toBe(official.roles.length);
      for (const role of ROLES) {
        const first = inForce.find((one) => one.role === role);
        expect(hasRole(official, role)).toBe(own.includes(role) || first !== undefined);
        expect(actingFor(official, role)).toBe(own.includes(role) ? undefined : first);
      }
    }),
    RUNS,
  );
});
