import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoFacts } from '../scripts/demo/seed.js';
import { createDatabase, eventually } from './support/hub.js';
import { type HubProcess, startHub } from './support/process.js';

let folder: string;
const running: HubProcess[] = [];

const start = (...args: Parameters<typeof startHub>): HubProcess => {
  const hub = startHub(...args);
  running.push(hub);
  return hub;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'satugraf-start-'));
  await chmod(folder, 0o711);
});
afterAll(async () => {
  for (const { child } of running) if (child.exitCode === null) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const facts = async (dataDir: string): Promise<DemoFacts> =>
  JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'));

const postmaster = async (dataDir: string): Promise<number> =>
  Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function answer({ graphql, keys, query }: DemoFacts): Promise<{ data: { region: { name: string } } }> {
  const response = await fetch(graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${keys[0]?.key}` },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data: { region: { name: string } } };
}

describe.concurrent('npm start', () => {
  test('makes a demo, survives SIGKILL with its data, and stops cleanly, the database last', async () => {
    const dataDir = join(folder, 'root');
    const first = start({ DATA_DIR: dataDir, PORT: '0', LANG: 'C.UTF-8' });
    await first.ready();
    const demo = await facts(dataDir);
    expect((await answer(demo)).data.region.name).toBe('Kabupaten Pasuruan');
    expect(demo.accounts.map(({ role }) => role)).toContain('TECHNICAL_TEAM');
    expect((await stat(join(dataDir, 'demo.json'))).mode & 0o777).toBe(0o600);
    for (const account of demo.accounts) expect(first.output()).toContain(account.password);
    expect(first.output()).toContain(`${demo.url}/explorer/`);

    first.child.kill('SIGKILL');
    await first.ended();
    const database = await postmaster(dataDir);
    expect(isAlive(database)).toBe(true);

    // No LANG at all this time.
    const second = start({ DATA_DIR: dataDir, PORT: '0' });
    await second.ready();
    const again = await facts(dataDir);
    expect(again.keys).toEqual(demo.keys);
    expect((await answer(again)).data.region.name).toBe('Kabupaten Pasuruan');

    second.child.kill('SIGINT');
    expect(await second.ended()).toBe(0);
    await expect(postmaster(dataDir)).rejects.toThrow('ENOENT');
  });

  test.runIf(process.getuid?.() === 0)(
    'runs as an ordinary user too',
    async () => {
      const dataDir = join(folder, 'user');
      const user = { uid: 65_534, gid: 65_534 };
      await mkdir(dataDir);
      const { chown } = await import('node:fs/promises');
      await chown(dataDir, user.uid, user.gid);
      const hub = start({ DATA_DIR: dataDir, PORT: '0', HOME: dataDir, TMPDIR: dataDir }, user);
      await hub.ready();
      const response = await fetch(`${hub.output().match(/http:\S+\/graphql/)?.[0]}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ region(code: \\"35.14\\") { name } }"}',
      });
      expect(await response.json()).toEqual({ data: { region: { name: 'Kabupaten Pasuruan' } } });
      hub.child.kill('SIGTERM');
      expect(await hub.ended()).toBe(0);
    },
    120_000,
  );

  test.for([
    ['PORT=abc', { PORT: 'abc' }, 'CONFIG_INVALID'],
    [
      'an unreachable database',
      { DATABASE_URL: 'postgres://u:geheim@127.0.0.1:1/x', HUB_SECRET: 'ab'.repeat(32) },
      'DATABASE_UNREACHABLE',
    ],
  ] as const)('ends with one sentence and a code for %s', async ([, env, code]) => {
    const hub = start({ DATA_DIR: join(folder, 'refused'), ...env });
    expect(await hub.ended()).toBe(1);
    expect(hub.output()).toContain(`[${code}]`);
    expect(hub.output()).not.toMatch(/geheim|\n\s+at /);
  });

  test('ends with PORT_TAKEN and takes its database along', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await eventually(async () => taken.address() ?? undefined);
    const { port } = taken.address() as { port: number };
    const dataDir = join(folder, 'taken');
    const hub = start({ DATA_DIR: dataDir, PORT: String(port), DEMO: '0' });
    expect(await hub.ended()).toBe(1);
    expect(hub.output()).toContain('[PORT_TAKEN]');
    await expect(postmaster(dataDir)).rejects.toThrow('ENOENT');
    taken.close();
  });

  test('a DATA_DIR that is a file is refused', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const hub = start({ DATA_DIR: file });
    expect(await hub.ended()).toBe(1);
    expect(hub.output()).toContain('[CONFIG_INVALID]');
  });
});

describe("one's own PostgreSQL", () => {
  test('an installation without a demo opens on a database of its own, and prints the codes of two accounts', async () => {
    const database = await createDatabase('empty');
    const hub = start({
      DATABASE_URL: database.url,
      HUB_SECRET: 'ab'.repeat(32),
      PORT: '0',
      DATA_DIR: join(folder, 'own'),
    });
    await hub.ready();
    const sql = postgres(database.url, { max: 1 });
    expect(await sql`select value from settings where key = 'mode'`).toEqual([{ value: 'production' }]);
    expect(await sql`select username from accounts where password_hash is null order by username`).toEqual([
      { username: 'admin' },
      { username: 'kepala.dinas' },
    ]);
    const codesIn = (output: string) =>
      [...output.matchAll(/^ +(\S+) +(sgl_\S+)$/gm)].map(([, user, code]) => [user, code]);
    const [admin, head] = codesIn(hub.output());
    expect([admin?.[0], head?.[0]]).toEqual(['admin', 'kepala.dinas']);
    const url = hub.output().match(/http:\S+\/graphql/)?.[0] ?? '';
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation { setPassword(token: "${admin?.[1]}", password: "sandi admin yang baru") }`,
      }),
    });
    expect(await response.json()).toEqual({ data: { setPassword: 'admin' } });
    await sql.end();
    hub.child.kill('SIGINT');
    expect(await hub.ended()).toBe(0);
    // From then on the installation is in somebody's hands.
    const again = start({
      DATABASE_URL: database.url,
      HUB_SECRET: 'ab'.repeat(32),
      PORT: '0',
      DATA_DIR: join(folder, 'own'),
    });
    await again.ready();
    expect(codesIn(again.output())).toEqual([]);
    again.child.kill('SIGINT');
    expect(await again.ended()).toBe(0);
    await database.drop();
  });
});
