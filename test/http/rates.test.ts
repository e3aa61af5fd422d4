import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootHub, type TestHub } from '../support/hub.js';

/** Trusts this machine as a proxy, so that the tests can come from any address. */
let hub: TestHub;
let blind: TestHub;
const LIMITS = { HUB_RATE_KEY: '6', HUB_RATE_ANONYMOUS: '4' };
beforeAll(async () => {
  hub = await bootHub('demo', { ...LIMITS, HUB_PROXIES: '127.0.0.1' });
  blind = await bootHub('demo', { ...LIMITS, HUB_RATE_ANONYMOUS: '30' });
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await blind[Symbol.asyncDispose]();
});

const QUERY = JSON.stringify({ query: '{ viewer { kind } }' });
const ask = (from: string, path = '/graphql', token = '', to = hub) =>
  fetch(to.url + path, {
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': from,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(path === '/graphql' || path.startsWith('/exports/query') ? { method: 'POST', body: QUERY } : {}),
  });
const statuses = async (times: number, make: () => Promise<Response>) => {
  const seen: number[] = [];
  for (let at = 0; at < times; at++) seen.push((await make()).status);
  return seen;
};

describe('requests a minute', () => {
  test.each([
    '/graphql',
    '/schema.graphql',
    '/subgraph.graphql',
    '/catalog.jsonld',
    '/exports/dinkes_tenagaKesehatan.csv',
    '/api/3/action/package_list',
    '/ns/sdi',
  ])('of %s are counted by address for who is not signed in', async (path) => {
    const from = `198.51.${path.length}.${path.charCodeAt(1)}`;
    expect(await statuses(5, () => ask(from, path))).toEqual([200, 200, 200, 200, 429]);
    const refused = await ask(from, path);
    const { errors } = (await refused.json()) as { errors: { extensions: Record<string, unknown> }[] };
    expect(errors[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', nextActor: 'CALLER' });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBe(errors[0]?.extensions['retryAfter']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused.headers.get('cache-control')).toBe('no-store');
    // Others are answered.
    expect((await ask('203.0.113.9', '/health/live')).status).toBe(200);
  });

  test('are counted for keys by key and for officials by account, wherever they come from', async () => {
    const key = hub.key().token;
    const official = (await hub.official('pengguna')).token;
    for (const [at, token] of [key, official].entries()) {
      let from = 0;
      const seen = await statuses(7, () => ask(`203.0.113.${at}${from++}`, '/graphql', token));
      expect(seen).toEqual([200, 200, 200, 200, 200, 200, 429]);
    }
    // Another one from the same address has its own.
    expect((await ask('203.0.113.0', '/graphql', hub.key('Sistem Dinas Kesehatan').token)).status).toBe(200);
  });

  test('of a query as a file count once, and for the address that asks', async () => {
    const seen = await statuses(5, () => ask('203.0.113.77', '/exports/query.csv'));
    expect(seen.map((status) => status === 429)).toEqual([false, false, false, false, true]);
    expect((await ask('203.0.113.78', '/exports/query.csv')).status).not.toBe(429);
  });

  test('of a query as a file count where it is refused before it is asked, and nobody says himself that he was counted', async () => {
    const malformed = await statuses(5, () => ask('203.0.113.79', '/exports/query.csv?excel=2'));
    expect(malformed).toEqual([400, 400, 400, 400, 429]);
    const said = await statuses(5, () =>
      fetch(`${hub.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': '203.0.113.80',
          'x-satugraf-relayed': '00000000-0000-4000-8000-000000000000',
        },
        body: QUERY,
      }),
    );
    expect(said).toEqual([200, 200, 200, 200, 429]);
  });

  test('with a key that is none count for the address, and are then refused as too many', async () => {
    const guess = () => ask('203.0.113.50', '/graphql', `sgk_000000000000_${'a'.repeat(43)}`);
    expect(await statuses(5, guess)).toEqual([401, 401, 401, 401, 429]);
    expect((await ask('203.0.113.50')).status).toBe(429);
    // Whoever has a good one is none of them.
    expect((await ask('203.0.113.50', '/graphql', hub.key('Sistem Dinas Kesehatan').token)).status).toBe(200);
  });

  test('from one IPv6 line are those of one address', async () => {
    let at = 0;
    const seen = await statuses(5, () => ask(`2001:db8:0:1::${(++at).toString(16)}`));
    expect(seen).toEqual([200, 200, 200, 200, 429]);
    expect((await ask('2001:db8:0:2::1')).status).toBe(200);
  });
});

describe('where no proxy is named', () => {
  test('what a request says of its address counts for nothing', async () => {
    let at = 0;
    const seen = await statuses(31, () => ask(`198.51.100.${at++}`, '/graphql', '', blind));
    expect(seen.filter((status) => status === 429)).toHaveLength(1);
  });

  test('nor what it says of host and scheme', async () => {
    await using plain = await bootHub('empty');
    const forwarded = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
    const text = await (await fetch(`${plain.url}/ns/sdi`, { headers: forwarded })).text();
    expect(text).not.toContain('evil.example');
    expect(text).toContain(plain.url);
    const trusting = await (
      await fetch(`${hub.url}/ns/sdi`, { headers: { ...forwarded, 'x-forwarded-for': '192.0.2.99' } })
    ).text();
    expect(trusting).toContain('https://evil.example');
    // A caller that a proxy stands before is never taken for one on this machine.
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip']) {
      const { status } = await fetch(`${plain.url}/metrics`, { headers: { [name]: '127.0.0.1' } });
      expect([name, status]).toEqual([name, 403]);
    }
  });
});
