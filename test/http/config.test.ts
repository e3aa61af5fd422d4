import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readConfig } from '../../gateway/config.js';
import { createHub } from '../../gateway/hub.js';
import { DEFAULT_LIMITS } from '../../gateway/limits.js';
import { HubError } from '../../schema/errors.js';
import { databaseUrlOf, testConfig } from '../support/config.js';
import { createDatabase } from '../support/hub.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'satugraf-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SECRET = 'cd'.repeat(32);
const OWN = { DATABASE_URL: 'postgres://hub:sandi@db.example:5432/hub', HUB_SECRET: SECRET };

/** The refusal with which `start` fails: with a code, and one sentence in each language that name no password. */
async function refusalOf(start: () => unknown, ...secrets: string[]): Promise<HubError> {
  const error = await (async () => start())().then(
    () => undefined,
    (thrown) => thrown,
  );
  if (!(error instanceof HubError)) throw error ?? new Error('it did not fail');
  expect(error.words.id).not.toBe('');
  expect(error.words.id).not.toBe(error.words.en);
  const said = JSON.stringify([error.message, error.words, error.extensions]);
  for (const secret of secrets) expect(said).not.toContain(secret);
  return error;
}

describe('the environment', () => {
  test('may be empty: then the hub is at home, with the limits of the design', () => {
    const dataDir = join(folder, 'new');
    const config = readConfig({ DATA_DIR: dataDir, PORT: '' });
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      dataDir,
      databaseUrl: null,
      demo: 'auto',
      limits: DEFAULT_LIMITS,
      bodyLimit: 1_000_000,
      uploadLimit: 50_000_000,
      origins: [],
      proxies: [],
      rates: { key: 1200, anonymous: 300 },
    });
    expect(config.secret).toHaveLength(32);
    expect(readConfig({ DATA_DIR: 'new' }, folder)).toEqual(config);
  });

  test('is read value by value', () => {
    const config = readConfig({
      ...OWN,
      HOST: '0.0.0.0',
      PORT: '0',
      HUB_LIMIT_DEPTH: '5',
      HUB_LIMIT_ALIASES: '0',
      HUB_LIMIT_COST: '1234',
      HUB_LIMIT_UPLOAD: '2048',
      HUB_LOG: 'error',
      HUB_ORIGINS: 'https://a.example, http://b.example:8080',
      HUB_PROXIES: '10.0.0.5,192.168.0.0/16,::1',
      HUB_RATE_KEY: '0',
      HUB_RATE_ANONYMOUS: '7',
      PATH: '/usr/bin',
    });
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      databaseUrl: OWN.DATABASE_URL,
      demo: 'off',
      limits: { ...DEFAULT_LIMITS, depth: 5, aliases: 0 },
      costLimit: 1234,
      uploadLimit: 2048,
      logLevel: 'error',
      origins: ['https://a.example', 'http://b.example:8080'],
      proxies: ['10.0.0.5', '192.168.0.0/16', '::1'],
      rates: { key: 0, anonymous: 7 },
    });
    expect(Buffer.from(config.secret).toString('hex')).toBe(SECRET);
    for (const url of [
      'postgresql://h/d',
      'postgres://u:a%40b@[::1]:5432/d',
      'postgres://u:a,b@h1:1,h2:2/d?x=y',
    ])
      expect(readConfig({ ...OWN, DATABASE_URL: url }).databaseUrl).toBe(url);
  });

  test.each<[Record<string, string>, string]>([
    [{ PORT: 'abc' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ PORT: '-1' }, 'PORT'],
    [{ PORT: '80.5' }, 'PORT'],
    [{ PORT: '0x50' }, 'PORT'],
    [{ PORT: ' 80' }, 'PORT'],
    [{ HOST: 'http://localhost' }, 'HOST'],
    [{ DEMO: 'maybe' }, 'DEMO'],
    [{ DEMO: 'true' }, 'DEMO'],
    [{ DEMO: '1', HOST: '0.0.0.0' }, 'HOST=0.0.0.0'],
    [{ HUB_LOG: 'loud' }, 'HUB_LOG'],
    [{ HUB_ORIGINS: '*' }, 'HUB_ORIGINS'],
    [{ HUB_ORIGINS: 'null' }, 'HUB_ORIGINS'],
    [{ HUB_ORIGINS: 'https://a.example/' }, 'HUB_ORIGINS'],
    [{ HUB_ORIGINS: 'https://a.example,,https://b.example' }, 'HUB_ORIGINS'],
    [{ HUB_ORIGINS: 'ftp://a.example' }, 'HUB_ORIGINS'],
    [{ HUB_PROXIES: 'loopback' }, 'HUB_PROXIES'],
    [{ HUB_PROXIES: '10.0.0.0/33' }, 'HUB_PROXIES'],
    [{ HUB_PROXIES: 'true' }, 'HUB_PROXIES'],
    [{ HUB_RATE_KEY: '-1' }, 'HUB_RATE_KEY'],
    [{ HUB_RATE_ANONYMOUS: 'many' }, 'HUB_RATE_ANONYMOUS'],
    [{ HUB_LIMIT_DEPHT: '3' }, 'HUB_LIMIT_DEPHT'],
    [{ HUB_LIMIT_DEPTH: '0' }, 'HUB_LIMIT_DEPTH'],
    [{ HUB_LIMIT_TOKENS: '1e3' }, 'HUB_LIMIT_TOKENS'],
    [{ HUB_LIMIT_BODY: '99999999999' }, 'HUB_LIMIT_BODY'],
    [{ HUB_SECRET: 'ab' }, 'HUB_SECRET'],
    [{ HUB_SECRET: 'z'.repeat(64) }, 'HUB_SECRET'],
    [{ HUB_SECRET: '' }, 'HUB_SECRET'],
    [{ DATABASE_URL: 'mysql://hub:sandi@db/hub' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'localhost:5432' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://hub:sandi@db:porta/hub' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://hub:%zz-sandi@db/hub' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://hub:sandi dua@db/hub' }, 'DATABASE_URL'],
  ])('%o is refused, and the sentence names %s', async (env, name) => {
    const error = await refusalOf(() => readConfig({ ...OWN, ...env }), 'sandi', SECRET);
    expect(error.code).toBe('CONFIG_INVALID');
    expect([error.words.id.includes(name), error.words.en.includes(name)]).toEqual([true, true]);
  });

  test('without HUB_SECRET does not do for a database of its own', async () => {
    const error = await refusalOf(() => readConfig({ DATABASE_URL: OWN.DATABASE_URL }), 'sandi');
    expect([error.code, error.message]).toEqual(['CONFIG_INVALID', expect.stringContaining('HUB_SECRET')]);
  });
});

describe('DATA_DIR', () => {
  test('that is a file is refused', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    for (const dataDir of [file, join(file, 'below')]) {
      const error = await refusalOf(() => readConfig({ DATA_DIR: dataDir }));
      expect([error.code, error.message]).toEqual(['CONFIG_INVALID', expect.stringContaining(dataDir)]);
    }
  });

  test('keeps the secret that was made first, for its owner alone', async () => {
    const dataDir = join(folder, 'kept');
    const { secret } = readConfig({ DATA_DIR: dataDir });
    const file = join(dataDir, 'secrets', 'hub-secret');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'secrets'))).mode & 0o777).toBe(0o700);
    expect(await readFile(file, 'utf8')).toBe(Buffer.from(secret).toString('hex'));
    expect(readConfig({ DATA_DIR: dataDir }).secret).toEqual(secret);
    expect(readConfig({ DATA_DIR: join(folder, 'another') }).secret).not.toEqual(secret);
  });

  test.each([
    '',
    'ab'.repeat(31),
    'xy'.repeat(32),
  ])('with the secret "%s" in its file is refused', async (kept) => {
    const dataDir = join(folder, `damaged${kept.length}`);
    readConfig({ DATA_DIR: dataDir });
    await writeFile(join(dataDir, 'secrets', 'hub-secret'), kept);
    const error = await refusalOf(() => readConfig({ DATA_DIR: dataDir }));
    expect([error.code, error.message]).toEqual(['CONFIG_INVALID', expect.stringContaining('hub-secret')]);
  });
});

describe('a hub does not start', () => {
  const withPassword = (password: string) => {
    const url = new URL(inject('cluster'));
    url.password = password;
    return url.href;
  };

  test.each<[string, () => string]>([
    ['where nobody listens', () => 'postgres://hub:sandi-rahasia@127.0.0.1:1/hub'],
    ['with a wrong password', () => withPassword('sandi-rahasia')],
    ['on a database that is not there', () => databaseUrlOf(inject('cluster'), 'tiada')],
  ])('%s, and says no password', async (_, url) => {
    const error = await refusalOf(
      () => createHub(testConfig(url()), url()),
      'sandi-rahasia',
      new URL(inject('cluster')).password,
    );
    expect(error.code).toBe('DATABASE_UNREACHABLE');
    expect(error.message).toContain(new URL(url()).host);
  });

  test('with another secret than the database was made with', async () => {
    const database = await createDatabase('empty');
    try {
      const config = testConfig(database.url, { HUB_SECRET: SECRET });
      const error = await refusalOf(() => createHub(config, database.url), SECRET);
      expect(error.code).toBe('SECRET_MISMATCH');
    } finally {
      await database.drop();
    }
  });

  test('on a port that is taken, or an address that is not its own', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const port = String((taken.address() as { port: number }).port);
    const database = await createDatabase('empty');
    const listening = async (env: Record<string, string>) => {
      const hub = await createHub(testConfig(database.url, env), database.url);
      try {
        return await refusalOf(() => hub.listen());
      } finally {
        await hub[Symbol.asyncDispose]();
      }
    };
    try {
      const busy = await listening({ PORT: port });
      expect([busy.code, busy.message]).toEqual(['PORT_TAKEN', expect.stringContaining(`127.0.0.1:${port}`)]);
      // 192.0.2.0/24 is for documentation: no machine has such an address.
      const foreign = await listening({ HOST: '192.0.2.1' });
      expect([foreign.code, foreign.message]).toEqual([
        'CONFIG_INVALID',
        expect.stringContaining('HOST=192.0.2.1'),
      ]);
    } finally {
      taken.close();
      await database.drop();
    }
  });
});
