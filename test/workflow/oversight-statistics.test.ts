import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../subgraphs/viewer.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { lookInto } from './case-over-http.js';
import { type Attempt, insertCase, insertMany } from './stored-case.js';

let hub: TestHub;
let accountId: string;
beforeAll(async () => {
  hub = await bootHub('demo');
  accountId = await lookInto(hub, async (sql) => {
    await sql`insert into agencies (slug, name) values ('uji', 'Dinas Uji'), ('coba', 'Dinas Coba')`;
    const [row] = await sql`select id from accounts where username = 'pengelola'`;
    return row?.['id'] as string;
  });
});
afterAll(() => hub[Symbol.asyncDispose]());

interface Figures {
  readonly cases: { total: number; byStatus: { status: string; count: number }[] };
  readonly byStep: { no: number; step: string; count: number }[];
  readonly waiting: {
    number: string;
    step: string;
    roles: Role[];
    workingDays: number;
    dueOn: string | null;
    overdue: boolean;
  }[];
  readonly waitingTotal: number;
  readonly withinStandard: {
    step: string;
    completed: number;
    within: number;
    share: number | null;
    medianWorkingDays: number | null;
    totalLateDays: number;
  }[];
  readonly deviations: { performer: Role; agency: string; time: number; output: number; total: number }[];
  readonly loops: { rejected: number; contested: number; cases: number };
}

const ask = (caller: Caller, scope: { from?: string; to?: string; agency?: string } = {}) =>
  caller.query<{ procedureStatistics: Figures }>(
    `query ($from: String, $to: String, $agency: ID) {
      procedureStatistics(from: $from, to: $to, agency: $agency) {
        cases { total byStatus { status count } }
        byStep { no step count }
        waiting { number step roles workingDays dueOn overdue }
        waitingTotal
        withinStandard { step completed within share medianWorkingDays totalLateDays }
        deviations { performer agency time output total }
        loops { rejected contested cases }
      }
    }`,
    scope,
  );

async function figures(scope: { from?: string; to?: string; agency?: string } = {}): Promise<Figures> {
  const answer = await ask(await hub.official('kepala.dinas'), scope);
  if (answer.errors.length > 0 || !answer.data) throw new Error(answer.text);
  return answer.data.procedureStatistics;
}

describe('statistics', () => {
  test('are for the technical team and the heads', async () => {
    for (const user of ['tim.teknis', 'kepala.bidang', 'kepala.dinas'])
      expect((await ask(await hub.official(user))).errors).toEqual([]);
    for (const caller of [
      await hub.official('produsen.dinkes'),
      await hub.official('pengguna'),
      await hub.official('pengelola'),
      hub.key(),
    ]) {
      const answer = await ask(caller);
      expect(answer.data).toEqual({ procedureStatistics: null });
      expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    }
  });

  test('a date that does not exist is refused, and so is an agency', async () => {
    const codeOf = async (scope: { from?: string; to?: string; agency?: string }) =>
      (await ask(await hub.official('kepala.dinas'), scope)).errors[0]?.extensions.code;
    expect(await codeOf({ from: '2025-02-29' })).toBe('DATE_REFUSED');
    expect(await codeOf({ to: '1 Mei 2025' })).toBe('DATE_REFUSED');
    expect(await codeOf({ from: '2025-05-02', to: '2025-05-01' })).toBe('DATE_REFUSED');
    expect(await codeOf({ from: '0001-01-01', to: '9999-12-31' })).toBeUndefined();
    expect(await codeOf({ agency: 'tidakAda' })).toBe('NOT_FOUND');
  });

  test('the period takes cases by the date in Jakarta on which they were first submitted', async () => {
    await lookInto(hub, async (sql) => {
      // The last second of 31 March and the first of 1 April; and one that was submitted twice.
      await insertCase(sql, accountId, 'coba', { status: 'OPEN', step: 'AGREE' }, '2025-03-31T16:59:59Z');
      await insertCase(sql, accountId, 'coba', { status: 'CLOSED', step: 'REPORT' }, '2025-03-31T17:00:00Z');
      const { id } = await insertCase(sql, accountId, 'coba', { status: 'REFUSED' }, '2025-03-30T03:00:00Z');
      await sql`
        insert into case_events (case_id, version, action, from_step, to_step, outside_sop, actor_role, facts, at)
        values (${id}, 7, 'SUBMIT', 'SUBMIT', 'SUBMIT', false, 'PRODUCER', '{}', '2025-04-20T03:00:00Z')`;
      // Neither a draft that was returned nor one that was cancelled before any submission.
      await insertCase(sql, accountId, 'coba', { status: 'DRAFT' }, '2025-03-31T03:00:00Z');
      await insertCase(sql, accountId, 'coba', { status: 'CANCELLED' }, null);
    });
    const statuses = async (from?: string, to?: string) => {
      const { cases } = await figures({ agency: 'coba', ...(from && { from }), ...(to && { to }) });
      const found = cases.byStatus.flatMap(({ status, count }) => Array(count).fill(status) as string[]);
      expect(found).toHaveLength(cases.total);
      return found;
    };
    expect(await statuses()).toEqual(['OPEN', 'CLOSED', 'REFUSED']);
    expect(await statuses('2025-03-31', '2025-03-31')).toEqual(['OPEN']);
    expect(await statuses('2025-04-01')).toEqual(['CLOSED']);
    expect(await statuses(undefined, '2025-03-30')).toEqual(['REFUSED']);
    expect(await statuses('2025-04-02')).toEqual([]);
  });

  test('attempts, deviations and loops are counted as they stand in the store', async () => {
    const done = (attempt: number, completed: string, late: number): Attempt => ({
      ...{ step: 'ADOPT', attempt, chargedTo: 'PRODUCER', opened: '2025-07-07T02:00:00Z', due: '2025-07-10' },
      ...{ completed, late },
    });
    await lookInto(hub, async (sql) => {
      const { id } = await insertCase(
        sql,
        accountId,
        'uji',
        { status: 'CLOSED', step: 'REPORT' },
        '2025-07-01T02:00:00Z',
        // 7 July 2025 is a Monday: 2, 5 and 8 working days.
        [
          done(1, '2025-07-09T02:00:00Z', 0),
          done(2, '2025-07-14T02:00:00Z', 2),
          done(3, '2025-07-17T02:00:00Z', 5),
          {
            step: 'REPORT',
            chargedTo: 'TECHNICAL_TEAM',
            opened: '2025-07-18T02:00:00Z',
            due: null,
            completed: '2025-07-21T02:00:00Z',
          },
        ],
        ['REJECT', 'REJECT', 'CONTEST'],
      );
      const deviation = (attempt: number, kind: string, status: string) => sql`
        insert into deviations (case_id, step, attempt, kind, charged_to, status, opened_at, facts)
        values (${id}, 'ADOPT', ${attempt}, ${kind}, 'PRODUCER', ${status}, now(), '{}')`;
      await deviation(2, 'TIME', 'CORRECTED');
      await deviation(3, 'TIME', 'RETURNED');
      await deviation(1, 'OUTPUT', 'OPEN');
      await deviation(3, 'OUTPUT', 'ACCEPTED');
    });
    const july = await figures({ agency: 'uji', from: '2025-07-01', to: '2025-07-31' });
    expect(july.withinStandard.find(({ step }) => step === 'ADOPT')).toEqual({
      // The lateness of attempt 2 was corrected as a wrong record.
      ...{ step: 'ADOPT', completed: 3, within: 2, share: 2 / 3, medianWorkingDays: 5, totalLateDays: 5 },
    });
    expect(july.withinStandard.map(({ step }) => step)).not.toContain('REPORT');
    expect(july.withinStandard.find(({ step }) => step === 'DELIVER')).toMatchObject({
      ...{ completed: 0, share: null, medianWorkingDays: null },
    });
    expect(july.deviations).toEqual([{ performer: 'PRODUCER', agency: 'uji', time: 1, output: 1, total: 2 }]);
    expect(july.loops).toEqual({ rejected: 2, contested: 1, cases: 1 });
    const june = await figures({ agency: 'uji', from: '2025-06-01', to: '2025-06-30' });
    expect([june.deviations, june.loops]).toEqual([[], { rejected: 0, contested: 0, cases: 0 }]);
  });

  test('the whole agrees with plain counts of the store', async () => {
    const all = await figures();
    const counts = await lookInto(hub, async (sql) => {
      const steps = await sql`select step, count(*)::int as n from cases where status = 'OPEN' group by step`;
      const [done] = await sql`
        select count(*)::int as n, sum(late_days)::int as late from case_steps
        where completed_at is not null and due_on is not null`;
      const [wrong] = await sql`
        select coalesce(sum(s.late_days), 0)::int as late from case_steps s
        join deviations d using (case_id, step, attempt) where d.kind = 'TIME' and d.status = 'CORRECTED'`;
      const [open] = await sql`
        select count(*)::int as n from deviations where status in ('OPEN', 'ACCOUNTED', 'RETURNED')`;
      return { steps: Object.fromEntries(steps.map(({ step, n }) => [step, n])), done, wrong, open };
    });
    expect(
      Object.fromEntries(all.byStep.flatMap(({ step, count }) => (count ? [[step, count]] : []))),
    ).toEqual(counts.steps);
    const sum = (values: number[]) => values.reduce((one, other) => one + other, 0);
    expect(sum(all.withinStandard.map(({ completed }) => completed))).toBe(counts.done?.['n']);
    expect(sum(all.withinStandard.map(({ totalLateDays }) => totalLateDays))).toBe(
      counts.done?.['late'] - counts.wrong?.['late'],
    );
    expect(sum(all.deviations.map(({ total }) => total))).toBe(counts.open?.['n']);
    expect(all.waitingTotal).toBe(all.waiting.length);
    expect(all.waiting.find(({ step }) => step === 'AGREE')?.roles).toEqual(['TECHNICAL_TEAM', 'PRODUCER']);
  });

  test('what is cut shows that it is cut', async () => {
    await lookInto(hub, (sql) => insertMany(sql, accountId, 'coba', 1100));
    const found = await figures({ agency: 'coba', from: '2025-01-01', to: '2025-01-31' });
    expect(found.waitingTotal).toBe(1100);
    expect(found.waiting).toHaveLength(1000);
    expect(found.waiting[0]).toMatchObject({
      dueOn: '2099-01-02',
      overdue: false,
      roles: ['TECHNICAL_TEAM'],
    });
  });
});
