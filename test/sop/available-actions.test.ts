import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../support/hub.js';
import {
  type ActionName,
  account,
  act,
  agreed,
  draft,
  load,
  lookInto,
  readWhole,
  type Stage,
  send,
  stored,
} from '../workflow/case-over-http.js';
import { column, KODE, type Office, openOffice, structure } from './office.js';

// What the hub says an official may do on a case is what happens: at each stage of one case everything is tried by
// everybody, while the database lets no event be written, so that what would be done is undone.

const MUTATIONS = {
  EDIT: 'editDraft',
  SUBMIT: 'submitCase',
  WAIVE: 'waiveDocument',
  ATTACH: 'attachDocument',
  INVALIDATE: 'invalidateDocument',
  RETURN: 'returnCase',
  REFUSE: 'refuseCase',
  ISSUE_DISPOSITION: 'issueDisposition',
  HAND_OVER: 'handOver',
  JUDGE: 'judgeFields',
  SIGN: 'signAgreement',
  REJECT: 'rejectAgreement',
  REROUTE: 'rerouteCase',
  ASSESS: 'assessCase',
  PROVISION: 'provisionCase',
  DELIVER: 'deliverCase',
  ADOPT: 'adoptCase',
  ACCEPT: 'acceptCase',
  CONTEST: 'contestCase',
  PREPARE_REPORT: 'prepareReport',
  FORWARD_REPORT: 'forwardReport',
  ACKNOWLEDGE_REPORT: 'acknowledgeReport',
  CANCEL: 'cancelCase',
  SUSPEND: 'suspendFields',
  LIFT: 'liftSuspension',
  RAISE_CLASS: 'raiseClass',
} as const satisfies Record<string, ActionName>;
type ActionType = keyof typeof MUTATIONS;

/** Of an action that the official may do, why what he brings to it may still not fit. */
const BROUGHT: Readonly<Partial<Record<ActionType, string>>> = {
  WAIVE: 'WAIVER_NOT_ASKED',
  ATTACH: 'NOT_FOUND',
  INVALIDATE: 'DOCUMENT_MISSING',
  SUSPEND: 'UNKNOWN_COLUMN',
  RAISE_CLASS: 'UNKNOWN_COLUMN',
};
/** What the hub answers when the database has let nothing be written: it would have been done. */
const WOULD_BE_DONE = 'INTERNAL';

const definition = structure('tersedia', KODE, column('nilai', 'INTEGER'));

let office: Office;
let people: Readonly<Record<string, Caller>>;
let stage: Stage;

beforeAll(async () => {
  office = await openOffice('2026-06-08 09:00');
  const { producer, team, divisionHead, departmentHead } = office;
  const both = await office.employ('rangkap', {
    name: 'Wulan Rangkap',
    roles: ['PRODUCER', 'TECHNICAL_TEAM'],
  });
  people = { producer, team, divisionHead, departmentHead, both };
  await lookInto(office.hub, (sql) =>
    sql.unsafe(`
      create function let_nothing_be() returns trigger language plpgsql as $$ begin raise exception 'tried'; end $$;
      create trigger trial before insert on case_events for each row execute function let_nothing_be();
      alter table case_events disable trigger trial`),
  );
  stage = await draft(both, 'Yang dapat dilakukan');
});
afterAll(() => office[Symbol.asyncDispose]());

const AVAILABLE =
  'query ($number: ID!) { case(number: $number) { availableActions { action allowed role reason { code id en } } } }';
interface Available {
  readonly action: ActionType;
  readonly allowed: boolean;
  readonly role: string | null;
  readonly reason: { readonly code: string; readonly id: string; readonly en: string } | null;
}

/** What the caller may do on the case; undefined where he does not read it. */
const available = async (caller: Caller): Promise<Available[] | undefined> =>
  (
    await caller.query<{ case: { availableActions: Available[] } | null }>(AVAILABLE, {
      number: stage.number,
    })
  ).data?.case?.availableActions;
const allowedAmong = (all: readonly Available[] | undefined): ActionType[] =>
  (all ?? []).filter(({ allowed }) => allowed).map(({ action }) => action);

/** Does the work while the database lets no event be written. */
async function undone<T>(work: () => Promise<T>): Promise<T> {
  const before = await stored(office.hub, stage.number);
  await lookInto(office.hub, (sql) => sql`alter table case_events enable trigger trial`);
  try {
    return await work();
  } finally {
    await lookInto(office.hub, (sql) => sql`alter table case_events disable trigger trial`);
    expect(await stored(office.hub, stage.number)).toBe(before);
  }
}

/** Holds what the hub says against what happens; gives what is allowed, by person. */
async function tried(): Promise<Record<string, ActionType[]>> {
  const whole = await readWhole(office.team, stage.number).catch(() => undefined);
  const given: Readonly<Partial<Record<ActionType, Record<string, unknown>>>> = {
    HAND_OVER: { definition },
    SIGN: { contentHash: whole?.dossier.contentHash ?? '0'.repeat(64) },
    PROVISION: { account: account() },
    CONTEST: { columns: ['nilai'] },
    RAISE_CLASS: { column: 'nilai', to: 'CLOSED' },
  };
  return undone(async () => {
    const found: Record<string, ActionType[]> = {};
    for (const [who, caller] of Object.entries(people)) {
      const all = await available(caller);
      // Nobody but the producer reads a draft.
      if (!all) continue;
      expect(all.map(({ action }) => action).sort()).toEqual(Object.keys(MUTATIONS).sort());
      const answers = await Promise.all(
        all.map(({ action }) => send(caller, MUTATIONS[action], stage, given[action])),
      );
      const happened = all.map(({ action, allowed }, at) => {
        const { code, messages }: Readonly<Record<string, unknown>> =
          answers[at]?.errors[0]?.extensions ?? {};
        const done = code === WOULD_BE_DONE || (allowed && code === BROUGHT[action]);
        return done ? [action, 'allowed'] : [action, code, messages];
      });
      const said = all.map(({ action, reason }) =>
        reason ? [action, reason.code, { id: reason.id, en: reason.en }] : [action, 'allowed'],
      );
      expect([who, happened]).toEqual([who, said]);
      found[who] = allowedAmong(all);
    }
    return found;
  });
}

test('a draft is its producer’s alone', async () => {
  expect(await tried()).toEqual({
    producer: ['EDIT', 'SUBMIT', 'ATTACH', 'CANCEL'],
    both: ['EDIT', 'SUBMIT', 'ATTACH', 'CANCEL'],
  });
});

test('step 1: the disposition is Kepala Dinas’ to issue, the application his to return or refuse', async () => {
  stage = await act(people['both'] as Caller, 'submitCase', stage);
  expect(await tried()).toMatchObject({
    producer: ['ATTACH', 'CANCEL', 'SUSPEND', 'RAISE_CLASS'],
    team: ['ATTACH', 'INVALIDATE', 'SUSPEND', 'RAISE_CLASS'],
    divisionHead: ['WAIVE', 'ATTACH', 'INVALIDATE', 'SUSPEND', 'RAISE_CLASS'],
    departmentHead: ['ATTACH', 'RETURN', 'REFUSE', 'ISSUE_DISPOSITION', 'SUSPEND', 'RAISE_CLASS'],
  });
});

test('step 3: both sides judge and sign; who has applied signs for the producer alone', async () => {
  stage = await act(office.departmentHead, 'issueDisposition', stage);
  stage = await act(office.producer, 'handOver', stage, { definition });
  await office.hub.hub.settle();
  const verdicts = ['kode', 'nilai'].map((name) => ({ column: name, verdict: 'AGREED' }));
  stage = await act(office.team, 'judgeFields', stage, { verdicts });
  const { contentHash } = (await readWhole(office.team, stage.number)).dossier;
  stage = await act(office.team, 'signAgreement', stage, { contentHash });
  const allowed = await tried();
  expect(allowed['team']).not.toContain('SIGN');
  expect(allowed['team']).toContain('REJECT');
  expect(allowed['producer']).toContain('SIGN');
  expect(allowed['both']).toEqual(allowed['producer']);
});

test('step 5: the account is named once the data is loaded', async () => {
  stage = await agreed(office.hub, office.producer, stage);
  stage = await act(office.team, 'assessCase', stage);
  expect(allowedAmong(await available(office.team))).not.toContain('PROVISION');
  await load(office.hub, office.producer, 'dinkes_tersedia', 'kode,nilai\n35.14.01,7\n');
  const allowed = await tried();
  expect(Object.keys(allowed).filter((who) => allowed[who]?.includes('PROVISION'))).toEqual(['team']);
});

test('step 8: the producer says sudah or belum', async () => {
  stage = await act(office.team, 'provisionCase', stage, { account: account() });
  stage = await act(office.team, 'deliverCase', stage);
  stage = await act(office.producer, 'adoptCase', stage);
  await office.hub.hub.settle();
  const allowed = await tried();
  for (const who of ['producer', 'both'])
    expect(allowed[who]).toEqual(expect.arrayContaining(['ACCEPT', 'CONTEST', 'SUSPEND']));
  expect(allowed['team']).not.toContain('ACCEPT');
});

test('after belum the team may re-route, once', async () => {
  stage = await act(office.producer, 'contestCase', stage, { columns: ['nilai'] });
  expect((await tried())['team']).toContain('REROUTE');
  stage = await act(office.team, 'rerouteCase', stage);
  for (const action of ['provisionCase', 'deliverCase'] as const)
    stage = await act(office.team, action, stage, { account: account() });
  stage = await act(office.producer, 'adoptCase', stage);
  stage = await act(office.producer, 'contestCase', stage, { columns: ['nilai'] });
  expect(allowedAmong(await available(office.team))).not.toContain('REROUTE');
});

test('a refused case is nobody’s any more', async () => {
  stage = await act(office.producer, 'submitCase', await draft(office.producer, 'Akan ditolak'));
  stage = await act(office.departmentHead, 'refuseCase', stage);
  const allowed = await tried();
  expect(Object.values(allowed).flat()).toEqual([]);
});
