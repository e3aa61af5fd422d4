import { spawnSync } from 'node:child_process';
import postgres, { type Sql } from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createAccount } from '../../subgraphs/identity/store.js';
import type { Role } from '../../subgraphs/viewer.js';
import { dataOf } from '../intake/onboarding.js';
import { type Answer, bootHub, type Caller, type TestHub } from '../support/hub.js';
import { but, each } from './callers.js';

let hub: TestHub;
let sql: Sql;
beforeAll(async () => {
  hub = await bootHub('demo');
  sql = postgres(hub.databaseUrl, { max: 1 });
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});
afterEach(async () => {
  await sql`delete from acting_appointments`;
});

/** The date in Jakarta so many days from now. */
const inDays = (days: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(
    new Date(Date.now() + days * 86_400_000),
  );

interface Wanted {
  official: string;
  role: Role;
  kind: 'PLT' | 'PLH';
  replaced: string;
  from: string;
  to: string;
  reason: string;
}
const forDivisionHead = (changes: Partial<Wanted> = {}): Wanted => ({
  official: 'tim.teknis',
  role: 'DIVISION_HEAD',
  kind: 'PLH',
  replaced: 'kepala.bidang',
  from: inDays(0),
  to: inDays(6),
  reason: 'cuti tahunan',
  ...changes,
});
const forDepartmentHead = (changes: Partial<Wanted> = {}): Wanted =>
  forDivisionHead({ role: 'DEPARTMENT_HEAD', kind: 'PLT', replaced: 'kepala.dinas', ...changes });

const FIELDS = 'id kind role official replaced from to reason inForce appointedBy endedBy';
interface Appointment extends Wanted {
  id: string;
  inForce: boolean;
  appointedBy: string;
  endedBy: string | null;
}
const APPOINT = `mutation ($official: ID!, $role: Role!, $kind: ActingKind!, $replaced: ID!, $from: String!, $to: String!,
  $reason: String!) { appointActing(official: $official, role: $role, kind: $kind, replaced: $replaced, from: $from,
  to: $to, reason: $reason) { ${FIELDS} } }`;
const appoint = (caller: Caller, wanted: Wanted) =>
  caller.query<{ appointActing: Appointment | null }>(APPOINT, { ...wanted });
const end = (caller: Caller, id: string) =>
  caller.query<{ endActing: Appointment | null }>(
    `mutation ($id: ID!) { endActing(id: $id) { ${FIELDS} } }`,
    { id },
  );
const list = (caller: Caller) =>
  caller.query<{ actingAppointments: Appointment[] | null }>(`{ actingAppointments { ${FIELDS} } }`);
const codeOf = ({ errors }: Answer<unknown>): string | null => errors[0]?.extensions.code ?? null;
const appointed = async (user: string, wanted: Wanted): Promise<Appointment> => {
  const made = dataOf(await appoint(await hub.official(user), wanted)).appointActing;
  if (!made) throw new Error('no appointment');
  return made;
};

const viewerOf = async (user: string) => {
  const caller = await hub.official(user);
  const answer = await caller.query<{ viewer: object }>(
    '{ viewer { name roles acting { role kind replaced } } }',
  );
  return dataOf(answer).viewer;
};
const usual = { name: 'Tim Teknis', roles: ['TECHNICAL_TEAM'], acting: [] };

/** Signs a new account in that holds these roles itself. */
async function newAccount(user: string, name: string, roles: readonly Role[]): Promise<Caller> {
  const password = `sandi-${user}`;
  await createAccount(hub.hub.parts.writes.db, { username: user, name, agency: null, roles, password });
  const answer = await hub.anonymous.query<{ login: { token: string } }>(
    'mutation ($user: String!, $password: String!) { login(username: $user, password: $password) { token } }',
    { user, password },
  );
  return hub.caller(dataOf(answer).login.token);
}

describe('an acting official', () => {
  test('has the role for the dates of the appointment, with both names', async () => {
    const made = await appointed('kepala.bidang', forDivisionHead());
    expect(made).toEqual({
      ...forDivisionHead(),
      id: made.id,
      official: 'Tim Teknis',
      replaced: 'Kepala Bidang E-Government',
      inForce: true,
      appointedBy: 'Kepala Bidang E-Government',
      endedBy: null,
    });
    expect(await viewerOf('tim.teknis')).toEqual({
      name: 'Tim Teknis',
      roles: ['TECHNICAL_TEAM', 'DIVISION_HEAD'],
      acting: [{ role: 'DIVISION_HEAD', kind: 'PLH', replaced: 'Kepala Bidang E-Government' }],
    });
    // The one replaced stays what he is.
    expect(await viewerOf('kepala.bidang')).toEqual({
      name: 'Kepala Bidang E-Government',
      roles: ['DIVISION_HEAD'],
      acting: [],
    });
  });

  test.each([
    ['one that begins tomorrow', 1, 3],
    ['one that ended yesterday', -3, -1],
  ])('has nothing by %s', async (_, from, to) => {
    const { id } = await appointed('kepala.bidang', forDivisionHead());
    await sql`update acting_appointments set from_date = ${inDays(from)}, to_date = ${inDays(to)} where id = ${id}`;
    expect(await viewerOf('tim.teknis')).toEqual(usual);
    // On its first and on its last day it counts.
    for (const [first, last] of [
      [0, 1],
      [-1, 0],
    ] as const) {
      await sql`update acting_appointments set from_date = ${inDays(first)}, to_date = ${inDays(last)}`;
      expect(await viewerOf('tim.teknis')).toMatchObject({ roles: ['TECHNICAL_TEAM', 'DIVISION_HEAD'] });
    }
  });

  test('reads what the role reads, while it has it', async () => {
    const producer = await hub.official('produsen.dinsos');
    const reads = async () => codeOf(await list(producer)) ?? 'read';
    expect(await reads()).toBe('FORBIDDEN');
    const made = await appointed('kepala.bidang', forDivisionHead({ official: 'produsen.dinsos' }));
    expect(await reads()).toBe('read');
    expect(codeOf(await end(producer, made.id))).toBeNull();
    expect(await reads()).toBe('FORBIDDEN');
  });

  test('holds two roles beside its own by two appointments', async () => {
    await appointed('kepala.bidang', forDivisionHead());
    await appointed('kepala.dinas', forDepartmentHead());
    expect(await viewerOf('tim.teknis')).toMatchObject({
      roles: ['TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'],
      acting: [
        { role: 'DIVISION_HEAD', kind: 'PLH', replaced: 'Kepala Bidang E-Government' },
        { role: 'DEPARTMENT_HEAD', kind: 'PLT', replaced: 'Kepala Dinas' },
      ],
    });
  });

  test('acts in its own name in a role that it is given for itself meanwhile', async () => {
    await appointed('kepala.bidang', forDivisionHead());
    const account = sql`(select id from accounts where username = 'tim.teknis')`;
    await sql`insert into account_roles (account_id, role, confirmed_at) values (${account}, 'DIVISION_HEAD', now())`;
    expect(await viewerOf('tim.teknis')).toMatchObject({
      roles: ['TECHNICAL_TEAM', 'DIVISION_HEAD'],
      acting: [],
    });
    await sql`delete from account_roles where account_id = ${account} and role = 'DIVISION_HEAD'`;
  });
});

describe('an appointment', () => {
  const refused = { status: 403, code: 'FORBIDDEN' };
  const nobody = { status: 400, code: 'GRAPHQL_VALIDATION_FAILED' };
  const made = { status: 200, code: null };

  test.each<[string, typeof forDivisionHead, Parameters<typeof but<object>>[1]]>([
    ['of a DIVISION_HEAD', forDivisionHead, { 'division head': made, 'department head': made }],
    ['of a DEPARTMENT_HEAD', forDepartmentHead, { 'department head': made }],
  ])('%s is made by the one replaced or the superior, and by nobody else', async (_, wanted, allowed) => {
    let at = 0;
    const seen = await each(hub, async (caller) => {
      // A day for each, or one would stand in the way of the other.
      at += 1;
      const answer = await appoint(
        caller,
        wanted({ from: inDays(at), to: inDays(at), official: 'produsen.dinsos' }),
      );
      return { status: answer.status, code: codeOf(answer) };
    });
    expect(seen).toEqual(but<object>(refused, { anonymous: nobody, ...allowed }));
  });

  test('tells nobody else which users there are', async () => {
    const answer = await appoint(await hub.official('pengguna'), forDivisionHead({ official: 'tiada' }));
    expect(codeOf(answer)).toBe('FORBIDDEN');
  });

  test('is not passed on by who acts, but an acting superior appoints like the superior', async () => {
    const team = await hub.official('tim.teknis');
    const later = { official: 'produsen.dinkes', from: inDays(30), to: inDays(31) };
    await appointed('kepala.bidang', forDivisionHead());
    expect(codeOf(await appoint(team, forDivisionHead(later)))).toBe('FORBIDDEN');
    await appointed('kepala.dinas', forDepartmentHead());
    expect(codeOf(await appoint(team, forDepartmentHead(later)))).toBe('FORBIDDEN');
    const made = dataOf(await appoint(team, forDivisionHead(later))).appointActing;
    expect(made).toMatchObject({ official: 'Produsen Dinas Kesehatan', appointedBy: 'Tim Teknis' });
  });

  test('by a second head of the same role does not replace the first', async () => {
    const other = await newAccount('kepala.bidang.2', 'Kepala Bidang Lain', ['DIVISION_HEAD']);
    expect(codeOf(await appoint(other, forDivisionHead()))).toBe('FORBIDDEN');
    expect(codeOf(await appoint(other, forDivisionHead({ replaced: 'kepala.bidang.2' })))).toBeNull();
  });

  test.each<[string, Partial<Wanted>, string, RegExp]>([
    ['himself', { official: 'kepala.dinas' }, 'ACTING_REFUSED', /Nobody appoints himself/],
    ['the one replaced', { official: 'kepala.bidang' }, 'ACTING_REFUSED', /must be different people/],
    ['a consumer', { official: 'pengguna' }, 'ACTING_REFUSED', /no official of this procedure/],
    ['the operator of the hub', { official: 'pengelola' }, 'ACTING_REFUSED', /no official of this procedure/],
    ['nobody who is there', { official: 'tiada' }, 'NOT_FOUND', /akun tiada/],
    ['for nobody who is there', { replaced: 'tiada' }, 'NOT_FOUND', /akun tiada/],
    ['for one without the role', { replaced: 'produsen.dinkes' }, 'ACTING_REFUSED', /does not hold/],
    ['for the team', { role: 'TECHNICAL_TEAM' }, 'BAD_USER_INPUT', /TECHNICAL_TEAM cannot be held/],
    ['for a producer', { role: 'PRODUCER' }, 'BAD_USER_INPUT', /PRODUCER cannot be held/],
    ['for the operator', { role: 'ADMIN', replaced: 'pengelola' }, 'BAD_USER_INPUT', /ADMIN cannot be held/],
    ['from yesterday', { from: inDays(-1) }, 'DATE_REFUSED', /cannot reach back/],
    ['to before it begins', { from: inDays(3), to: inDays(2) }, 'DATE_REFUSED', /comes before the first/],
    ['for longer than a year', { to: inDays(367) }, 'DATE_REFUSED', /one year at most/],
    ['to no date', { to: '2099-02-30' }, 'DATE_REFUSED', /"2099-02-30" is not a date/],
    ['without a reason', { reason: ' \n ' }, 'REASON_REQUIRED', /needs a reason/],
  ])('of %s is refused', async (_, changes, code, words) => {
    const answer = await appoint(await hub.official('kepala.dinas'), forDivisionHead(changes));
    expect([codeOf(answer), answer.data?.appointActing ?? null]).toEqual([code, null]);
    expect(answer.errors[0]?.message).toMatch(words);
    expect(await sql`select from acting_appointments`).toHaveLength(0);
  });

  test('of who holds the role himself is refused', async () => {
    await newAccount('kepala.bidang.3', 'Kepala Bidang Ketiga', ['DIVISION_HEAD']);
    const head = await hub.official('kepala.bidang');
    const answer = await appoint(head, forDivisionHead({ official: 'kepala.bidang.3' }));
    expect([codeOf(answer), answer.errors[0]?.message]).toEqual([
      'ACTING_REFUSED',
      'Kepala Bidang Ketiga holds DIVISION_HEAD already.',
    ]);
  });

  test('for a post that is taken on one of its days is refused until the other is ended', async () => {
    const head = await hub.official('kepala.bidang');
    const first = await appointed('kepala.bidang', forDivisionHead({ from: inDays(10), to: inDays(20) }));
    const codes = async (from: number, to: number) =>
      codeOf(
        await appoint(
          head,
          forDivisionHead({ official: 'produsen.dinkes', from: inDays(from), to: inDays(to) }),
        ),
      );
    expect([await codes(5, 10), await codes(20, 25), await codes(12, 13), await codes(5, 25)]).toEqual(
      Array.from({ length: 4 }, () => 'ACTING_REFUSED'),
    );
    expect([await codes(9, 9), await codes(21, 25)]).toEqual([null, null]);
    dataOf(await end(head, first.id));
    expect(await codes(10, 20)).toBeNull();
    expect(await sql`select from acting_appointments`).toHaveLength(4);
  });

  test('leaves the other role of the one replaced free', async () => {
    const both = await newAccount('kepala.ganda', 'Kepala Ganda', ['DIVISION_HEAD', 'DEPARTMENT_HEAD']);
    for (const wanted of [forDivisionHead, forDepartmentHead])
      expect(codeOf(await appoint(both, wanted({ replaced: 'kepala.ganda' })))).toBeNull();
  });

  test('of many at once for the same days is made once', async () => {
    const callers = await Promise.all(['kepala.bidang', 'kepala.dinas'].map((user) => hub.official(user)));
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) => appoint(callers[at % 2] as Caller, forDivisionHead())),
    );
    const codes = answers.map(codeOf).sort();
    expect(codes).toEqual([...Array.from({ length: 11 }, () => 'ACTING_REFUSED'), null]);
    expect(await sql`select from acting_appointments`).toHaveLength(1);
  });
});

describe('an appointment is ended', () => {
  test.each([
    ['the one replaced', 'kepala.bidang', 'Kepala Bidang E-Government'],
    ['the superior', 'kepala.dinas', 'Kepala Dinas'],
    ['the acting official', 'tim.teknis', 'Tim Teknis'],
  ])('by %s, at once and once, and stays on record', async (_, user, name) => {
    const { id } = await appointed('kepala.bidang', forDivisionHead());
    const ended = dataOf(await end(await hub.official(user), id)).endActing;
    expect(ended).toMatchObject({ id, inForce: false, endedBy: name });
    expect(await viewerOf('tim.teknis')).toEqual(usual);
    const again = await end(await hub.official('kepala.dinas'), id);
    expect([again.status, codeOf(again), again.errors[0]?.message]).toEqual([
      409,
      'ACTING_REFUSED',
      'This appointment has ended already.',
    ]);
    expect(dataOf(await list(await hub.official('tim.teknis'))).actingAppointments).toEqual([ended]);
  });

  test('by nobody else', async () => {
    const { id } = await appointed(
      'kepala.dinas',
      forDepartmentHead({ official: 'tim.teknis', from: inDays(2) }),
    );
    const seen = await each(hub, async (caller, name) =>
      name === 'department head' || name === 'technical team' ? 'may' : codeOf(await end(caller, id)),
    );
    expect(seen).toEqual(
      but<string>('FORBIDDEN', {
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
        'department head': 'may',
        'technical team': 'may',
      }),
    );
    expect(await sql`select from acting_appointments where ended_at is null`).toHaveLength(1);
  });

  test('not after its last day, and not where there is none', async () => {
    const { id } = await appointed('kepala.bidang', forDivisionHead());
    await sql`update acting_appointments set from_date = ${inDays(-2)}, to_date = ${inDays(-1)}`;
    const head = await hub.official('kepala.bidang');
    expect(codeOf(await end(head, id))).toBe('ACTING_REFUSED');
    for (const unknown of ['00000000-0000-4000-8000-000000000000', 'tiada', ''])
      expect(codeOf(await end(head, unknown))).toBe('NOT_FOUND');
  });
});

test('appointments are listed for the team, the heads and ADMIN, the newest first, as many as asked', async () => {
  const dates = [1, 3, 2];
  for (const at of dates)
    await appointed('kepala.bidang', forDivisionHead({ from: inDays(at), to: inDays(at) }));
  const seen = await each(hub, async (caller) => {
    const answer = await list(caller);
    return codeOf(answer) ?? answer.data?.actingAppointments?.map(({ from }) => from);
  });
  const whole = [3, 2, 1].map(inDays);
  expect(seen).toEqual(
    but<unknown>('FORBIDDEN', {
      anonymous: 'GRAPHQL_VALIDATION_FAILED',
      'technical team': whole,
      'division head': whole,
      'department head': whole,
      admin: whole,
    }),
  );
  const admin = await hub.official('pengelola');
  const two = await admin.query('{ actingAppointments(first: 2) { from } }');
  expect(dataOf(two)).toEqual({ actingAppointments: [{ from: inDays(3) }, { from: inDays(2) }] });
});

describe('npm run account -- official', () => {
  const run = (...values: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'scripts/account.ts', 'official', ...values], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'] ?? '',
        DATABASE_URL: hub.databaseUrl,
        HUB_SECRET: 'ab'.repeat(32),
      },
    });
  const base = (user: string) => ['--user', user, '--name', 'Siti', '--role', 'TECHNICAL_TEAM'];
  const stored = (user: string) =>
    sql`select position, nip, email from accounts where username = ${user}`.then((rows) => [...rows]);

  test('stores what a signature block prints, or nothing where nothing is given', async () => {
    const given = [
      '--position',
      'Kepala Seksi',
      '--nip',
      '198001012005012001',
      '--email',
      'siti@contoh.go.id',
    ];
    expect(run(...base('siti'), ...given)).toMatchObject({ status: 0, stderr: '' });
    expect(await stored('siti')).toEqual([
      { position: 'Kepala Seksi', nip: '198001012005012001', email: 'siti@contoh.go.id' },
    ]);
    expect(run(...base('siti.2'))).toMatchObject({ status: 0, stderr: '' });
    expect(await stored('siti.2')).toEqual([{ position: null, nip: null, email: null }]);
  });

  test.each([
    ['a NIP of 17 digits', ['--nip', '19800101200501200']],
    ['an address without @', ['--email', 'siti.contoh.go.id']],
    ['an empty position', ['--position', ' ']],
  ])('refuses %s', async (_, given) => {
    const { status, stderr } = run(...base('siti.3'), ...given);
    expect([status, stderr]).toEqual([1, expect.stringContaining('Pemakaian / usage')]);
    expect(await stored('siti.3')).toEqual([]);
  });
});
