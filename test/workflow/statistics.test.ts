import 'reflect-metadata';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workingDaysBetween } from '../../subgraphs/calendar.js';
import { DEVIATION_KINDS } from '../../subgraphs/workflow/deviations/rules.js';
import {
  type AttemptGroup,
  median,
  periodProblem,
  statisticsOf,
  workingDayNumbers,
} from '../../subgraphs/workflow/oversight/statistics.js';
import { PROCEDURES, STEPS } from '../../subgraphs/workflow/procedure.js';
import { FIRST_STATE } from '../../subgraphs/workflow/state.js';
import { runs } from '../support/runs.js';

const RUNS = { numRuns: runs(500, 10_000) };
const PROCEDURE = PROCEDURES[0]?.number ?? '';
/** 30 March 2026 is a Monday; on Friday, 3 April, nobody works. */
const GOOD_FRIDAY: ReadonlySet<string> = new Set(['2026-04-03']);
const PERFORMERS = ['PRODUCER', 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'] as const;
const AGENCIES = ['dinkes', 'dinsos'] as const;

const DAY = 86_400_000;
const dayNumber = (date: string) => Date.parse(date) / DAY;
const date = fc
  .integer({ min: dayNumber('2026-03-16'), max: dayNumber('2026-05-01') })
  .map((day) => new Date(day * DAY).toISOString().slice(0, 10));
const holidays = fc.uniqueArray(date, { maxLength: 12 }).map((days): ReadonlySet<string> => new Set(days));

describe('the figures', () => {
  const NONE = { rejected: 0, contested: 0, cases: 0 };
  const EMPTY = { cases: [], waiting: [], attempts: [], deviations: [], loops: NONE };

  test('the median of an even number is the mean of the two middle ones', () => {
    expect(median(new Map())).toBeNull();
    expect(median(new Map([[3, 1]]))).toBe(3);
    expect(median(new Map([[10, 1]].concat([[2, 1]]) as [number, number][]))).toBe(6);
    expect(
      median(
        new Map([
          [9, 2],
          [1, 1],
        ]),
      ),
    ).toBe(9);
  });

  test('a period is of existing days, the end not before the beginning', () => {
    expect(periodProblem(null, null)).toBeNull();
    expect(periodProblem('2026-02-28', '2026-02-28')).toBeNull();
    expect(periodProblem('2026-03-01', null)).toBeNull();
    for (const [from, to] of [
      ['2026-02-30', null],
      [null, '2026-2-3'],
      ['2026-03-02', '2026-03-01'],
      ['', null],
    ] as const)
      expect([from, to, periodProblem(from, to)]).toEqual([
        from,
        to,
        { id: expect.any(String), en: expect.any(String) },
      ]);
  });

  test('shares, medians and totals of each step are those of its attempts one by one', () => {
    const attempt = fc.record({
      step: fc.constantFrom(...STEPS),
      workingDays: fc.nat({ max: 12 }),
      late: fc.oneof(fc.constant(0), fc.nat({ max: 5 })),
    });
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 60 }), fc.nat({ max: 9 }), (attempts, cut) => {
        // Groups may repeat: what belongs together is added up.
        const grouped = (some: typeof attempts): AttemptGroup[] =>
          [...new Set(some.map(({ step, workingDays }) => `${step} ${workingDays}`))].map((key) => {
            const same = some.filter(({ step, workingDays }) => `${step} ${workingDays}` === key);
            return {
              step: same[0]?.step ?? 'SUBMIT',
              workingDays: same[0]?.workingDays ?? 0,
              attempts: same.length,
              within: same.filter(({ late }) => late === 0).length,
              lateDays: same.reduce((total, { late }) => total + late, 0),
            };
          });
        const rows = {
          ...EMPTY,
          attempts: [...grouped(attempts.slice(cut)), ...grouped(attempts.slice(0, cut))],
        };
        const { withinStandard } = statisticsOf(rows, '2026-04-01', new Set());
        expect(withinStandard.map(({ step }) => step)).toEqual(STEPS.filter((step) => step !== 'REPORT'));
        for (const { step, no, ...figures } of withinStandard) {
          const mine = attempts.filter((one) => one.step === step);
          const days = mine.map(({ workingDays }) => workingDays).sort((one, other) => one - other);
          const [low, high] = [
            days[Math.ceil(days.length / 2) - 1] ?? 0,
            days[Math.floor(days.length / 2)] ?? 0,
          ];
          const inTime = mine.filter(({ late }) => late < 1).length;
          expect(STEPS[no - 1]).toBe(step);
          expect(figures).toEqual({
            completed: mine.length,
            within: inTime,
            share: mine.length > 0 ? inTime / mine.length : null,
            medianWorkingDays: days.length > 0 ? (low + high) / 2 : null,
            totalLateDays: mine.map(({ late }) => late).reduce((one, other) => one + other, 0),
          });
        }
      }),
      RUNS,
    );
  });

  test('two of the working-day numbers differ by the working days between their dates', () => {
    fc.assert(
      fc.property(date, date, date, holidays, (one, other, third, off) => {
        const [from, middle, to] = [one, other, third].sort() as [string, string, string];
        const numbers = workingDayNumbers(from, to, off);
        const at = (day: string) => numbers[dayNumber(day) - dayNumber(from)] ?? Number.NaN;
        expect(numbers).toHaveLength(dayNumber(to) - dayNumber(from) + 1);
        expect(at(to) - at(middle)).toBe(workingDaysBetween(middle, to, off));
        expect(at(middle) - at(from)).toBe(workingDaysBetween(from, middle, off));
      }),
      RUNS,
    );
  });

  test('cases are counted by status, the open ones by step', () => {
    const rows = {
      ...EMPTY,
      cases: [
        { status: 'OPEN' as const, step: 'AGREE' as const, count: 3 },
        { status: 'OPEN' as const, step: 'ADOPT' as const, count: 2 },
        { status: 'CANCELLED' as const, step: 'AGREE' as const, count: 7 },
      ],
    };
    const figures = statisticsOf(rows, '2026-04-01', new Set());
    expect(figures.cases).toEqual({
      total: 12,
      byStatus: [
        { status: 'OPEN', count: 5 },
        { status: 'CLOSED', count: 0 },
        { status: 'CANCELLED', count: 7 },
        { status: 'REFUSED', count: 0 },
      ],
    });
    expect(figures.byStep.map(({ no, count }) => [no, count])).toEqual(
      STEPS.map((step, at) => [at + 1, { AGREE: 3, ADOPT: 2 }[step as string] ?? 0]),
    );
    expect(figures.waitingTotal).toBe(5);
  });

  test('an open case is shown with its roles, its working days and whether it is overdue', () => {
    const row = {
      ...{ number: '2026-0001', title: 'Puskesmas', agency: 'dinkes', procedure: PROCEDURE, attempt: 2 },
      state: {
        ...FIRST_STATE,
        ...{ status: 'OPEN' as const, step: 'AGREE' as const },
        signatures: { PRODUCER: { accountId: 'somebody', contentHash: '0' } },
      },
      // 30 March 2026, half past midnight in Jakarta.
      since: new Date('2026-03-29T17:30:00Z'),
      dueOn: '2026-04-06',
    };
    const shown = (today: string) =>
      statisticsOf({ ...EMPTY, waiting: [row] }, today, GOOD_FRIDAY).waiting[0];
    expect(shown('2026-04-06')).toEqual({
      ...{ number: '2026-0001', title: 'Puskesmas', agency: 'dinkes', attempt: 2, since: row.since },
      ...{ step: 'AGREE', roles: ['TECHNICAL_TEAM'], dueOn: '2026-04-06' },
      ...{ workingDays: 4, overdue: false },
    });
    expect(shown('2026-04-07')).toMatchObject({ workingDays: 5, overdue: true });
  });

  test('deviations are counted for each performer in each agency by kind', () => {
    const row = fc.record({
      chargedTo: fc.constantFrom(...PERFORMERS),
      agency: fc.constantFrom(...AGENCIES),
      kind: fc.constantFrom(...DEVIATION_KINDS),
      count: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(row), (deviations) => {
        const found = statisticsOf({ ...EMPTY, deviations }, '2026-04-01', new Set()).deviations;
        const pairs = new Set(deviations.map(({ chargedTo, agency }) => `${chargedTo} ${agency}`));
        expect(found.map(({ performer, agency }) => `${performer} ${agency}`)).toEqual([...pairs].sort());
        for (const { performer, agency, completeness, time, output, total } of found) {
          const of = (...kinds: string[]) =>
            deviations
              .filter(
                (one) => one.chargedTo === performer && one.agency === agency && kinds.includes(one.kind),
              )
              .reduce((sum, { count }) => sum + count, 0);
          expect([completeness, time, output, total]).toEqual([
            of('COMPLETENESS'),
            of('TIME'),
            of('OUTPUT'),
            of(...DEVIATION_KINDS),
          ]);
        }
      }),
      RUNS,
    );
  });
});
