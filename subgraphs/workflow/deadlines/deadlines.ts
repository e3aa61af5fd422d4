import {
  addMonths,
  addWorkingDays,
  endOfDay,
  type Holidays,
  jakartaDate,
  nextWorkingDay,
  workingDayBefore,
  workingDaysBetween,
} from '../../calendar.js';
import type { Standard } from '../procedure.js';

export type Duration = NonNullable<Standard['duration']>;

/** A deadline as it is stored. */
export interface Deadline {
  /** When the attempt at the step was opened. */
  readonly opened: Date;
  readonly duration: Duration;
  /** The date at whose end the step is due. */
  readonly due: string;
}

/** What a changed holiday table does to a deadline; dates. */
export interface Move {
  readonly oldDue: string;
  readonly newDue: string;
}

/** Exactly 24:00 is still in time. */
const isOver = (due: string, at: Date): boolean => at > endOfDay(due);

function dueOf(opened: Date, { count, unit }: Duration, holidays: Holidays): string {
  const date = jakartaDate(opened);
  if (unit === 'WORKING_DAY') return addWorkingDays(date, count, holidays);
  return nextWorkingDay(addMonths(date, count), holidays);
}

/**
 * The date at whose end (24:00 WIB) a step is due; null for a step without a limit. `Hari`: the Nth working day
 * strictly after the date on which the step opened, whatever the hour. `Bulan`: the same day N months on, clipped to
 * the month's end, moved to the next working day.
 */
export const dueDate = (opened: Date, duration: Duration | null, holidays: Holidays): string | null =>
  duration && dueOf(opened, duration, holidays);

/**
 * Working days by which the deadline has been passed at the instant: 0 in time, otherwise at least 1. The working day
 * under way counts. A Saturday right after the due date is late by 1 too, although no working day has begun since.
 */
export function lateness(due: string, at: Date, holidays: Holidays): number {
  if (!isOver(due, at)) return 0;
  // As with the due date, 24:00 belongs to the day that it ends.
  const date = jakartaDate(new Date(at.getTime() - 1));
  return Math.max(1, workingDaysBetween(due, date, holidays));
}

/**
 * The date on which to remind of a deadline: the working day before it. With a step of one day this is the date on
 * which the step opened, or even an earlier one if that was no working day.
 */
export const reminderDate = (due: string, holidays: Holidays): string => workingDayBefore(due, holidays);

/**
 * What becomes of a deadline when the holiday table changes at the instant; null if it stays. A deadline that is over
 * stays for good. Nor does a change make anybody late: where the new table puts the deadline into the past, it keeps
 * its date, or takes the next working day if that is one no more. The old table is not needed: the stored date is
 * what it gave, so a change that was missed is made up for by the next one.
 */
export function recompute({ opened, duration, due }: Deadline, holidays: Holidays, at: Date): Move | null {
  if (isOver(due, at)) return null;
  const byRule = dueOf(opened, duration, holidays);
  const newDue = isOver(byRule, at) ? nextWorkingDay(due, holidays) : byRule;
  return newDue === due ? null : { oldDue: due, newDue };
}
