import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { dataOf } from '../intake/onboarding.js';
import { bootHub, type TestHub } from '../support/hub.js';
import { ended, type Machine, machine, type Ran } from './running.js';

const MAIN = fileURLToPath(new URL('../../scripts/cli/main.ts', import.meta.url));

let hub: TestHub;
let home: Machine;
beforeAll(async () => {
  hub = await bootHub('demo');
  home = await machine();
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

/** Runs `satugraf password` with a script's lines on standard input. */
function password(args: readonly string[], lines: readonly string[], token = ''): Promise<Ran> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN, 'password', ...args], {
    cwd: home.folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home.folder,
      XDG_CONFIG_HOME: home.path('config'),
      SATUGRAF_URL: hub.url,
      SATUGRAF_TOKEN: token,
    },
  });
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  return ended(child);
}

const linkTo = async (user: string) =>
  dataOf(
    await (await hub.official('pengelola')).query<{ sendPasswordLink: { token: string; path: string } }>(
      `mutation { sendPasswordLink(username: "${user}") { token path } }`,
    ),
  ).sendPasswordLink;

test('a code sets a password, as it is or in the link that it came with', async () => {
  const { token } = await linkTo('pengguna');
  const short = await password([], [token, 'pendek']);
  expect([short.code, short.err]).toEqual([
    1,
    expect.stringContaining('PASSWORD_REFUSED: Kata sandi memuat'),
  ]);
  const set = await password(['--json'], [token, 'sandi dari baris perintah']);
  expect([set.code, JSON.parse(set.out)]).toEqual([0, { url: hub.url, user: 'pengguna' }]);
  const used = await password([], [token, 'sandi dari baris perintah']);
  expect([used.code, used.err]).toEqual([2, expect.stringContaining('LINK_INVALID')]);
  const { path } = await linkTo('pengguna');
  const again = await password([], [`${hub.url}${path}`, ' sandi dengan spasi di tepi ']);
  expect([again.code, again.out]).toEqual([0, expect.stringContaining('--user pengguna')]);
  const login = await home.satugraf(['login', '--url', hub.url, '--user', 'pengguna'], {
    SATUGRAF_PASSWORD: ' sandi dengan spasi di tepi ',
  });
  expect([login.code, login.err]).toEqual([0, '']);
});

test('who is signed in replaces the own one; what is missing is said', async () => {
  const official = await hub.official('tim.teknis');
  const old = inject('demo').accounts.find(({ user }) => user === 'tim.teknis')?.password ?? '';
  const lost = await password(['--change', '--url', 'http://127.0.0.1:1'], [old, 'sandi tim yang baru']);
  expect([lost.code, lost.err]).toEqual([2, expect.stringContaining('satugraf login --user')]);
  const half = await password(['--change'], [old], official.token);
  expect([half.code, half.err]).toEqual([2, expect.stringContaining('two lines of input')]);
  const wrong = await password(['--change'], ['salah', 'sandi tim yang baru'], official.token);
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('LOGIN_FAILED')]);
  const done = await password(['--change'], [old, 'sandi tim yang baru'], official.token);
  expect([done.code, done.err]).toEqual([0, '']);
  expect((await official.query('{ viewer { kind } }')).status).toBe(200);
});
