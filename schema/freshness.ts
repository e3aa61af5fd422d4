import type { Cadence } from './facts.js';

export const FRESHNESS_STATES = ['FRESH', 'DUE', 'LATE', 'UNKNOWN'] as const;
export type FreshnessState = (typeof FRESHNESS_STATES)[number];

/** How a dataset stands to its promise. Dates are `YYYY-MM-DD` of the calendar in Asia/Jakarta. */
export interface Freshness {
  readonly promised: Cadence | null;
  /** The last day on which the next release keeps the promise; null where no date is promised. */
  readonly dueOn: string | null;
  /** Days since `dueOn`, counted once its grace is over; 0 before. */
  readonly lateDays: number;
  /**
   * `FRESH`: this period has its release. `DUE`: it has none yet, and there is time. `LATE`: the grace is over. `UNKNOWN`:
   * no cadence, or one that promises no date (ONCE, IRREGULAR, MULTI_YEARLY).
   */
  readonly state: FreshnessState;
}

/** Months of a period that months make. */
const MONTHS: Partial<Record<Cadence, number>> = {
  MONTHLY: 1,
  QUARTERLY: 3,
  FOUR_MONTHLY: 4,
  SEMESTERLY: 6,
  YEARLY: 12,
};

/** Days past `dueOn` on which a release is not yet late; a daily one may wait over a weekend. */
export const GRACE_DAYS: Readonly<Partial<Record<Cadence, number>>> = {
  DAILY: 3,
  WEEKLY: 3,
  MONTHLY: 7,
  QUARTERLY: 14,
  FOUR_MONTHLY: 14,
  SEMESTERLY: 30,
  YEARLY: 30,
};

const DAY = 86_400_000;
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/**
 * A cadence promises one release in every calendar period (day, week from Monday, month, quarter of January, …): the next
 * one is due by the last day of the period after that of the last release, whenever in its period that came, and late
 * once `GRACE_DAYS` more have passed. `lastOn` is the date of the last release, of the hand-over where there is none.
 */
export function freshness(cadence: Cadence | null, lastOn: string, today: string): Freshness {
  const own = cadence && lastDay(cadence, dayOf(lastOn), 0);
  const due = cadence && lastDay(cadence, dayOf(lastOn), 1);
  if (own === null || due === null || cadence === null)
    return { promised: cadence, dueOn: null, lateDays: 0, state: 'UNKNOWN' };
  const now = dayOf(today);
  const late = now > due + (GRACE_DAYS[cadence] ?? 0);
  return {
    promised: cadence,
    dueOn: dateOf(due),
    lateDays: late ? now - due : 0,
    state: late ? 'LATE' : now > own ? 'DUE' : 'FRESH',
  };
}

/** Last day of the period in which `day` lies, or of the `later`th after it; null where the cadence has no periods. */
function lastDay(cadence: Cadence, day: number, later: number): number | null {
  if (cadence === 'DAILY') return day + later;
  // Day 0 was a Thursday: its week began on day -3.
  if (cadence === 'WEEKLY') return (Math.floor((day + 3) / 7) + 1 + later) * 7 - 4;
  const months = MONTHS[cadence];
  if (months === undefined) return null;
  const date = new Date(day * DAY);
  const month = (date.getUTCFullYear() - 2000) * 12 + date.getUTCMonth();
  return Date.UTC(2000, (Math.floor(month / months) + 1 + later) * months, 0) / DAY;
}
