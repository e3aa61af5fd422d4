import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf } from '../../intake/onboarding.js';
import { but, each } from '../callers.js';
import { type Accounts, codeOf, linkTo, openAccounts, setPassword, signIn } from './office.js';

let office: Accounts;
beforeAll(async () => {
  office = await openAccounts();
});
afterAll(() => office[Symbol.asyncDispose]());

const UNKNOWN = 'GRAPHQL_VALIDATION_FAILED';
const inDays = (days: number): string =>
  new Date(office.clock.getTime() + 7 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

interface RoleShown {
  role: string;
  state: string;
  grantedBy: string | null;
  confirmedBy: string | null;
  endedBy: string | null;
  reason: string | null;
}
const rolesOf = async (user: string) =>
  dataOf(
    await office.admin.query<{ account: { roles: RoleShown[] } }>(
      `{ account(username: "${user}") { roles { role state grantedBy confirmedBy endedBy reason } } }`,
    ),
  ).account.roles;
const statesOf = async (user: string) => (await rolesOf(user)).map(({ role, state }) => `${role} ${state}`);

describe('who may do what', () => {
  // Each asks for somebody who is not there, so that nothing is changed where it is let through.
  test.each([
    ['createAccount', 'createAccount(username: "X", name: "X") { token }', 'BAD_USER_INPUT', 'admin'],
    ['sendPasswordLink', 'sendPasswordLink(username: "tiada") { token }', 'NOT_FOUND', 'admin'],
    ['grantRole', 'grantRole(username: "tiada", role: CONSUMER) { name }', 'NOT_FOUND', 'admin'],
    ['endRole', 'endRole(username: "tiada", role: CONSUMER, reason: "x") { name }', 'NOT_FOUND', 'admin'],
    ['disableAccount', 'disableAccount(username: "tiada", reason: "x") { name }', 'NOT_FOUND', 'admin'],
    ['enableAccount', 'enableAccount(username: "tiada") { name }', 'NOT_FOUND', 'admin'],
    ['changeAccount', 'changeAccount(username: "tiada") { name }', 'NOT_FOUND', 'admin'],
    ['registerAgency', 'registerAgency(slug: "X", name: "X") { slug }', 'BAD_USER_INPUT', 'admin'],
    ['confirmRole', 'confirmRole(username: "tiada", role: PRODUCER) { name }', 'NOT_FOUND', 'heads'],
  ] as const)('%s', async (_, mutation, through, whom) => {
    const seen = await each(office.hub, (caller) => office.code(caller, mutation));
    const allowed =
      whom === 'admin' ? { admin: through } : { 'division head': through, 'department head': through };
    expect(seen).toEqual(but<string>('FORBIDDEN', { anonymous: UNKNOWN, ...allowed }));
  });

  test('accounts are listed for ADMIN and the heads', async () => {
    const seen = await each(office.hub, async (caller) => {
      const answer = await caller.query<{ accounts: { username: string }[] | null }>(
        '{ accounts(first: 3, after: "pengelola") { username } }',
      );
      return codeOf(answer) ?? answer.data?.accounts?.map(({ username }) => username);
    });
    const page = ['pengguna', 'produsen.dinkes', 'produsen.dinsos'];
    const whole = { admin: page, 'division head': page, 'department head': page };
    expect(seen).toEqual(but<unknown>('FORBIDDEN', { anonymous: UNKNOWN, ...whole }));
  });

  test('an official sees the own account, and no other, be there one or not', async () => {
    const asked = async (user: string | null) => {
      const caller = await office.hub.official('produsen.dinkes');
      const answer = await caller.query<{ account: { username: string } | null }>(
        'query ($user: ID) { account(username: $user) { username roles { role state } passwordSet } }',
        { user },
      );
      return codeOf(answer) ?? answer.data?.account?.username;
    };
    expect(await asked(null)).toBe('produsen.dinkes');
    expect(await asked('produsen.dinkes')).toBe('produsen.dinkes');
    expect([await asked('tim.teknis'), await asked('tiada')]).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });
});

describe('a role', () => {
  test.each([
    ['CONSUMER', ['CONSUMER']],
    ['ADMIN', ['ADMIN']],
    ['PRODUCER', []],
    ['TECHNICAL_TEAM', []],
    ['DIVISION_HEAD', []],
    ['DEPARTMENT_HEAD', []],
  ] as const)('%s: what counts before anybody has confirmed it is %j', async (role, counting) => {
    const user = `baru.${role.toLowerCase()}`;
    await office.employ(user, []);
    dataOf(
      await office.admin.query(`mutation { grantRole(username: "${user}", role: ${role}) { username } }`),
    );
    const { login } = dataOf(await signIn(office.hub, user, `sandi panjang ${user}`));
    const rolesNow = async (token?: string) =>
      dataOf(await office.hub.caller(token).query<{ viewer: { roles: string[] } }>('{ viewer { roles } }'))
        .viewer.roles;
    expect(await rolesNow(login?.token)).toEqual(counting);
    const waiting = dataOf(
      await office.head.query<{ accounts: { username: string }[] }>(
        '{ accounts(waiting: true) { username } }',
      ),
    ).accounts.map(({ username }) => username);
    expect(waiting.includes(user)).toBe(counting.length === 0);
    const confirmed = await office.code(
      office.head,
      `confirmRole(username: "${user}", role: ${role}) { name }`,
    );
    expect(confirmed).toBe(counting.length === 0 ? null : 'ACCOUNT_REFUSED');
    if (confirmed === null) {
      // The change of roles has ended the session.
      const after = await office.hub.caller(login?.token).query('{ viewer { roles } }');
      expect(codeOf(after)).toBe('UNAUTHENTICATED');
      const again = dataOf(await signIn(office.hub, user, `sandi panjang ${user}`)).login?.token;
      expect(await rolesNow(again)).toEqual([role]);
      expect(
        await office.code(office.topHead, `confirmRole(username: "${user}", role: ${role}) { name }`),
      ).toBe('ACCOUNT_REFUSED');
    }
    expect(
      await office.code(office.admin, `endRole(username: "${user}", role: ${role}, reason: "x") { name }`),
    ).toBe(null);
  });

  test('is confirmed neither by its holder, nor by who granted it, nor by who acts in its holder’s place', async () => {
    const both = await office.employ('kepala.pengelola', ['DIVISION_HEAD', 'ADMIN']);
    const self = 'confirmRole(username: "kepala.pengelola", role: DEPARTMENT_HEAD) { name }';
    expect(
      await office.code(both, 'grantRole(username: "kepala.pengelola", role: DEPARTMENT_HEAD) { name }'),
    ).toBe('OWN_ACCOUNT');
    await office.code(
      office.admin,
      'grantRole(username: "kepala.pengelola", role: DEPARTMENT_HEAD) { name }',
    );
    const again = dataOf(await signIn(office.hub, 'kepala.pengelola', 'sandi panjang kepala.pengelola'));
    const signedIn = office.hub.caller(again.login?.token);
    expect(await office.code(signedIn, self)).toBe('OWN_ACCOUNT');

    await office.employ('kiki', []);
    const mine = 'grantRole(username: "kiki", role: TECHNICAL_TEAM) { name }';
    expect(await office.code(signedIn, mine)).toBeNull();
    const confirm = 'confirmRole(username: "kiki", role: TECHNICAL_TEAM) { name }';
    expect(await office.code(signedIn, confirm)).toBe('ACCOUNT_REFUSED');
    expect(await office.code(office.head, confirm)).toBeNull();

    const stand = await office.employ('wakil', ['TECHNICAL_TEAM']);
    const day = inDays(0);
    await office.code(
      signedIn,
      `appointActing(official: "wakil", role: DIVISION_HEAD, kind: PLH, replaced: "kepala.pengelola", from: "${day}", to: "${day}", reason: "x") { id }`,
    );
    expect(await office.code(stand, self)).toBe('ACCOUNT_REFUSED');
    expect(await office.code(stand, 'confirmRole(username: "kiki", role: PRODUCER) { name }')).toBe(
      'ACCOUNT_REFUSED',
    );
    await office.code(office.admin, 'grantRole(username: "kiki", role: PRODUCER) { name }');
    expect(await office.code(stand, 'confirmRole(username: "kiki", role: PRODUCER) { name }')).toBeNull();
    expect(await office.code(office.topHead, self)).toBeNull();
    const confirmed = await rolesOf('kepala.pengelola');
    expect(confirmed.find(({ role }) => role === 'DEPARTMENT_HEAD')).toMatchObject({
      state: 'IN_FORCE',
      grantedBy: 'Pengelola',
      confirmedBy: 'Kepala Dinas',
    });
    for (const role of ['DEPARTMENT_HEAD', 'DIVISION_HEAD', 'ADMIN'])
      expect(
        await office.code(
          office.admin,
          `endRole(username: "kepala.pengelola", role: ${role}, reason: "x") { name }`,
        ),
      ).toBeNull();
  });

  test.each([
    ['PRODUCER without an agency', { user: 'pengguna', role: 'PRODUCER' }, 'ACCOUNT_REFUSED'],
    ['what it holds already', { user: 'tim.teknis', role: 'TECHNICAL_TEAM' }, 'ACCOUNT_REFUSED'],
    ['from yesterday', { user: 'pengguna', role: 'CONSUMER', from: -1 }, 'DATE_REFUSED'],
    ['to a day before the first', { user: 'pengguna', role: 'ADMIN', from: 3, to: 2 }, 'DATE_REFUSED'],
    ['one’s own', { user: 'pengelola', role: 'CONSUMER' }, 'OWN_ACCOUNT'],
    ['somebody who is not there', { user: 'tiada', role: 'CONSUMER' }, 'NOT_FOUND'],
  ] as const)('is not granted: %s', async (_, wanted: Record<string, string | number>, code) => {
    const dates = ['from', 'to'].flatMap((end) =>
      end in wanted ? [`${end}: "${inDays(Number(wanted[end]))}"`] : [],
    );
    const args = [`username: "${wanted['user']}"`, `role: ${wanted['role']}`, ...dates].join(', ');
    expect(await office.code(office.admin, `grantRole(${args}) { name }`)).toBe(code);
  });

  test('counts from its first to its last date, and can be granted anew when that is over', async () => {
    await office.employ('musiman', []);
    const grant = (from: number, to: number) =>
      office.code(
        office.admin,
        `grantRole(username: "musiman", role: TECHNICAL_TEAM, from: "${inDays(from)}", to: "${inDays(to)}") { name }`,
      );
    expect(await grant(1, 2)).toBeNull();
    expect(
      await office.code(office.head, 'confirmRole(username: "musiman", role: TECHNICAL_TEAM) { name }'),
    ).toBeNull();
    expect(await statesOf('musiman')).toEqual(['TECHNICAL_TEAM UPCOMING']);
    expect(await grant(1, 2)).toBe('ACCOUNT_REFUSED');
    const move = (days: number) =>
      office.sql`update account_roles set from_date = ${inDays(days)}, to_date = ${inDays(days + 1)}
        where account_id = (select id from accounts where username = 'musiman')`;
    await move(-1);
    expect(await statesOf('musiman')).toEqual(['TECHNICAL_TEAM IN_FORCE']);
    await move(-2);
    expect(await statesOf('musiman')).toEqual(['TECHNICAL_TEAM EXPIRED']);
    expect(await grant(0, 0)).toBeNull();
    expect(await statesOf('musiman')).toEqual(['TECHNICAL_TEAM WAITING', 'TECHNICAL_TEAM ENDED']);
  });
});

describe('the last one who can sign in', () => {
  test('as DEPARTMENT_HEAD is neither ended nor disabled nor moved, until a successor has a password', async () => {
    const refused = async () => [
      await office.code(
        office.admin,
        'endRole(username: "kepala.dinas", role: DEPARTMENT_HEAD, reason: "x") { name }',
      ),
      await office.code(office.admin, 'disableAccount(username: "kepala.dinas", reason: "x") { name }'),
      await office.code(office.admin, 'changeAccount(username: "kepala.dinas", agency: "dinkes") { name }'),
    ];
    const last = ['LAST_HOLDER', 'LAST_HOLDER', 'LAST_HOLDER'];
    expect(await refused()).toEqual(last);
    const made = dataOf(
      await office.admin.query<{ createAccount: { token: string } }>(
        'mutation { createAccount(username: "penerus", name: "Penerus") { token } }',
      ),
    );
    await office.code(office.admin, 'grantRole(username: "penerus", role: DEPARTMENT_HEAD) { name }');
    expect(await refused()).toEqual(last);
    await office.code(office.head, 'confirmRole(username: "penerus", role: DEPARTMENT_HEAD) { name }');
    expect(await refused()).toEqual(last);
    dataOf(await setPassword(office.hub.anonymous, made.createAccount.token, 'sandi penerus baru'));
    expect(
      await office.code(
        office.admin,
        'endRole(username: "kepala.dinas", role: DEPARTMENT_HEAD, reason: " pensiun ") { name }',
      ),
    ).toBeNull();
    expect((await rolesOf('kepala.dinas'))[0]).toMatchObject({
      state: 'ENDED',
      endedBy: 'Pengelola',
      reason: 'pensiun',
    });
  });

  test('as ADMIN stays, also when two end each other at once', async () => {
    const others = await Promise.all(
      ['admin.dua', 'admin.tiga'].map((user) => office.employ(user, ['ADMIN'])),
    );
    const [two, three] = others;
    if (!two || !three) throw new Error('no admins');
    expect(
      await office.code(two, 'endRole(username: "pengelola", role: ADMIN, reason: "x") { name }'),
    ).toBeNull();
    const codes = await Promise.all([
      office.code(two, 'endRole(username: "admin.tiga", role: ADMIN, reason: "x") { name }'),
      office.code(three, 'disableAccount(username: "admin.dua", reason: "x") { name }'),
    ]);
    // Whoever comes second is not signed in any more.
    expect(codes.sort()).toEqual(['UNAUTHENTICATED', null]);
    const left = await office.sql`select from account_roles as r join accounts as a on a.id = r.account_id
      where r.role = 'ADMIN' and r.ended_at is null and a.disabled_at is null`;
    expect(left).toHaveLength(1);
  });
});

test('a link from ADMIN that replaces a password makes the roles wait for a head again', async () => {
  await using own = await openAccounts();
  const { hub, admin, head, topHead } = own;
  const rolesNow = async (user: string, password: string) => {
    const { login } = dataOf(await signIn(hub, user, password));
    const answer = await hub
      .caller(login?.token)
      .query<{ viewer: { roles: string[] } }>('{ viewer { roles } }');
    return dataOf(answer).viewer.roles;
  };
  const token = await linkTo(admin, 'tim.teknis');
  dataOf(await setPassword(hub.anonymous, token, 'sandi dari tautan'));
  expect(await rolesNow('tim.teknis', 'sandi dari tautan')).toEqual([]);
  expect(
    await own.code(head, 'confirmRole(username: "tim.teknis", role: TECHNICAL_TEAM) { name }'),
  ).toBeNull();
  expect(await rolesNow('tim.teknis', 'sandi dari tautan')).toEqual(['TECHNICAL_TEAM']);

  // The two heads confirm each other; links to both at once leave nobody who could.
  const [one, other] = [await linkTo(admin, 'kepala.bidang'), await linkTo(admin, 'kepala.dinas')];
  dataOf(await setPassword(hub.anonymous, one, 'sandi kepala bidang'));
  expect(codeOf(await setPassword(hub.anonymous, other, 'sandi kepala dinas'))).toBe('ACCOUNT_REFUSED');
  expect(await own.code(admin, 'sendPasswordLink(username: "kepala.dinas") { token }')).toBe(
    'ACCOUNT_REFUSED',
  );
  expect(
    await own.code(topHead, 'confirmRole(username: "kepala.bidang", role: DIVISION_HEAD) { name }'),
  ).toBeNull();
  expect(await rolesNow('kepala.bidang', 'sandi kepala bidang')).toEqual(['DIVISION_HEAD']);
});
