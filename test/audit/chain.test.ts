import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHub, type Hub } from '../../gateway/hub.js';
import { auditTrailVerdict } from '../../subgraphs/audit/store.js';
import { linkHash } from '../../subgraphs/chain.js';
import { but, callerOf, each } from '../identity/callers.js';
import { dataOf } from '../intake/onboarding.js';
import { testConfig } from '../support/config.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';

const instant = (moment: string): Date => new Date(`${moment}+07:00`);
let at = instant('2027-10-31T23:00:00');

let hub: TestHub;
let second: Hub;
let sql: Sql;
let head: Caller;
beforeAll(async () => {
  hub = await bootHub('demo', {}, { now: () => at });
  second = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl, {
    // Its clock is a minute behind.
    now: () => new Date(at.getTime() - 60_000),
  });
  sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  await sql`update sessions set expires_at = '2100-01-01', last_seen_at = '2099-12-31'`;
  head = await hub.official('kepala.bidang');
  await hub.official('produsen.dinkes');
  await sql`update sessions set expires_at = '2100-01-01', last_seen_at = '2099-12-31'`;
});
afterAll(async () => {
  await sql.end();
  await second[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

/** An entry, whatever becomes of it. */
const change = (caller: Caller, id: string) =>
  caller.query('mutation ($id: ID!) { endActing(id: $id) { id } }', { id });

const verified = async (month: string) =>
  dataOf(
    await head.query<{ auditVerified: Record<string, unknown> }>(
      '{ auditVerified(month: "MONTH") { intact entries head brokenAt } }'.replace('MONTH', month),
    ),
  ).auditVerified;

test('50 changes at the same time on two hubs are one chain, whose times never go back', async () => {
  const url = await second.listen();
  const there = (body: object) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${head.token}` },
      body: JSON.stringify(body),
    });
  const query = 'mutation ($id: ID!) { endActing(id: $id) { id } }';
  await Promise.all(
    Array.from({ length: 25 }, (_, n) => [
      change(head, `di-satu-${n}`),
      there({ query, variables: { id: `di-dua-${n}` } }),
    ]).flat(),
  );
  const rows = await sql<{ subject: string; at: Date }[]>`
    select subject, at from audit_entries where subject like 'di-%' order by id`;
  expect(new Set(rows.map(({ subject }) => subject)).size).toBe(50);
  const times = rows.map((row) => row.at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(await auditTrailVerdict(hub.hub.parts.writes.db, null)).toMatchObject({ ok: true });
});

describe('a month', () => {
  const lines = async (caller: Caller, month: string) => {
    const { status, bytes, headers } = await caller.download(`/audit/${month}.ndjson`);
    const text = Buffer.from(bytes).toString();
    return {
      status,
      headers,
      all: text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    };
  };

  test('is a stretch of the chain by the calendar of Jakarta, listed by pages and exported whole', async () => {
    at = instant('2027-11-01T00:00:30');
    // The other hub's clock still stands in October.
    for (const id of ['nov-1', 'nov-2', 'nov-3']) await change(head, id);
    const october = await verified('2027-10');
    expect(october).toMatchObject({ intact: true, brokenAt: null });
    expect(await verified('2027-11')).toMatchObject({ intact: true, entries: 3 });
    expect(await verified('2027-12')).toMatchObject({ intact: true, entries: 0 });

    const page = async (after: string | null) =>
      dataOf(
        await head.query<{
          auditEntries: {
            nodes: { subject: string; facts: string }[];
            pageInfo: { endCursor: string; hasNextPage: boolean };
          };
        }>(
          `query ($after: String) { auditEntries(month: "2027-11", first: 2, after: $after, kind: CHANGE) {
            nodes { id at kind actor actorName agency action subject facts outcome requestId previousHash hash }
            pageInfo { endCursor hasNextPage } } }`,
          { after },
        ),
      ).auditEntries;
    const first = await page(null);
    expect(first.nodes.map(({ subject }) => subject)).toEqual(['nov-3', 'nov-2']);
    const rest = await page(first.pageInfo.endCursor);
    expect([rest.nodes.map(({ subject }) => subject), rest.pageInfo.hasNextPage]).toEqual([['nov-1'], false]);

    const { all, headers } = await lines(head, '2027-11');
    expect(headers.get('content-disposition')).toContain('audit-2027-11.ndjson');
    const [heading, ...links] = all.slice(0, -1);
    // To export is itself recorded, before the stretch is read.
    expect(links.map((link) => link.subject)).toEqual(['nov-1', 'nov-2', 'nov-3', '2027-11']);
    expect(heading).toEqual({
      month: '2027-11',
      previousHash: october['head'],
      head: links.at(-1).hash,
      last: links.at(-1).id,
    });
    for (const { previousHash, hash, ...event } of links) expect(linkHash(event, previousHash)).toBe(hash);
    expect(all.at(-1)).toEqual({ intact: true, entries: 4, head: links.at(-1).hash, brokenAt: null });
  });

  test.each(['2027-13', '2027-1', '27-11', 'x', '2027-11-01'])('%s is none', async (month) => {
    const { errors } = await head.query(`{ auditEntries(month: "${month}") { nodes { id } } }`);
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect((await head.download(`/audit/${month}.ndjson`)).status).toBe(400);
  });

  test('is for ADMIN and the heads', async () => {
    for (const name of ['kepala.bidang', 'kepala.dinas', 'pengelola']) await hub.official(name);
    const codes = async (query: string) =>
      each(hub, async (caller) => (await caller.query(query)).errors[0]?.extensions.code ?? 'seen');
    await Promise.all(['consumer', 'admin', 'technical team'].map((name) => callerOf(hub, name as 'admin')));
    await sql`update sessions set expires_at = '2100-01-01', last_seen_at = '2099-12-31'`;
    const expected = but('FORBIDDEN', {
      anonymous: 'GRAPHQL_VALIDATION_FAILED',
      admin: 'seen',
      'division head': 'seen',
      'department head': 'seen',
    });
    expect(await codes('{ auditEntries(month: "2027-11") { nodes { id } } }')).toEqual(expected);
    expect(await codes('{ auditVerified(month: "2027-11") { intact } }')).toEqual(expected);
    const statuses = await each(
      hub,
      async (caller) => (await caller.download('/audit/2027-11.ndjson')).status,
    );
    expect(statuses).toEqual(
      but(403, { anonymous: 404, admin: 200, 'division head': 200, 'department head': 200 }),
    );
  });
});

describe('an entry that was tampered with', () => {
  const ROOT = fileURLToPath(new URL('../..', import.meta.url));
  const verify = (): Promise<string> =>
    new Promise((resolve) => {
      const secret = Buffer.from(testConfig(hub.databaseUrl).secret).toString('hex');
      execFile(
        process.execPath,
        ['--import', 'tsx', 'scripts/audit.ts'],
        {
          cwd: ROOT,
          env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: hub.databaseUrl, HUB_SECRET: secret },
        },
        (error, stdout) => resolve(`${error?.code ?? 0} ${stdout}`),
      );
    });

  test('is named: changed, removed, or moved to another month', async () => {
    expect(await verify()).toMatch(/^0 .*INTACT: \d+ records, .*INTACT: \d+ audit records/s);
    const ids = await sql<
      { id: string }[]
    >`select id from audit_entries where subject like 'nov-%' order by id`;
    const [one, two] = ids.map(({ id }) => id);
    await sql`create table kept as select * from audit_entries`;
    for (const [statement, broken] of [
      [`update audit_entries set outcome = 'OK' where id = ${two}`, two],
      [`update audit_entries set facts = '{"id": "nov-9"}' where id = ${one}`, one],
      [`delete from audit_entries where id = ${one}`, two],
      [`update audit_entries set at = at + interval '1 year' where id = ${one}`, two],
    ] as const) {
      await sql.unsafe(statement);
      expect([statement, await verified('2027-11')]).toEqual([
        statement,
        expect.objectContaining({ intact: false, brokenAt: String(broken) }),
      ]);
      await sql.unsafe(
        'begin; delete from audit_entries; insert into audit_entries select * from kept; commit',
      );
    }
    await sql.unsafe(`update audit_entries set actor = 'hub' where id = ${two}`);
    expect(await verify()).toMatch(
      new RegExp(`^1 .*INTACT: \\d+ records.*BROKEN at audit record ${two}:`, 's'),
    );
    const { bytes } = await head.download('/audit/2027-11.ndjson');
    const last = JSON.parse(Buffer.from(bytes).toString().trimEnd().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ intact: false, brokenAt: String(two), head: null });
  });
});
