import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  attemptIn,
  column,
  KODE,
  type Office,
  onFile,
  openOffice,
  refusedBy,
  structure,
} from '../sop/office.js';
import type { Caller } from '../support/hub.js';
import { act, draft, lookInto, type Stage } from './case-over-http.js';

let office: Office;
beforeAll(async () => {
  office = await openOffice('2026-08-06 09:00');
});
afterAll(() => office[Symbol.asyncDispose]());

const DECREE = 'SKB ilustrasi 1/2026 (11 Agustus 2026)';
const DAY = {
  date: '2026-08-18',
  kind: 'COLLECTIVE_LEAVE',
  name: 'Proklamasi Kemerdekaan',
  source: DECREE,
  reason: 'SKB diubah',
};

const set = (caller: Caller, changes: Partial<typeof DAY> = {}) =>
  caller.query<{ setHoliday: { movedDeadlines: number } } | null>(
    `mutation ($date: String!, $kind: HolidayKind!, $name: String!, $source: String!, $reason: String!) {
      setHoliday(date: $date, kind: $kind, name: $name, source: $source, reason: $reason) { movedDeadlines }
    }`,
    { ...DAY, ...changes },
  );
const remove = (caller: Caller, date: string, reason = 'SKB dicabut') =>
  caller.query<{ removeHoliday: { movedDeadlines: number } } | null>(
    `mutation ($date: String!, $reason: String!) {
      removeHoliday(date: $date, reason: $reason) { movedDeadlines }
    }`,
    { date, reason },
  );

/** Everything that a change of the table may touch, as text to be compared. */
const table = () =>
  lookInto(office.hub, async (sql) =>
    JSON.stringify([
      await sql`select * from holidays order by date`,
      await sql`select * from holiday_changes order by id`,
      await sql`select * from case_steps order by case_id, step, attempt`,
      await sql`select * from deadline_moves order by change_id, case_id, step`,
    ]),
  );

const moves = () =>
  lookInto(
    office.hub,
    (sql) => sql<{ number: string; step: string; oldDue: string; newDue: string }[]>`
      select c.number, m.step, m.old_due::text as "oldDue", m.new_due::text as "newDue"
      from deadline_moves m join cases c on c.id = m.case_id order by m.change_id, c.number`,
  ).then((rows) => rows.map(({ number, step, oldDue, newDue }) => ({ number, step, oldDue, newDue })));

/** A case that the producer hands over next. */
async function disposed(title: string): Promise<Stage> {
  const submitted = await act(office.producer, 'submitCase', await draft(office.producer, title));
  return act(office.departmentHead, 'issueDisposition', submitted);
}
const dueOf = async (stage: Stage, step: string) => attemptIn(await onFile(office.team, stage), step).dueOn;

describe('the table of holidays', () => {
  test('is read by everybody who signs in: the 82 days of the SKB 2024 to 2026', async () => {
    const reader = await office.hub.official('pengguna');
    const callers = [
      reader,
      office.consumer,
      office.producer,
      office.team,
      office.divisionHead,
      office.admin,
    ];
    for (const caller of callers) {
      if (caller === reader)
        await lookInto(
          office.hub,
          (sql) => sql`update sessions set expires_at = '2099-01-01', last_seen_at = '2099-01-01'`,
        );
      const answer = await caller.query<Record<string, { date: string; source: string }[]>>(
        '{ all: holidays { date source } y24: holidays(year: 2024) { date } y26: holidays(year: 2026) { date } }',
      );
      const { all, y24, y26 } = answer.data ?? {};
      expect([all?.length, y24?.length, y26?.length], answer.text).toEqual([82, 29, 25]);
      expect(new Set(all?.map(({ date }) => date)).size).toBe(82);
      expect(all).toContainEqual({
        date: '2026-03-24',
        source: expect.stringContaining('SKB Menag 1497/2025'),
      });
    }
  });

  test('does not exist for the public', async () => {
    const never = await office.hub.anonymous.query('{ tidakPernahAda { date } }');
    const answer = await office.hub.anonymous.query('{ holidays { date } }');
    expect(refusedBy(answer)).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    expect(answer.text).toBe(never.text.replaceAll('tidakPernahAda', 'holidays'));
  });

  test('is changed by ADMIN alone', async () => {
    const before = await table();
    const others = [
      office.producer,
      office.team,
      office.divisionHead,
      office.departmentHead,
      office.consumer,
      office.hub.key('Sistem Dinas Kesehatan'),
    ];
    for (const caller of others)
      for (const answer of [await set(caller), await remove(caller, '2026-08-17')])
        expect(refusedBy(answer)).toEqual([403, 'FORBIDDEN']);
    for (const answer of [await set(office.hub.anonymous), await remove(office.hub.anonymous, '2026-08-17')])
      expect(refusedBy(answer)).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    expect(await table()).toBe(before);
  });

  test.each<[string, Partial<typeof DAY>, number, string]>([
    ['a date that has passed', { date: '2026-08-05' }, 400, 'DATE_REFUSED'],
    ['30 February', { date: '2027-02-30' }, 400, 'DATE_REFUSED'],
    ['30 February of this year', { date: '2026-02-30' }, 400, 'DATE_REFUSED'],
    ['a date in other words', { date: '18 Agustus 2026' }, 400, 'DATE_REFUSED'],
    ['a moment', { date: '2026-08-18T00:00:00Z' }, 400, 'DATE_REFUSED'],
    ['no date', { date: '' }, 400, 'DATE_REFUSED'],
    ['no name', { name: ' ' }, 400, 'REASON_REQUIRED'],
    ['no decree', { source: '' }, 400, 'REASON_REQUIRED'],
    ['no reason', { reason: '\t' }, 400, 'REASON_REQUIRED'],
    ['a name that cannot be stored', { name: 'a\0b' }, 400, 'BAD_USER_INPUT'],
    ['a kind that there is not', { kind: 'WEEKEND' }, 400, 'BAD_USER_INPUT'],
  ])('is not changed by %s', async (_, changes, status, code) => {
    const before = await table();
    expect(refusedBy(await set(office.admin, changes))).toEqual([status, code]);
    const { date, reason } = { ...DAY, ...changes };
    if (changes.date !== undefined || changes.reason !== undefined)
      expect(refusedBy(await remove(office.admin, date, reason))).toEqual([status, code]);
    expect(await table()).toBe(before);
  });
});

describe('a decree in the middle of the year', () => {
  let soon: Stage;
  let month: Stage;
  let overdue: Stage;
  let done: Stage;

  test('moves the deadlines that are not yet due, and records old and new', async () => {
    // Due a month on, on Tuesday 18 August; Monday 17 August is a holiday anyway.
    office.moveTo('2026-07-17 09:00');
    month = await disposed('Sebulan');
    month = await act(office.producer, 'handOver', month, {
      definition: structure('sebulan', KODE, column('nilai', 'INTEGER')),
    });
    overdue = await disposed('Terlambat');
    office.moveTo('2026-08-14 09:00');
    done = await disposed('Selesai');
    done = await act(office.producer, 'handOver', done, {
      definition: structure('selesai', KODE, column('nilai', 'INTEGER')),
    });
    soon = await disposed('Sehari');
    expect([await dueOf(soon, 'HAND_OVER'), await dueOf(month, 'AGREE')]).toEqual([
      '2026-08-18',
      '2026-08-18',
    ]);
    expect(await dueOf(done, 'HAND_OVER')).toBe('2026-08-18');
    // By its opening it would be due on 18 August too, by its date it is over: the date counts.
    await lookInto(
      office.hub,
      (sql) => sql`
        update case_steps set opened_at = '2026-08-14' where completed_at is null and case_id = (
          select id from cases where number = ${overdue.number})`,
    );
    const due = await dueOf(overdue, 'HAND_OVER');
    expect(due).toBe('2026-07-20');

    const answer = await set(office.admin);
    expect(answer.data, answer.text).toEqual({ setHoliday: { movedDeadlines: 2 } });
    expect([await dueOf(soon, 'HAND_OVER'), await dueOf(month, 'AGREE')]).toEqual([
      '2026-08-19',
      '2026-08-19',
    ]);
    expect(await dueOf(overdue, 'HAND_OVER')).toBe(due);
    expect(await dueOf(done, 'HAND_OVER')).toBe('2026-08-18');
    const moved = { oldDue: '2026-08-18', newDue: '2026-08-19' };
    expect(await moves()).toEqual([
      { number: month.number, step: 'AGREE', ...moved },
      { number: soon.number, step: 'HAND_OVER', ...moved },
    ]);
  });

  test('stands in the history of the table, which its officials read', async () => {
    const query = '{ holidayChanges { date before { name } after { date kind name source } reason at } }';
    for (const caller of [office.admin, office.team, office.divisionHead, office.departmentHead]) {
      const { data, text } = await caller.query<{ holidayChanges: unknown[] }>(query);
      const { reason, ...after } = DAY;
      expect(data?.holidayChanges, text).toEqual([
        { date: DAY.date, before: null, after, reason, at: '2026-08-14T02:00:00.000Z' },
      ]);
    }
    for (const caller of [office.producer, office.consumer])
      expect(refusedBy(await caller.query(query))).toEqual([403, 'FORBIDDEN']);
  });

  test('counts for what is opened from then on', async () => {
    expect(await dueOf(await disposed('Sesudah SKB'), 'HAND_OVER')).toBe('2026-08-19');
  });

  test('that names a day again changes its words alone', async () => {
    const before = await moves();
    const answer = await set(office.admin, { name: 'Cuti bersama', reason: 'nama dibetulkan' });
    expect(answer.data, answer.text).toEqual({ setHoliday: { movedDeadlines: 0 } });
    expect(await moves()).toEqual(before);
  });

  test('is taken back on the last day: what is due today moves, what was due yesterday does not', async () => {
    office.moveTo('2026-08-18 08:00');
    const answer = await remove(office.admin, '2026-08-18');
    expect(answer.data, answer.text).toEqual({ removeHoliday: { movedDeadlines: 3 } });
    expect([await dueOf(soon, 'HAND_OVER'), await dueOf(month, 'AGREE')]).toEqual([
      '2026-08-18',
      '2026-08-18',
    ]);
    expect(await dueOf(overdue, 'HAND_OVER')).toBe('2026-07-20');
    office.moveTo('2026-08-19 08:00');
    const before = await table();
    expect(refusedBy(await set(office.admin))).toEqual([400, 'DATE_REFUSED']);
    expect(await table()).toBe(before);
    // A day that comes makes nobody's passed deadline good again.
    expect((await set(office.admin, { date: '2026-08-19' })).data).toEqual({
      setHoliday: { movedDeadlines: 0 },
    });
  });
});
