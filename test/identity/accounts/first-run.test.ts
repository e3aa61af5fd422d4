import { spawn } from 'node:child_process';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstRun } from '../../../subgraphs/identity/accounts/installation.js';
import { ended } from '../../cli/running.js';
import { dataOf } from '../../intake/onboarding.js';
import { bootHub, type TestHub } from '../../support/hub.js';
import { codeOf, setPassword, signIn } from './office.js';

let hub: TestHub;
let sql: postgres.Sql;
const START = new Date('2026-03-02T01:00:00Z');
let clock = START;
beforeAll(async () => {
  hub = await bootHub('empty', {}, { now: () => clock });
  sql = postgres(hub.databaseUrl, { max: 1 });
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

const later = (minutes: number) => new Date(START.getTime() + minutes * 60_000);
const start = (now: Date) => firstRun(hub.hub.parts.writes.db, now);

test('hubs that start together make one ADMIN and one DEPARTMENT_HEAD, and print codes that are good', async () => {
  const printed = await Promise.all([1, 2, 3, 4].map(() => start(START)));
  expect(
    await sql`select username, role, confirmed_at is not null as confirmed, password_hash, disabled_at
    from accounts join account_roles on account_id = accounts.id order by username`,
  ).toEqual([
    { username: 'admin', role: 'ADMIN', confirmed: false, password_hash: null, disabled_at: null },
    {
      username: 'kepala.dinas',
      role: 'DEPARTMENT_HEAD',
      confirmed: true,
      password_hash: null,
      disabled_at: null,
    },
  ]);
  for (const codes of printed)
    expect(codes.map(({ username }) => username)).toEqual(['admin', 'kepala.dinas']);
  const good = await sql`select from password_links where expires_at > ${START}`;
  expect(good).toHaveLength(8);
});

test('one that starts later prints new codes for those; they are good for seven days', async () => {
  const [old] = await start(later(1));
  clock = later(5);
  const codes = await start(clock);
  expect(await sql`select from password_links where expires_at > ${clock}`).toHaveLength(2);
  expect(await sql`select from accounts`).toHaveLength(2);
  expect(codeOf(await setPassword(hub.anonymous, old?.code ?? '', 'sandi admin pertama'))).toBe(
    'LINK_INVALID',
  );
  clock = new Date(clock.getTime() + 7 * 24 * 3_600_000);
  expect(codeOf(await setPassword(hub.anonymous, codes[0]?.code ?? '', 'sandi admin pertama'))).toBe(
    'LINK_INVALID',
  );
});

test('with them an office begins: ADMIN makes its accounts, the head confirms what they may do', async () => {
  const codes = await start(clock);
  const [admin, head] = await Promise.all(
    codes.map(async ({ username, code }) => {
      const password = `sandi pertama ${username}`;
      expect(dataOf(await setPassword(hub.anonymous, code, password))).toEqual({ setPassword: username });
      return hub.caller(dataOf(await signIn(hub, username, password)).login?.token);
    }),
  );
  if (!admin || !head) throw new Error('no codes');
  const made = await admin.query<{ made: { token: string } }>(
    `mutation { registerAgency(slug: "dinkes", name: "Dinas Kesehatan") { slug }
      made: createAccount(username: "siti", name: "Siti", agency: "dinkes") { token }
      grantRole(username: "siti", role: PRODUCER) { name } }`,
  );
  dataOf(await setPassword(hub.anonymous, dataOf(made).made.token, 'sandi siti yang panjang'));
  dataOf(await head.query('mutation { confirmRole(username: "siti", role: PRODUCER) { name } }'));
  const { login } = dataOf(await signIn(hub, 'siti', 'sandi siti yang panjang'));
  expect(dataOf(await hub.caller(login?.token).query('{ viewer { agency roles } }'))).toEqual({
    viewer: { agency: 'dinkes', roles: ['PRODUCER'] },
  });
});

test('once somebody has used a code, none is printed any more', async () => {
  expect(await start(new Date(clock.getTime() + 3_600_000))).toEqual([]);
});

test('the operator makes an account whose roles wait for a head, and helps who has lost a password', async () => {
  const run = (...args: string[]) =>
    ended(
      spawn(process.execPath, ['--import', 'tsx', 'scripts/account.ts', ...args], {
        env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: hub.databaseUrl, HUB_SECRET: 'ab'.repeat(32) },
      }),
    );
  clock = new Date();
  const made = await run(
    'official',
    '--user',
    'tim',
    '--name',
    'Tim',
    '--role',
    'TECHNICAL_TEAM',
    '--role',
    'CONSUMER',
  );
  const [user, code = ''] = made.out.split(' ');
  expect([made.code, made.err, user]).toEqual([0, '', 'tim']);
  dataOf(await setPassword(hub.anonymous, code, 'sandi tim yang panjang'));
  const { login } = dataOf(await signIn(hub, 'tim', 'sandi tim yang panjang'));
  expect(dataOf(await hub.caller(login?.token).query('{ viewer { roles } }'))).toEqual({
    viewer: { roles: ['CONSUMER'] },
  });
  // The only head has lost his: ADMIN cannot help, the operator can, and his role goes on.
  const admin = dataOf(await signIn(hub, 'admin', 'sandi pertama admin')).login?.token;
  const link = await hub
    .caller(admin)
    .query('mutation { sendPasswordLink(username: "kepala.dinas") { token } }');
  expect(codeOf(link)).toBe('ACCOUNT_REFUSED');
  const helped = await run('link', '--user', 'kepala.dinas');
  dataOf(await setPassword(hub.anonymous, helped.out.split(' ')[1] ?? '', 'sandi kepala yang baru'));
  const head = dataOf(await signIn(hub, 'kepala.dinas', 'sandi kepala yang baru')).login?.token;
  expect(dataOf(await hub.caller(head).query('{ viewer { roles } }'))).toEqual({
    viewer: { roles: ['DEPARTMENT_HEAD'] },
  });
  const [unknown, taken] = await Promise.all([
    run('link', '--user', 'tiada'),
    run('official', '--user', 'tim', '--name', 'Tim', '--role', 'CONSUMER'),
  ]);
  expect([unknown.code, taken.code]).toEqual([1, 1]);
  expect([unknown.err, taken.err]).toEqual([
    expect.stringContaining('[NOT_FOUND]'),
    expect.stringContaining('[ACCOUNT_EXISTS]'),
  ]);
});
