import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';
import {
  type ActionName,
  account,
  act,
  agreed,
  caseOf,
  draft,
  lookInto,
  readWhole,
  type Stage,
  send,
  statusesOf,
  stored,
} from './case-over-http.js';

const DATASET = 'dinsos_bantuanPangan';

let hub: TestHub;
let consumer: Caller;
let producer: Caller;
let team: Caller;
/** The third demo case; it stands at AGREE, its dataset loaded. */
let stage: Stage;

beforeAll(async () => {
  hub = await bootHub('demo');
  consumer = hub.key();
  producer = await hub.official('produsen.dinsos');
  team = await hub.official('tim.teknis');
  const { number, version } = await caseOf(hub, DATASET);
  stage = { number, version };
});
afterAll(() => hub[Symbol.asyncDispose]());

type Rows = { nodes: { keluargaPenerima: number | null; anggaran?: string | null }[] } | null;
const families = (caller: Caller) =>
  caller.query<Record<typeof DATASET, Rows>>(`{ ${DATASET} { nodes { keluargaPenerima } } }`);

/** What the consumer sees of the OPEN column: its values, or the code that stands in for them. */
async function seen(): Promise<{
  values: (number | null)[] | null;
  code: unknown;
  step: unknown;
  case: unknown;
}> {
  const { status, data, errors } = await families(consumer);
  expect(status).toBe(200);
  const why: Record<string, unknown> | undefined = errors[0]?.extensions;
  const values = data?.[DATASET]?.nodes.map(({ keluargaPenerima }) => keluargaPenerima) ?? null;
  return { values, code: why?.['code'], step: why?.['step'], case: why?.['case'] };
}

type Refused = readonly [code: string, status: number, who: string, action: ActionName, stale?: true];

/** Each attempt is refused by its code, in both languages, and leaves the case as it was to the last byte. */
async function expectRefused(attempts: readonly Refused[]): Promise<void> {
  const dossier = await readWhole(team, stage.number);
  const rows = await stored(hub, stage.number);
  const shown = await seen();
  for (const [code, status, who, action, stale] of attempts) {
    const at = { ...stage, version: stage.version - (stale ? 1 : 0) };
    const answer = await send(await hub.official(who), action, at);
    expect([who, action, answer.status, answer.data, answer.errors[0]?.extensions]).toEqual([
      who,
      action,
      status,
      null,
      expect.objectContaining({
        code,
        messages: { id: expect.stringMatching(/\w/), en: answer.errors[0]?.message },
      }),
    ]);
    expect(answer.errors).toHaveLength(1);
    const messages = answer.errors[0]?.extensions['messages'] as { id: string; en: string };
    expect(messages.id).not.toBe(messages.en);
  }
  expect(await readWhole(team, stage.number)).toEqual(dossier);
  expect(await stored(hub, stage.number)).toBe(rows);
  expect(await seen()).toEqual(shown);
}

describe('the third demo case goes through steps 3 to 6, each test from where the one before it left off', () => {
  test('step 3: the column is withheld as not agreed, and only its officials may go on', async () => {
    expect(await seen()).toEqual({
      values: null,
      code: 'FIELD_NOT_AGREED',
      step: 'AGREE',
      case: stage.number,
    });
    await expectRefused([
      ['WRONG_ROLE', 403, 'kepala.dinas', 'signAgreement'],
      ['WRONG_ROLE', 403, 'produsen.dinkes', 'rejectAgreement'],
      ['WRONG_ROLE', 403, 'pengelola', 'judgeFields'],
      ['WRONG_STEP', 409, 'tim.teknis', 'deliverCase'],
      ['WRONG_STEP', 409, 'tim.teknis', 'rerouteCase'],
      ['WRONG_STEP', 409, 'produsen.dinsos', 'handOver'],
      ['STALE_VERSION', 409, 'tim.teknis', 'rejectAgreement', true],
      ['OUTPUT_MISSING', 409, 'tim.teknis', 'signAgreement'],
    ]);
  });

  test('agreed, it is withheld as not delivered, without a restart', async () => {
    stage = await agreed(hub, producer, stage);
    const now = await eventually(async () => {
      const found = await seen();
      return found.code === 'FIELD_NOT_DELIVERED' ? found : undefined;
    }, 1000);
    expect(now).toEqual({ values: null, code: 'FIELD_NOT_DELIVERED', step: 'ASSESS', case: stage.number });
    const whole = await readWhole(team, stage.number);
    expect(new Set(Object.values(statusesOf(whole)))).toEqual(new Set(['AGREED']));
    expect(whole.dossier.signedBy).toEqual(expect.arrayContaining(['PRODUCER', 'TECHNICAL_TEAM']));
    // The officials of the case have seen its values all along.
    for (const who of [producer, team, await hub.official('kepala.bidang')])
      expect((await families(who)).data?.[DATASET]?.nodes).toHaveLength(24);
  });

  test("steps 4 and 5 are the technical team's", async () => {
    await expectRefused([
      ['WRONG_ROLE', 403, 'produsen.dinsos', 'assessCase'],
      ['WRONG_ROLE', 403, 'produsen.dinsos', 'cancelCase'],
      ['WRONG_STEP', 409, 'tim.teknis', 'provisionCase'],
      ['WRONG_STEP', 409, 'tim.teknis', 'signAgreement'],
      ['STALE_VERSION', 409, 'tim.teknis', 'assessCase', true],
    ]);
    stage = await act(team, 'assessCase', stage);
    await expectRefused([
      // Only whoever may name the account learns whether there is such a key.
      ['WRONG_ROLE', 403, 'produsen.dinsos', 'provisionCase'],
      ['STALE_VERSION', 409, 'tim.teknis', 'provisionCase', true],
      ['NOT_FOUND', 404, 'tim.teknis', 'provisionCase'],
      ['WRONG_STEP', 409, 'tim.teknis', 'assessCase'],
    ]);
    // A key that is revoked or has run out is no account.
    await lookInto(
      hub,
      (sql) => sql`
        insert into service_keys (id, name, scopes, secret_hash, expires_at, revoked_at) values
          ('habis', 'habis', '{read}', 'x', now() - interval '1 day', null),
          ('dicabut', 'dicabut', '{read}', 'x', null, now())`,
    );
    for (const key of ['habis', 'dicabut']) {
      const answer = await send(team, 'provisionCase', stage, { account: key });
      expect([key, answer.errors[0]?.extensions.code]).toEqual([key, 'NOT_FOUND']);
    }
    stage = await act(team, 'provisionCase', stage, { account: account() });
    const { documents } = (await readWhole(team, stage.number)).dossier;
    expect(documents.find(({ kind }) => kind === 'ACCESS_ACCOUNT')?.body).toContain('Dasbor kecamatan');
  });

  test('step 6 delivers: the consumer reads the OPEN column, without a restart', async () => {
    await expectRefused([
      ['WRONG_ROLE', 403, 'produsen.dinsos', 'deliverCase'],
      ['WRONG_ROLE', 403, 'kepala.bidang', 'deliverCase'],
      ['WRONG_STEP', 409, 'produsen.dinsos', 'adoptCase'],
      ['STALE_VERSION', 409, 'tim.teknis', 'deliverCase', true],
    ]);
    stage = await act(team, 'deliverCase', stage);
    const now = await eventually(async () => {
      const found = await seen();
      return found.values ? found : undefined;
    }, 1000);
    expect(now.code).toBeUndefined();
    expect(now.values).toHaveLength(24);
    expect(now.values).toContain(1350);
    expect(new Set(Object.values(statusesOf(await readWhole(team, stage.number))))).toEqual(
      new Set(['LIVE']),
    );
  });

  test('its RESTRICTED column stays withheld, its CLOSED one does not exist', async () => {
    const restricted = await consumer.query<Record<typeof DATASET, Rows>>(
      `{ ${DATASET} { nodes { keluargaPenerima anggaran } } }`,
    );
    expect(restricted.data?.[DATASET]?.nodes[0]).toMatchObject({ keluargaPenerima: 1350, anggaran: null });
    expect(restricted.errors.map(({ extensions }) => extensions.code)).toEqual(['FIELD_RESTRICTED']);
    for (const caller of [consumer, producer]) {
      const closed = await caller.query(`{ ${DATASET} { nodes { catatanPetugas } } }`);
      expect(closed.errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });
});

describe('at the same moment', () => {
  test('of 50 identical transitions exactly one wins', async () => {
    const fresh = await draft(producer, 'Uji serentak');
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(producer, 'submitCase', fresh)));
    const codes = answers.map(({ errors }) => errors[0]?.extensions.code ?? 'won').sort();
    expect(codes).toEqual([...Array(49).fill('STALE_VERSION'), 'won']);
    const { version, step, dossier } = await readWhole(team, fresh.number);
    expect({ version, step }).toEqual({ version: fresh.version + 1, step: 'SUBMIT' });
    expect(dossier.events.map(({ action }) => action)).toEqual(['SUBMIT']);
    // One document of the draft, one of the submission.
    expect(dossier.documents.map(({ kind, version }) => [kind, version])).toEqual([
      ['APPLICATION_PROFILE', 1],
      ['APPLICATION_PROFILE', 2],
    ]);
  });

  test('drafts get numbers without a gap', async () => {
    const drafts = await Promise.all(Array.from({ length: 12 }, (_, at) => draft(producer, `Uji ${at}`)));
    const sequence = drafts.map(({ number }) => Number(number.split('-')[1])).sort((a, b) => a - b);
    expect(sequence).toEqual(sequence.map((_, at) => (sequence[0] ?? 0) + at));
  });
});
