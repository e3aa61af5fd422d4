import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { restoreSymlinks } from '../../db/embedded/binaries.js';
import { isAlive } from '../../db/embedded/postmaster.js';
import { type EmbeddedDatabase, startEmbedded } from '../../db/embedded.js';
import { needing } from '../support/needing.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const AS_ROOT = process.getuid?.() === 0;
const TEXT = 'Pasuruan – “Rp 1.000” ꦥꦱꦸꦫꦸꦮꦤ꧀ 😀 é';

// Every start is a real one, some of them initdb, and a refused hub waits 3 s for the lock.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let base: string;
const pids = new Set<number>();

/** A hub in a process of its own: prints one JSON line once its database stands, then waits to be killed. */
const HUB = `
  const { startEmbedded } = await import('./db/embedded.ts');
  try {
    const { url, reused, pid } = await startEmbedded({ dataDir: process.argv[1] });
    console.log(JSON.stringify({ url, reused, pid }));
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log(JSON.stringify({ code: error.code, message: error.message }));
  }`;

async function start(dataDir: string): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ dataDir });
  pids.add(database.pid);
  return database;
}

async function hubProcess(dataDir: string, identity: { uid?: number; gid?: number } = {}) {
  const hub: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', HUB, '--', dataDir],
    { cwd: ROOT, env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'], ...identity },
  );
  if (hub.pid) pids.add(hub.pid);
  let output = '';
  let errors = '';
  hub.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  for await (const chunk of hub.stdout ?? []) {
    output += chunk;
    if (output.includes('\n')) break;
  }
  if (!output.includes('\n')) throw new Error(`the hub process said nothing: ${errors}`);
  const said = JSON.parse(output) as { url: string; reused: boolean; pid: number; code?: string };
  if (said.pid) pids.add(said.pid);
  const kill = async () => {
    const gone = once(hub, 'exit');
    hub.kill('SIGKILL');
    await gone;
  };
  return { ...said, kill };
}

async function query<T>(url: string, ask: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await ask(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function refusedWith(starting: Promise<EmbeddedDatabase>) {
  const error = await starting.then(
    async (database) => {
      await database[Symbol.asyncDispose]();
      throw new Error('it started');
    },
    (refused) => refused,
  );
  return { code: error.code as string, words: error.words as { id: string; en: string } };
}

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'satugraf-embedded-'));
  await chmod(base, 0o755); // the system user that PostgreSQL runs under has to get in
});

afterAll(async () => {
  for (const pid of pids) if (await isAlive(pid)) process.kill(pid, 'SIGQUIT');
  await sleep(100);
  await rm(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

afterEach(() => vi.unstubAllEnvs());

describe('the cluster that the first start makes', () => {
  it.each([{ LANG: '' }, { LANG: 'id_ID.ISO-8859-1' }])('keeps UTF-8 text with $LANG', async ({ LANG }) => {
    for (const name of ['LC_ALL', 'LC_CTYPE']) vi.stubEnv(name, LANG || undefined);
    vi.stubEnv('LANG', LANG || undefined);
    vi.stubEnv('PGOPTIONS', '-c client_encoding=LATIN1');
    await using database = await start(join(base, `lang-${LANG}`));
    const row = await query(database.url, async (sql) => {
      await sql`create table note (body text)`;
      await sql`insert into note values (${TEXT})`;
      const [found] = await sql`
        select body, upper('é') as upper, length('😀') as length, current_setting('server_encoding') as encoding,
          datlocprovider as provider, datlocale as locale, current_setting('timezone') as zone
        from note, pg_database where datname = current_database()`;
      return found;
    });
    expect(row).toEqual({
      body: TEXT,
      upper: 'É',
      length: 1,
      encoding: 'UTF8',
      provider: 'b',
      locale: 'C.UTF-8',
      zone: 'UTC',
    });
  });

  it('is one of two when two hubs make it at once', async () => {
    const dataDir = join(base, 'race');
    const [first, second] = await Promise.allSettled([start(dataDir), start(dataDir)]);
    const outcomes = [first, second];
    const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(lost).toEqual(['DATA_DIR_IN_USE']);
    expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres.log', 'secrets']);
    await won[0]?.[Symbol.asyncDispose]();
  });
});

describe('a data directory over several starts', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = join(base, 'data');
    await using database = await start(dataDir);
    await query(database.url, (sql) => sql`create table note (body text primary key)`);
    await query(database.url, (sql) => sql`insert into note values (${TEXT})`);
  });

  async function keepsItsData(database: EmbeddedDatabase): Promise<void> {
    expect(await query(database.url, (sql) => sql`select body from note`)).toEqual([{ body: TEXT }]);
  }

  it('keeps its data, listens on the loopback alone and ends with its owner', async () => {
    const database = await start(dataDir);
    expect(database.reused).toBe(false);
    await keepsItsData(database);
    const [row] = await query(
      database.url,
      (sql) => sql`
        select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
          current_setting('fsync') as fsync`,
    );
    expect(row).toEqual({ addresses: '127.0.0.1', sockets: '', fsync: 'on' });
    await Promise.all([database[Symbol.asyncDispose](), database[Symbol.asyncDispose]()]);
    await database[Symbol.asyncDispose]();
    expect(await isAlive(database.pid)).toBe(false);
  });

  it('keeps its password to its owner', async () => {
    const file = join(dataDir, 'secrets', 'postgres-password');
    expect((await stat(join(dataDir, 'secrets'))).mode & 0o777).toBe(0o700);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toMatch(/^[\w-]{43}$/);
    await using database = await start(dataDir);
    const wrong = database.url.replace(/:[\w-]{43}@/, ':wrong@');
    await expect(query(wrong, (sql) => sql`select 1`)).rejects.toMatchObject({ code: '28P01' });
  });

  it('is taken over, still running, from a hub that was killed', async () => {
    const killed = await hubProcess(dataDir);
    expect(killed).toMatchObject({ reused: false });
    await killed.kill();
    expect(await isAlive(killed.pid)).toBe(true);
    const database = await start(dataDir);
    expect(database).toMatchObject({ reused: true, pid: killed.pid, url: killed.url });
    await keepsItsData(database);
    await database[Symbol.asyncDispose]();
    expect(await isAlive(killed.pid)).toBe(false);
  });

  it('belongs to one hub at a time', async () => {
    await using database = await start(dataDir);
    const refused = await refusedWith(startEmbedded({ dataDir }));
    expect(refused).toMatchObject({
      code: 'DATA_DIR_IN_USE',
      words: { en: expect.stringContaining(dataDir) },
    });
    await keepsItsData(database);
  });

  it('is held again after the server has dropped the connection that held it', async () => {
    await using database = await start(dataDir);
    const holder = (sql: postgres.Sql) => sql<{ pid: number }[]>`
      select pid from pg_locks where locktype = 'advisory' and granted`;
    const [before] = await query(database.url, holder);
    await query(database.url, (sql) => sql`select pg_terminate_backend(${before?.pid ?? 0})`);
    await vi.waitFor(
      async () => {
        const [after] = await query(database.url, holder);
        expect(after).toBeDefined();
        expect(after).not.toEqual(before);
      },
      { timeout: 5_000, interval: 100 },
    );
  });

  it('starts after postgres itself was killed', async () => {
    const killed = await start(dataDir);
    process.kill(killed.pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await isAlive(killed.pid)).toBe(false), { timeout: 3_000 });
    await killed[Symbol.asyncDispose]();
    await using database = await start(dataDir);
    expect(database.reused).toBe(false);
    await keepsItsData(database);
  });

  it('starts although its old pid is now that of another process, which it leaves alone', async () => {
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    pids.add(bystander.pid as number);
    const started = Math.floor(Date.now() / 1000);
    const stale = `${bystander.pid}\n${join(dataDir, 'postgres')}\n${started}\n1\n\n127.0.0.1\n0 0\nready   \n`;
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), stale);
    await using database = await start(dataDir);
    expect(database.reused).toBe(false);
    await keepsItsData(database);
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    bystander.kill();
  });

  it('has a log without values of the data', async () => {
    await using database = await start(dataDir);
    await query(database.url, (sql) => sql`insert into note values (${TEXT})`.catch(() => undefined));
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('duplicate key value');
    expect(log).not.toContain('Pasuruan');
    expect((await stat(join(dataDir, 'postgres.log'))).mode & 0o777).toBe(0o600);
  });

  it('refuses a password that is not this cluster’s, and says so when it is lost', async () => {
    const file = join(dataDir, 'secrets', 'postgres-password');
    const password = await readFile(file, 'utf8');
    await writeFile(file, 'another');
    const wrong = await refusedWith(startEmbedded({ dataDir }));
    expect(wrong).toMatchObject({
      code: 'EMBEDDED_FAILED',
      words: { en: expect.stringContaining('password authentication failed') },
    });
    await rm(file);
    const lost = await refusedWith(startEmbedded({ dataDir }));
    expect(lost).toMatchObject({
      code: 'EMBEDDED_FAILED',
      words: { id: expect.stringContaining(file), en: expect.stringContaining('is missing') },
    });
    await writeFile(file, password, { mode: 0o600 });
  });
});

describe('a place that cannot serve', () => {
  it('refuses a half cluster, and leaves it as it is', async () => {
    const dataDir = join(base, 'half');
    await mkdir(join(dataDir, 'postgres', 'base'), { recursive: true });
    const refused = await refusedWith(startEmbedded({ dataDir }));
    expect(refused).toMatchObject({
      code: 'EMBEDDED_FAILED',
      words: { id: expect.stringContaining('cadangan'), en: expect.stringContaining('backup') },
    });
    expect(await readdir(join(dataDir, 'postgres'))).toEqual(['base']);
  });

  it('tells what postgres logged when the cluster is broken', async () => {
    const dataDir = join(base, 'broken');
    await (await start(dataDir))[Symbol.asyncDispose]();
    await rm(join(dataDir, 'postgres', 'global', 'pg_control'));
    const refused = await refusedWith(startEmbedded({ dataDir }));
    expect(refused).toMatchObject({
      code: 'EMBEDDED_FAILED',
      words: { id: expect.stringContaining('gagal'), en: expect.stringContaining('pg_control') },
    });
  });

  it('refuses a file in the place of the directory', async () => {
    await writeFile(join(base, 'file'), '');
    const refused = await refusedWith(startEmbedded({ dataDir: join(base, 'file', 'data') }));
    expect(refused).toMatchObject({
      code: 'EMBEDDED_FAILED',
      words: { en: expect.stringContaining('not a directory') },
    });
  });

  it.runIf(AS_ROOT)('names the directory that the system user cannot enter', async () => {
    const closed = join(base, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const refused = await refusedWith(startEmbedded({ dataDir: join(closed, 'deep', 'data') }));
    expect(refused.code).toBe('EMBEDDED_FAILED');
    expect(refused.words.en).toContain(`cannot enter ${closed};`);
    expect(refused.words.id).toContain(`tidak dapat memasuki ${closed};`);
    expect(await readdir(join(closed, 'deep', 'data'))).toEqual(['secrets']);
  });
});

/** The ids of `nobody`, where he can run what stands in this tree. */
function nobodyHere(): { uid: number; gid: number } | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith('nobody:'));
  if (line === undefined) return null;
  const [, , uid = 0, gid = 0] = line.split(':').map(Number);
  const sees = spawnSync(process.execPath, ['--import', 'tsx', '-e', ''], { cwd: ROOT, uid, gid });
  return sees.status === 0 ? { uid, gid } : null;
}

if (AS_ROOT) {
  const nobody = nobodyHere();
  needing(
    nobody ? null : 'needs the user nobody, and a tree that is open to him',
    'the user it runs under is the caller where the caller is not root, and root can go on with that',
    async () => {
      const { uid, gid } = nobody ?? { uid: 0, gid: 0 };
      const dataDir = join(base, 'nobody');
      await mkdir(dataDir, { mode: 0o700 });
      await chown(dataDir, uid, gid);
      const hub = await hubProcess(dataDir, { uid, gid });
      expect(hub).toMatchObject({ reused: false });
      expect((await stat(join(dataDir, 'postgres'))).uid).toBe(uid);
      await hub.kill();
      await (await start(dataDir))[Symbol.asyncDispose]();
      await using database = await start(dataDir);
      expect(database.reused).toBe(false);
      expect((await stat(join(dataDir, 'postgres'))).uid).toBe(uid);
    },
  );
}

it('makes the library links that npm has not made, and makes them once', async () => {
  const lib = join(base, 'package', 'native', 'lib');
  await mkdir(lib, { recursive: true });
  await writeFile(join(lib, 'libpq.so.5.18'), '');
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
  await writeFile(join(base, 'package', 'native', 'pg-symlinks.json'), JSON.stringify(links));
  await restoreSymlinks(join(base, 'package'));
  await restoreSymlinks(join(base, 'package'));
  expect(await readlink(join(lib, 'libpq.so.5'))).toBe('libpq.so.5.18');
  expect((await lstat(join(lib, 'libpq.so.5'))).isSymbolicLink()).toBe(true);
});
