import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addMonths,
  addWorkingDays,
  endOfDay,
  isWorkingDay,
  jakartaDate,
  nextWorkingDay,
  workingDayBefore,
  workingDaysBetween,
} from '../../subgraphs/calendar.js';
import { type Duration, dueDate, lateness, recompute } from '../../subgraphs/workflow/deadlines/deadlines.js';
import { HOLIDAYS } from '../../subgraphs/workflow/deadlines/skb-holidays.js';
import { runs } from '../support/runs.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RUNS = { numRuns: runs(1_000, 20_000) };

const iso = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY;
const shift = (date: string, days: number) => iso(dayNumber(date) + days);

/** Said a second time in the plainest way: looks the weekday up, walks day by day. */
const NAIVE = {
  works: (date: string, holidays: ReadonlySet<string>) =>
    !['Sat', 'Sun'].includes(new Date(`${date}T00:00:00Z`).toUTCString().slice(0, 3)) && !holidays.has(date),
  between(from: string, to: string, holidays: ReadonlySet<string>) {
    let count = 0;
    for (let date = shift(from, 1); date <= to; date = shift(date, 1))
      if (NAIVE.works(date, holidays)) count += 1;
    return count;
  },
};

const FIRST = dayNumber('2023-11-01');
const LAST = dayNumber('2027-02-28');
const date = fc.integer({ min: FIRST, max: LAST }).map(iso);
/** Any instant of a day in WIB, its first and last ones often. */
const hour = fc.oneof(
  fc.constantFrom(0, 1, 60_000, 17 * HOUR, DAY - 60_000, DAY - 1),
  fc.integer({ min: 0, max: DAY - 1 }),
);
const opening = fc
  .tuple(date, hour)
  .map(([day, time]) => new Date(Date.parse(`${day}T00:00:00+07:00`) + time));

const official: ReadonlySet<string> = new Set(HOLIDAYS.map((one) => one.date));
/** The official days, or blocks of up to three weeks anywhere: longer than Indonesia has ever had. */
const holidays = fc.oneof(
  fc.constant(official),
  fc
    .array(fc.tuple(date, fc.integer({ min: 1, max: 21 })), { maxLength: 40 })
    .map(
      (blocks): ReadonlySet<string> =>
        new Set(blocks.flatMap(([from, length]) => Array.from({ length }, (_, at) => shift(from, at)))),
    ),
);
const duration: fc.Arbitrary<Duration> = fc.oneof(
  fc.record({ count: fc.integer({ min: 1, max: 30 }), unit: fc.constant('WORKING_DAY' as const) }),
  fc.record({ count: fc.integer({ min: 1, max: 14 }), unit: fc.constant('MONTH' as const) }),
);
const due = (opened: Date, limit: Duration, table: ReadonlySet<string>) =>
  dueDate(opened, limit, table) as string;

const holds = <T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  rule: (...values: T) => void,
) => fc.assert(fc.property(...arbitraries, rule), RUNS);

describe('a due date', () => {
  test('is a working day strictly after the day of opening', () => {
    holds([opening, duration, holidays], (opened, limit, table) => {
      const at = due(opened, limit, table);
      expect(NAIVE.works(at, table)).toBe(true);
      expect(at > jakartaDate(opened)).toBe(true);
    });
  });

  test('of n days has n working days up to it', () => {
    holds([opening, fc.integer({ min: 1, max: 30 }), holidays], (opened, count, table) => {
      const at = due(opened, { count, unit: 'WORKING_DAY' }, table);
      expect(NAIVE.between(jakartaDate(opened), at, table)).toBe(count);
    });
  });

  test('of n months is the first working day from the same day n months on', () => {
    holds([opening, fc.integer({ min: 1, max: 14 }), holidays], (opened, count, table) => {
      const [year, month, day] = jakartaDate(opened).split('-').map(Number) as [number, number, number];
      const target = addMonths(jakartaDate(opened), count);
      const [toYear, toMonth, toDay] = target.split('-').map(Number) as [number, number, number];
      expect(toYear * 12 + toMonth).toBe(year * 12 + month + count);
      // Either the same day, or the last of a month that has no such day.
      expect(toDay === day || (toDay < day && shift(target, 1).endsWith('-01'))).toBe(true);
      const at = due(opened, { count, unit: 'MONTH' }, table);
      expect(at >= target).toBe(true);
      expect(NAIVE.between(shift(target, -1), at, table)).toBe(1);
    });
  });

  test('is never earlier for a longer limit', () => {
    holds([opening, duration, fc.integer({ min: 1, max: 5 }), holidays], (opened, limit, more, table) => {
      const longer = due(opened, { ...limit, count: limit.count + more }, table);
      const shorter = due(opened, limit, table);
      if (limit.unit === 'WORKING_DAY') expect(longer > shorter).toBe(true);
      else expect(longer >= shorter).toBe(true);
    });
  });

  test('is never earlier for a later opening', () => {
    holds(
      [opening, fc.integer({ min: 0, max: 70 * DAY }), duration, holidays],
      (opened, wait, limit, table) => {
        const later = new Date(opened.getTime() + wait);
        expect(due(later, limit, table) >= due(opened, limit, table)).toBe(true);
      },
    );
  });

  test('does not depend on the hour of opening', () => {
    holds([date, hour, hour, duration, holidays], (day, one, other, limit, table) => {
      const midnight = Date.parse(`${day}T00:00:00+07:00`);
      expect(due(new Date(midnight + one), limit, table)).toBe(due(new Date(midnight + other), limit, table));
    });
  });

  test('is never earlier for a holiday more', () => {
    // Close by, so that the day has a chance to matter.
    const added = fc.array(fc.integer({ min: -3, max: 60 }), { minLength: 1, maxLength: 5 });
    holds([opening, duration, holidays, added], (opened, limit, table, days) => {
      const more = new Set([...table, ...days.map((day) => shift(jakartaDate(opened), day))]);
      expect(due(opened, limit, more) >= due(opened, limit, table)).toBe(true);
    });
  });
});

describe('lateness', () => {
  const around = fc.oneof(
    fc.constantFrom(-DAY, -1, 0, 1, DAY, DAY + 1),
    fc.integer({ min: -40 * DAY, max: 40 * DAY }),
  );

  test('is 0 exactly up to the end of the due date', () => {
    holds([opening, duration, holidays, around], (opened, limit, table, by) => {
      const end = endOfDay(due(opened, limit, table));
      const at = new Date(end.getTime() + by);
      expect(lateness(due(opened, limit, table), at, table) === 0).toBe(at <= end);
    });
  });

  test('is the number of working days begun since, at least 1', () => {
    holds([date, fc.integer({ min: 1, max: 40 * DAY }), holidays], (day, by, table) => {
      const at = new Date(endOfDay(day).getTime() + by);
      // A day ends with its 24:00, so at that instant the next one has not begun.
      const begun = NAIVE.between(day, shift(day, Math.ceil(by / DAY)), table);
      expect(lateness(day, at, table)).toBe(Math.max(1, begun));
    });
  });

  test('never shrinks as time passes', () => {
    holds([date, around, fc.integer({ min: 0, max: 20 * DAY }), holidays], (day, by, wait, table) => {
      const at = endOfDay(day).getTime() + by;
      expect(lateness(day, new Date(at + wait), table)).toBeGreaterThanOrEqual(
        lateness(day, new Date(at), table),
      );
    });
  });
});

describe('a changed holiday table', () => {
  const age = fc.integer({ min: 0, max: 60 * DAY });

  test('moves what is not over, makes nobody late, and moves nothing the second time', () => {
    holds([opening, duration, holidays, holidays, age], (opened, limit, before, after, by) => {
      const at = new Date(opened.getTime() + by);
      const deadline = { opened, duration: limit, due: due(opened, limit, before) };
      const move = recompute(deadline, after, at);
      if (lateness(deadline.due, at, before) > 0) {
        expect(move).toBeNull();
        return;
      }
      const now = move?.newDue ?? deadline.due;
      if (move)
        expect(move).toEqual({ oldDue: deadline.due, newDue: expect.not.stringMatching(deadline.due) });
      expect(NAIVE.works(now, after)).toBe(true);
      expect(lateness(now, at, after)).toBe(0);
      if (at <= endOfDay(due(opened, limit, after))) expect(now).toBe(due(opened, limit, after));
      expect(recompute({ ...deadline, due: now }, after, at)).toBeNull();
    });
  });

  test('that has not changed moves nothing', () => {
    holds([opening, duration, holidays, age], (opened, limit, table, by) => {
      const deadline = { opened, duration: limit, due: due(opened, limit, table) };
      expect(recompute(deadline, table, new Date(opened.getTime() + by))).toBeNull();
    });
  });
});

describe('the calendar', () => {
  test('counts working days as one who walks from day to day', () => {
    holds([date, fc.integer({ min: -30, max: 400 }), holidays], (from, length, table) => {
      const to = shift(from, length);
      expect(workingDaysBetween(from, to, table)).toBe(NAIVE.between(from, to, table));
    });
  });

  test('counts in pieces what it counts as a whole', () => {
    const piece = fc.integer({ min: 0, max: 200 });
    holds([date, piece, piece, holidays], (from, one, other, table) => {
      const [middle, to] = [shift(from, one), shift(from, one + other)];
      expect(workingDaysBetween(from, middle, table) + workingDaysBetween(middle, to, table)).toBe(
        workingDaysBetween(from, to, table),
      );
    });
  });

  test('goes back by the days by which it went on', () => {
    holds([date, fc.integer({ min: 1, max: 30 }), holidays], (from, n, table) => {
      const start = nextWorkingDay(from, table);
      let back = addWorkingDays(start, n, table);
      for (let left = n; left > 0; left -= 1) back = workingDayBefore(back, table);
      expect(back).toBe(start);
    });
  });

  test('knows working days as a wall calendar does', () => {
    holds([date, holidays], (day, table) => {
      expect(isWorkingDay(day, table)).toBe(NAIVE.works(day, table));
    });
  });

  test('has the dates that the time zone database has for Asia/Jakarta', () => {
    const format = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' });
    const any = fc.date({
      min: new Date('1990-01-01T00:00:00Z'),
      max: new Date('2090-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    holds([fc.oneof(opening, any)], (at) => {
      const { year, month, day } = Object.fromEntries(
        format.formatToParts(at).map(({ type, value }) => [type, value]),
      );
      expect(jakartaDate(at)).toBe(`${year}-${month}-${day}`);
      expect(endOfDay(jakartaDate(at)) > at).toBe(true);
      expect(endOfDay(jakartaDate(at)).getTime() - at.getTime()).toBeLessThanOrEqual(DAY);
    });
  });
});
