/**
 * The office calendar. A date is a string `YYYY-MM-DD` of the calendar in Asia/Jakarta, so dates compare and sort as
 * strings; a `Date` is an instant. Functions that take a date throw a RangeError for anything that is not one.
 */

/** Dates without work besides Saturdays and Sundays: public holidays and `cuti bersama`. */
export type Holidays = ReadonlySet<string>;

const DAY = 86_400_000;
/** WIB is UTC+7 in summer as in winter, so no time zone database is needed. */
const WIB = 7 * 3_600_000;

const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** Days since 1 January 1970. */
function dayOf(date: string): number {
  const at = Date.parse(`${date}T00:00:00Z`);
  // `Date.parse` takes 30 February for 2 March, and much else for a date.
  if (Number.isNaN(at) || dateOf(at / DAY) !== date) throw new RangeError(`not a date: ${date}`);
  return at / DAY;
}

/** Weekdays, holidays among them, from a Monday long ago up to and including the day. Closed form. */
function weekdaysUpTo(day: number): number {
  // Day 0 was a Thursday, the fourth day of its week.
  const days = day + 4;
  const weeks = Math.floor(days / 7);
  return weeks * 5 + Math.min(days - weeks * 7, 5);
}

const isWeekday = (day: number) => weekdaysUpTo(day) > weekdaysUpTo(day - 1);

function atLeastOne(count: number): void {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`not a number of days or months: ${count}`);
}

/** The date in Jakarta at an instant. */
export const jakartaDate = (instant: Date): string => dateOf((instant.getTime() + WIB) / DAY);

/** The date at an instant as deadlines count it: 24:00 still belongs to the day that it ends. */
export const dayUnderWay = (instant: Date): string => jakartaDate(new Date(instant.getTime() - 1));

/** 24:00 WIB of the date: the instant at which the next date begins. */
export const endOfDay = (date: string): Date => new Date((dayOf(date) + 1) * DAY - WIB);

/** Monday to Friday, and neither public holiday nor `cuti bersama`. */
export const isWorkingDay = (date: string, holidays: Holidays): boolean =>
  isWeekday(dayOf(date)) && !holidays.has(date);

/** The date itself if it is a working day, otherwise the first one after it. */
export function nextWorkingDay(date: string, holidays: Holidays): string {
  let day = dayOf(date);
  while (!isWorkingDay(dateOf(day), holidays)) day += 1;
  return dateOf(day);
}

/** The last working day strictly before the date. */
export function workingDayBefore(date: string, holidays: Holidays): string {
  let day = dayOf(date) - 1;
  while (!isWorkingDay(dateOf(day), holidays)) day -= 1;
  return dateOf(day);
}

/** The nth working day strictly after the date, n from 1; the date itself need not be one. */
export function addWorkingDays(date: string, n: number, holidays: Holidays): string {
  atLeastOne(n);
  let at = date;
  for (let left = n; left > 0; left -= 1) at = nextWorkingDay(dateOf(dayOf(at) + 1), holidays);
  return at;
}

/** The same day n months on, n from 1, or that month's last day where it has no such day. */
export function addMonths(date: string, n: number): string {
  atLeastOne(n);
  const from = new Date(dayOf(date) * DAY);
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + n + 1, 0));
  lastDay.setUTCDate(Math.min(from.getUTCDate(), lastDay.getUTCDate()));
  return dateOf(lastDay.getTime() / DAY);
}

/** Number of working days strictly after `from` up to and including `to`; 0 if `to` is not after `from`. */
export function workingDaysBetween(from: string, to: string, holidays: Holidays): number {
  const weekdays = weekdaysUpTo(dayOf(to)) - weekdaysUpTo(dayOf(from));
  if (to <= from) return 0;
  const lost = [...holidays].filter((date) => date > from && date <= to && isWeekday(dayOf(date)));
  return weekdays - lost.length;
}
