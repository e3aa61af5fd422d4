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
import {
  type Deadline,
  type Duration,
  dueDate,
  lateness,
  recompute,
  reminderDate,
} from '../../subgraphs/workflow/deadlines/deadlines.js';
import { HOLIDAYS } from '../../subgraphs/workflow/deadlines/skb-holidays.js';
import { procedureInForce } from '../../subgraphs/workflow/procedure.js';

// Every expected date was counted on a printed calendar with the annexes of the SKB beside it.

const NOW = new Set(HOLIDAYS.map(({ date }) => date));
/** The table as it stood until 7 August 2025, when `cuti bersama` on Monday, 18 August was added. */
const BEFORE_REVISION = new Set(
  HOLIDAYS.filter(({ source }) => !source.startsWith('SKB Menag 933/2025')).map(({ date }) => date),
);
const NONE: ReadonlySet<string> = new Set();

const LIMITS = {
  '1 hari': { count: 1, unit: 'WORKING_DAY' },
  '3 hari': { count: 3, unit: 'WORKING_DAY' },
  '1 bulan': { count: 1, unit: 'MONTH' },
  '2 bulan': { count: 2, unit: 'MONTH' },
} as const satisfies Record<string, Duration>;
type Limit = keyof typeof LIMITS;

/** WIB unless an offset is given: `2025-02-03 09:00`. */
const instant = (text: string) => new Date(/[Z+]/.test(text) ? text : `${text.replace(' ', 'T')}+07:00`);

type Row = readonly [opened: string, limit: Limit, due: string, why: string];
const DUE: Readonly<Record<string, readonly Row[]>> = {
  'an ordinary week': [
    ['2025-02-03 09:00', '1 hari', '2025-02-04', 'Monday to Tuesday'],
    ['2025-02-03 09:00', '3 hari', '2025-02-06', 'Monday to Thursday'],
    ['2025-02-07 09:00', '1 hari', '2025-02-10', 'Friday to Monday'],
    ['2025-02-06 09:00', '3 hari', '2025-02-11', 'Friday, Monday, Tuesday'],
  ],
  'the hour of opening': [
    ['2025-02-03 00:00', '1 hari', '2025-02-04', 'as Monday begins'],
    ['2025-02-03 00:01', '1 hari', '2025-02-04', 'one minute into Monday'],
    ['2025-02-03 23:59', '1 hari', '2025-02-04', 'one minute before Monday ends'],
    ['2025-02-02T17:30:00Z', '1 hari', '2025-02-04', 'Sunday 17:30 UTC is Monday in WIB'],
    ['2025-02-03T16:59:59Z', '1 hari', '2025-02-04', 'the last second of Monday in WIB'],
    ['2025-02-03T17:00:00Z', '1 hari', '2025-02-05', 'the first second of Tuesday in WIB'],
    ['2025-02-03T17:30:00Z', '1 hari', '2025-02-05', 'Monday 17:30 UTC is Tuesday in WIB'],
    ['2025-02-06T17:30:00Z', '1 hari', '2025-02-10', 'Thursday 17:30 UTC is Friday in WIB'],
  ],
  'opened on a day without work': [
    ['2025-02-08 10:00', '1 hari', '2025-02-10', 'Saturday'],
    ['2025-02-09 23:59', '1 hari', '2025-02-10', 'the last minute of Sunday'],
    ['2025-02-08 10:00', '3 hari', '2025-02-12', 'Saturday; Monday, Tuesday, Wednesday'],
    ['2025-05-01 08:00', '1 hari', '2025-05-02', 'Thursday, labour day'],
    ['2025-09-05 08:00', '1 hari', '2025-09-08', 'Friday, Maulid'],
    ['2025-04-01 08:00', '1 hari', '2025-04-08', 'the second day of Idul Fitri 2025'],
    ['2026-03-22 08:00', '1 hari', '2026-03-25', 'the second day of Idul Fitri 2026, a Sunday'],
  ],
  'Nyepi and Idul Fitri 2025: Friday 28 March to Monday 7 April': [
    ['2025-03-26 15:00', '1 hari', '2025-03-27', 'the last working day before'],
    ['2025-03-27 15:00', '1 hari', '2025-04-08', 'over all eleven days'],
    ['2025-03-26 15:00', '3 hari', '2025-04-09', 'one day before, two after'],
    ['2025-02-28 15:00', '1 bulan', '2025-04-08', '28 March is cuti bersama'],
    ['2025-03-04 15:00', '1 bulan', '2025-04-08', '4 April is cuti bersama'],
    ['2025-03-08 15:00', '1 bulan', '2025-04-08', '8 April is the first working day'],
  ],
  'Nyepi and Idul Fitri 2026: Wednesday 18 to Tuesday 24 March': [
    ['2026-03-17 15:00', '1 hari', '2026-03-25', 'over all seven days'],
    ['2026-03-16 15:00', '3 hari', '2026-03-26', 'one day before, two after'],
    ['2026-02-19 15:00', '1 bulan', '2026-03-25', '19 March is Nyepi'],
  ],
  'Nyepi and Idul Fitri 2024': [
    ['2024-03-08 15:00', '1 hari', '2024-03-13', 'Nyepi on Monday, cuti bersama on Tuesday'],
    ['2024-04-05 15:00', '1 hari', '2024-04-16', 'a whole week and the Monday after it'],
    ['2024-04-05 15:00', '3 hari', '2024-04-18', 'the same, then three days'],
  ],
  'other holidays': [
    ['2025-01-24 09:00', '1 hari', '2025-01-30', 'Isra Mikraj, cuti bersama and Imlek in a row'],
    ['2025-01-24 09:00', '3 hari', '2025-02-03', 'the same, then over a weekend'],
    ['2026-02-13 09:00', '1 hari', '2026-02-18', 'Imlek on Tuesday, cuti bersama on Monday'],
    ['2026-05-13 09:00', '1 hari', '2026-05-18', 'Kenaikan on Thursday, cuti bersama on Friday'],
    ['2026-05-26 09:00', '3 hari', '2026-06-03', 'Idul Adha, Waisak on Sunday, Pancasila on Monday'],
    ['2025-06-05 09:00', '1 hari', '2025-06-10', 'Idul Adha on Friday, cuti bersama on Monday'],
    ['2024-08-16 09:00', '1 hari', '2024-08-19', 'independence day on Saturday takes no working day'],
    ['2024-02-13 09:00', '1 hari', '2024-02-15', 'polling day of the election'],
    ['2024-11-26 09:00', '1 hari', '2024-11-28', 'polling day of the regional elections'],
  ],
  'ends of months': [
    ['2025-01-31 09:00', '1 bulan', '2025-02-28', 'February has no 31st'],
    ['2024-01-31 09:00', '1 bulan', '2024-02-29', 'leap year'],
    ['2024-02-29 09:00', '1 bulan', '2024-04-01', '29 March is Good Friday, 31 March Easter'],
    ['2026-01-31 09:00', '1 bulan', '2026-03-02', '28 February is a Saturday: into the next month'],
    ['2026-01-31 09:00', '2 bulan', '2026-03-31', 'counted from the 31st, not from the clipped 28th'],
    ['2025-03-31 09:00', '1 bulan', '2025-04-30', 'April has no 31st'],
    ['2025-10-31 09:00', '1 bulan', '2025-12-01', '30 November is a Sunday'],
  ],
  'Christmas and the turn of the year': [
    ['2025-12-24 09:00', '1 hari', '2025-12-29', 'cuti bersama after Christmas'],
    ['2025-12-24 09:00', '3 hari', '2025-12-31', 'the last three working days of the year'],
    ['2024-12-24 09:00', '1 hari', '2024-12-27', 'Christmas on Wednesday, cuti bersama on Thursday'],
    ['2026-12-23 09:00', '1 hari', '2026-12-28', 'cuti bersama before Christmas'],
    ['2025-11-25 09:00', '1 bulan', '2025-12-29', 'a month on is Christmas'],
    ['2026-11-24 09:00', '1 bulan', '2026-12-28', 'a month on is the cuti bersama before Christmas'],
    ['2024-12-31 09:00', '1 hari', '2025-01-02', 'new year on Wednesday'],
    ['2025-12-31 23:59', '1 hari', '2026-01-02', 'one minute before the year ends'],
    ['2025-12-31T17:30:00Z', '1 hari', '2026-01-02', 'already new year in WIB'],
    ['2025-12-01 09:00', '1 bulan', '2026-01-02', 'a month on is new year'],
    ['2025-12-31 09:00', '1 bulan', '2026-02-02', 'a month on is a Saturday at the end of January'],
  ],
};

describe.each(Object.entries(DUE))('due date: %s', (_, rows) => {
  test.each(rows)('opened %s, %s: %s (%s)', (opened, limit, due) => {
    expect(dueDate(instant(opened), LIMITS[limit], NOW)).toBe(due);
  });
});

describe('the revision of 7 August 2025', () => {
  test.each<readonly [string, Limit, string, string, string]>([
    ['2025-08-14 09:00', '1 hari', '2025-08-15', '2025-08-15', 'due before the new day'],
    ['2025-08-15 09:00', '1 hari', '2025-08-18', '2025-08-19', 'due on the new day'],
    ['2025-08-14 09:00', '3 hari', '2025-08-19', '2025-08-20', 'counted over the new day'],
    ['2025-08-16 09:00', '1 hari', '2025-08-18', '2025-08-19', 'opened on the Saturday before'],
    ['2025-07-18 09:00', '1 bulan', '2025-08-18', '2025-08-19', 'a month on is the new day'],
    ['2025-07-17 09:00', '1 bulan', '2025-08-18', '2025-08-19', 'a month on is the Sunday before'],
    ['2025-07-16 09:00', '1 bulan', '2025-08-18', '2025-08-19', 'a month on is the Saturday before'],
    ['2025-07-15 09:00', '1 bulan', '2025-08-15', '2025-08-15', 'a month on is the Friday before'],
  ])('opened %s, %s: %s before it, %s after it (%s)', (opened, limit, before, after) => {
    expect(dueDate(instant(opened), LIMITS[limit], BEFORE_REVISION)).toBe(before);
    expect(dueDate(instant(opened), LIMITS[limit], NOW)).toBe(after);
  });

  const friday = { opened: instant('2025-08-15 09:00'), duration: LIMITS['1 hari'] };
  const added = { ...friday, due: '2025-08-18' };
  const withdrawn = { ...friday, due: '2025-08-19' };
  const untouched = { ...friday, opened: instant('2025-08-14 09:00'), due: '2025-08-15' };
  const month = { opened: instant('2025-07-18 09:00'), duration: LIMITS['1 bulan'], due: '2025-08-18' };
  const swapped = new Set([...BEFORE_REVISION, '2025-08-19']);
  test.each<readonly [string, Deadline, ReadonlySet<string>, string, string | null]>([
    ['moves a deadline that is ahead', added, NOW, '2025-08-15 12:00', '2025-08-19'],
    ['moves a deadline on its last day', added, NOW, '2025-08-18 23:59', '2025-08-19'],
    ['moves a deadline in its last instant', added, NOW, '2025-08-19 00:00', '2025-08-19'],
    ['leaves a deadline that is just over', added, NOW, '2025-08-19 00:00:00.001', null],
    ['leaves a deadline that is long over', added, NOW, '2025-10-01 09:00', null],
    ['leaves a deadline that it does not touch', untouched, NOW, '2025-08-15 12:00', null],
    ['moves a deadline of a month', month, NOW, '2025-08-07 12:00', '2025-08-19'],
    ['moves back when withdrawn', withdrawn, BEFORE_REVISION, '2025-08-18 12:00', '2025-08-18'],
    ['makes nobody late when withdrawn after', withdrawn, BEFORE_REVISION, '2025-08-19 09:00', null],
    ['moves on where its date is lost as well', withdrawn, swapped, '2025-08-19 09:00', '2025-08-20'],
  ])('%s', (_, deadline, holidays, at, newDue) => {
    const expected = newDue && { oldDue: deadline.due, newDue };
    expect(recompute(deadline, holidays, instant(at))).toEqual(expected);
  });
});

describe('lateness', () => {
  test.each([
    ['2025-02-07', '2025-02-03 09:00', 0, 'days ahead'],
    ['2025-02-07', '2025-02-07 23:59', 0, 'in the last minute'],
    ['2025-02-07', '2025-02-08 00:00', 0, 'at 24:00'],
    ['2025-02-07', '2025-02-08 00:00:00.001', 1, 'just past 24:00, on a Saturday'],
    ['2025-02-07', '2025-02-09 12:00', 1, 'on the Sunday'],
    ['2025-02-07', '2025-02-10 09:00', 1, 'on the Monday'],
    ['2025-02-07', '2025-02-11 00:00', 1, 'as the Monday ends'],
    ['2025-02-07', '2025-02-11 00:01', 2, 'on the Tuesday'],
    ['2025-02-07', '2025-02-10T17:30:00Z', 2, 'Monday 17:30 UTC is Tuesday in WIB'],
    ['2025-02-07', '2025-02-14 16:00', 5, 'a week on'],
    ['2025-02-07', '2025-02-15 16:00', 5, 'the Saturday after that adds nothing'],
    ['2025-02-07', '2025-02-17 08:00', 6, 'the Monday after that does'],
    ['2025-03-27', '2025-04-03 08:00', 1, 'during Idul Fitri'],
    ['2025-03-27', '2025-04-08 08:00', 1, 'the first working day after Idul Fitri'],
    ['2025-03-27', '2025-04-09 08:00', 2, 'the second'],
    ['2025-12-24', '2026-01-02 08:00', 4, '29, 30, 31 December and 2 January'],
  ])('due %s, done %s: %i (%s)', (due, at, days) => {
    expect(lateness(due, instant(at), NOW)).toBe(days);
  });
});

describe('reminder', () => {
  test.each([
    ['2025-02-04', '2025-02-03', 'the day before'],
    ['2025-02-10', '2025-02-07', 'Monday: the Friday before'],
    ['2025-04-08', '2025-03-27', 'before Nyepi and Idul Fitri'],
    ['2026-03-25', '2026-03-17', 'before Nyepi and Idul Fitri 2026'],
    ['2025-12-29', '2025-12-24', 'before Christmas'],
    ['2026-01-02', '2025-12-31', 'before new year'],
  ])('due %s: %s (%s)', (due, reminder) => {
    expect(reminderDate(due, NOW)).toBe(reminder);
  });
});

describe('the calendar', () => {
  test.each([
    ['2025-01-31', 1, '2025-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2100-01-31', 1, '2100-02-28'],
    ['2025-02-28', 1, '2025-03-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2025-12-15', 1, '2026-01-15'],
    ['2025-12-31', 2, '2026-02-28'],
    ['2025-11-30', 15, '2027-02-28'],
  ])('%s and %i months: %s', (date, n, expected) => {
    expect(addMonths(date, n)).toBe(expected);
  });

  test.each([
    ['2025-02-03', '2025-02-03', 0, 'the same day'],
    ['2025-02-03', '2025-02-07', 4, 'Monday to Friday'],
    ['2025-02-07', '2025-02-09', 0, 'Friday to Sunday'],
    ['2025-02-08', '2025-02-10', 1, 'Saturday to Monday'],
    ['2025-03-27', '2025-04-08', 1, 'over Nyepi and Idul Fitri'],
    ['2025-02-07', '2025-02-03', 0, 'backwards'],
    // Weekdays of the year less the holidays on a weekday: 262 - 24, 261 - 24, 261 - 21.
    ['2023-12-31', '2024-12-31', 238, 'all of 2024'],
    ['2024-12-31', '2025-12-31', 237, 'all of 2025'],
    ['2025-12-31', '2026-12-31', 240, 'all of 2026'],
  ])('working days after %s up to %s: %i (%s)', (from, to, days) => {
    expect(workingDaysBetween(from, to, NOW)).toBe(days);
  });

  test.each([
    ['2025-08-15', true, 'Friday'],
    ['2025-08-16', false, 'Saturday'],
    ['2025-08-17', false, 'Sunday and holiday'],
    ['2025-08-18', false, 'cuti bersama'],
    ['2025-08-19', true, 'Tuesday'],
    ['2024-02-29', true, 'Thursday of a leap year'],
    ['1969-12-31', true, 'Wednesday before the epoch'],
    ['1969-12-28', false, 'Sunday before the epoch'],
  ])('%s works: %s (%s)', (date, works) => {
    expect(isWorkingDay(date, NOW)).toBe(works);
    if (works) expect(nextWorkingDay(date, NOW)).toBe(date);
    else expect(nextWorkingDay(date, NOW) > date).toBe(true);
  });

  test('a date is one in Jakarta, from 00:00 to 24:00 WIB', () => {
    expect(jakartaDate(new Date('2025-02-02T16:59:59.999Z'))).toBe('2025-02-02');
    expect(jakartaDate(new Date('2025-02-02T17:00:00.000Z'))).toBe('2025-02-03');
    expect(endOfDay('2025-02-03')).toEqual(new Date('2025-02-03T17:00:00.000Z'));
    expect(endOfDay('2025-12-31')).toEqual(instant('2026-01-01 00:00'));
  });

  test.each([
    '',
    '2025-2-3',
    '2025-02-30',
    '2025-13-01',
    '2025-02-03T00:00:00Z',
    'besok',
  ])('refuses %j as a date', (date) => {
    expect(() => isWorkingDay(date, NONE)).toThrow(RangeError);
    expect(() => nextWorkingDay(date, NONE)).toThrow(RangeError);
    expect(() => workingDayBefore(date, NONE)).toThrow(RangeError);
    expect(() => addWorkingDays(date, 1, NONE)).toThrow(RangeError);
    expect(() => addMonths(date, 1)).toThrow(RangeError);
    expect(() => workingDaysBetween('2025-02-03', date, NONE)).toThrow(RangeError);
    expect(() => endOfDay(date)).toThrow(RangeError);
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses a limit of %d', (count) => {
    expect(() => addWorkingDays('2025-02-03', count, NONE)).toThrow(RangeError);
    expect(() => addMonths('2025-02-03', count)).toThrow(RangeError);
  });

  test('refuses an instant that is none', () => {
    expect(() => jakartaDate(new Date('besok'))).toThrow(RangeError);
  });
});

describe('the steps of the SOP', () => {
  test('each opened on Monday, 3 February 2025', () => {
    const due = procedureInForce('2026-01-01').steps.map(({ id, standard }) => [
      id,
      dueDate(instant('2025-02-03 09:00'), standard.duration, NOW),
    ]);
    expect(Object.fromEntries(due)).toEqual({
      SUBMIT: '2025-02-04',
      HAND_OVER: '2025-02-04',
      AGREE: '2025-03-03',
      ASSESS: '2025-03-03',
      PROVISION: '2025-03-03',
      DELIVER: '2025-02-04',
      ADOPT: '2025-02-06',
      ACCEPT: '2025-02-04',
      REPORT: null,
    });
  });
});

describe('the holidays', () => {
  test('are one row a day in order, as many as the decrees have', () => {
    const dates = HOLIDAYS.map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].sort());
    const count = (year: string, kind: string) =>
      HOLIDAYS.filter((one) => one.date.startsWith(year) && one.kind === kind && one.source.startsWith('SKB'))
        .length;
    expect(['2024', '2025', '2026'].map((year) => count(year, 'HOLIDAY'))).toEqual([17, 17, 17]);
    expect(['2024', '2025', '2026'].map((year) => count(year, 'COLLECTIVE_LEAVE'))).toEqual([10, 11, 8]);
    expect(HOLIDAYS.filter(({ source }) => source.startsWith('Keppres')).map(({ date }) => date)).toEqual([
      '2024-02-14',
      '2024-11-27',
    ]);
  });

  test('are dates, and cuti bersama falls on weekdays only', () => {
    const weekend = HOLIDAYS.filter(({ date }) => !isWorkingDay(date, NONE));
    // Counted in the annexes: Saturdays and Sundays of each year.
    expect(weekend.map(({ date }) => date)).toEqual([
      ...['2024-02-10', '2024-03-31', '2024-06-01', '2024-07-07', '2024-08-17'],
      ...['2025-03-29', '2025-04-20', '2025-06-01', '2025-08-17'],
      ...['2026-03-21', '2026-03-22', '2026-04-05', '2026-05-31'],
    ]);
    expect(weekend.every(({ kind }) => kind === 'HOLIDAY')).toBe(true);
  });
});
