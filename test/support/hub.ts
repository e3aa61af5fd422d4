import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { createHub, type Hub, type Overrides } from '../../gateway/hub.js';
import { createWorkers, WORKER_LIMITS } from '../../subgraphs/intake/worker/pool.js';
import { COMPOSER_LIMITS, createComposer } from '../../subgraphs/registry/composer.js';
import { databaseUrlOf, testConfig } from './config.js';

export interface Answer<Data = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null | undefined;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
  }[];
  readonly text: string;
}

/** One caller of the hub, over HTTP. */
export interface Caller {
  readonly token: string | undefined;
  query<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<Data>>;
  /** Downloads from a path of the hub. */
  download(path: string): Promise<{ status: number; headers: Headers; bytes: Uint8Array }>;
  upload(
    body: string | Uint8Array,
    filename?: string,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
}

export interface TestHub extends AsyncDisposable {
  readonly hub: Hub;
  readonly url: string;
  readonly databaseUrl: string;
  readonly anonymous: Caller;
  /** The demo's service key by name: `Dasbor kecamatan` (consumer) or `Sistem Dinas Kesehatan` (publish). */
  key(name?: string): Caller;
  /** A demo official, signed in: `tim.teknis`, `produsen.dinkes`, … */
  official(user: string): Promise<Caller>;
  caller(token?: string): Caller;
}

const WARM_MS = 600_000;
/**
 * One after the other, the hubs of a test process use the same threads: each takes a second of work to start. Hubs of
 * `createHub` have their own, and so has one whose composer is limited.
 */
const threads = {
  workers: createWorkers({ ...WORKER_LIMITS, warmMs: WARM_MS }),
  composer: createComposer({ ...COMPOSER_LIMITS, warmMs: WARM_MS }),
};

/** A copy of a template database; `drop` takes it away again. */
export async function createDatabase(
  template: 'empty' | 'demo',
): Promise<{ url: string; drop: () => Promise<void> }> {
  const cluster = inject('cluster');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const run = async (statement: string) => {
    const sql = postgres(cluster, { max: 1, onnotice: () => {} });
    try {
      await sql.unsafe(statement);
    } finally {
      await sql.end();
    }
  };
  await run(`create database ${name} template template_${template}`);
  return {
    url: databaseUrlOf(cluster, name),
    drop: async () => {
      await run(`drop database if exists ${name} with (force)`);
      await run(`drop role if exists ${name}_reader`);
    },
  };
}

/** Boots the real hub in this process on a fresh database, listening on a free port of loopback. */
export async function bootHub(
  template: 'empty' | 'demo' = 'demo',
  env: Record<string, string> = {},
  overrides: Overrides = {},
): Promise<TestHub> {
  const database = await createDatabase(template);
  const hub = await createHub(testConfig(database.url, env), database.url, {
    ...(overrides.composerLimits ? {} : { threads }),
    ...overrides,
  });
  const url = await hub.listen();
  const demo = inject('demo');
  const sessions = new Map<string, Promise<Caller>>();
  return {
    hub,
    url,
    databaseUrl: database.url,
    anonymous: caller(url),
    key(name = 'Dasbor kecamatan') {
      const key = demo.keys.find((one) => one.name === name);
      if (!key) throw new Error(`no demo key ${name}`);
      return caller(url, key.key);
    },
    official(user) {
      let session = sessions.get(user);
      if (!session) {
        const password = demo.accounts.find((account) => account.user === user)?.password ?? '';
        session = signIn(url, user, password);
        sessions.set(user, session);
      }
      return session;
    },
    caller: (token) => caller(url, token),
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

function caller(url: string, token?: string): Caller {
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  return {
    token,
    async query<Data>(
      query: string,
      variables: Record<string, unknown> = {},
      headers: Readonly<Record<string, string>> = {},
    ): Promise<Answer<Data>> {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization, ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      const body = JSON.parse(text) as { data?: Data; errors?: Answer['errors'] };
      return {
        status: response.status,
        headers: response.headers,
        data: body.data,
        errors: body.errors ?? [],
        text,
      };
    },
    async download(path) {
      const response = await fetch(`${url}${path}`, { headers: authorization });
      return {
        status: response.status,
        headers: response.headers,
        bytes: new Uint8Array(await response.arrayBuffer()),
      };
    },
    async upload(body, filename = 'data.csv') {
      const response = await fetch(`${url}/uploads?filename=${encodeURIComponent(filename)}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv', ...authorization },
        body: typeof body === 'string' ? body : Buffer.from(body),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
  };
}

async function signIn(url: string, username: string, password: string): Promise<Caller> {
  const answer = await caller(url).query<{ login: { token: string } }>(
    'mutation ($username: String!, $password: String!) { login(username: $username, password: $password) { token } }',
    { username, password },
  );
  if (!answer.data?.login) throw new Error(`${username} could not sign in: ${answer.text}`);
  return caller(url, answer.data.login.token);
}

/** Waits until `probe` gives something, at most `ms`; then fails with what it gave last. */
export async function eventually<T>(probe: () => Promise<T | undefined>, ms = 5000): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`did not happen within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
