import { isDate } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import { type Holidays, isWorkingDay, jakartaDate, workingDaysBetween } from '../../calendar.js';
import type { Role } from '../../viewer.js';
import type { DeviationKind } from '../deviations/rules.js';
import { PROCEDURES, procedureOf, STEPS, type StepId, stepOf } from '../procedure.js';
import { CASE_STATUSES, type CaseState, type CaseStatus } from '../state.js';
import { waitsOn } from './inbox.js';

/** Completed attempts at a step that took the same time. */
export interface AttemptGroup {
  readonly step: StepId;
  /** Working days from the date of opening to the date of completion. */
  readonly workingDays: number;
  readonly attempts: number;
  /** Of these, not late. */
  readonly within: number;
  /** Sum of their working days late. */
  readonly lateDays: number;
}

/** An open case with the attempt that is under way. */
export interface WaitingRow {
  readonly number: string;
  readonly title: string;
  readonly agency: string;
  readonly procedure: string;
  readonly state: CaseState;
  readonly attempt: number;
  readonly since: Date;
  readonly dueOn: string | null;
}

/** Counted rows of the cases in question. */
export interface StatisticsRows {
  readonly cases: readonly { readonly status: CaseStatus; readonly step: StepId; readonly count: number }[];
  readonly waiting: readonly WaitingRow[];
  readonly attempts: readonly AttemptGroup[];
  /** Those that are not settled. */
  readonly deviations: readonly {
    readonly chargedTo: Role;
    readonly agency: string;
    readonly kind: DeviationKind;
    readonly count: number;
  }[];
  readonly loops: { readonly rejected: number; readonly contested: number; readonly cases: number };
}

/** What is wrong with a period of two dates, both inclusive and either left out. */
export function periodProblem(from: string | null, to: string | null): Words | null {
  for (const date of [from, to])
    if (date !== null && !isDate(date)) return { id: `Bukan tanggal: ${date}.`, en: `Not a date: ${date}.` };
  if (from === null || to === null || from <= to) return null;
  return {
    id: `Periode berakhir (${to}) sebelum dimulai (${from}).`,
    en: `The period ends (${to}) before it begins (${from}).`,
  };
}

/** The heads' figures. `today` is what `dayUnderWay` says. Pure. */
export function statisticsOf(rows: StatisticsRows, today: string, holidays: Holidays) {
  // Each count walks the table of holidays; cases share few dates.
  const counted = new Map<string, number>();
  const waited = (from: string): number => {
    const days = counted.get(from) ?? workingDaysBetween(from, today, holidays);
    counted.set(from, days);
    return days;
  };
  const open = rows.cases.filter(({ status }) => status === 'OPEN');
  return {
    cases: {
      total: sum(rows.cases),
      byStatus: CASE_STATUSES.filter((status) => status !== 'DRAFT').map((status) => ({
        status,
        count: sum(rows.cases.filter((row) => row.status === status)),
      })),
    },
    byStep: STEPS.map((step, at) => ({
      no: at + 1,
      step,
      count: sum(open.filter((row) => row.step === step)),
    })),
    waiting: rows.waiting.map(({ state, procedure, since, ...row }) => ({
      ...row,
      step: state.step,
      roles: waitsOn(state, procedureOf(procedure)),
      since,
      workingDays: waited(jakartaDate(since)),
      overdue: row.dueOn !== null && row.dueOn < today,
    })),
    waitingTotal: sum(open),
    withinStandard: limitedSteps().map((step) => ({
      no: STEPS.indexOf(step) + 1,
      step,
      ...figuresOf(rows.attempts.filter((group) => group.step === step)),
    })),
    deviations: deviationCounts(rows.deviations),
    loops: rows.loops,
  };
}

const sum = (rows: readonly { readonly count: number }[]): number =>
  rows.reduce((total, { count }) => total + count, 0);

/** Steps that any version of the procedure gives a limit. */
const limitedSteps = (): StepId[] =>
  STEPS.filter((id) => PROCEDURES.some((one) => stepOf(one, id).standard.duration !== null));

function figuresOf(groups: readonly AttemptGroup[]) {
  let [completed, within, totalLateDays] = [0, 0, 0];
  const durations = new Map<number, number>();
  for (const group of groups) {
    completed += group.attempts;
    within += group.within;
    totalLateDays += group.lateDays;
    durations.set(group.workingDays, (durations.get(group.workingDays) ?? 0) + group.attempts);
  }
  const share = completed === 0 ? null : within / completed;
  return { completed, within, share, medianWorkingDays: median(durations), totalLateDays };
}

/** Median of values that occur so many times each; of an even number the mean of the two middle ones, of none null. */
export function median(occurrences: ReadonlyMap<number, number>): number | null {
  const sorted = [...occurrences].sort(([one], [other]) => one - other);
  const total = sorted.reduce((count, [, times]) => count + times, 0);
  if (total === 0) return null;
  const at = (index: number): number => {
    let left = index;
    for (const [value, times] of sorted) {
      if (left < times) return value;
      left -= times;
    }
    return Number.NaN;
  };
  return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2;
}

/**
 * Working days before and on each date from `from` to `to`, counted from some day before: between two of these dates
 * lie as many as their numbers differ by. The store subtracts these where there are too many attempts to read them all.
 */
export function workingDayNumbers(from: string, to: string, holidays: Holidays): number[] {
  const numbers: number[] = [];
  let number = 0;
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    if (isWorkingDay(new Date(at).toISOString().slice(0, 10), holidays)) number += 1;
    numbers.push(number);
  }
  return numbers;
}

function deviationCounts(rows: StatisticsRows['deviations']) {
  const tally = new Map<string, { performer: Role; agency: string } & Record<DeviationKind, number>>();
  for (const { chargedTo, agency, kind, count } of rows) {
    const key = `${chargedTo} ${agency}`;
    const one = tally.get(key) ?? { performer: chargedTo, agency, COMPLETENESS: 0, TIME: 0, OUTPUT: 0 };
    one[kind] += count;
    tally.set(key, one);
  }
  const sorted = [...tally].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([, { performer, agency, COMPLETENESS: completeness, TIME: time, OUTPUT: output }]) => ({
    ...{ performer, agency, completeness, time, output },
    total: completeness + time + output,
  }));
}
