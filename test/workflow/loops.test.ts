import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';
import {
  account,
  act,
  agreed,
  draft,
  handedOver,
  load,
  lookInto,
  physicalColumns,
  readWhole,
  type Stage,
  send,
  statusesOf,
} from './case-over-http.js';

let hub: TestHub;
let consumer: Caller;
let producer: Caller;
let team: Caller;

beforeAll(async () => {
  hub = await bootHub('demo');
  consumer = hub.key();
  producer = await hub.official('produsen.dinkes');
  team = await hub.official('tim.teknis');
});
afterAll(() => hub[Symbol.asyncDispose]());

const column = (name: string, type: string, more: object = {}) => ({
  name,
  label: name,
  title: name,
  description: `Kolom ${name}.`,
  type,
  accessClass: 'OPEN',
  ...more,
});
const KODE = column('kode', 'TEXT', { key: true, reference: { entity: 'Region', field: 'region' } });
const structure = (name: string, ...columns: object[]) => ({
  name,
  title: 'Kunjungan',
  description: 'Kunjungan pasien.',
  columns: [KODE, ...columns],
});
const CSV = ['kode,pasien,rujukan,catatan', '35.14.01,120,7.5,rahasia', '35.14.02,98,3.25,rahasia', ''].join(
  '\n',
);

/** The dataset's rows for a caller, and the codes of what is withheld, by response path. */
async function rows(caller: Caller, dataset: string, columns: string) {
  const answer = await caller.query<Record<string, { nodes: Record<string, unknown>[] } | null>>(
    `{ ${dataset} { nodes { ${columns} } } }`,
  );
  const withheld = answer.errors.map(({ path, extensions }) => [path?.join('.'), extensions.code]);
  return {
    nodes: answer.data?.[dataset]?.nodes,
    withheld: Object.fromEntries(withheld) as Record<string, string>,
  };
}

const typeFields = async (caller: Caller, type: string): Promise<Record<string, string>> => {
  const answer = await caller.query<{
    __type: { fields: { name: string; type: { name: string } }[] } | null;
  }>(`{ __type(name: "${type}") { fields { name type { name } } } }`);
  return Object.fromEntries(answer.data?.__type?.fields.map((field) => [field.name, field.type.name]) ?? []);
};

/** Steps 3 to 6 with every column agreed. */
async function delivered(from: Stage): Promise<Stage> {
  let stage = await agreed(hub, producer, from);
  stage = await act(team, 'assessCase', stage);
  stage = await act(team, 'provisionCase', stage, { account: account() });
  stage = await act(team, 'deliverCase', stage);
  await hub.hub.settle();
  return stage;
}

const attempts = (number: string) =>
  lookInto(hub, async (sql) => {
    const [row] = await sql<{ attempts: Record<string, number> }[]>`
      select state -> 'attempts' as attempts from cases where number = ${number}`;
    return row?.attempts;
  });

describe('one case around both loops, each test from where the one before it left off', () => {
  const DATASET = 'dinkes_kunjungan';
  const TYPE = 'Dinkes_Kunjungan';
  let stage: Stage;

  test('tidak leads back to the hand-over; the second one changes columns, in graph and document', async () => {
    const first = [column('pasien', 'INTEGER'), column('rujukan', 'INTEGER'), column('lama', 'TEXT')];
    stage = await handedOver(hub, producer, structure('kunjungan', ...first));
    expect(await typeFields(consumer, TYPE)).toMatchObject({ rujukan: 'Int', lama: 'String' });
    await load(hub, producer, DATASET, 'kode,pasien,rujukan,lama\n35.14.01,120,7,x\n');

    stage = await act(team, 'rejectAgreement', stage, { reason: 'rujukan harus desimal' });
    const rejected = await readWhole(team, stage.number);
    expect(rejected).toMatchObject({ step: 'HAND_OVER', nextActor: 'PRODUCER' });
    expect(rejected.dossier.events.at(-1)).toMatchObject({
      action: 'REJECT',
      role: 'TECHNICAL_TEAM',
      outsideSop: false,
      reason: 'rujukan harus desimal',
    });
    expect(await attempts(stage.number)).toEqual({ SUBMIT: 1, HAND_OVER: 2, AGREE: 1 });
    // Nothing of the graph changes by a tidak.
    expect((await rows(producer, DATASET, 'rujukan')).nodes).toEqual([{ rujukan: 7 }]);

    const second = [column('pasien', 'INTEGER'), column('rujukan', 'DECIMAL'), column('catatan', 'TEXT')];
    stage = await act(producer, 'handOver', stage, { definition: structure('kunjungan', ...second) });
    await hub.hub.settle();
    const fields = await typeFields(consumer, TYPE);
    expect(fields).toMatchObject({ pasien: 'Int', rujukan: 'Decimal', catatan: 'String' });
    expect(fields).not.toHaveProperty('lama');
    const whole = await readWhole(team, stage.number);
    expect(statusesOf(whole)).toEqual({
      kode: 'PROPOSED',
      pasien: 'PROPOSED',
      rujukan: 'PROPOSED',
      catatan: 'PROPOSED',
    });
    const specifications = whole.dossier.documents.filter(({ kind }) => kind === 'INTEGRATION_SPECIFICATION');
    expect(specifications.map(({ version }) => version)).toEqual([1, 2]);
    expect(specifications[1]?.body).toContain('DECIMAL');
    expect(await attempts(stage.number)).toEqual({ SUBMIT: 1, HAND_OVER: 2, AGREE: 2 });
  });

  test('what one side has signed cannot be signed by the other once it was edited', async () => {
    const verdict = (column: string) => ({ column, verdict: 'AGREED' });
    const verdicts = ['kode', 'pasien', 'rujukan', 'catatan'].map(verdict);
    stage = await act(producer, 'judgeFields', stage, { verdicts });
    const { contentHash } = (await readWhole(producer, stage.number)).dossier;
    stage = await act(team, 'signAgreement', stage, { contentHash });
    expect((await readWhole(team, stage.number)).dossier.signedBy).toEqual(['TECHNICAL_TEAM']);
    const deferred = [{ column: 'catatan', verdict: 'DEFERRED', reason: 'nanti' }];
    stage = await act(producer, 'judgeFields', stage, { verdicts: deferred });
    expect((await readWhole(team, stage.number)).dossier.signedBy).toEqual([]);
    const answer = await send(producer, 'signAgreement', stage, { contentHash });
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([409, 'CONTENT_CHANGED']);
  });

  test('a declined column leaves the schema, and its values leave the live release', async () => {
    await load(hub, producer, DATASET, CSV);
    expect(await physicalColumns(hub, 'dinkes', 'kunjungan')).toEqual([
      'row',
      'id',
      'c001',
      'c002',
      'c003',
      'c004',
    ]);
    expect((await rows(producer, DATASET, 'catatan')).nodes).toEqual([
      { catatan: 'rahasia' },
      { catatan: 'rahasia' },
    ]);
    stage = await agreed(hub, producer, stage, { catatan: 'DECLINED' });

    await eventually(async () => ('catatan' in (await typeFields(producer, TYPE)) ? undefined : true), 1000);
    for (const caller of [producer, team, consumer])
      for (const type of [TYPE, `${TYPE}Where`, `${TYPE}OrderBy`]) {
        const answer = await caller.query(
          `{ __type(name: "${type}") { fields { name } inputFields { name } } }`,
        );
        expect(answer.text).toContain('"rujukan"');
        expect(answer.text).not.toContain('catatan');
      }
    // Above, catatan was the fourth column of the definition.
    expect(await physicalColumns(hub, 'dinkes', 'kunjungan')).toEqual(['row', 'id', 'c001', 'c002', 'c003']);
    // Its name and the reason stand in the case alone.
    const { dossier } = await readWhole(team, stage.number);
    expect(dossier.fields.find(({ name }) => name === 'catatan')).toMatchObject({
      status: 'DECLINED',
      verdict: 'DECLINED',
    });
  });

  test('delivered, the columns are read by everybody who signs in', async () => {
    stage = await act(team, 'assessCase', stage);
    stage = await act(team, 'provisionCase', stage, { account: account() });
    expect((await rows(consumer, DATASET, 'pasien rujukan')).withheld).toEqual({
      [DATASET]: 'FIELD_NOT_DELIVERED',
    });
    stage = await act(team, 'deliverCase', stage);
    await hub.hub.settle();
    expect(await rows(consumer, DATASET, 'pasien rujukan')).toEqual({
      nodes: [
        { pasien: 120, rujukan: '7.5' },
        { pasien: 98, rujukan: '3.25' },
      ],
      withheld: {},
    });
  });

  test('belum withdraws the column that it names, and no other', async () => {
    stage = await act(producer, 'adoptCase', stage);
    stage = await act(producer, 'contestCase', stage, { columns: ['rujukan'], reason: 'angka keliru' });
    await hub.hub.settle();
    const whole = await readWhole(team, stage.number);
    expect(whole).toMatchObject({ step: 'AGREE', nextActor: 'TECHNICAL_TEAM' });
    expect(statusesOf(whole)).toEqual({
      kode: 'LIVE',
      pasien: 'LIVE',
      rujukan: 'DISPUTED',
      catatan: 'DECLINED',
    });
    const dispositions = whole.dossier.documents.filter(({ kind }) => kind === 'DISPOSITION');
    expect(dispositions.at(-1)).toMatchObject({ version: 2, body: expect.stringContaining('rujukan') });

    expect(await rows(consumer, DATASET, 'pasien rujukan')).toEqual({
      nodes: [
        { pasien: 120, rujukan: null },
        { pasien: 98, rujukan: null },
      ],
      withheld: { [`${DATASET}.nodes.rujukan`]: 'FIELD_WITHDRAWN' },
    });
    expect((await rows(producer, DATASET, 'rujukan')).nodes).toEqual([
      { rujukan: '7.5' },
      { rujukan: '3.25' },
    ]);
  });

  test('the team re-routes to step 5 with a reason, delivers again, and the column is back', async () => {
    const wrong = await send(team, 'rerouteCase', stage, { to: 'DELIVER' });
    expect([wrong.status, wrong.errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    stage = await act(team, 'rerouteCase', stage, { to: 'PROVISION' });
    await load(hub, producer, DATASET, CSV.replace('7.5', '8.5'));
    stage = await act(team, 'provisionCase', stage, { account: account() });
    await hub.hub.settle();
    expect((await rows(consumer, DATASET, 'rujukan')).withheld).toEqual({
      [`${DATASET}.nodes.rujukan`]: 'FIELD_WITHDRAWN',
    });
    stage = await act(team, 'deliverCase', stage);
    await eventually(async () => {
      const { nodes, withheld } = await rows(consumer, DATASET, 'pasien rujukan');
      return Object.keys(withheld).length === 0 && nodes?.[0]?.['rujukan'] === '8.5' ? true : undefined;
    }, 1000);
    expect(await attempts(stage.number)).toMatchObject({ AGREE: 3, PROVISION: 2, DELIVER: 2 });
  });

  test('sudah confirms what is live; the report goes up to the head and the case is closed', async () => {
    stage = await act(producer, 'adoptCase', stage);
    stage = await act(producer, 'acceptCase', stage);
    const next = async () => (await readWhole(team, stage.number)).nextActor;
    expect(await next()).toBe('TECHNICAL_TEAM');
    stage = await act(team, 'prepareReport', stage);
    expect(await next()).toBe('DIVISION_HEAD');
    stage = await act(await hub.official('kepala.bidang'), 'forwardReport', stage);
    expect(await next()).toBe('DEPARTMENT_HEAD');
    stage = await act(await hub.official('kepala.dinas'), 'acknowledgeReport', stage);

    const whole = await readWhole(team, stage.number);
    expect(whole).toMatchObject({ status: 'CLOSED', step: 'REPORT', nextActor: null });
    expect(statusesOf(whole)).toEqual({
      kode: 'CONFIRMED',
      pasien: 'CONFIRMED',
      rujukan: 'CONFIRMED',
      catatan: 'DECLINED',
    });
    // One event a version, from the submission to the acknowledgement, with nothing outside the SOP.
    const { events } = whole.dossier;
    expect(events.map(({ version }) => version)).toEqual(events.map((_, at) => at + 2));
    expect(events.at(-1)).toMatchObject({ version: whole.version, action: 'ACKNOWLEDGE_REPORT' });
    expect(events.some(({ outsideSop }) => outsideSop)).toBe(false);
    // A finished case is never edited.
    for (const who of [producer, team, await hub.official('kepala.bidang')])
      expect((await send(who, 'rejectAgreement', stage)).errors[0]?.extensions.code).toMatch(
        /^WRONG_(STEP|ROLE)$/,
      );
  });
});

test('step 5 waits for a release that holds each agreed column in its type', async () => {
  const dataset = 'dinkes_rawat';
  let stage = await handedOver(hub, producer, structure('rawat', column('pasien', 'INTEGER')));
  await load(hub, producer, dataset, 'kode,pasien\n35.14.01,12\n');
  stage = await act(producer, 'rejectAgreement', stage);
  stage = await act(producer, 'handOver', stage, {
    definition: structure('rawat', column('pasien', 'DECIMAL')),
  });
  stage = await agreed(hub, producer, stage);
  stage = await act(team, 'assessCase', stage);
  const early = await send(team, 'provisionCase', stage, { account: account() });
  expect([early.status, early.errors[0]?.extensions.code]).toEqual([409, 'OUTPUT_MISSING']);
  await load(hub, producer, dataset, 'kode,pasien\n35.14.01,12.5\n');
  stage = await act(team, 'provisionCase', stage, { account: account() });
  await act(team, 'deliverCase', stage);
  await hub.hub.settle();
  expect((await rows(consumer, dataset, 'pasien')).nodes).toEqual([{ pasien: '12.5' }]);
});

test('a tidak after the delivery leaves what was delivered readable, through the second hand-over', async () => {
  const dataset = 'dinkes_menetap';
  const first = structure('menetap', column('pasien', 'INTEGER'), column('rujukan', 'INTEGER'));
  let stage = await handedOver(hub, producer, first);
  await load(hub, producer, dataset, 'kode,pasien,rujukan\n35.14.01,12,3\n');
  stage = await delivered(stage);
  stage = await act(producer, 'adoptCase', stage);
  stage = await act(producer, 'contestCase', stage, { columns: ['rujukan'] });
  stage = await act(producer, 'rejectAgreement', stage);
  const second = structure('menetap', column('pasien', 'INTEGER'), column('rujukan', 'DECIMAL'));
  for (const handOver of [false, true]) {
    if (handOver) stage = await act(producer, 'handOver', stage, { definition: second });
    await hub.hub.settle();
    expect(await rows(consumer, dataset, 'pasien rujukan')).toEqual({
      nodes: [{ pasien: 12, rujukan: null }],
      withheld: { [`${dataset}.nodes.rujukan`]: handOver ? 'FIELD_NOT_AGREED' : 'FIELD_WITHDRAWN' },
    });
  }
  expect(statusesOf(await readWhole(team, stage.number))).toEqual({
    kode: 'LIVE',
    pasien: 'LIVE',
    rujukan: 'PROPOSED',
  });
});

test('text that the store cannot hold is refused as such, wherever it stands', async () => {
  let stage = await act(producer, 'submitCase', await draft(producer, 'Permohonan uji'));
  stage = await act(await hub.official('kepala.dinas'), 'issueDisposition', stage);
  for (const text of ['a\0b', 'a\ud800b']) {
    const definition = structure('teks', column('pasien', 'INTEGER', { label: text }));
    const answer = await send(producer, 'handOver', stage, { definition });
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  }
  const definition = structure('teks', column('pasien', 'INTEGER', { label: 'jumlah 🏥' }));
  stage = await act(producer, 'handOver', stage, { definition });
  for (const reason of ['a\0b', 'a\udc00b']) {
    const verdicts = [{ column: 'pasien', verdict: 'DECLINED', reason }];
    const answer = await send(team, 'judgeFields', stage, { verdicts });
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  }
});

test('another case cannot hand over the name of a dataset that exists', async () => {
  await handedOver(hub, producer, structure('kembar', column('pasien', 'INTEGER')));
  await expect(handedOver(hub, producer, structure('kembar', column('lain', 'INTEGER')))).rejects.toThrow(
    'DATASET_EXISTS',
  );
  expect(await typeFields(consumer, 'Dinkes_Kembar')).not.toHaveProperty('lain');
});

describe('a cancelled case takes its dataset out of the graph', () => {
  const probe = (name: string) =>
    `{ dinkes_${name} { totalCount nodes { pasien } } __type(name: "Dinkes_B${name.slice(1)}") { name } }`;

  test('before step 3 is agreed: PRODUCER; to a query the name was never there', async () => {
    const never = await consumer.query(probe('batalan'));
    expect(never.errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const stage = await handedOver(hub, producer, structure('batalan', column('pasien', 'INTEGER')));
    await load(hub, producer, 'dinkes_batalan', 'kode,pasien\n35.14.01,12\n');
    expect((await consumer.query(probe('batalan'))).errors[0]?.extensions.code).toBe('FIELD_NOT_AGREED');
    await act(producer, 'cancelCase', stage);
    await hub.hub.settle();
    const gone = await consumer.query(probe('batalan'));
    expect([gone.status, gone.text]).toEqual([never.status, never.text]);
    for (const caller of [producer, team])
      expect((await caller.query(probe('batalan'))).text).toBe(never.text);
    expect(await physicalColumns(hub, 'dinkes', 'batalan')).toEqual(['row', 'id']);
  });

  test('after it: DIVISION_HEAD, also once it was delivered', async () => {
    const never = await consumer.query(probe('bubar'));
    let stage = await handedOver(hub, producer, structure('bubar', column('pasien', 'INTEGER')));
    await load(hub, producer, 'dinkes_bubar', 'kode,pasien\n35.14.01,12\n');
    stage = await delivered(stage);
    expect((await rows(consumer, 'dinkes_bubar', 'pasien')).nodes).toEqual([{ pasien: 12 }]);
    const refused = await send(producer, 'cancelCase', stage);
    expect(refused.errors[0]?.extensions.code).toBe('WRONG_ROLE');
    await act(await hub.official('kepala.bidang'), 'cancelCase', stage);
    await eventually(async () =>
      (await consumer.query(probe('bubar'))).text === never.text ? true : undefined,
    );
    const whole = await readWhole(team, stage.number);
    expect(whole).toMatchObject({ status: 'CANCELLED', nextActor: null });
    expect(whole.dossier.events.at(-1)).toMatchObject({
      action: 'CANCEL',
      outsideSop: true,
      reason: 'batal',
    });
  });
});
