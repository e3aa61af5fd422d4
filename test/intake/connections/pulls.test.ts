import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHub } from '../../../gateway/hub.js';
import { claimDuePull } from '../../../subgraphs/intake/connections/store.js';
import { but, each } from '../../identity/callers.js';
import { testConfig } from '../../support/config.js';
import { bootHub, type Caller, type TestHub } from '../../support/hub.js';
import { type SourceDatabase, serverTest } from '../../support/servers.js';
import { allRows, dataOf, type HandedColumn, handOver } from '../onboarding.js';
import { codeOf, connected, type Plan, PULL, pullNow, schedule } from './connecting.js';

let hub: TestHub;
let sql: Sql;
let producer: Caller;
/** The hub's clock. */
let now = new Date('2024-03-04T01:00:00Z');
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
beforeAll(async () => {
  hub = await bootHub('demo', {}, { now: () => now });
  sql = postgres(hub.databaseUrl, { max: 1 });
  producer = await hub.official('produsen.dinkes');
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

async function planned(field: string, caller = producer): Promise<Record<string, unknown> | undefined> {
  const { pulls } = dataOf(await caller.query<{ pulls: Record<string, unknown>[] }>(`{ pulls { ${PULL} } }`));
  return pulls.find(({ dataset }) => dataset === field);
}

/** The newest upload of this name, as text. */
async function uploaded(filename: string): Promise<string> {
  const chunks = await sql`select data from upload_chunks where upload_id =
    (select id from uploads where filename = ${filename} order by created_at desc limit 1) order by sequence`;
  return Buffer.concat(chunks.map(({ data }) => data as Buffer)).toString('utf8');
}

const COLUMNS: readonly HandedColumn[] = [
  { name: 'kode', label: 'Kode "Faskes"', type: 'TEXT', key: true },
  { name: 'jumlah', type: 'DECIMAL' },
  { name: 'aktif', type: 'BOOLEAN' },
  { name: 'mulai', type: 'DATE' },
  { name: 'nik', type: 'TEXT', accessClass: 'CLOSED' },
];
const TABLE: Readonly<Record<SourceDatabase['kind'], readonly string[]>> = {
  POSTGRESQL: [
    `create table faskes ("Kode ""Faskes""" char(6) primary key, jumlah numeric(30,10), aktif boolean, mulai date, nik text)`,
    `insert into faskes values ('000123', 12345678901234567890.0123456789, true, '2024-02-29', 'rahasia'),
      ('2E5', null, false, null, null)`,
  ],
  MYSQL: [
    `create table faskes (\`Kode "Faskes"\` char(6) primary key, jumlah decimal(30,10), aktif tinyint(1), mulai date, nik text)`,
    `insert into faskes values ('000123', 12345678901234567890.0123456789, 1, '2024-02-29', 'rahasia'),
      ('2E5', null, 0, null, null)`,
  ],
};
const LINES = [
  String.raw`{"Kode \"Faskes\"":"000123","jumlah":"12345678901234567890.0123456789","aktif":true,"mulai":"2024-02-29"}`,
  String.raw`{"Kode \"Faskes\"":"2E5","jumlah":null,"aktif":false,"mulai":null}`,
];

for (const kind of ['POSTGRESQL', 'MYSQL'] as const)
  serverTest(
    kind,
    `a table of ${kind} fills a dataset by the clock, and once more by hand`,
    async (source) => {
      await source.run(...TABLE[kind]);
      const { field } = await handOver(hub, `faskes${kind.toLowerCase()}`, COLUMNS);
      const connection = await connected(hub, source);
      const plan = dataOf(
        await schedule(producer, field, connection, source, 'faskes', { everyMinutes: 60 }),
      );
      expect(plan.schedulePull).toMatchObject({
        dataset: field,
        nextAt: now.toISOString(),
        lastOutcome: null,
      });
      await hub.hub.pull();
      await hub.hub.settle();
      expect(await planned(field)).toMatchObject({
        nextAt: new Date(now.getTime() + 3_600_000).toISOString(),
        lastAt: now.toISOString(),
        lastOutcome: { ok: true, rows: 2, release: 1, code: null },
      });
      // The closed column never left its database.
      expect(await uploaded('faskes.ndjson')).toBe(`${LINES.join('\n')}\n`);
      expect(await allRows(producer, field, 'kode jumlah aktif mulai')).toEqual([
        { kode: '000123', jumlah: '12345678901234567890.0123456789', aktif: true, mulai: '2024-02-29' },
        { kode: '2E5', jumlah: null, aktif: false, mulai: null },
      ]);

      // Before its time nothing is pulled; at its time once, whoever looks.
      later(59);
      await hub.hub.pull();
      expect(await planned(field)).toMatchObject({ lastOutcome: { release: 1 } });
      later(1);
      const second = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl, { now: () => now });
      try {
        await Promise.all([hub.hub.pull(), second.pull(), hub.hub.pull(), second.pull()]);
      } finally {
        await second[Symbol.asyncDispose]();
      }
      expect(await planned(field)).toMatchObject({ lastOutcome: { ok: true, release: 2 } });
      expect(dataOf(await pullNow(producer, field)).pullNow).toMatchObject({ ok: true, rows: 2, release: 3 });

      // An empty table is no reason to take the data away; one that is gone is a failure that looks like any other.
      await source.run('delete from faskes');
      expect(codeOf(await pullNow(producer, field))).toBe('PULL_REFUSED');
      await source.run('drop table faskes');
      expect(codeOf(await pullNow(producer, field))).toBe('NOT_FOUND');
      expect(await planned(field)).toMatchObject({ lastOutcome: { ok: false, code: 'NOT_FOUND' } });
      await hub.hub.settle();
      expect(await allRows(producer, field, 'kode')).toHaveLength(2);

      const REMOVE = 'mutation ($id: ID!) { removeConnection(connection: $id) }';
      expect(codeOf(await producer.query(REMOVE, { id: connection }))).toBe('CONNECTION_REFUSED');
      const END = 'mutation ($field: ID!) { removePull(dataset: $field) }';
      expect(dataOf(await producer.query(END, { field }))).toEqual({ removePull: true });
      expect(codeOf(await producer.query(END, { field }))).toBe('NOT_FOUND');
      expect(codeOf(await pullNow(producer, field))).toBe('NOT_FOUND');
      expect(codeOf(await producer.query(REMOVE, { id: connection }))).toBe('OK');
    },
  );

serverTest(
  'MYSQL',
  'a database that fails is tried again at its next time; a plan is checked when it is made',
  async (source) => {
    await source.run(
      'create table t (id int primary key, kode varchar(9), kapan datetime null, angka double, dok json)',
      "insert into t values (1, 'a', null, 1, '{}')",
    );
    const { field } = await handOver(hub, 'rencana', [
      { name: 'kode', type: 'TEXT', key: true },
      { name: 'dok', type: 'TEXT' },
    ]);
    const { field: keyless } = await handOver(hub, 'tanpakunci', [{ name: 'kode', type: 'TEXT' }]);
    const { field: other } = await handOver(hub, 'lainsama', [{ name: 'lain', type: 'TEXT' }]);
    const connection = await connected(hub, source);
    const ask = async (dataset: string, plan: Plan, table = 't') =>
      codeOf(await schedule(producer, dataset, connection, source, table, plan));
    expect(await ask(field, {})).toBe('PULL_REFUSED');
    expect(await ask(other, {})).toBe('COLUMN_MISSING');
    expect(await ask(keyless, {}, 'tiada')).toBe('NOT_FOUND');
    expect(await ask(keyless, { mode: 'UPSERT' })).toBe('PULL_REFUSED');
    expect(await ask(keyless, { mode: 'APPEND' })).toBe('PULL_REFUSED');
    expect(await ask(keyless, { mode: 'APPEND', incrementalBy: 'kapan' })).toBe('PULL_REFUSED');
    expect(await ask(keyless, { mode: 'APPEND', incrementalBy: 'angka' })).toBe('PULL_REFUSED');
    expect(await ask(keyless, { mode: 'APPEND', incrementalBy: 'hilang' })).toBe('COLUMN_MISSING');
    expect(await ask(keyless, { mode: 'REPLACE', incrementalBy: 'id' })).toBe('PULL_REFUSED');
    expect(await ask(keyless, { everyMinutes: 4 })).toBe('BAD_USER_INPUT');
    expect(await planned(keyless)).toBeUndefined();
    expect(await ask(keyless, { mode: 'APPEND', incrementalBy: 'id' })).toBe('OK');
    expect(await ask(keyless, { everyMinutes: 30 })).toBe('OK');

    // However many hubs look at once, one gets it.
    const { db } = hub.hub.parts.writes;
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimDuePull(db, now)));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    later(30);

    await sql`delete from allowed_addresses`;
    await hub.hub.pull();
    const failed = { ok: false, code: 'OUTBOUND_FAILED', rows: null, release: null };
    expect(await planned(keyless)).toMatchObject({
      lastOutcome: failed,
      nextAt: new Date(now.getTime() + 1_800_000).toISOString(),
    });
    await connected(hub, source, 'lagi');
    later(30);
    await hub.hub.pull();
    expect(await planned(keyless)).toMatchObject({ lastOutcome: { ok: true, rows: 1 } });
  },
);

serverTest(
  'POSTGRESQL',
  'a hub that stops does not wait for a database that takes its time',
  async (source) => {
    await source.run("create view lambat as select pg_sleep(60)::text || 'a' as kode");
    const { field } = await handOver(hub, 'lambat', [{ name: 'kode', type: 'TEXT' }]);
    const connection = await connected(hub, source);
    expect(codeOf(await schedule(producer, field, connection, source, 'lambat', { everyMinutes: 60 }))).toBe(
      'OK',
    );
    const second = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl, { now: () => now });
    const pulling = second.pull();
    await expect
      .poll(async () => (await planned(field))?.['nextAt'], { timeout: 5000 })
      .not.toBe(now.toISOString());
    await new Promise((resolve) => setTimeout(resolve, 300));
    const busy = await pullNow(producer, field);
    expect([codeOf(busy), busy.text]).toEqual(['PULL_REFUSED', expect.stringContaining('running')]);
    const begun = performance.now();
    await second[Symbol.asyncDispose]();
    await pulling;
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(await planned(field)).toMatchObject({ lastOutcome: { ok: false, code: 'OUTBOUND_FAILED' } });
  },
);

test('pulls are made by a producer in person, run by his keys too, and seen by those who oversee', async () => {
  const { field } = await handOver(hub, 'hakakses', [{ name: 'kode', type: 'TEXT' }]);
  const UNKNOWN = 'GRAPHQL_VALIDATION_FAILED';
  const nobody = but('FORBIDDEN', { anonymous: UNKNOWN });
  const inPerson = { 'producer of dinkes': 'NOT_FOUND' };
  const source = { schema: 'x' } as SourceDatabase;
  const connection = '00000000-0000-0000-0000-000000000000';
  const scheduled = await each(hub, async (caller) =>
    codeOf(await schedule(caller, field, connection, source, 't')),
  );
  expect(scheduled).toEqual({ ...nobody, ...inPerson });
  const removed = await each(hub, async (caller) =>
    codeOf(await caller.query('mutation ($field: ID!) { removePull(dataset: $field) }', { field })),
  );
  expect(removed).toEqual({ ...nobody, ...inPerson });
  const ran = await each(hub, async (caller, name) =>
    name === 'publish key of dinkes' ? 'NOT_FOUND' : codeOf(await pullNow(caller, field)),
  );
  expect(ran).toEqual({ ...nobody, ...inPerson, 'publish key of dinkes': 'NOT_FOUND' });
  expect(codeOf(await pullNow(hub.key('Sistem Dinas Kesehatan'), field))).toBe('NOT_FOUND');
  const seen = await each(hub, async (caller) => {
    const { data, errors } = await caller.query<{ pulls: { dataset: string }[] }>('{ pulls { dataset } }');
    return errors.length > 0
      ? codeOf({ errors })
      : String(data?.pulls.every(({ dataset }) => dataset !== field));
  });
  expect(seen).toEqual(but('true', { anonymous: UNKNOWN }));
});
