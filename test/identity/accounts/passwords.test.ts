import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkOf } from '../../../subgraphs/identity/accounts/attempts.js';
import { hashPassword } from '../../../subgraphs/identity/credentials.js';
import { dataOf } from '../../intake/onboarding.js';
import { type Accounts, codeOf, linkTo, openAccounts, passwordOf, setPassword, signIn } from './office.js';

let office: Accounts;
beforeAll(async () => {
  office = await openAccounts();
});
afterAll(() => office[Symbol.asyncDispose]());

const MINUTE = 60_000;
const wait = (minutes: number) => {
  office.clock = new Date(office.clock.getTime() + minutes * MINUTE);
};
const login = async (user: string, password: string) => codeOf(await signIn(office.hub, user, password));
const failures = async () =>
  (await office.sql`select subject, failures from login_attempts order by subject`).map((row) => [
    String(row['subject']).split(':')[0],
    row['failures'],
  ]);

describe('a link', () => {
  test('sets a password once, whichever way it is raced for, and gives the user name', async () => {
    const token = await linkTo(office.admin, 'pengguna');
    expect(token).toMatch(/^sgl_[A-Za-z0-9_-]{43}$/);
    const answers = await Promise.all(
      [1, 2, 3].map((at) => setPassword(office.hub.anonymous, token, `sandi yang ke-${at}`)),
    );
    expect(answers.map(codeOf).sort()).toEqual(['LINK_INVALID', 'LINK_INVALID', null]);
    const won = answers.findIndex((answer) => codeOf(answer) === null);
    expect(dataOf(answers[won] as never)).toEqual({ setPassword: 'pengguna' });
    expect(await login('pengguna', `sandi yang ke-${won + 1}`)).toBeNull();
    expect(await login('pengguna', passwordOf('pengguna'))).toBe('LOGIN_FAILED');
    const again = await setPassword(office.hub.anonymous, token, 'sandi yang lain lagi');
    expect([again.status, codeOf(again)]).toEqual([401, 'LINK_INVALID']);
  });

  test('counts no more once a newer one is made, its account is disabled, or three days have passed', async () => {
    const user = 'produsen.dinsos';
    const old = await linkTo(office.admin, user);
    const token = await linkTo(office.admin, user);
    const use = async (one: string) =>
      codeOf(await setPassword(office.hub.anonymous, one, 'sandi baru dinsos'));
    expect(await use(old)).toBe('LINK_INVALID');
    await office.code(office.admin, `disableAccount(username: "${user}", reason: "cuti") { name }`);
    expect(await use(token)).toBe('LINK_INVALID');
    expect(await office.code(office.admin, `sendPasswordLink(username: "${user}") { token }`)).toBe(
      'ACCOUNT_REFUSED',
    );
    await office.code(office.admin, `enableAccount(username: "${user}") { name }`);
    const start = office.clock;
    wait(72 * 60);
    expect(await use(token)).toBe('LINK_INVALID');
    office.clock = new Date(office.clock.getTime() - 1);
    expect(await use(token)).toBeNull();
    office.clock = start;
  });

  test('is not for oneself, and is stored as a hash alone', async () => {
    expect(await office.code(office.admin, 'sendPasswordLink(username: "pengelola") { token }')).toBe(
      'OWN_ACCOUNT',
    );
    const token = await linkTo(office.admin, 'pengguna');
    const [found] = await office.sql`
      select bool_or(t::text like ${`%${token.slice(4)}%`}) as clear, count(*)::int as links from password_links as t`;
    expect(found).toEqual({ clear: false, links: expect.any(Number) });
  });

  test.each([
    ['of 11 characters', 'x'.repeat(11), 'PASSWORD_REFUSED'],
    ['of 11 characters that take two units each', '😀'.repeat(11), 'PASSWORD_REFUSED'],
    ['of 201 characters', 'x'.repeat(201), 'PASSWORD_REFUSED'],
    ['like the user name', 'Produsen.Dispendik', 'PASSWORD_REFUSED'],
    ['of 12 characters', 'x'.repeat(12), null],
    ['of 200 characters', '😀'.repeat(200), null],
  ])('takes or leaves a password %s, and is not used up by one that does not do', async (_, password, code) => {
    const user = 'produsen.dispendik';
    await office.sql`update accounts set password_hash = null where username = ${user}`;
    const token = await linkTo(office.admin, user);
    expect(codeOf(await setPassword(office.hub.anonymous, token, password))).toBe(code);
    const next = await setPassword(office.hub.anonymous, token, 'kata sandi yang baik');
    expect(codeOf(next)).toBe(code === null ? 'LINK_INVALID' : null);
  });
});

describe('changePassword', () => {
  const change = (token: string | undefined, old: string, wanted: string) =>
    office.hub
      .caller(token)
      .query('mutation ($old: String!, $new: String!) { changePassword(old: $old, new: $new) }', {
        old,
        new: wanted,
      });

  test('needs the old one, and ends every session but this', async () => {
    await office.employ('ganti', ['CONSUMER']);
    const old = 'sandi panjang ganti';
    const [one, other] = await Promise.all(
      [1, 2].map(async () => dataOf(await signIn(office.hub, 'ganti', old)).login?.token),
    );
    expect(codeOf(await change(one, 'bukan sandi itu', 'kata sandi berikutnya'))).toBe('LOGIN_FAILED');
    expect(codeOf(await change(one, old, 'pendek'))).toBe('PASSWORD_REFUSED');
    expect(codeOf(await change(one, old, old))).toBe('PASSWORD_REFUSED');
    expect(dataOf(await change(one, old, 'kata sandi berikutnya'))).toEqual({ changePassword: true });
    const viewers = await Promise.all(
      [one, other].map((token) => office.hub.caller(token).query('{ viewer { kind } }')),
    );
    expect(viewers.map(codeOf)).toEqual([null, 'UNAUTHENTICATED']);
    expect([await login('ganti', old), await login('ganti', 'kata sandi berikutnya')]).toEqual([
      'LOGIN_FAILED',
      null,
    ]);
  });

  test('is for officials alone', async () => {
    const key = await office.hub
      .key()
      .query('mutation { changePassword(old: "x", new: "kata sandi baru 1") }');
    expect(codeOf(key)).toBe('FORBIDDEN');
    expect(codeOf(await office.hub.anonymous.query('mutation { changePassword(old: "x", new: "y") }'))).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
  });
});

describe('attempts to sign in', () => {
  const fresh = async () => {
    wait(16);
    await office.sql`delete from login_attempts`;
  };

  test.each([
    ['an account', 'tim.teknis'],
    ['a name that nobody has', 'tiada.orang'],
  ])('for %s: of 50 at once ten are tried, and all are counted', async (_, user) => {
    await fresh();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) => signIn(office.hub, user, `salah ${at}`)),
    );
    const codes = answers.map(codeOf);
    const times = (code: string) => codes.filter((one) => one === code).length;
    expect([times('LOGIN_FAILED'), times('LOGIN_THROTTLED')]).toEqual([10, 40]);
    expect(await failures()).toEqual([
      ['account', 50],
      ['address', 50],
    ]);
    const throttled = answers.find((answer) => codeOf(answer) === 'LOGIN_THROTTLED');
    expect([throttled?.status, throttled?.errors[0]?.extensions['retryAfter']]).toEqual([429, 15 * 60]);
    expect(throttled?.headers.get('retry-after')).toBe(String(15 * 60));
    expect(throttled?.errors[0]?.message).toBe('Too many attempts to sign in; try again in 15 minute(s).');
    // The right password is not tried either, until the window is over.
    wait(14);
    const late = await signIn(office.hub, user, passwordOf(user));
    expect([codeOf(late), late.errors[0]?.extensions['retryAfter']]).toEqual(['LOGIN_THROTTLED', 60]);
    wait(1);
    expect(await login(user, passwordOf(user))).toBe(user === 'tim.teknis' ? null : 'LOGIN_FAILED');
  });

  test('that succeed clear the account, and give the address its attempt back', async () => {
    await fresh();
    for (let at = 0; at < 9; at++) await login('tim.teknis', 'salah');
    expect(await login('tim.teknis', passwordOf('tim.teknis'))).toBeNull();
    expect(await failures()).toEqual([['address', 9]]);
  });

  test('that are right do not keep each other out, however many are under way', async () => {
    await fresh();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => login('tim.teknis', passwordOf('tim.teknis'))),
    );
    expect(answers).toEqual(Array.from({ length: 30 }, () => null));
  });

  test('from one address are a hundred, whomever they are for; an account is not locked by what was refused there', async () => {
    await fresh();
    for (let at = 0; at < 100; at += 10)
      await Promise.all(Array.from({ length: 10 }, (_, more) => login(`orang.${at + more}`, 'salah')));
    const link = await setPassword(office.hub.anonymous, 'sgl_x', 'kata sandi yang panjang');
    expect(codeOf(link)).toBe('LOGIN_THROTTLED');
    expect(await login('kepala.dinas', passwordOf('kepala.dinas'))).toBe('LOGIN_THROTTLED');
    expect((await failures()).filter(([kind]) => kind === 'account')).toHaveLength(100);
  });

  test('without a verdict are none', async () => {
    await fresh();
    expect(await login('nama\u0000', 'x')).toBe('BAD_USER_INPUT');
    expect(await failures()).toEqual([
      ['account', 0],
      ['address', 0],
    ]);
  });

  test('come from the /64 of an IPv6 address, and from IPv4 however it is written', () => {
    expect(networkOf('2001:db8:1:2:3::4')).toBe(networkOf('2001:db8:1:2:ffff::1'));
    expect(networkOf('2001:db8:1:2::4')).not.toBe(networkOf('2001:db8:1:3::4'));
    expect(networkOf('::ffff:10.0.0.1')).toBe(networkOf('10.0.0.1'));
    expect(networkOf('10.0.0.1')).not.toBe(networkOf('10.0.0.2'));
  });
});

test('of many passwords at once two are hashed and 32 wait; the others are refused at once', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => hashPassword('kata sandi')));
  const reasons = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
  expect(reasons).toEqual(Array.from({ length: 6 }, () => 'LOGIN_BUSY'));
  expect(outcomes.slice(0, 34).every(({ status }) => status === 'fulfilled')).toBe(true);
  await expect(hashPassword('kata sandi')).resolves.toMatch(/^\$argon2id\$/);
});
