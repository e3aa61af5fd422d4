import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { auditChain } from '../../subgraphs/workflow/evidence/audit.js';
import { column, KODE, structure } from '../sop/office.js';
import { testConfig } from '../support/config.js';
import { bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';
import { type HubProcess, startHub } from '../support/process.js';
import {
  type ActionName,
  account,
  act,
  agreed,
  handedOver,
  load,
  lookInto,
  readWhole,
  type Stage,
  send,
  statusesOf,
  stored,
} from './case-over-http.js';

/** The lock of the chain of events, which every transition takes before it ends. */
const EVIDENCE = 7214007;

let hub: TestHub;
let sql: Sql;
let producer: Caller;
let team: Caller;
let folder: string;
let running: Child | undefined;
let stop = async (): Promise<void> => {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'satugraf-killed-'));
  hub = await bootHub('demo');
  sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  producer = await hub.official('produsen.dinkes');
  team = await hub.official('tim.teknis');
});
afterEach(() => sql`select pg_advisory_unlock_all()`);
afterAll(async () => {
  await stop();
  await sql.end();
  await hub[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

interface Child {
  readonly hub: HubProcess;
  /** Signs an official in. */
  as(user: string): Promise<Caller>;
}

/** A hub in a process of its own on the same database: the one that is running, or a new one. */
async function childHub(): Promise<Child> {
  running ??= await start();
  return running;
}

async function start(): Promise<Child> {
  const child = startHub({
    PORT: '0',
    HUB_LOG: 'silent',
    HUB_SECRET: Buffer.from(testConfig(hub.databaseUrl).secret).toString('hex'),
    DATABASE_URL: hub.databaseUrl,
    DATA_DIR: folder,
  });
  stop = async () => {
    child.child.kill('SIGKILL');
    await child.ended();
  };
  await child.ready();
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(child.output())?.[0];
  if (!url) throw new Error(child.output());
  const caller = (token?: string): Caller => ({
    ...hub.caller(token),
    async query(query, variables = {}, headers = {}) {
      const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization, ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      const { data, errors = [] } = JSON.parse(text);
      return { status: response.status, headers: response.headers, data, errors, text };
    },
  });
  return {
    hub: child,
    async as(user) {
      const password = inject('demo').accounts.find((one) => one.user === user)?.password;
      const answer = await caller().query<{ login: { token: string } }>(
        'mutation ($user: String!, $password: String!) { login(username: $user, password: $password) { token } }',
        { user, password },
      );
      return caller(answer.data?.login.token);
    },
  };
}

/** Connections that wait for the lock of the chain. */
const waiting = () => sql<{ pid: number }[]>`
  select a.pid from pg_stat_activity a join pg_locks l on l.pid = a.pid
  where a.datname = current_database() and l.locktype = 'advisory' and l.objid = ${EVIDENCE} and not l.granted`;

/** Everything that the store holds of the case, its answers under keys besides. */
const whole = async (stage: Stage) => [
  await stored(hub, stage.number),
  await lookInto(hub, async (look) =>
    JSON.stringify(await look`select * from idempotency_keys order by key`),
  ),
  await lookInto(hub, async (look) => JSON.stringify(await look`select max(id) from case_events`)),
];

/** Kills the hub that carries the action out while it waits, all but at its end, for the lock of the chain. */
async function killedAmid(user: string, action: ActionName, stage: Stage, given: object = {}): Promise<void> {
  const child = await childHub();
  const caller = await child.as(user);
  await sql`select pg_advisory_lock(${EVIDENCE})`;
  const answer = send(caller, action, stage, { ...given }, { 'idempotency-key': `mati-${action}` }).then(
    () => 'answered',
    () => 'lost',
  );
  const [waiter] = await eventually(async () => {
    const found = await waiting();
    return found.length > 0 ? found : undefined;
  }, 20_000);
  running = undefined;
  child.hub.child.kill('SIGKILL');
  expect([await child.hub.ended(), await answer]).toEqual(['SIGKILL', 'lost']);
  await sql`select pg_advisory_unlock(${EVIDENCE})`;
  // The server's side of the connection notices only now that nobody is there any more.
  await eventually(async () => {
    const left = await sql`select 1 from pg_stat_activity where pid = ${waiter?.pid ?? 0}`;
    return left.length === 0 ? true : undefined;
  }, 20_000);
}

/** The same request to a hub that was started anew, twice: it is done, once. */
async function doneOnce(user: string, action: ActionName, stage: Stage, given: object = {}): Promise<Stage> {
  const caller = await (await childHub()).as(user);
  const headers = { 'idempotency-key': `mati-${action}` };
  const first = await send(caller, action, stage, { ...given }, headers);
  const second = await send(caller, action, stage, { ...given }, headers);
  expect(first.data?.result, first.text).toEqual({ number: stage.number, version: stage.version + 1 });
  expect(second.data).toEqual(first.data);
  expect(await auditChain(hub.hub.parts.writes.db, null)).toMatchObject({ ok: true });
  return { number: stage.number, version: stage.version + 1 };
}

test('a hub that is killed amid a delivery leaves nothing of it; started again it delivers once', async () => {
  const definition = structure('diputus', KODE, column('nilai', 'INTEGER'), column('lama', 'INTEGER'));
  let stage = await handedOver(hub, producer, definition);
  await load(hub, producer, 'dinkes_diputus', 'kode,nilai,lama\n35.14.01,7,8\n');
  stage = await agreed(hub, producer, stage);
  stage = await act(team, 'assessCase', stage);
  stage = await act(team, 'provisionCase', stage, { account: account() });
  const before = await whole(stage);
  await killedAmid('tim.teknis', 'deliverCase', stage);
  expect(await whole(stage)).toEqual(before);

  await doneOnce('tim.teknis', 'deliverCase', stage);
  const delivered = await readWhole(team, stage.number);
  expect(delivered).toMatchObject({ step: 'ADOPT', version: stage.version + 1 });
  expect(new Set(Object.values(statusesOf(delivered)))).toEqual(new Set(['LIVE']));
  expect(delivered.dossier.events.filter(({ action }) => action === 'DELIVER')).toHaveLength(1);
  const kept = await lookInto(
    hub,
    (look) => look`
      select a.attempt, a.bytes::int, (select sum(length(data))::int from archive_chunks k
        where k.case_id = a.case_id and k.attempt = a.attempt) as held
      from archives a join cases c on c.id = a.case_id where c.number = ${stage.number}`,
  );
  expect(kept).toHaveLength(1);
  expect(kept[0]).toMatchObject({ attempt: 1, held: kept[0]?.['bytes'] });
});

test('a hub that is killed amid a late tidak leaves neither loop nor failure; started again it is done once', async () => {
  const stage = await handedOver(hub, producer, structure('ditolak', KODE, column('nilai', 'INTEGER')));
  await lookInto(
    hub,
    (look) => look`
      update case_steps set due_on = '2020-01-02' where step = 'AGREE' and case_id = (
        select id from cases where number = ${stage.number})`,
  );
  await hub.hub.oversee();
  const before = await whole(stage);
  await killedAmid('produsen.dinkes', 'rejectAgreement', stage, { defect: true });
  expect(await whole(stage)).toEqual(before);

  await doneOnce('produsen.dinkes', 'rejectAgreement', stage, { defect: true });
  const failures = await lookInto(
    hub,
    (look) => look`
      select kind, step, attempt, charged_to from deviations where case_id = (
        select id from cases where number = ${stage.number}) order by kind`,
  );
  expect([...failures]).toEqual([
    { kind: 'OUTPUT', step: 'HAND_OVER', attempt: 1, charged_to: 'PRODUCER' },
    { kind: 'TIME', step: 'AGREE', attempt: 1, charged_to: 'TECHNICAL_TEAM' },
  ]);
  const rejected = await readWhole(team, stage.number);
  expect(rejected).toMatchObject({ step: 'HAND_OVER', version: stage.version + 1 });
  expect(rejected.dossier.events.filter(({ action }) => action === 'REJECT')).toHaveLength(1);
});
