import { randomUUID } from 'node:crypto';
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
    await sql`insert into agencies (slug, name) values ('uji', 'Dinas Uji')`;
    const [row] = await sql`select id from accounts where username = 'pengelola'`;
    return row?.['id'] as string;
  });
});
afterAll(() => hub[Symbol.asyncDispose]());

interface Item {
  readonly kind: string;
  readonly case: string | null;
  readonly dataset: string | null;
  readonly title: string;
  readonly step: string | null;
  readonly role: Role;
  readonly since: string;
  readonly dueOn: string | null;
  readonly overdue: boolean;
  readonly reminder: boolean;
  readonly deviation: string | null;
  readonly report: string | null;
}

async function inboxOf(
  caller: Caller,
  first?: number,
  skip?: number,
): Promise<{ items: Item[]; total: number }> {
  const answer = await caller.query<{ inbox: Item[]; inboxTotal: number }>(
    `query ($first: Int, $skip: Int) {
      inbox(first: $first, skip: $skip) {
        kind case dataset title step role since dueOn overdue reminder deviation report
      }
      inboxTotal
    }`,
    { first, skip },
  );
  if (answer.errors.length > 0 || !answer.data) throw new Error(answer.text);
  return { items: answer.data.inbox, total: answer.data.inboxTotal };
}

/** Kind and role of what waits on an official about a case. */
const about = async (user: string, number: string): Promise<string[]> => {
  const { items } = await inboxOf(await hub.official(user));
  return items.filter((one) => one.case === number).map(({ kind, role }) => `${kind} ${role}`);
};

describe('inbox', () => {
  test('holds what the demo has left to do, for whom it is', async () => {
    const seen = async (user: string, kind: string) => {
      const { items } = await inboxOf(await hub.official(user));
      return items.filter((one) => one.kind === kind).map(({ dataset, step, role }) => [dataset, step, role]);
    };
    const agreeing = ['dinsos_bantuanPangan', 'AGREE'];
    expect(await seen('tim.teknis', 'CASE')).toContainEqual([...agreeing, 'TECHNICAL_TEAM']);
    expect(await seen('produsen.dinsos', 'CASE')).toEqual([[...agreeing, 'PRODUCER']]);
    expect(await seen('produsen.dispendik', 'CASE')).toEqual([
      ['dispendik_sekolahDasar', 'ADOPT', 'PRODUCER'],
    ]);
    expect(await seen('produsen.dinkes', 'CASE')).toEqual([]);
  });

  test('is empty for a consumer, the operator and every service key', async () => {
    for (const caller of [
      await hub.official('pengguna'),
      await hub.official('pengelola'),
      hub.key(),
      hub.key('Sistem Dinas Kesehatan'),
    ])
      expect(await inboxOf(caller)).toEqual({ items: [], total: 0 });
  });

  test('does not exist for anonymous callers', async () => {
    const answers = await Promise.all(
      ['inbox { kind }', 'inboxTotal', 'procedureStatistics { waitingTotal }'].map((field) =>
        hub.anonymous.query(`{ ${field} }`),
      ),
    );
    const never = await hub.anonymous.query('{ thereIsNoSuchField { kind } }');
    for (const { data, errors } of answers) {
      expect(data ?? null).toBeNull();
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(
        never.errors.map(({ extensions }) => extensions.code),
      );
    }
  });

  test('an overdue step waits on its performer and on the superior, until it is completed', async () => {
    const late: Attempt = {
      step: 'ASSESS',
      chargedTo: 'TECHNICAL_TEAM',
      opened: '2025-05-05T02:00:00Z',
      due: '2025-06-05',
    };
    const { id, number } = await lookInto(hub, (sql) =>
      insertCase(sql, accountId, 'uji', { status: 'OPEN', step: 'ASSESS' }, '2025-05-01T02:00:00Z', [late]),
    );
    const step = { case: number, dataset: null, title: `Uji ${number}`, step: 'ASSESS', dueOn: '2025-06-05' };
    const { items } = await inboxOf(await hub.official('tim.teknis'));
    expect(items.find((one) => one.case === number && one.kind === 'CASE')).toEqual({
      ...{ ...step, kind: 'CASE', role: 'TECHNICAL_TEAM', since: '2025-05-05T02:00:00.000Z' },
      ...{ overdue: true, reminder: false, deviation: null, report: null },
    });
    const head = await inboxOf(await hub.official('kepala.bidang'));
    expect(head.items.find((one) => one.case === number && one.kind === 'OVERDUE')).toEqual({
      ...{ ...step, kind: 'OVERDUE', role: 'DIVISION_HEAD', since: '2025-06-05T17:00:00.000Z' },
      ...{ overdue: true, reminder: false, deviation: null, report: null },
    });
    expect(await about('kepala.dinas', number)).toEqual([]);
    await lookInto(hub, async (sql) => {
      await sql`update case_steps set completed_at = now(), late_days = 9 where case_id = ${id}`;
      await sql`update cases set status = 'CLOSED', state = state || '{"status":"CLOSED"}' where id = ${id}`;
    });
    for (const user of ['tim.teknis', 'kepala.bidang'])
      expect((await about(user, number)).filter((one) => !one.startsWith('DEVIATION'))).toEqual([]);
  });

  test('a draft is its own producer’s alone', async () => {
    const { number } = await lookInto(hub, (sql) =>
      insertCase(sql, accountId, 'dinkes', { status: 'DRAFT' }, null),
    );
    expect(await about('produsen.dinkes', number)).toEqual(['CASE PRODUCER']);
    for (const user of ['produsen.dinsos', 'tim.teknis', 'kepala.bidang', 'kepala.dinas'])
      expect(await about(user, number)).toEqual([]);
  });

  test('a waiver, a report and a release request wait until they are answered', async () => {
    const { id, number } = await lookInto(hub, (sql) =>
      insertCase(
        sql,
        accountId,
        'dinkes',
        { status: 'OPEN', incomplete: true, attempts: { SUBMIT: 1 } },
        '2025-05-01T02:00:00Z',
        [{ step: 'SUBMIT', chargedTo: 'DEPARTMENT_HEAD', opened: '2025-05-01T02:00:00Z', due: null }],
      ),
    );
    expect(await about('kepala.bidang', number)).toEqual(['WAIVER DIVISION_HEAD']);
    expect(await about('kepala.dinas', number)).toEqual([]);

    await lookInto(
      hub,
      (sql) => sql`
        insert into case_reports (case_id, kind, version, role, agency, sent_at) values
          (${id}, 'INTEGRATION_REPORT', 1, 'PRODUCER', 'dinkes', '2025-05-02T02:00:00Z'),
          (${id}, 'INTEGRATION_REPORT', 1, 'DIVISION_HEAD', null, '2025-05-02T02:00:00Z')`,
    );
    expect(await about('kepala.bidang', number)).toEqual(['WAIVER DIVISION_HEAD', 'REPORT DIVISION_HEAD']);
    expect(await about('produsen.dinkes', number)).toEqual(['REPORT PRODUCER']);
    expect(await about('produsen.dinsos', number)).toEqual([]);
    await lookInto(hub, (sql) => sql`update case_reports set acknowledged_at = now() where case_id = ${id}`);
    expect(await about('produsen.dinkes', number)).toEqual([]);

    const requests = async (user: string) => {
      const { items } = await inboxOf(await hub.official(user));
      return items
        .filter(({ kind }) => kind === 'RELEASE_REQUEST')
        .map(({ dataset, role }) => [dataset, role]);
    };
    const before = await requests('kepala.bidang');
    await lookInto(
      hub,
      (sql) => sql`
        insert into publications (dataset_id, case_id, released, requested_by, requested_at)
        select id, case_id, false, ${accountId}, now() from datasets where agency = 'dispendik'
        on conflict (dataset_id) do update set released = false, decided_at = null, decided_by = null`,
    );
    expect(await requests('kepala.bidang')).toEqual([...before, ['dispendik_sekolahDasar', 'DIVISION_HEAD']]);
    expect(await requests('kepala.dinas')).toEqual([]);
    await lookInto(
      hub,
      (sql) => sql`update publications set decided_at = now() where dataset_id in
        (select id from datasets where agency = 'dispendik')`,
    );
    expect(await requests('kepala.bidang')).toEqual(before);
  });

  test('a deviation waits on the performer, then on the superior', async () => {
    const [id, number] = await lookInto(hub, async (sql) => {
      const made = await insertCase(
        sql,
        accountId,
        'dinkes',
        { status: 'CLOSED', step: 'REPORT' },
        '2025-05-01T02:00:00Z',
      );
      const deviation = randomUUID();
      await sql`
        insert into deviations (id, case_id, step, attempt, kind, charged_to, status, opened_at, facts)
        values (${deviation}, ${made.id}, 'ADOPT', 1, 'OUTPUT', 'PRODUCER', 'OPEN', '2025-05-03T02:00:00Z', '{}')`;
      return [deviation, made.number] as const;
    });
    const { items } = await inboxOf(await hub.official('produsen.dinkes'));
    expect(items.filter((one) => one.case === number)).toMatchObject([
      { kind: 'DEVIATION', step: 'ADOPT', deviation: id, since: '2025-05-03T02:00:00.000Z', dueOn: null },
    ]);
    expect(await about('kepala.bidang', number)).toEqual([]);
    await lookInto(
      hub,
      (sql) => sql`
        update deviations set status = 'ACCOUNTED', accounted_by = ${accountId}, accounted_at = now() where id = ${id}`,
    );
    expect(await about('produsen.dinkes', number)).toEqual([]);
    expect(await about('kepala.bidang', number)).toEqual(['DEVIATION DIVISION_HEAD']);
    // Whoever wrote the account does not judge it.
    await lookInto(
      hub,
      (sql) => sql`
        update deviations set accounted_by = (select id from accounts where username = 'kepala.bidang')
        where id = ${id}`,
    );
    expect(await about('kepala.bidang', number)).toEqual([]);
  });

  test('what is cut shows that it is cut', async () => {
    const team = await hub.official('tim.teknis');
    const before = await inboxOf(team);
    await lookInto(hub, (sql) => insertMany(sql, accountId, 'uji', 1100));
    const whole = await inboxOf(team);
    expect(whole.total).toBe(before.total + 1100);
    expect(whole.items).toHaveLength(1000);
    const rest = await inboxOf(team, 1000, 1000);
    expect(rest.items).toHaveLength(whole.total - 1000);
    expect((await inboxOf(team, 3, 2)).items).toEqual(whole.items.slice(2, 5));
    for (const [first, skip, code] of [
      [1001, 0, 'LIMIT_EXCEEDED'],
      [1, -1, 'BAD_USER_INPUT'],
    ] as const) {
      const { errors } = await team.query(`{ inbox(first: ${first}, skip: ${skip}) { kind } }`);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    }
  });
});
