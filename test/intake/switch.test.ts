import { createHash } from 'node:crypto';
import { request } from 'node:http';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';
import { askLoad, dataOf, handOver, load, type Release } from './onboarding.js';

let hub: TestHub;
let sql: Sql;
let dinkes: Caller;
let field: string;
let made = 0;
beforeAll(async () => {
  hub = await bootHub('demo');
  sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  dinkes = await hub.official('produsen.dinkes');
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

const fileOf = (mark: string, rows: number) =>
  `kode,mark\n${Array.from({ length: rows }, (_, at) => `35.14.${String(at + 1).padStart(2, '0')},${mark}\n`).join('')}`;

// A dataset of its own for each test, with a first release of 24 rows.
beforeEach(async () => {
  ({ field } = await handOver(hub, `ganti${++made}`, [
    { name: 'kode', type: 'TEXT', key: true, region: 'region' },
    { name: 'mark', type: 'TEXT' },
  ]));
  await load(hub, dinkes, field, fileOf('lama', 24));
});

/** What one answer shows: how many rows it counts, and how many rows of which mark it lists. */
async function shown(caller = dinkes): Promise<string> {
  const answer = await caller.query<Record<string, { totalCount: number; nodes: { mark: string }[] }>>(
    `{ ${field} { totalCount nodes { mark } } }`,
  );
  const list = dataOf(answer)[field];
  const marks = [...new Set(list?.nodes.map(({ mark }) => mark))].join('+');
  return `${list?.totalCount}: ${list?.nodes.length} ${marks}`;
}

const releases = async (): Promise<Release[]> =>
  dataOf(
    await dinkes.query<{ releases: Release[] }>(
      'query ($field: ID!) { releases(dataset: $field) { number rows sha256 live } }',
      { field },
    ),
  ).releases;

const tables = async () =>
  (await sql`select tablename from pg_tables where schemaname = 'hosted'`)
    .map(({ tablename }) => tablename)
    .sort();

/**
 * Starts a load that stands still when it has copied its rows: their codes cannot be compared with `regions` as long
 * as another session holds that table. `go` lets it run on.
 */
async function halted(upload: unknown, loads = 1) {
  const holder = postgres(hub.databaseUrl, { max: 1 });
  const held = await holder.reserve();
  await held`begin`;
  await held`lock table regions in access exclusive mode`;
  const answers = Array.from({ length: loads }, () => askLoad(dinkes, field, upload));
  const [pid] = await eventually(async () => {
    const waiting = await sql<{ pid: number }[]>`
      select pid from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%from regions%'`;
    return waiting.length > 0 ? waiting.map((one) => one.pid) : undefined;
  });
  return {
    pid: Number(pid),
    answers: Promise.all(answers),
    go: async () => {
      await held`rollback`;
      held.release();
      await holder.end();
    },
  };
}

test('readers read the old release while the new one is loaded, and never a mix of both', async () => {
  const { body } = await dinkes.upload(fileOf('baru', 7));
  const running = await halted(body['id']);
  for (let read = 0; read < 5; read++) expect(await shown()).toBe('24: 24 lama');
  expect(await releases()).toMatchObject([{ number: 1, live: true }]);

  const seen: string[] = [];
  const reading = { on: true };
  const readers = Promise.all(
    [1, 2, 3, 4].map(async () => {
      while (reading.on) seen.push(await shown());
    }),
  );
  await running.go();
  const [answer] = await running.answers;
  expect(answer && dataOf(answer).loadRelease).toMatchObject({ number: 2, rows: 7, live: true });
  await eventually(async () => (seen.at(-1) === '7: 7 baru' ? true : undefined));
  reading.on = false;
  await readers;
  expect([...new Set(seen)].sort()).toEqual(['24: 24 lama', '7: 7 baru']);
});

test('a load that is broken off leaves nothing behind, and the next one goes through', async () => {
  const before = { tables: await tables(), releases: await releases() };
  const { body } = await dinkes.upload(fileOf('baru', 7));
  const running = await halted(body['id']);
  await sql`select pg_cancel_backend(${running.pid})`;
  const [answer] = await running.answers;
  await running.go();
  expect([answer?.data, answer?.errors[0]?.extensions.code]).toEqual([null, 'TIMEOUT']);
  await hub.hub.settle();
  expect({ tables: await tables(), releases: await releases() }).toEqual(before);
  expect(await shown()).toBe('24: 24 lama');

  dataOf(await askLoad(dinkes, field, body['id']));
  await hub.hub.settle();
  expect(await shown()).toBe('7: 7 baru');
});

test('a refused load in between leaves the numbers of releases whole, and every source file is kept', async () => {
  const files = [fileOf('lama', 24), fileOf('dua', 2), fileOf('tiga', 3)];
  for (const file of files.slice(1)) {
    const { body } = await dinkes.upload('kode,mark\n35.14.01,a\n35.14.01,b\n');
    expect((await askLoad(dinkes, field, body['id'])).status).toBe(422);
    await load(hub, dinkes, field, file);
  }
  const hashes = files.map((file) => createHash('sha256').update(file).digest('hex'));
  expect(await releases()).toEqual([
    { number: 3, rows: 3, sha256: hashes[2], live: true },
    { number: 2, rows: 2, sha256: hashes[1], live: false },
    { number: 1, rows: 24, sha256: hashes[0], live: false },
  ]);
  const stored = await sql<{ number: number; text: string }[]>`
    select number, convert_from(data, 'UTF8') as text from releases
    join upload_chunks on upload_chunks.upload_id = releases.upload_id
    join datasets on datasets.id = dataset_id where datasets.name = ${field.replace('dinkes_', '')} order by number`;
  expect(stored.map(({ text }) => text)).toEqual(files);
});

test('more loads at once than the hub has connections run one after another, and others are answered', async () => {
  const { body } = await dinkes.upload(fileOf('baru', 7));
  const running = await halted(body['id'], 14);
  expect(dataOf(await dinkes.query('{ viewer { name } }'))).toEqual({
    viewer: { name: 'Produsen Dinas Kesehatan' },
  });
  expect(await shown()).toBe('24: 24 lama');
  await running.go();
  const numbers = (await running.answers).map((answer) => dataOf(answer).loadRelease.number);
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, at) => at + 2));
  await hub.hub.settle();
  expect((await releases()).filter(({ live }) => live)).toMatchObject([{ number: 15 }]);
  expect(await shown()).toBe('7: 7 baru');
});

test('more slow uploads than the hub has connections do not keep others from being answered', async () => {
  const headers = { 'content-type': 'text/csv', authorization: `Bearer ${dinkes.token}` };
  const slow = Array.from({ length: 14 }, () => {
    const sent = request(`${hub.url}/uploads`, { method: 'POST', headers });
    const status = new Promise<number | undefined>((resolve, reject) => {
      sent.once('error', reject);
      sent.once('response', (answer) => answer.resume().once('end', () => resolve(answer.statusCode)));
    });
    sent.write('kode,mark\n');
    return { sent, status };
  });
  await eventually(async () => {
    const open = await sql`select from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`;
    return open.length > 3 ? true : undefined;
  });
  expect(await shown()).toBe('24: 24 lama');
  expect((await dinkes.query('{ viewer { name } }')).status).toBe(200);
  for (const { sent } of slow) sent.end('35.14.01,x\n');
  expect(await Promise.all(slow.map(({ status }) => status))).toEqual(slow.map(() => 201));
});
