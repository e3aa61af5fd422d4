import { request } from 'node:http';
import postgres from 'postgres';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { createHub, type Hub } from '../../gateway/hub.js';
import { contentHash } from '../../schema/definition.js';
import { DEMO_QUERY } from '../../scripts/demo/datasets.js';
import { dispose, handOver, load } from '../intake/onboarding.js';
import { testConfig } from '../support/config.js';
import { type Answer, bootHub, createDatabase, eventually, type TestHub } from '../support/hub.js';

const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one[Symbol.asyncDispose]();
});

async function boot(template: 'empty' | 'demo' = 'demo'): Promise<TestHub> {
  const hub = await bootHub(template);
  opened.push(hub);
  return hub;
}

/** A hub that the test itself stops, and the key of a consumer. */
async function bootToStop(): Promise<{ hub: Hub; url: string; key: string; producer: string }> {
  const database = await createDatabase('demo');
  opened.push({ [Symbol.asyncDispose]: database.drop });
  const hub = await createHub(testConfig(database.url), database.url);
  const [consumer, publisher] = inject('demo').keys;
  return { hub, url: await hub.listen(), key: consumer?.key ?? '', producer: publisher?.key ?? '' };
}

const ask = (url: string, query: string, token?: string, variables = {}): Promise<Response> =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
  });

const codesOf = (text: string): unknown[] =>
  (JSON.parse(text).errors ?? []).map((error: { extensions: { code: unknown } }) => error.extensions.code);

describe('health', () => {
  test('says that the process lives, and that it is ready', async () => {
    const { url } = await boot('empty');
    const [live, ready] = await Promise.all([fetch(`${url}/health/live`), fetch(`${url}/health/ready`)]);
    expect([live.status, await live.json()]).toEqual([200, { status: 'ok' }]);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok', graph: true, database: true }]);
  });
});

describe('a stop', () => {
  test('gives every request in flight a whole answer, and resets none', async () => {
    const { hub, url, key } = await bootToStop();
    const arrived = { count: 0, all: () => {} };
    const all = new Promise<void>((resolve) => {
      arrived.all = resolve;
    });
    hub.app.server.on('request', () => {
      if (++arrived.count === 40) arrived.all();
    });
    // Half of them read, half of them compare passwords, which takes its time.
    const login = 'mutation ($p: String!) { login(username: "tim.teknis", password: $p) { token } }';
    const password = inject('demo').accounts.find(({ user }) => user === 'tim.teknis')?.password;
    const answers = Array.from({ length: 40 }, async (_, at) => {
      const answer = await (at % 2 ? ask(url, DEMO_QUERY, key) : ask(url, login, undefined, { p: password }));
      return { status: answer.status, text: await answer.text() };
    });
    await all;
    const stopped = hub[Symbol.asyncDispose]();
    const got = await Promise.all(answers);
    await stopped;
    for (const { status, text } of got) {
      if (status === 503) expect(codesOf(text)).toEqual(['SHUTTING_DOWN']);
      else {
        const { data } = JSON.parse(text);
        expect([status, data.login?.token ?? data.region?.children.nodes.length]).toEqual([
          200,
          data.login ? expect.stringMatching(/^sgs_/) : 24,
        ]);
      }
    }
    expect(got.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    await expect(ask(url, '{ viewer { kind } }')).rejects.toThrow('fetch failed');
  });

  test('refuses new work, is no longer ready, and waits for the work that has begun', async () => {
    const { hub, url, key, producer } = await bootToStop();
    const headers = { authorization: `Bearer ${producer}`, 'content-type': 'text/csv' };
    const upload = request(`${url}/uploads`, { method: 'POST', headers });
    const uploaded = new Promise<number | undefined>((resolve, reject) => {
      upload.once('error', reject);
      upload.once('response', (answer) => answer.resume().once('end', () => resolve(answer.statusCode)));
    });
    const began = new Promise((resolve) => hub.app.server.once('request', resolve));
    upload.write('a,b\n');
    await began;

    const stopped = hub[Symbol.asyncDispose]();
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, (await ready.json()).status]).toEqual([503, 'unavailable']);
    const refused = [
      await ask(url, '{ viewer { kind } }', key),
      await fetch(`${url}/uploads`, { method: 'POST', headers, body: 'a\n' }),
    ];
    for (const answer of refused) {
      expect([answer.status, answer.headers.get('connection')]).toEqual([503, 'close']);
      expect(codesOf(await answer.text())).toEqual(['SHUTTING_DOWN']);
    }
    upload.end('1,2\n');
    expect(await uploaded).toBe(201);
    await stopped;
  });
});

describe('a swap', () => {
  test('is not noticed by those who are asking meanwhile', async () => {
    const hub = await boot();
    const { parts } = hub.hub;
    const before = parts.graph.servedId;
    const queries: readonly (() => Promise<Answer>)[] = [
      () => hub.key().query(DEMO_QUERY),
      () =>
        hub.anonymous.query(
          '{ dinkes_tenagaKesehatan(first: 3) { totalCount nodes { dokter region { name } } } }',
        ),
      () => hub.key().query('{ __type(name: "Dinkes_TenagaKesehatan") { fields { name } } }'),
    ];
    const asking = { on: true };
    const failed: string[] = [];
    const counts = queries.map(async (ask) => {
      let count = 0;
      for (; asking.on; count++) {
        const { status, errors, text } = await ask();
        const unexpected = errors.filter(({ extensions }) => extensions.code !== 'FIELD_RESTRICTED');
        if (status !== 200 || unexpected.length > 0) failed.push(`${status} ${text.slice(0, 300)}`);
      }
      return count;
    });
    for (const name of ['tukarSatu', 'tukarDua']) {
      const { field } = await handOver(hub, name, [
        { name: 'kode', type: 'TEXT', key: true, region: 'region' },
        { name: 'nilai', type: 'INTEGER' },
      ]);
      await load(hub, await hub.official('produsen.dinkes'), field, 'kode,nilai\n35.14.01,7\n');
      const team = await hub.official('tim.teknis');
      const answer = await team.query(
        `{ ${field} { nodes { nilai region { name ${field} { totalCount } } } } }`,
      );
      expect(answer.data, answer.text).toMatchObject({ [field]: { nodes: [{ nilai: 7 }] } });
    }
    asking.on = false;
    const asked = await Promise.all(counts);
    expect(failed).toEqual([]);
    expect(Math.min(...asked)).toBeGreaterThan(2);
    expect(parts.graph.servedId).toBeGreaterThan((before ?? 0) + 1);
  });

  test('made at one hub is followed by the other: datasets, releases, and what is public', async () => {
    const one = await boot();
    const other = await createHub(testConfig(one.databaseUrl), one.databaseUrl);
    opened.push(other);
    const url = await other.listen();
    const head = (await one.official('kepala.bidang')).token;
    const from = async (query: string, token?: string) =>
      (await (await ask(url, query, token)).json()) as Answer;

    const { handedOver } = await dispose(one, 'duaHub');
    const { field } = await handedOver([{ name: 'nilai', type: 'INTEGER' }]);
    await one.hub.settle();
    const known = async () => {
      const { data } = await from(`{ ${field} { totalCount } }`, head);
      return data === undefined ? undefined : true;
    };
    await eventually(known);
    await load(one, await one.official('produsen.dinkes'), field, 'nilai\n1\n2\n');
    await eventually(async () => {
      const { data } = await from(`{ ${field} { totalCount } }`, head);
      return (data?.[field] as { totalCount: number } | null)?.totalCount === 2 ? true : undefined;
    });

    const published = '{ dinkes_tenagaKesehatan { totalCount } }';
    expect((await from(published)).data).toBeTruthy();
    await from(
      'mutation { decideRelease(dataset: "dinkes_tenagaKesehatan", released: false) { name } }',
      head,
    );
    await eventually(async () => ((await one.anonymous.query(published)).data ? undefined : true));
    await from(
      'mutation { decideRelease(dataset: "dinkes_tenagaKesehatan", released: true) { name } }',
      head,
    );
    await eventually(async () => ((await one.anonymous.query(published)).data ? true : undefined));
  });

  test('to a supergraph that is none fails and is recorded once; the old one goes on, and the next is served', async () => {
    const hub = await boot();
    const { graph } = hub.hub.parts;
    const served = graph.servedId;
    const sql = postgres(hub.databaseUrl, { max: 1 });
    opened.push({ [Symbol.asyncDispose]: () => sql.end() });
    const broken = async (members: string) => {
      const [row] = await sql<{ id: string }[]>`
        insert into supergraphs (sdl, hash, members)
        select 'not a schema', ${contentHash('not a schema')}, members || ${members}::text::jsonb from supergraphs order by id desc limit 1
        returning id`;
      return Number(row?.id);
    };
    const launched = (id: number) => sql`select errors from launches where supergraph_id = ${id}`;

    const first = await broken('{}');
    for (let look = 0; look < 3; look++) await hub.hub.settle();
    const answer = await hub.key().query(DEMO_QUERY);
    expect([answer.status, graph.servedId]).toEqual([200, served]);
    expect((await fetch(`${hub.url}/health/ready`)).status).toBe(200);
    const records = await launched(first);
    expect(records).toHaveLength(1);
    expect(records[0]?.['errors']).toEqual([expect.stringContaining('Syntax Error')]);
    const team = await hub.official('tim.teknis');
    const { data } = await team.query<{ launches: { supergraph: string; errors: string[] }[] }>(
      '{ launches(first: 1) { supergraph errors } }',
    );
    expect(data?.launches).toEqual([{ supergraph: String(first), errors: records[0]?.['errors'] }]);

    // A hub that starts meanwhile goes back to the last one that can be served.
    const other = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl);
    expect(other.parts.graph.servedId).toBe(served);
    await other[Symbol.asyncDispose]();

    // One that names a subgraph which is not there is not even tried: the current members are composed again.
    const second = await broken('{"tiada": 1}');
    await hub.hub.settle();
    expect(graph.servedId).toBeGreaterThan(second);
    expect(await launched(second)).toEqual([]);
    expect((await hub.key().query(DEMO_QUERY)).status).toBe(200);
  });
});
