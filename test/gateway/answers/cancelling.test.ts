import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootServices, type Services } from '../../hosted/services.js';
import { eventually } from '../../support/hub.js';
import { runs } from '../../support/runs.js';

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

test('a statement ends once its caller has gone, whatever it waits for', async () => {
  await locked(async () => {
    const leaving = new AbortController();
    const answer = send(fresh(), leaving.signal).catch((error: Error) => error.name);
    await waitingAre(1);
    leaving.abort();
    await waitingAre(0);
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
    await waitingAre(0);
    expect(await Promise.all(gone)).toEqual(['gone', 'gone']);
    late = send(query);
    await waitingAre(1);
  });
  expect(await (await late)?.text()).toContain('"kode":"A"');
});

/** Operations of every kind that reads the table. */
const KINDS: readonly ((field: string) => string)[] = [
  (field) => `${field} { nodes { kode teks } }`,
  (field) => `${field}(where: { kode: { in: ["A", "B"] } }, first: 3) { totalCount edges { cursor } }`,
  (field) => `${field} { aggregate { count max { tahun } } }`,
  (field) => `${field}ByKey(kode: "A", tahun: 2025) { teks wilayah { name } }`,
  (field) => `${field}(orderBy: [{ teks: DESC }]) { nodes { wilayah { name parent { name } } } }`,
];

test('operations that are given up at random moments leave no statement behind', async () => {
  const unhandled: unknown[] = [];
  const hear = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', hear);
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(KINDS.length - 1), fc.nat(80)), { minLength: 5, maxLength: 5 }),
        async (operations) => {
          await locked(async () => {
            const answers = operations.map(async ([kind, after]) => {
              const leaving = new AbortController();
              setTimeout(() => leaving.abort(), after);
              const query = `{ b${++asked}: ${KINDS[kind]?.(services.made.field)} }`;
              return send(query, leaving.signal).catch((error: Error) => error.name);
            });
            expect(new Set(await Promise.all(answers))).toEqual(new Set(['AbortError']));
            await waitingAre(0);
          });
        },
      ),
      { numRuns: runs(4, 20) },
    );
  } finally {
    process.off('unhandledRejection', hear);
  }
  expect(unhandled).toEqual([]);
  expect(await (await send(fresh())).text()).toContain('"kode":"A"');
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
