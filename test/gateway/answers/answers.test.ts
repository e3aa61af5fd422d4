import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootTwoTables, type TwoTables } from '../../exposure/two-tables.js';
import type { Caller } from '../../support/hub.js';

let tables: TwoTables;
beforeAll(async () => {
  tables = await bootTwoTables();
});
afterAll(() => tables[Symbol.asyncDispose]());

const OPEN = { status: 'CONFIRMED', accessClass: 'OPEN', released: true } as const;
const query = () => `{ ${tables.satu.field}(first: 2) { nodes { tetap isian } } }`;

interface Label {
  readonly dataset: string;
  readonly [fact: string]: unknown;
}
const labels = (text: string): Label[] => JSON.parse(text).extensions?.satugraf?.datasets ?? [];

async function counts(): Promise<Record<string, number>> {
  const { bytes } = await tables.hub.anonymous.download('/metrics');
  const found = Buffer.from(bytes)
    .toString()
    .matchAll(/^satugraf_answers_total{source="(\w+)"} (\d+)$/gm);
  return Object.fromEntries([...found].map(([, source, count]) => [source, Number(count)]));
}

/** What `during` added to the counts. */
async function added(during: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await counts();
  await during();
  const after = await counts();
  return Object.fromEntries(
    Object.entries(after)
      .map(([source, count]) => [source, count - (before[source] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );
}

const get = (text: string, headers: Record<string, string> = {}, more = '') =>
  fetch(`${tables.hub.url}/graphql?query=${encodeURIComponent(text)}${more}`, {
    headers: { 'apollo-require-preflight': 'yes', ...headers },
  });

describe('answers are kept by what determines them', () => {
  test('the same question of callers with the same rights is answered once', async () => {
    await tables.become(OPEN);
    const { hub } = tables;
    const ask = (caller: Caller) => caller.query(query());
    expect(await added(() => ask(hub.key()))).toEqual({ miss: 1 });
    expect(await added(() => ask(hub.key()))).toEqual({ hit: 1 });
    // Another producer stands to the dataset as a consumer does; its own producer and the team stand closer.
    const stranger = await hub.official('produsen.dispendik');
    expect(await added(() => ask(stranger))).toEqual({ hit: 1 });
    const own = await hub.official('produsen.dinkes');
    expect(await added(() => ask(own))).toEqual({ miss: 1 });
    const team = await hub.official('tim.teknis');
    expect(await added(() => ask(team))).toEqual({ hit: 1 });
    expect(await added(() => ask(hub.anonymous))).toEqual({ miss: 1 });
  });

  test('variables are the same in any order of their names, and others are others', async () => {
    const text = `query ($where: ${tables.satu.type}Where) { ${tables.satu.field}(where: $where) { totalCount } }`;
    const caller = tables.hub.key();
    const where = (...names: string[]) => ({
      where: Object.fromEntries(names.map((name) => [name, { isNull: false }])),
    });
    expect(await added(() => caller.query(text, where('tetap', 'isian')))).toEqual({ miss: 1 });
    expect(await added(() => caller.query(text, where('isian', 'tetap')))).toEqual({ hit: 1 });
    expect(await added(() => caller.query(text, where('isian')))).toEqual({ miss: 1 });
  });

  test.each([
    ['the procedure', '{ cases { number } }'],
    ['the caller', '{ viewer { kind } }'],
    ['the catalogue', '{ datasets { nodes { name } } }'],
    ['agencies, which are renamed', '{ agencies { name } }'],
    ['the schema', '{ __schema { queryType { name } } }'],
    ['a mutation', 'mutation { logout }'],
  ])('what tells of %s is not kept', async (_, text) => {
    const caller = tables.hub.key();
    for (let round = 0; round < 2; round++)
      expect(await added(() => caller.query(text))).toEqual({ alone: 1 });
  });

  test('regions and periods are', async () => {
    const text =
      '{ region(code: "35.14") { name children(first: 3) { nodes { code } } } period(id: "2024") { label } }';
    await tables.hub.key().query(text);
    expect(await added(() => tables.hub.key().query(text))).toEqual({ hit: 1 });
  });

  test('a failure is not', async () => {
    const text = `{ ${tables.satu.field}(first: -1) { nodes { tetap } } }`;
    for (let round = 0; round < 2; round++)
      expect(await added(() => tables.hub.key().query(text))).toEqual({ miss: 1 });
  });
});

describe('a change takes effect at once', () => {
  test('a suspended column, a raised class and a withdrawn dataset', async () => {
    const { hub, markers } = tables;
    const consumer = hub.key();
    const seen = async (caller: Caller) => {
      const { text } = await caller.query(query());
      return markers.satu.some((marker) => text.includes(marker));
    };
    const etagNow = async () => (await get(query())).headers.get('etag');
    await tables.become(OPEN);
    expect([await seen(consumer), await seen(hub.anonymous)]).toEqual([true, true]);
    const etag = (await etagNow()) ?? '';
    expect((await get(query(), { 'if-none-match': etag })).status).toBe(304);
    for (const state of [
      { ...OPEN, status: 'DISPUTED' },
      { ...OPEN, accessClass: 'RESTRICTED' },
      { ...OPEN, status: 'DEFERRED' },
    ] as const) {
      await tables.become(state);
      expect([await seen(consumer), await seen(hub.anonymous)]).toEqual([false, false]);
      expect((await get(query(), { 'if-none-match': etag })).status).toBe(400);
      await tables.become(OPEN);
      expect([await seen(consumer), await seen(hub.anonymous)]).toEqual([true, true]);
    }
    await tables.become({ ...OPEN, released: false });
    expect([await seen(consumer), await seen(hub.anonymous)]).toEqual([true, false]);
    expect((await get(query(), { 'if-none-match': etag })).status).toBe(400);
  });

  test('a new release', async () => {
    await tables.become(OPEN);
    const release = async (caller: Caller) => labels((await caller.query(query())).text)[0]?.['release'];
    const first = Number(await release(tables.hub.key()));
    const etag = (await get(query())).headers.get('etag') ?? '';
    await tables.reload();
    expect(await release(tables.hub.key())).toBe(first + 1);
    const again = await get(query(), { 'if-none-match': etag });
    expect(again.status).toBe(200);
    expect(again.headers.get('etag')).not.toBe(etag);
  });
});

describe('for caches on the way', () => {
  test('an anonymous answer may be kept and has to be asked for again; 304 is no answer of its own', async () => {
    await tables.become(OPEN);
    const first = await get(query());
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('public, no-cache');
    expect(first.headers.get('vary')).toBe('authorization, accept, accept-encoding');
    expect(etag).toMatch(/^W\/"\w{43}"$/);
    for (const given of [etag, etag.slice(2), `"other", ${etag}`]) {
      const again = await get(query(), { 'if-none-match': given });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect(await added(() => get(query(), { 'if-none-match': etag }))).toEqual({ not_modified: 1 });
    expect((await get(query(), { 'if-none-match': '"other"' })).status).toBe(200);
    expect((await get(`${query()} `)).headers.get('etag')).not.toBe(etag);
    const posted = await tables.hub.anonymous.query(query());
    expect(posted.headers.get('cache-control')).toBe('public, no-cache');
  });

  test('a request that Apollo Server takes for a forgery is refused whatever is kept', async () => {
    await get(query());
    const response = await fetch(`${tables.hub.url}/graphql?query=${encodeURIComponent(query())}`);
    expect(response.status).toBe(400);
  });

  test('a signed-in answer, a failure and what is not released are for nobody to keep', async () => {
    const { hub } = tables;
    const answers = [
      await hub.key().query(query()),
      await hub.anonymous.query('{ viewer { kind } }'),
      await hub.anonymous.query('{ unknown }'),
      await hub.anonymous.query(`{ ${tables.satu.field}(first: -1) { totalCount } }`),
    ];
    for (const { headers } of answers)
      expect([headers.get('cache-control'), headers.get('etag')]).toEqual(['no-store', null]);
  });
});

describe('labels', () => {
  test('each dataset that is read is labelled; officials see step and deviations, too', async () => {
    await tables.become({ ...OPEN, status: 'LIVE' });
    const { hub, satu, dua } = tables;
    const text = `{
      ${satu.field}(first: 1) { nodes { isian tempat { code ${dua.field} { totalCount } } } }
      region(code: "35") { name }
    }`;
    const [first, second] = labels((await hub.anonymous.query(text)).text);
    expect(Object.keys(first ?? {})).toEqual([
      'dataset',
      'title',
      'evaluation',
      'evaluationWords',
      'release',
      'updatedAt',
      'cadence',
    ]);
    expect(first).toMatchObject({ dataset: dua.field, evaluation: 'AWAITING_FINAL_EVALUATION' });
    expect(second).toMatchObject({
      dataset: satu.field,
      evaluation: 'AWAITING_FINAL_EVALUATION',
      evaluationWords: { id: 'menunggu evaluasi akhir' },
      cadence: null,
    });
    expect(new Date(String(second?.['updatedAt'])).getTime()).toBeGreaterThan(0);
    for (const user of ['tim.teknis', 'kepala.dinas', 'produsen.dinkes']) {
      const [, seen] = labels((await (await hub.official(user)).query(text)).text);
      expect(seen).toMatchObject({ step: 'AGREE', openDeviations: 0 });
    }
    for (const caller of [hub.key(), await hub.official('produsen.dispendik')])
      expect(labels((await caller.query(text)).text)[1]).not.toHaveProperty('step');
  });

  test('only the columns that are used count', async () => {
    await tables.become({ ...OPEN, status: 'LIVE' });
    const of = async (text: string) => labels((await tables.hub.key().query(text)).text)[0]?.['evaluation'];
    expect(await of(`{ ${tables.satu.field} { nodes { tetap } } }`)).toBe('CONFIRMED');
    expect(await of(`{ ${tables.satu.field}(where: { isian: { isNull: true } }) { nodes { tetap } } }`)).toBe(
      'AWAITING_FINAL_EVALUATION',
    );
  });

  test('an answer without datasets has none', async () => {
    expect(JSON.parse((await tables.hub.key().query('{ region(code: "35") { name } }')).text)).toEqual({
      data: { region: { name: 'Jawa Timur' } },
    });
  });
});

test('an operation that may cost too much is refused with its cost and with what to do', async () => {
  const text = `query ($n: Int = 1000) {
    ${tables.satu.field}(first: 1000) { nodes { tetap tempat { ${tables.dua.field}(first: $n) { nodes { tetap } } } } }
  }`;
  const { status, errors } = await tables.hub.key().query(text);
  expect(status).toBe(400);
  const cost = 1 + 1 + 1000 * (1 + 1 + 1 + 1000);
  expect(errors[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'cost', max: 500_000, cost });
  expect(errors[0]?.message).toContain('lower first/last');
  expect((await tables.hub.key().query(text, { n: 10 })).status).toBe(200);
});

test('metrics are for this machine and for ADMIN, not for what comes through a proxy', async () => {
  const { hub } = tables;
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`${hub.url}/metrics`, { headers })).status;
  const proxied = { 'x-forwarded-for': '203.0.113.7' };
  const team = await hub.official('tim.teknis');
  const admin = await hub.official('pengelola');
  expect(await ask({})).toBe(200);
  expect(await ask(proxied)).toBe(403);
  expect(await ask({ ...proxied, authorization: `Bearer ${team.token}` })).toBe(403);
  expect(await ask({ ...proxied, authorization: `Bearer ${admin.token}` })).toBe(200);
});
