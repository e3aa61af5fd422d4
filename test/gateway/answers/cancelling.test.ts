import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootServices, type Services } from '../../hosted/services.js';
import { eventually } from '../../support/hub.js';

let services: Services;
let sql: postgres.Sql;
let table: string;
beforeAll(async () => {
  services = await bootServices();
  sql = postgres(services.hub.databaseUrl, { max: 4 });
  const [release] = await sql<{ table: string }[]>`
    select 'hosted.r' || max(releases.id) as table from releases join datasets on datasets.id = dataset_id
    where datasets.name = 'layanan' and releases.status = 'LIVE'`;
  table = release?.table ?? '';
});
afterAll(async () => {
  await sql.end();
  await services[Symbol.asyncDispose]();
});

let asked = 0;
/** A query that nobody has asked yet. */
const fresh = (): string => `{ a${++asked}: ${services.made.field} { nodes { kode } } }`;

/** Statements of the hub's readers that wait for the table. */
const waiting = () => sql<{ pid: number }[]>`
  select pid from pg_stat_activity
  where application_name = 'satugraf reader' and wait_event_type = 'Lock' and datname = current_database()`;

const waitingAre = (count: number) =>
  eventually(async () => ((await waiting()).length === count ? true : undefined));

/** Runs `during` while every read of the table waits. */
const locked = (during: () => Promise<void>) =>
  sql.begin(async (tx) => {
    await tx.unsafe(`lock table ${table} in access exclusive mode`);
    await during();
  });

function send(query: string, signal?: AbortSignal) {
  const { hub, caller } = services;
  return fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${caller.token}` },
    body: JSON.stringify({ query }),
    ...(signal ? { signal } : {}),
  });
}

/** Milliseconds until nothing waits any more. */
async function goneAfter(): Promise<number> {
  const from = performance.now();
  await waitingAre(0);
  return performance.now() - from;
}

test('a statement ends within 200 ms after its caller has gone', async () => {
  await locked(async () => {
    const leaving = new AbortController();
    const answer = send(fresh(), leaving.signal).catch((error: Error) => error.name);
    await waitingAre(1);
    leaving.abort();
    expect(await goneAfter()).toBeLessThan(200);
    expect(await answer).toBe('AbortError');
  });
});

test('equal requests at once are one statement, which goes on while anybody waits for it', async () => {
  const query = fresh();
  const before = await services.hub.anonymous.download('/metrics');
  let rest: Promise<Response>[] = [];
  await locked(async () => {
    const leaving = new AbortController();
    const first = send(query, leaving.signal).catch(() => 'gone');
    await waitingAre(1);
    rest = Array.from({ length: 5 }, () => send(query));
    await new Promise((resolve) => setTimeout(resolve, 150));
    leaving.abort();
    expect(await first).toBe('gone');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await waiting()).toHaveLength(1);
  });
  const answers = await Promise.all(rest.map(async (one) => (await one).text()));
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('"kode":"A"');
  const after = await services.hub.anonymous.download('/metrics');
  const shared = ({ bytes }: { bytes: Uint8Array }) =>
    Number(/source="shared"} (\d+)/.exec(Buffer.from(bytes).toString())?.[1]);
  expect(shared(after) - shared(before)).toBe(5);
});

test('a shared statement ends when the last caller has gone, and whoever comes then is answered', async () => {
  const query = fresh();
  let late: Promise<Response> | undefined;
  await locked(async () => {
    const leaving = [new AbortController(), new AbortController()];
    const gone = leaving.map(({ signal }) => send(query, signal).catch(() => 'gone'));
    await waitingAre(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const one of leaving) one.abort();
    expect(await goneAfter()).toBeLessThan(200);
    expect(await Promise.all(gone)).toEqual(['gone', 'gone']);
    late = send(query);
    await waitingAre(1);
  });
  expect(await (await late)?.text()).toContain('"kode":"A"');
});

test('a cancellation that was meant for another statement does no harm', async () => {
  let answer: Promise<Response> | undefined;
  await locked(async () => {
    answer = send(fresh());
    await waitingAre(1);
    const [statement] = await waiting();
    await sql`select pg_cancel_backend(${statement?.pid ?? 0})`;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await waitingAre(1);
  });
  expect(await (await answer)?.text()).toContain('"kode":"A"');
});
