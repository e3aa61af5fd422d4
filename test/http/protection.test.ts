import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootHub, type TestHub } from '../support/hub.js';

const OURS = 'https://dasbor.example';
const FOREIGN = 'https://lain.example';
const LONG = '{ regions(first: 100) { nodes { code name } } }';
const POSTED = { 'content-type': 'application/json' };

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo', {
    HUB_ORIGINS: `${OURS},http://127.0.0.1:9999`,
    HUB_URL: 'https://hub.example',
  });
});
afterAll(() => hub[Symbol.asyncDispose]());

const ask = (query: string, headers: Record<string, string> = {}) =>
  fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { ...POSTED, ...headers },
    body: JSON.stringify({ query }),
  });
const bearer = (token = '') => ({ authorization: `Bearer ${token}` });

describe('headers that protect', () => {
  const PATHS = ['/health/live', '/graphql', '/schema.graphql', '/nowhere', '/catalog.jsonld', '/', '/%zz'];

  test.each(PATHS)('%s: nothing of it runs, is framed, guessed at or told on', async (path) => {
    const { headers } = await fetch(hub.url + path, { redirect: 'manual' });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });

  test('without https there is nothing to insist on', async () => {
    await using plain = await bootHub('empty');
    const { headers } = await fetch(`${plain.url}/health/live`);
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(`${plain.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: OURS, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(404);
  });

  test('a file for saving keeps its stricter policy', async () => {
    const { headers } = await hub.key().download('/exports/dinkes_tenagaKesehatan.csv');
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  });
});

describe('what is answered to somebody, and what is refused, is kept nowhere:', () => {
  const NAMED = [
    ...['/schema.graphql', '/catalog.jsonld', '/api/3/action/package_list', '/metrics', '/health/ready'],
    ...['/exports/dinkes_tenagaKesehatan.csv', '/api/3/action/package_show?id=x', '/exports/x.csv'],
    ...['/datasets/dinkes_tenagaKesehatan/template.xlsx', '/cases/2026-0001/archives/1', '/loads/x/rejects'],
    ...['/explorer/config.json', '/nowhere', '/graphql?query=%7B__typename%7D', '/graphql', '/%zz'],
  ];

  test.each(NAMED)('%s', async (path) => {
    const { headers } = await fetch(hub.url + path, {
      headers: { ...bearer((await hub.official('tim.teknis')).token), 'apollo-require-preflight': '1' },
    });
    expect(headers.get('cache-control')).toMatch(/(^|, )no-store$/);
  });

  test('queries, mutations, and a key that is none', async () => {
    for (const response of [
      await ask('{ viewer { kind } }', bearer(hub.key().token)),
      await ask('{ dinkes_tenagaKesehatan { totalCount } }', bearer(hub.key().token)),
      await ask('mutation { login(username: "a", password: "b") { token } }'),
      await ask('{ viewer { kind } }', bearer('x')),
      await fetch(`${hub.url}/subgraph.graphql?`, { method: 'DELETE' }),
    ])
      expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('pages of other sites', () => {
  const preflight = (origin: string, path = '/graphql') =>
    fetch(hub.url + path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
  const corsOf = ({ headers }: Response) =>
    [...headers].filter(([name]) => name.startsWith('access-control'));

  test('on the list may ask with a token, and read the answer, refusals too', async () => {
    const answer = await preflight(OURS);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, OURS]);
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    for (const got of [
      await ask(LONG, { origin: OURS, ...bearer(hub.key().token) }),
      await ask('{ nothing }', { origin: OURS }),
      await ask(LONG, { origin: OURS, ...bearer('x') }),
      await fetch(`${hub.url}/exports/x.csv`, { headers: { origin: OURS } }),
    ]) {
      expect(got.headers.get('access-control-allow-origin')).toBe(OURS);
      expect(got.headers.get('vary')?.toLowerCase()).toContain('origin');
    }
  });

  test.each([
    FOREIGN,
    'null',
    `${OURS}.example`,
    'http://dasbor.example',
    `${OURS}:8443`,
    OURS.toUpperCase(),
    '*',
  ])('of %s get no header that would let them', async (origin) => {
    const answer = await preflight(origin);
    expect([answer.status, corsOf(answer)]).toEqual([404, []]);
    expect(corsOf(await ask(LONG, { origin }))).toEqual([]);
    expect(corsOf(await preflight(origin, '/uploads'))).toEqual([]);
  });
});

describe('compression', () => {
  /** As it comes over the wire. */
  const raw = (path: string, accepted: string, more: Record<string, string> = {}, body?: string) =>
    new Promise<{ head: string; body: Buffer }>((resolve, reject) => {
      const socket = connect(Number(new URL(hub.url).port), '127.0.0.1');
      const parts: Buffer[] = [];
      socket.on('data', (part) => parts.push(part));
      socket.once('error', reject);
      socket.once('close', () => {
        const all = Buffer.concat(parts);
        const at = all.indexOf('\r\n\r\n');
        const head = all.subarray(0, at).toString().toLowerCase();
        resolve({ head, body: unchunked(head, all.subarray(at + 4)) });
      });
      const headers = { host: 'hub', connection: 'close', 'accept-encoding': accepted, ...POSTED, ...more };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const length = body === undefined ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
      socket.write(
        `${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1\r\n${lines.join('')}${length}\r\n${body ?? ''}`,
      );
    });

  function unchunked(head: string, body: Buffer): Buffer {
    if (!head.includes('transfer-encoding: chunked')) return body;
    const parts: Buffer[] = [];
    for (let at = 0; ; ) {
      const end = body.indexOf('\r\n', at);
      const size = Number.parseInt(body.subarray(at, end).toString(), 16);
      if (!size) return Buffer.concat(parts);
      parts.push(body.subarray(end + 2, end + 2 + size));
      at = end + 2 + size + 2;
    }
  }

  const unpacked = { br: brotliDecompressSync, gzip: gunzipSync } as const;
  const ROWS = JSON.stringify({
    query: '{ dinkes_tenagaKesehatan(first: 1000) { nodes { __typename id } } }',
  });
  const PATHS: readonly (readonly [string, string | undefined])[] = [
    ['/graphql', JSON.stringify({ query: LONG })],
    ['/graphql', ROWS],
    [
      '/graphql',
      JSON.stringify({ query: '{ agencies { slug name } __schema { types { name description } } }' }),
    ],
    ['/schema.graphql', undefined],
    ['/subgraph.graphql', undefined],
    ['/catalog.jsonld', undefined],
    ['/exports/dinkes_tenagaKesehatan.csv', undefined],
    ['/exports/dinkes_tenagaKesehatan.ndjson', undefined],
  ];

  test.each(
    PATHS.flatMap(([path, body]) => (['br', 'gzip'] as const).map((coding) => [coding, path, body] as const)),
  )('%s of %s is the same text, shorter; the second time, too', async (coding, path, body) => {
    const plain = await raw(path, 'identity', {}, body);
    expect(plain.head).not.toContain('content-encoding');
    expect(plain.body.length).toBeGreaterThan(800);
    for (const _ of [1, 2]) {
      const packed = await raw(path, coding, {}, body);
      expect(packed.head).toContain(`content-encoding: ${coding}`);
      expect(packed.head).toMatch(/vary: [^\r]*accept-encoding/);
      expect(packed.body.length).toBeLessThan(plain.body.length);
      expect(unpacked[coding](packed.body).toString()).toBe(plain.body.toString());
    }
  });

  test.each([
    ['a short answer', '/graphql', JSON.stringify({ query: '{ viewer { kind } }' }), 'br, gzip'],
    ['an answer to who refuses it', '/graphql', JSON.stringify({ query: LONG }), 'gzip;q=0, br;q=0'],
    ['an answer to who wants another one', '/graphql', JSON.stringify({ query: LONG }), 'zstd'],
    ['a workbook', '/exports/dinkes_tenagaKesehatan.xlsx', undefined, 'br, gzip'],
  ])('leaves %s as it is', async (_, path, body, accepted) => {
    const { head } = await raw(path, accepted, {}, body);
    expect(head).toContain('200 ok');
    expect(head).not.toContain('content-encoding');
  });

  test('what is kept compressed counts among the bytes that are kept', async () => {
    const bytes = async () => {
      const text = await (await fetch(`${hub.url}/metrics`)).text();
      return Number(/satugraf_kept_answer_bytes (\d+)/.exec(text)?.[1]);
    };
    const query = JSON.stringify({ query: '{ regions(first: 90) { nodes { name code level } } }' });
    await raw('/graphql', 'identity', {}, query);
    const before = await bytes();
    const { body } = await raw('/graphql', 'gzip', {}, query);
    expect(await bytes()).toBe(before + body.length);
    await raw('/graphql', 'gzip', {}, query);
    expect(await bytes()).toBe(before + body.length);
  });

  test('a tag is one for all codings', async () => {
    const get = `/graphql?query=${encodeURIComponent(LONG)}`;
    const tags = new Set<string | undefined>();
    for (const coding of ['identity', 'gzip', 'br'])
      tags.add(/etag: ([^\r]+)/.exec((await raw(get, coding)).head)?.[1]);
    expect([...tags]).toEqual([expect.stringMatching(/^w\/"/)]);
  });
});
