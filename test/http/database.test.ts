import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import postgres, { type Sql } from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { migrateDatabase } from '../../db/migrate.js';
import { createHub } from '../../gateway/hub.js';
import { databaseUrlOf, testConfig } from '../support/config.js';
import { bootHub, createDatabase, type TestHub } from '../support/hub.js';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A database in which nothing has been yet. */
async function newDatabase(): Promise<string> {
  const admin = postgres(inject('cluster'), { max: 1, onnotice: () => {} });
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await admin.unsafe(`create database ${name} template template0`);
  opened.push(async () => {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.unsafe(`drop role if exists ${name}_reader`);
    await admin.end();
  });
  return databaseUrlOf(inject('cluster'), name);
}

function connect(url: string): Sql {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  opened.push(() => sql.end());
  return sql;
}

const journal = async (): Promise<{ entries: { tag: string }[] }> =>
  JSON.parse(await readFile(new URL('../../db/migrations/meta/_journal.json', import.meta.url), 'utf8'));

/** Schemas, tables and types of the database; the migrator's own empty journal aside. */
const objects = async (sql: Sql) => [
  ...(await sql`
    select n.nspname || '.' || coalesce(c.relname, t.typname, '') as name from pg_namespace n
    left join pg_class c on c.relnamespace = n.oid left join pg_type t on t.typnamespace = n.oid and c.oid is null
    where n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'drizzle') order by 1`),
];

const codeOf = (start: Promise<unknown>): Promise<unknown> =>
  start.then(
    () => 'no error',
    (error) => error.code,
  );

describe('migrations', () => {
  test('four at once on a new database all succeed, and each migration is applied once', async () => {
    const url = await newDatabase();
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(url)));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    const { entries } = await journal();
    expect(outcomes.reduce((sum, one) => sum + (one.ok ? one.applied : 0), 0)).toBe(entries.length);
    const sql = connect(url);
    const [{ count } = { count: 0 }] = await sql`select count(*)::integer from drizzle.__drizzle_migrations`;
    expect(count).toBe(entries.length);
    expect(await migrateDatabase(url)).toEqual({ ok: true, applied: 0 });
  });

  test('two hubs that start at once on a new database both serve, and serve the same', async () => {
    const url = await newDatabase();
    const hubs = await Promise.all([1, 2].map(() => createHub(testConfig(url), url)));
    for (const hub of hubs) opened.push(async () => hub[Symbol.asyncDispose]());
    await Promise.all(hubs.map((hub) => hub.settle()));
    const [one, other] = hubs.map(({ parts }) => parts.graph.servedId);
    expect(one).toBe(other);
    for (const hub of hubs) {
      const answer = await hub.app.inject({
        method: 'POST',
        url: '/graphql',
        payload: { query: '{ regions { totalCount } }' },
      });
      expect(answer.json()).toEqual({ data: { regions: { totalCount: 91_599 } } });
    }
  });

  test('of a newer hub make this one refuse the database, and leave it as it is', async () => {
    const database = await createDatabase('empty');
    opened.push(database.drop);
    const sql = connect(database.url);
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 4102444800000)`;
    const before = await objects(sql);
    expect(await codeOf(createHub(testConfig(database.url), database.url))).toBe('DATABASE_NEWER');
    expect(await objects(sql)).toEqual(before);
  });

  test('that cannot be applied are undone whole, and apply once the obstacle is gone', async () => {
    const url = await newDatabase();
    const sql = connect(url);
    await sql`create table agencies (whose text)`;
    await sql`insert into agencies values ('theirs')`;
    const before = await objects(sql);
    for (let attempt = 1; attempt <= 2; attempt++) {
      expect(await codeOf(createHub(testConfig(url), url))).toBe('MIGRATION_FAILED');
      expect(await objects(sql)).toEqual(before);
      expect([...(await sql`select * from agencies`)]).toEqual([{ whose: 'theirs' }]);
      const [{ count } = { count: 0 }] =
        await sql`select count(*)::integer from drizzle.__drizzle_migrations`;
      expect(count).toBe(0);
    }
    await sql`drop table agencies`;
    expect(await migrateDatabase(url)).toMatchObject({ ok: true });
  });
});

describe('the reader role', () => {
  let hub: TestHub;
  let tables: string[];
  const SECRET_TABLES = [
    'accounts',
    'account_roles',
    'sessions',
    'service_keys',
    'password_links',
    'login_attempts',
    'trusted_operations',
    'saved_queries',
    'grants',
    'audit_entries',
    'case_documents',
    'case_messages',
    'case_message_reads',
    'uploads',
    'upload_chunks',
    'settings',
  ];

  beforeAll(async () => {
    hub = await bootHub('demo');
    const rows = await hub.hub.parts.writes.sql`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('public', 'hosted', 'drizzle')`;
    tables = rows.map(({ name }) => String(name));
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const DENIED = '42501';
  const READ_ONLY = '25006';

  test('reads what the API shows', async () => {
    const { sql } = hub.hub.parts.reads;
    const [who] = await sql`select current_user as role`;
    expect(who?.['role']).toBe(`${new URL(hub.databaseUrl).pathname.slice(1)}_reader`);
    for (const table of [
      'regions',
      'agencies',
      'cases',
      'datasets',
      'dataset_fields',
      'releases',
      'supergraphs',
    ])
      expect((await sql`select from ${sql(table)}`).length).toBeGreaterThan(0);
    const hosted = tables.filter((name) => name.startsWith('hosted.'));
    expect(hosted.length).toBeGreaterThan(2);
    for (const table of hosted) expect((await sql.unsafe(`select from ${table}`)).length).toBe(24);
  });

  test.each(SECRET_TABLES)('cannot read %s', async (table) => {
    expect(tables).toContain(`public.${table}`);
    const { sql } = hub.hub.parts.reads;
    expect(await codeOf(sql`select * from ${sql(table)}`)).toBe(DENIED);
    expect(await codeOf(sql`select count(*) from ${sql(table)}`)).toBe(DENIED);
  });

  test('writes nothing, even in a transaction that may', async () => {
    const { sql } = hub.hub.parts.reads;
    const writes = tables.flatMap((name) => [
      `delete from ${name}`,
      `truncate ${name}`,
      `insert into ${name} default values`,
      `drop table ${name}`,
      `alter table ${name} add column x text`,
    ]);
    const others = [
      'create table public.mine (a text)',
      'create table hosted.mine (a text)',
      'create schema mine',
      'create role mine',
      "select nextval('supergraphs_id_seq')",
      "select pg_read_file('PG_VERSION')",
    ];
    for (const statement of [...writes, ...others]) {
      const writing = sql.begin('read write', (tx) => tx.unsafe(statement));
      expect([statement, await codeOf(writing)]).toEqual([statement, DENIED]);
    }
    for (const statement of ['create temporary table mine (a text)', 'delete from regions'])
      expect([statement, await codeOf(sql.unsafe(statement))]).toEqual([statement, READ_ONLY]);
  });
});
