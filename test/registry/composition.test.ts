import postgres from 'postgres';
import { afterEach, expect, test } from 'vitest';
import { createHub, type Overrides } from '../../gateway/hub.js';
import { DEMO_QUERY } from '../../scripts/demo/datasets.js';
import { handOver } from '../intake/onboarding.js';
import { testConfig } from '../support/config.js';
import { bootHub, eventually, type TestHub } from '../support/hub.js';

const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one[Symbol.asyncDispose]();
});

async function boot(overrides: Overrides = {}) {
  const hub = await bootHub('demo', {}, overrides);
  opened.push(hub);
  const sql = postgres(hub.databaseUrl, { max: 1 });
  opened.push({ [Symbol.asyncDispose]: () => sql.end() });
  return { hub, sql };
}

const COLUMNS = [{ name: 'nilai', type: 'INTEGER' }] as const;

async function launches(hub: TestHub): Promise<{ supergraph: string | null; errors: string[] }[]> {
  const team = await hub.official('tim.teknis');
  const { data } = await team.query<{ launches: { supergraph: string | null; errors: string[] }[] }>(
    '{ launches(first: 5) { supergraph errors } }',
  );
  return data?.launches ?? [];
}

const answers = async (hub: TestHub) => (await hub.key().query(DEMO_QUERY)).status;

test('a subgraph that does not compose is recorded once and the old graph goes on, until it is taken out', async () => {
  const { hub, sql } = await boot();
  const { graph } = hub.hub.parts;
  const before = graph.servedId;
  await sql`insert into subgraphs (name, kind, agency) values ('dinkes_rusak', 'HOSTED', 'dinkes')`;
  await sql`insert into subgraph_versions (subgraph, version, sdl, hash) values ('dinkes_rusak', 1, 'type {', 'x')`;
  await sql`update subgraphs set current_version = 1 where name = 'dinkes_rusak'`;
  for (let look = 0; look < 3; look++) await hub.hub.settle();
  expect([graph.servedId, await answers(hub)]).toEqual([before, 200]);
  const [last, earlier] = await launches(hub);
  expect(last).toEqual({
    supergraph: null,
    errors: [expect.stringContaining('[dinkes_rusak] Syntax Error')],
  });
  expect(earlier?.errors).toEqual([]);

  await sql`update subgraphs set current_version = null where name = 'dinkes_rusak'`;
  const { field } = await handOver(hub, 'sesudahRusak', COLUMNS);
  expect(graph.servedId).toBeGreaterThan(before ?? 0);
  const known = await hub.key().query(`{ __type(name: "Query") { fields { name } } }`);
  expect(known.text).toContain(`"${field}"`);
});

test('a composition that dies is recorded, the hub goes on, and a hub that starts tries again', async () => {
  const limits = { heapMb: 512, taskMs: 1, warmMs: 1000 };
  const { hub } = await boot({ composerLimits: limits });
  const { graph } = hub.hub.parts;
  const before = graph.servedId;
  await handOver(hub, 'terlaluLama', COLUMNS);
  await hub.hub.settle();
  expect([graph.servedId, await answers(hub)]).toEqual([before, 200]);
  const stopped = { supergraph: null, errors: ['composition was stopped: it took longer than 1 ms'] };
  const recorded = await launches(hub);
  expect(recorded.slice(0, 2)).toEqual([stopped, expect.objectContaining({ errors: [] })]);

  const other = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl);
  opened.push(other);
  expect(other.parts.graph.servedId).toBeGreaterThan(before ?? 0);
});

test('of several hubs one composes what they all find changed, and all serve it', async () => {
  const { hub, sql } = await boot();
  const other = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl);
  opened.push(other);
  const served = () => [hub.hub.parts.graph.servedId ?? 0, other.parts.graph.servedId ?? 0] as const;
  for (const title of ['Judul yang lain', 'Judul yang lain lagi']) {
    const [before] = served();
    await sql`update datasets set title = ${title} where name = 'tenagaKesehatan'`;
    await sql`select pg_notify('satugraf_changes', '')`;
    await eventually(async () => {
      const [one, two] = served();
      return one > before && one === two ? true : undefined;
    }, 20_000);
  }
  const twice = await sql`select members from supergraphs group by members having count(*) > 1`;
  expect(twice).toHaveLength(0);
  const [{ sdl } = { sdl: '' }] = await sql`select sdl from supergraphs order by id desc limit 1`;
  expect(sdl).toContain('Judul yang lain lagi');
});
