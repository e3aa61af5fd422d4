import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditChain } from '../../subgraphs/workflow/evidence/audit.js';
import { column, deviationIn, KODE, type Office, onFile, openOffice, structure } from '../sop/office.js';
import { testConfig } from '../support/config.js';
import type { Caller } from '../support/hub.js';
import { type ActionName, act, draft, lookInto, type Stage, send, stored } from './case-over-http.js';

const TIMES = 50;

let office: Office;
let producer: Caller;
let team: Caller;
beforeAll(async () => {
  office = await openOffice('2026-06-08 09:00');
  ({ producer, team } = office);
});
afterAll(() => office[Symbol.asyncDispose]());

/** The same action, many times at once; how often each code was the answer, and the versions that were answered. */
async function atOnce(
  caller: Caller,
  action: ActionName,
  stage: Stage,
  given: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
) {
  const sent = Array.from({ length: TIMES }, () => send(caller, action, stage, given, headers));
  const answers = await Promise.all(sent);
  const codes: Record<string, number> = {};
  for (const { errors } of answers) {
    const code = errors[0]?.extensions.code ?? 'won';
    codes[code] = (codes[code] ?? 0) + 1;
  }
  return { codes, answered: new Set(answers.map(({ data }) => data?.result.version ?? null)) };
}

const actionsOf = async (stage: Stage, action: string) =>
  (await onFile(team, stage)).dossier.events.filter((one) => one.action === action).length;

/** A case with its disposition, so that the producer hands over next. */
async function disposed(title: string): Promise<Stage> {
  const submitted = await act(producer, 'submitCase', await draft(producer, title));
  return act(office.departmentHead, 'issueDisposition', submitted);
}

let names = 0;
const definition = () => structure(`bukti${++names}`, KODE, column('nilai', 'INTEGER'));

const codeOf = ({ errors }: { errors: readonly { extensions: { code: string } }[] }) =>
  errors[0]?.extensions.code;

describe('of 50 identical transitions at the same moment', () => {
  test('one wins; a step that it completes late is one failure, and so is a defect that it finds', async () => {
    office.moveTo('2026-06-08 09:00');
    let stage = await disposed('Uji serentak');
    // Due on Tuesday; the third working day after it.
    office.moveTo('2026-06-12 09:00');
    const handOver = { definition: definition() };
    const first = await atOnce(producer, 'handOver', stage, handOver);
    expect(first.codes).toEqual({ won: 1, STALE_VERSION: TIMES - 1 });
    stage = { ...stage, version: stage.version + 1 };
    const handed = await onFile(team, stage);
    expect(handed).toMatchObject({ step: 'AGREE', version: stage.version });
    expect(handed.deviations).toHaveLength(1);
    expect(deviationIn(handed, { kind: 'TIME', step: 'HAND_OVER' })).toMatchObject({
      attempt: 1,
      lateDays: 3,
      chargedTo: 'PRODUCER',
    });
    expect(await actionsOf(stage, 'HAND_OVER')).toBe(1);

    const second = await atOnce(team, 'rejectAgreement', stage, { defect: true });
    expect(second.codes).toEqual({ won: 1, STALE_VERSION: TIMES - 1 });
    stage = { ...stage, version: stage.version + 1 };
    const rejected = await onFile(team, stage);
    expect(rejected).toMatchObject({ step: 'HAND_OVER', version: stage.version });
    expect(rejected.deviations.map(({ kind }) => kind).sort()).toEqual(['OUTPUT', 'TIME']);
    expect(await actionsOf(stage, 'REJECT')).toBe(1);
    expect(rejected.dossier.steps.filter(({ step }) => step === 'HAND_OVER')).toHaveLength(2);
    expect(await auditChain(office.hub.hub.parts.writes.db, null)).toMatchObject({ ok: true });
  });

  test('under one Idempotency-Key all get the first answer, and it is done once', async () => {
    const stage = await disposed('Uji kunci');
    const sent = [stage, { definition: definition() }, { 'idempotency-key': 'serah-1' }] as const;
    const { codes, answered } = await atOnce(producer, 'handOver', ...sent);
    expect(codes).toEqual({ won: TIMES });
    expect(answered).toEqual(new Set([stage.version + 1]));
    expect(await actionsOf(stage, 'HAND_OVER')).toBe(1);
    expect(
      (await onFile(team, stage)).dossier.documents.filter(({ step }) => step === 'HAND_OVER'),
    ).toHaveLength(1);
    const chain = await auditChain(office.hub.hub.parts.writes.db, null);
    expect(chain).toMatchObject({ ok: true });
  });

  test('drafts under one Idempotency-Key are one case', async () => {
    const query = 'mutation { draftCase(title: "Satu saja") { number version } }';
    const answers = await Promise.all(
      Array.from({ length: TIMES }, () =>
        producer.query<{ draftCase: Stage }>(query, {}, { 'idempotency-key': 'draf-1' }),
      ),
    );
    expect(new Set(answers.map(({ data, text }) => data?.draftCase.number ?? text)).size).toBe(1);
  });
});

describe('an Idempotency-Key', () => {
  const key = (value: string) => ({ 'idempotency-key': value });

  test('gives the first answer again after the case has moved on', async () => {
    const stage = await draft(producer, 'Uji ulang');
    const first = await send(producer, 'submitCase', stage, {}, key('ulang-1'));
    expect(first.data?.result.version).toBe(stage.version + 1);
    await act(office.departmentHead, 'issueDisposition', { ...stage, version: stage.version + 1 });
    const before = await stored(office.hub, stage.number);
    const again = await send(producer, 'submitCase', stage, {}, key('ulang-1'));
    expect([again.status, again.data]).toEqual([first.status, first.data]);
    // Without the key it is what it is: an action for a version that has passed.
    expect(codeOf(await send(producer, 'submitCase', stage))).toBe('STALE_VERSION');
    expect(await stored(office.hub, stage.number)).toBe(before);
  });

  test('is refused for another request: other words, another version, another action, another case', async () => {
    const stage = await draft(producer, 'Uji bentrok');
    const other = await draft(producer, 'Uji bentrok lain');
    const submitted = await act(producer, 'submitCase', other);
    await send(producer, 'submitCase', stage, { profile: 'Satu.' }, key('bentrok-1'));
    const now = { ...stage, version: stage.version + 1 };
    const before = [await stored(office.hub, stage.number), await stored(office.hub, other.number)];
    for (const [action, at, given] of [
      ['submitCase', stage, { profile: 'Dua.' }],
      ['submitCase', now, { profile: 'Satu.' }],
      ['cancelCase', now, {}],
      ['cancelCase', submitted, {}],
    ] as const) {
      const answer = await send(producer, action, at, given, key('bentrok-1'));
      expect([action, answer.status, codeOf(answer)]).toEqual([action, 409, 'IDEMPOTENCY_CONFLICT']);
    }
    const after = [await stored(office.hub, stage.number), await stored(office.hub, other.number)];
    expect(after).toEqual(before);
  });

  test('belongs to its account, and a refusal does not use it up', async () => {
    const stage = await act(producer, 'submitCase', await draft(producer, 'Uji milik'));
    const headers = key('milik-1');
    const refused = await send(
      office.departmentHead,
      'issueDisposition',
      stage,
      { disposition: ' ' },
      headers,
    );
    expect(codeOf(refused)).toBe('DOCUMENT_MISSING');
    const done = await send(office.departmentHead, 'issueDisposition', stage, {}, headers);
    expect(done.data?.result.version).toBe(stage.version + 1);
    // Somebody else's request under the same words is his own.
    expect(codeOf(await send(producer, 'issueDisposition', stage, {}, headers))).toBe('WRONG_ROLE');
  });

  test.each([
    ['with a blank', 'a b'],
    ['of 201 characters', 'x'.repeat(201)],
    ['of other than ASCII', 'kunc\u00ed'],
  ])('%s is refused, and nothing is done', async (_, value) => {
    const stage = await draft(producer, 'Uji kunci buruk');
    const before = await stored(office.hub, stage.number);
    const answer = await send(producer, 'submitCase', stage, {}, key(value));
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
    expect(await stored(office.hub, stage.number)).toBe(before);
  });
});

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** `npm run audit:verify` without npm, on the test's database. */
function audit(...options: string[]): Promise<{ code: number; output: string }> {
  const { databaseUrl } = office.hub;
  const secret = Buffer.from(testConfig(databaseUrl).secret).toString('hex');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/audit.ts', ...options],
      {
        cwd: ROOT,
        env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl, HUB_SECRET: secret },
      },
      (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}` }),
    );
  });
}

describe('npm run audit:verify', () => {
  let folder: string;
  let head: string;
  let ids: number[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'satugraf-audit-'));
    head = join(folder, 'kepala.json');
    ids = await lookInto(office.hub, async (sql) => {
      await sql`create table kept as select * from case_events`;
      return (await sql<{ id: number }[]>`select id::int from case_events order by id`).map(({ id }) => id);
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** What the command says while the events are as somebody with access to the database has left them. */
  async function tampered(statements: string, ...options: string[]) {
    try {
      await lookInto(office.hub, (sql) => sql.unsafe(statements));
      return await audit(...options);
    } finally {
      await lookInto(office.hub, (sql) =>
        sql.unsafe('begin; delete from case_events; insert into case_events select * from kept; commit'),
      );
    }
  }

  test('finds the chain whole, says so in both languages, and exports its head', async () => {
    const { code, output } = await audit('--export', head);
    expect([code, output]).toEqual([0, expect.stringContaining(`UTUH: ${ids.length} catatan`)]);
    expect(output).toContain(`INTACT: ${ids.length} records`);
    const exported = JSON.parse(await readFile(head, 'utf8'));
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(exported).toEqual({
      event: ids.at(-1),
      events: ids.length,
      hash,
      audit: { event: expect.any(Number), events: expect.any(Number), hash },
    });
    expect(output).toContain(exported.hash);
  });

  test('names the first record that was changed, removed or moved, by exit code 1', async () => {
    const [third, fourth, sixth, seventh] = [ids[2], ids[3], ids[5], ids[6]];
    const broken = (id: unknown) => [1, expect.stringContaining(`BROKEN at record ${id}:`)];
    for (const [statements, first] of [
      [`update case_events set reason = 'lain' where id = ${third}`, third],
      [`update case_events set facts = '{}' where id in (${sixth}, ${third})`, third],
      [`delete from case_events where id = ${third}`, fourth],
      [
        `update case_events set id = -1 where id = ${sixth}; update case_events set id = ${sixth} where id = ${seventh};
         update case_events set id = ${seventh} where id = -1`,
        sixth,
      ],
    ] as const) {
      const { code, output } = await tampered(statements);
      expect([code, output]).toEqual(broken(first));
      expect(output).toContain(`RUSAK pada catatan ${first}:`);
    }
  });

  test('misses the last record only when it is held against an exported head', async () => {
    const last = `delete from case_events where id = ${ids.at(-1)}`;
    expect((await tampered(last)).code).toBe(0);
    const { code, output } = await tampered(last, '--compare', head);
    expect([code, output]).toEqual([1, expect.stringContaining(`BROKEN at record ${ids.at(-1)}:`)]);
    expect(output).toContain('exported head');
  });

  test('passes through an exported head after more has happened', async () => {
    await act(producer, 'submitCase', await draft(producer, 'Sesudah ekspor'));
    const { code, output } = await audit('--compare', head);
    expect([code, output]).toEqual([0, expect.stringContaining(`INTACT: ${ids.length + 1} records`)]);
  });
});
