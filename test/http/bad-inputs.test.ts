import { connect } from 'node:net';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createServiceKey } from '../../subgraphs/identity/keys/store.js';
import { bootHub, type TestHub } from '../support/hub.js';
import { DOCUMENTS, GETS, VARIABLES } from './bad-graphql.js';
import { BODIES, CALLERS, PATHS } from './bad-http.js';
import type { BadInput, Sent } from './bad-input.js';

let hub: TestHub;
/** Real keys and sessions by their names in the tables. */
let real: Record<string, string>;
beforeAll(async () => {
  hub = await bootHub('demo');
  const { db } = hub.hub.parts.writes;
  const made = async () =>
    (await createServiceKey(db, { name: 'uji', agency: 'dinkes', scopes: ['read'] })).key;
  const signedIn = async (user: string) => (await hub.official(user)).token ?? '';
  const key = hub.key().token ?? '';
  const [, id = '', secret = ''] = /^sgk_([^_]+)_(.*)$/.exec(key) ?? [];
  const [, other = ''] = /^sgk_([^_]+)_/.exec(hub.key('Sistem Dinas Kesehatan').token ?? '') ?? [];
  const [revoked, expired] = [await made(), await made()];
  const [ended, left] = [await signedIn('pengguna'), await signedIn('kepala.dinas')];
  real = {
    ...{ key, id, secret, revoked, expired, ended, left },
    short: key.slice(0, -1),
    wrong: key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A'),
    capitals: key.toUpperCase(),
    crossed: `sgk_${other}_${secret}`,
  };
  const sql = postgres(hub.databaseUrl, { max: 1 });
  await sql`update service_keys set revoked_at = now() where id = ${revoked.split('_')[1] ?? ''}`;
  await sql`update service_keys set expires_at = now() - interval '1 minute' where id = ${expired.split('_')[1] ?? ''}`;
  await sql`update sessions set expires_at = now() - interval '1 minute'
    where account_id = (select id from accounts where username = 'pengguna')`;
  await sql.end();
  await hub.caller(left).query('mutation { logout }');
});
afterAll(() => hub[Symbol.asyncDispose]());

// Whatever has been sent before, the next request is answered.
afterEach(async () => {
  expect((await hub.anonymous.query('{ viewer { kind } }')).data).toEqual({ viewer: { kind: 'ANONYMOUS' } });
});

const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (all, name: string) => real[name] ?? all);

async function send([path, init]: Sent): Promise<{ got: string; text: string }> {
  const headers = Object.entries((init.headers ?? {}) as Record<string, string>).map(
    ([name, value]) => [name, name === 'authorization' ? filled(value) : value] as [string, string],
  );
  const response = await fetch(hub.url + path, { redirect: 'manual', ...init, headers });
  const text = await response.text();
  const { errors } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
  return { got: `${response.status} ${errors?.[0]?.extensions.code}`, text };
}

const ROWS: Readonly<Record<string, readonly BadInput[]>> = {
  'a document that is': DOCUMENTS,
  'variables and forms of a request:': VARIABLES,
  'a query by GET with': GETS,
  'a body:': BODIES,
  'a method or path:': PATHS,
  'an Authorization of': CALLERS,
};

describe.each(Object.entries(ROWS))('%s', (_, rows) => {
  test.each(
    rows.map(([name, sent, expected]) => [name, expected, sent] as const),
  )('%s: %s', async (_name, expected, sent) => {
    const { got, text } = await send(sent);
    expect(got, text).toBe(expected);
    // Nothing of the machine is told.
    expect(text).not.toMatch(/node_modules|\.ts:\d|postgres:\/\/|select .* from "/i);
  });
});

/** What `fetch` would not send: bytes as they are, and how the answer begins. */
const RAW: readonly (readonly [name: string, bytes: string, expected: RegExp])[] = [
  ['no HTTP', 'HALO\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['another version', 'GET /health/live HTTP/9.9\r\nHost: a\r\n\r\n', /^HTTP\/1\.1 (400|505) /],
  ['no Host', 'GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['an unknown method', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n', /^HTTP\/1\.1 400 /],
  [
    'a method of WebDAV',
    'PROPFIND /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 404 /,
  ],
  ['TRACE', 'TRACE /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 404 /],
  ['CONNECT', 'CONNECT hub:443 HTTP/1.1\r\nHost: hub\r\n\r\n', /^$|^HTTP\/1\.1 4/],
  [
    'an address of its own',
    'GET http://x/admin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 404 /,
  ],
  [
    'the address of another',
    'GET http://169.254.169.254/latest HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 404 /,
  ],
  ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 40[04] /],
  [
    'dots',
    'GET /explorer/../../package.json HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 40[04] /,
  ],
  ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['a header without a colon', 'GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['a blank before a colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['a folded header', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n', /^HTTP\/1\.1 400 /],
  [
    '20,000 characters of headers',
    `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
    /^HTTP\/1\.1 431 /,
  ],
  [
    'two lengths',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    /^HTTP\/1\.1 400 /,
  ],
  [
    'a length below nought',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
    /^HTTP\/1\.1 400 /,
  ],
  [
    'a length and chunks',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    /^HTTP\/1\.1 400 /,
  ],
  [
    'a chunk that is none',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    /^HTTP\/1\.1 400 /,
  ],
  [
    'a length that promises a gigabyte',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 413 /,
  ],
  [
    'two callers',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 401 /,
  ],
  [
    'two keys of one request',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
    /^HTTP\/1\.1 400 /,
  ],
  [
    'two types',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
    /^HTTP\/1\.1 400 /,
  ],
  [
    'an expectation',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 4\d\d /,
  ],
  [
    'an upgrade',
    'GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n',
    /^HTTP\/1\.1 404 /,
  ],
  [
    'a range of a file that is not there',
    'GET /exports/x.csv HTTP/1.1\r\nHost: a\r\nRange: bytes=5-1\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 404 /,
  ],
  [
    'ranges that are none',
    'GET /explorer/nothing.js HTTP/1.1\r\nHost: a\r\nRange: lines=a-b\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 404 /,
  ],
];

const exchanged = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(hub.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    socket.once('close', () => resolve(text));
    socket.once('error', () => resolve(text));
    socket.write(Buffer.from(bytes, 'latin1'));
  });

describe('over the wire', () => {
  test.each(RAW)('%s', async (_, bytes, expected) => {
    const answer = await exchanged(bytes);
    expect(answer).toMatch(expected);
    expect(answer).not.toMatch(/^HTTP\/1\.1 5(?!05)/);
  });

  test('a caller that goes before it has said all', async () => {
    for (const part of [
      'POST /graphql HT',
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{"query',
    ])
      await new Promise<void>((resolve) => {
        const socket = connect(Number(new URL(hub.url).port), '127.0.0.1');
        socket.write(part, () => socket.destroy());
        socket.once('close', () => resolve());
      });
  });
});

test('there are more than 150 of them', () => {
  const rows = Object.values(ROWS).flat().length + RAW.length;
  expect(rows).toBeGreaterThan(150);
});
