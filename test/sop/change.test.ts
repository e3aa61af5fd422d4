import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../support/hub.js';
import {
  account,
  act,
  agreed,
  draft,
  load,
  lookInto,
  type Stage,
  send,
  stored,
} from '../workflow/case-over-http.js';
import {
  attemptIn,
  column,
  KODE,
  type Office,
  onFile,
  openOffice,
  refusedBy,
  rows,
  statusesIn,
  structure,
} from './office.js';

// A finished dataset changes by a case of its own: here a column is added, one altered, one dropped, one stays. Each
// test goes on from where the one before it left off.

const DATASET = 'dinkes_gizi';
const TYPE = 'Dinkes_Gizi';
const OLD = 'kode,balita,pos,tetap\n35.14.01,120,Melati,1\n35.14.02,98,Mawar,2\n';
const BOTH =
  'kode,balita,pos,tetap,balitaRata,kader\n35.14.01,120,Melati,1,120.5,7\n35.14.02,98,Mawar,2,98.25,8\n';
const NEW = 'kode,tetap,balitaRata,kader\n35.14.01,1,121.5,9\n';
const CHANGES = [column('kader', 'INTEGER'), column('balitaRata', 'DECIMAL', { replaces: 'balita' })];
const change = { definition: structure('gizi', ...CHANGES), drops: ['pos'] };

let office: Office;
let first: Stage;
let stage: Stage;

beforeAll(async () => {
  office = await openOffice('2026-03-02 09:00');
  first = await act(office.producer, 'submitCase', await draft(office.producer, 'Data gizi'));
  first = await act(office.departmentHead, 'issueDisposition', first);
  const columns = [column('balita', 'INTEGER'), column('pos', 'TEXT'), column('tetap', 'INTEGER')];
  first = await act(office.producer, 'handOver', first, { definition: structure('gizi', KODE, ...columns) });
  await office.hub.hub.settle();
  await load(office.hub, office.producer, DATASET, OLD);
  first = await agreed(office.hub, office.producer, first);
  first = await act(office.team, 'assessCase', first);
  first = await act(office.team, 'provisionCase', first, { account: account() });
  first = await act(office.team, 'deliverCase', first);
  first = await act(office.producer, 'adoptCase', first);
  first = await act(office.producer, 'acceptCase', first);
  first = await act(office.team, 'prepareReport', first);
  first = await act(office.divisionHead, 'forwardReport', first);
});
afterAll(() => office[Symbol.asyncDispose]());

const draftOf = (caller: Caller, changes: string) =>
  caller.query<{ draftCase: Stage } | null>(
    'mutation ($changes: ID!) { draftCase(title: "Perubahan", changes: $changes) { number } }',
    { changes },
  );

/** What the consumer reads of the old columns. */
const served = () => rows(office.consumer, DATASET, 'balita pos tetap');
const AS_EVER = {
  nodes: [
    { balita: 120, pos: 'Melati', tetap: 1 },
    { balita: 98, pos: 'Mawar', tetap: 2 },
  ],
  withheld: {},
};

interface Shown {
  readonly name: string;
  readonly isDeprecated: boolean;
  readonly deprecationReason: string | null;
}
/** The columns that the graph shows, deprecated ones with the reason. */
async function shown(): Promise<Record<string, string | null>> {
  const { data, text } = await office.consumer.query<{ __type: { fields: Shown[] } }>(
    `{ __type(name: "${TYPE}") { fields(includeDeprecated: true) { name isDeprecated deprecationReason } } }`,
  );
  if (!data) throw new Error(text);
  return Object.fromEntries(
    data.__type.fields.map((one) => [one.name, one.isDeprecated ? one.deprecationReason : null]),
  );
}

describe('a CHANGE', () => {
  test('waits for the case that it changes to be finished, and is its own producer alone', async () => {
    expect(refusedBy(await draftOf(office.producer, DATASET))).toEqual([400, 'BAD_USER_INPUT']);
    first = await act(office.departmentHead, 'acknowledgeReport', first);
    expect(refusedBy(await draftOf(office.stranger, DATASET))).toEqual([403, 'WRONG_ROLE']);
    expect(refusedBy(await draftOf(office.producer, 'dinkes_tiada'))).toEqual([404, 'NOT_FOUND']);
    expect((await onFile(office.team, first)).status).toBe('CLOSED');
    for (const action of ['handOver', 'judgeFields', 'contestCase'] as const)
      expect(refusedBy(await send(office.producer, action, first))[1]).toBe('WRONG_STEP');
  });

  test('is linked to the finished case and carries only what is added, altered or dropped', async () => {
    office.moveTo('2026-03-09 09:00');
    stage = await draft(office.producer, 'Perubahan data gizi', { changes: DATASET });
    stage = await act(office.producer, 'submitCase', stage);
    stage = await act(office.departmentHead, 'issueDisposition', stage);
    const before = [await stored(office.hub, stage.number), await stored(office.hub, first.number)];
    for (const [what, definition, drops, code] of [
      ['nothing', structure('gizi'), [], 'DEFINITION_INVALID'],
      ['a name that stands', structure('gizi', column('tetap', 'DECIMAL')), [], 'DEFINITION_INVALID'],
      ['an unknown drop', structure('gizi', ...CHANGES), ['tiada'], 'UNKNOWN_COLUMN'],
      [
        'an unknown replacement',
        structure('gizi', column('a', 'TEXT', { replaces: 'tiada' })),
        [],
        'UNKNOWN_COLUMN',
      ],
      ['replaced and dropped', structure('gizi', ...CHANGES), ['balita'], 'DEFINITION_INVALID'],
      ['dropped twice', structure('gizi', ...CHANGES), ['pos', 'pos'], 'DEFINITION_INVALID'],
      ['another dataset', structure('giziLain', ...CHANGES), [], 'DATASET_EXISTS'],
    ] as const) {
      const answer = await send(office.producer, 'handOver', stage, { definition, drops });
      expect([what, refusedBy(answer)[1]]).toEqual([what, code]);
    }
    expect([await stored(office.hub, stage.number), await stored(office.hub, first.number)]).toEqual(before);

    stage = await act(office.producer, 'handOver', stage, change);
    await office.hub.hub.settle();
    const handed = await onFile(office.team, stage);
    expect(handed.dossier).toMatchObject({ kind: 'CHANGE', previous: first.number, drops: ['pos'] });
    expect(statusesIn(handed)).toEqual({ kader: 'PROPOSED', balitaRata: 'PROPOSED' });
  });

  test('leaves what is served as it is until it is delivered, and loads without its columns work', async () => {
    expect(await served()).toEqual(AS_EVER);
    expect(await rows(office.consumer, DATASET, 'tetap kader')).toEqual({
      nodes: [
        { tetap: 1, kader: null },
        { tetap: 2, kader: null },
      ],
      withheld: { [`${DATASET}.nodes.kader`]: 'FIELD_NOT_AGREED' },
    });
    await load(office.hub, office.producer, DATASET, OLD);
    expect(await served()).toEqual(AS_EVER);

    office.moveTo('2026-03-30 09:00');
    stage = await agreed(office.hub, office.producer, stage);
    await load(office.hub, office.producer, DATASET, OLD);
    expect(await served()).toEqual(AS_EVER);
    expect((await rows(office.consumer, DATASET, 'kader')).withheld).toEqual({
      [`${DATASET}.nodes.kader`]: 'FIELD_NOT_DELIVERED',
    });
    stage = await act(office.team, 'assessCase', stage);
    expect(refusedBy(await send(office.team, 'provisionCase', stage, { account: account() }))).toEqual([
      409,
      'OUTPUT_MISSING',
    ]);
    await load(office.hub, office.producer, DATASET, BOTH);
    stage = await act(office.team, 'provisionCase', stage, { account: account() });
    await load(office.hub, office.producer, DATASET, OLD);
    expect(await served()).toEqual(AS_EVER);
    await load(office.hub, office.producer, DATASET, BOTH);
    expect(await served()).toEqual(AS_EVER);
    expect(Object.values(await shown()).filter((reason) => reason !== null)).toEqual([]);
  });

  test('delivered on 10 April, it says of the old columns when they leave and what takes their place', async () => {
    office.moveTo('2026-04-10 09:00');
    stage = await act(office.team, 'deliverCase', stage);
    await office.hub.hub.settle();
    expect(await shown()).toMatchObject({
      balita: expect.stringMatching(/2026-07-10.*balitaRata/),
      pos: expect.stringMatching(/2026-07-10(?!.*gunakan)/),
      tetap: null,
      kader: null,
      balitaRata: null,
    });
    // They serve on beside the new ones, with the status that they had.
    expect(await served()).toEqual(AS_EVER);
    expect((await rows(office.consumer, DATASET, 'balitaRata kader')).nodes?.[0]).toEqual({
      balitaRata: '120.5',
      kader: 7,
    });
    expect(statusesIn(await onFile(office.team, first))).toMatchObject({
      balita: 'CONFIRMED',
      pos: 'CONFIRMED',
    });
    expect(statusesIn(await onFile(office.team, stage))).toEqual({ kader: 'LIVE', balitaRata: 'LIVE' });
  });

  test('from then on a load without the columns that leave works', async () => {
    await load(office.hub, office.producer, DATASET, NEW);
    expect(await rows(office.consumer, DATASET, 'tetap balitaRata kader')).toEqual({
      nodes: [{ tetap: 1, balitaRata: '121.5', kader: 9 }],
      withheld: {},
    });
    expect((await rows(office.consumer, DATASET, 'tetap pos')).withheld).toEqual({
      [`${DATASET}.nodes.pos`]: 'NO_RELEASE',
    });
    // Without a new one it does not.
    await expect(load(office.hub, office.producer, DATASET, OLD)).rejects.toThrow('COLUMN_MISSING');
    await load(office.hub, office.producer, DATASET, BOTH);
    expect(await served()).toEqual(AS_EVER);
  });

  test('goes to its end like any case', async () => {
    stage = await act(office.producer, 'adoptCase', stage);
    stage = await act(office.producer, 'acceptCase', stage);
    stage = await act(office.team, 'prepareReport', stage);
    stage = await act(office.divisionHead, 'forwardReport', stage);
    stage = await act(office.departmentHead, 'acknowledgeReport', stage);
    const closed = await onFile(office.team, stage);
    expect(closed.status).toBe('CLOSED');
    expect(attemptIn(closed, 'REPORT').completedAt).not.toBeNull();
    expect(statusesIn(closed)).toEqual({ kader: 'CONFIRMED', balitaRata: 'CONFIRMED' });
  });

  test('on 10 July, three months after the delivery, the old columns leave, once', async () => {
    office.moveTo('2026-07-09 23:59');
    await office.hub.hub.oversee();
    await office.hub.hub.settle();
    expect(await served()).toEqual(AS_EVER);

    // One of them is suspended when its day comes.
    const { version } = await onFile(office.team, first);
    await act(office.team, 'suspendFields', { number: first.number, version }, { columns: ['pos'] });
    office.moveTo('2026-07-10 00:01');
    for (let look = 0; look < 3; look++) await office.hub.hub.oversee();
    await office.hub.hub.settle();
    const fields = await shown();
    expect(Object.keys(fields)).toEqual(expect.arrayContaining(['kode', 'tetap', 'kader', 'balitaRata']));
    expect(fields).not.toHaveProperty('balita');
    expect(fields).not.toHaveProperty('pos');
    // To everybody it is as if they had never been there.
    for (const caller of [office.consumer, office.producer, office.team]) {
      const never = await caller.query(`{ ${DATASET} { nodes { xyzzy } } }`);
      for (const name of ['balita', 'pos']) {
        const gone = await caller.query(`{ ${DATASET} { nodes { ${name} } } }`);
        expect([gone.status, gone.errors[0]?.extensions.code]).toEqual([
          never.status,
          never.errors[0]?.extensions.code,
        ]);
      }
    }
    const { dossier } = await onFile(office.team, first);
    expect(dossier.events.filter(({ action }) => action === 'FIELDS_LEFT')).toHaveLength(1);
    expect(dossier.events.at(-1)).toMatchObject({
      action: 'FIELDS_LEFT',
      actor: 'SatuGraf',
      transition: false,
    });
    await load(office.hub, office.producer, DATASET, NEW);
    expect((await rows(office.consumer, DATASET, 'tetap kader')).nodes).toEqual([{ tetap: 1, kader: 9 }]);
    // Nor do their values lie in the live release any more.
    const [release] = await lookInto(
      office.hub,
      (sql) => sql<{ columns: { name: string }[] }[]>`
        select r.columns from releases r join datasets d on d.id = r.dataset_id
        where r.status = 'LIVE' and d.agency = 'dinkes' and d.name = 'gizi'`,
    );
    expect(release?.columns.map(({ name }) => name).sort()).toEqual(['balitaRata', 'kader', 'kode', 'tetap']);
  });

  test('brings a column that has left back by no lifting of a suspension', async () => {
    const { version } = await onFile(office.team, first);
    const answer = await send(office.producer, 'liftSuspension', { number: first.number, version });
    expect(answer.errors[0]?.extensions.code).toBe('NOT_SUSPENDED');
    await office.hub.hub.settle();
    expect(await shown()).not.toHaveProperty('pos');
    expect(statusesIn(await onFile(office.team, first))['pos']).toBe('DECLINED');
  });
});
