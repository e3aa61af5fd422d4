import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../support/hub.js';
import {
  account,
  act,
  agreed,
  type Draft,
  draft,
  load,
  type Stage,
  send,
  stored,
} from '../workflow/case-over-http.js';
import {
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

// What officials do to columns beside the nine steps, and what a case that uses data asks for.

let office: Office;
beforeAll(async () => {
  office = await openOffice('2026-06-08 09:00');
});
afterAll(() => office[Symbol.asyncDispose]());

const COLUMNS = [
  KODE,
  column('jumlah', 'INTEGER'),
  column('alamat', 'TEXT'),
  column('nik', 'TEXT', { accessClass: 'RESTRICTED' }),
  column('telepon', 'TEXT', { accessClass: 'RESTRICTED' }),
];
const CSV = 'kode,jumlah,alamat,nik,telepon\n35.14.01,7,Jl. Merdeka,x,y\n';

/** A new dataset of these columns at step 6, `telepon` declined. */
async function provisioned(name: string, given: Draft = {}): Promise<Stage> {
  let stage = await act(office.producer, 'submitCase', await draft(office.producer, `Data ${name}`, given));
  stage = await act(office.departmentHead, 'issueDisposition', stage);
  stage = await act(office.producer, 'handOver', stage, { definition: structure(name, ...COLUMNS) });
  await office.hub.hub.settle();
  await load(office.hub, office.producer, `dinkes_${name}`, CSV);
  stage = await agreed(office.hub, office.producer, stage, { telepon: 'DECLINED' });
  stage = await act(office.team, 'assessCase', stage);
  return act(office.team, 'provisionCase', stage, { account: account() });
}

describe('a suspension', () => {
  const DATASET = 'dinkes_tunda';
  const seen = async () => (await rows(office.consumer, DATASET, 'jumlah alamat')).withheld;
  const both = { [DATASET]: 'FIELD_WITHDRAWN' };
  let stage: Stage;
  beforeAll(async () => {
    stage = await provisioned('tunda');
  });

  test('withdraws what is delivered, and nothing else', async () => {
    const before = await stored(office.hub, stage.number);
    for (const [who, given, code] of [
      [office.team, {}, 'UNKNOWN_COLUMN'],
      [office.team, { columns: ['jumlah'] }, 'UNKNOWN_COLUMN'],
      [office.admin, {}, 'WRONG_ROLE'],
    ] as const)
      expect(refusedBy(await send(who, 'suspendFields', stage, given))[1]).toBe(code);
    expect(refusedBy(await send(office.team, 'liftSuspension', stage))).toEqual([409, 'NOT_SUSPENDED']);
    expect(await stored(office.hub, stage.number)).toBe(before);
    stage = await act(office.team, 'deliverCase', stage);
    await office.hub.hub.settle();
    expect(await seen()).toEqual({});
  });

  test.each([
    'producer',
    'team',
    'divisionHead',
    'departmentHead',
  ] as const)('by the %s, with a reason, acts at once; both sides lift it', async (who) => {
    const before = await stored(office.hub, stage.number);
    expect(refusedBy(await send(office[who], 'suspendFields', stage, { reason: ' ' }))).toEqual([
      400,
      'REASON_REQUIRED',
    ]);
    expect(refusedBy(await send(office.stranger, 'suspendFields', stage))).toEqual([403, 'WRONG_ROLE']);
    expect(await stored(office.hub, stage.number)).toBe(before);

    stage = await act(office[who], 'suspendFields', stage, { columns: ['alamat'] });
    await office.hub.hub.settle();
    expect(await seen()).toEqual({ [`${DATASET}.nodes.alamat`]: 'FIELD_WITHDRAWN' });
    const suspended = await onFile(office.team, stage);
    expect(suspended.dossier.suspended).toEqual(['alamat']);
    expect(suspended.dossier.events.at(-1)).toMatchObject({ action: 'SUSPEND', outsideSop: true });
    // Its own officials read it all the while.
    expect((await rows(office.producer, DATASET, 'alamat')).nodes).toEqual([{ alamat: 'Jl. Merdeka' }]);

    for (const head of [office.divisionHead, office.departmentHead])
      expect(refusedBy(await send(head, 'liftSuspension', stage))).toEqual([403, 'WRONG_ROLE']);
    const [one, other] = who === 'producer' ? [office.producer, office.team] : [office.team, office.producer];
    stage = await act(one, 'liftSuspension', stage);
    await office.hub.hub.settle();
    expect(await seen()).toEqual({ [`${DATASET}.nodes.alamat`]: 'FIELD_WITHDRAWN' });
    expect(refusedBy(await send(one, 'liftSuspension', stage))).toEqual([409, 'ALREADY_SIGNED']);
    stage = await act(other, 'liftSuspension', stage);
    await office.hub.hub.settle();
    expect(await seen()).toEqual({});
    expect(statusesIn(await onFile(office.team, stage))['alamat']).toBe('LIVE');
  });

  test('of the whole dataset outlasts the acceptance, and ends with both signatures in what was accepted', async () => {
    stage = await act(office.divisionHead, 'suspendFields', stage);
    await office.hub.hub.settle();
    expect(await seen()).toEqual(both);
    stage = await act(office.team, 'liftSuspension', stage);
    stage = await act(office.producer, 'adoptCase', stage);
    stage = await act(office.producer, 'acceptCase', stage);
    await office.hub.hub.settle();
    expect(await seen()).toEqual(both);
    stage = await act(office.producer, 'liftSuspension', stage);
    await office.hub.hub.settle();
    expect(await seen()).toEqual({});
    expect(statusesIn(await onFile(office.team, stage))).toMatchObject({
      jumlah: 'CONFIRMED',
      alamat: 'CONFIRMED',
    });
  });

  test('of a closed case is possible too', async () => {
    stage = await act(office.team, 'prepareReport', stage);
    stage = await act(office.divisionHead, 'forwardReport', stage);
    stage = await act(office.departmentHead, 'acknowledgeReport', stage);
    stage = await act(office.producer, 'suspendFields', stage, { columns: ['jumlah'] });
    stage = await act(office.team, 'liftSuspension', stage);
    stage = await act(office.producer, 'suspendFields', stage, { columns: ['alamat'] });
    // The signature was for one column alone; with the second one both sides sign anew.
    stage = await act(office.producer, 'liftSuspension', stage);
    await office.hub.hub.settle();
    expect(await seen()).toEqual({
      [`${DATASET}.nodes.jumlah`]: 'FIELD_WITHDRAWN',
      [`${DATASET}.nodes.alamat`]: 'FIELD_WITHDRAWN',
    });
    stage = await act(office.team, 'liftSuspension', stage);
    await office.hub.hub.settle();
    expect(await seen()).toEqual({});
    expect(await onFile(office.team, stage)).toMatchObject({ status: 'CLOSED', nextActor: null });
  });
});

describe('the class of a column', () => {
  const DATASET = 'dinkes_kelas';
  let stage: Stage;
  beforeAll(async () => {
    stage = await act(office.team, 'deliverCase', await provisioned('kelas'));
    await office.hub.hub.settle();
  });
  const raise = (caller: Caller, name: string, to: string, reason = 'memuat alamat rumah') =>
    send(caller, 'raiseClass', stage, { column: name, to, reason });

  test('is raised at once, with a reason', async () => {
    expect((await rows(office.consumer, DATASET, 'jumlah alamat')).withheld).toEqual({});
    stage = await act(office.producer, 'raiseClass', stage, { column: 'alamat', to: 'RESTRICTED' });
    await office.hub.hub.settle();
    expect((await rows(office.consumer, DATASET, 'jumlah alamat')).withheld).toEqual({
      [`${DATASET}.nodes.alamat`]: 'FIELD_RESTRICTED',
    });
    stage = await act(office.departmentHead, 'raiseClass', stage, { column: 'alamat', to: 'CLOSED' });
    await office.hub.hub.settle();
    for (const caller of [office.consumer, office.producer, office.team])
      expect(refusedBy(await caller.query(`{ ${DATASET} { nodes { alamat } } }`))).toEqual([
        400,
        'GRAPHQL_VALIDATION_FAILED',
      ]);
    const { dossier } = await onFile(office.team, stage);
    expect(dossier.fields.find(({ name }) => name === 'alamat')?.accessClass).toBe('CLOSED');
    expect(dossier.events.at(-1)).toMatchObject({
      action: 'RAISE_CLASS',
      outsideSop: true,
      role: 'DEPARTMENT_HEAD',
    });
  });

  test('is not lowered here, nor raised without a reason or by others', async () => {
    const before = await stored(office.hub, stage.number);
    for (const [answer, code] of [
      [await raise(office.team, 'nik', 'OPEN'), 'CLASS_NOT_RAISED'],
      [await raise(office.team, 'nik', 'RESTRICTED'), 'CLASS_NOT_RAISED'],
      [await raise(office.team, 'alamat', 'RESTRICTED'), 'CLASS_NOT_RAISED'],
      [await raise(office.team, 'tiada', 'CLOSED'), 'UNKNOWN_COLUMN'],
      [await raise(office.team, 'nik', 'CLOSED', ' '), 'REASON_REQUIRED'],
      [await raise(office.stranger, 'nik', 'CLOSED'), 'WRONG_ROLE'],
    ] as const)
      expect(refusedBy(answer)[1]).toBe(code);
    expect(await stored(office.hub, stage.number)).toBe(before);
  });
});

describe('a case that uses data', () => {
  test.each([
    ['USES', 'pakai', ['nik']],
    ['SHARES', 'bagi', []],
  ] as const)('%s: asks at step 5 for its agreed restricted columns', async (direction, name, asked) => {
    const stage = await provisioned(name, { direction });
    const { grantRequests } = (await onFile(office.team, stage)).dossier;
    expect(grantRequests).toEqual(asked.map((one) => ({ column: one, key: account(), purpose: 'Dasbor' })));
    // To ask is not to be given.
    await act(office.team, 'deliverCase', stage);
    await office.hub.hub.settle();
    expect((await rows(office.consumer, `dinkes_${name}`, 'jumlah nik')).withheld).toEqual({
      [`dinkes_${name}.nodes.nik`]: 'FIELD_RESTRICTED',
    });
  });
});
