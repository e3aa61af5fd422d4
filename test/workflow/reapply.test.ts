import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { account, act, agreed, handedOver, load, readWhole, type Stage, send } from './case-over-http.js';

let hub: TestHub;
let producer: Caller;
let team: Caller;

beforeAll(async () => {
  hub = await bootHub('demo');
  producer = await hub.official('produsen.dinkes');
  team = await hub.official('tim.teknis');
});
afterAll(() => hub[Symbol.asyncDispose]());

const KODE = {
  name: 'kode',
  label: 'kode',
  title: 'Kode',
  description: 'Kode wilayah.',
  type: 'TEXT',
  accessClass: 'OPEN',
};
const PASIEN = { ...KODE, name: 'pasien', label: 'pasien', title: 'Pasien', type: 'INTEGER' };
const structure = (name: string, kode: object = {}) => ({
  name,
  title: 'Kunjungan',
  description: 'Kunjungan pasien.',
  columns: [{ ...KODE, ...kode }, PASIEN],
});
const CSV = 'kode,pasien\n35.14.01,12\n35.14.01,13\n';

async function delivered(from: Stage): Promise<Stage> {
  let stage = await agreed(hub, producer, from);
  stage = await act(team, 'assessCase', stage);
  stage = await act(team, 'provisionCase', stage, { account: account() });
  stage = await act(team, 'deliverCase', stage);
  await hub.hub.settle();
  return stage;
}

test('the name of a cancelled case is free again, and neither its flag nor its data come along', async () => {
  const query = '{ dinkes_ulang { nodes { pasien } } }';
  const head = await hub.official('kepala.bidang');
  const first = await handedOver(hub, producer, structure('ulang'));
  await load(hub, producer, 'dinkes_ulang', CSV);
  const stage = await delivered(first);
  await producer.query('mutation { requestRelease(dataset: "dinkes_ulang") { name } }');
  await head.query('mutation { decideRelease(dataset: "dinkes_ulang", released: true) { name } }');
  await hub.hub.settle();
  expect((await hub.anonymous.query(query)).data).toEqual({
    dinkes_ulang: { nodes: [{ pasien: 12 }, { pasien: 13 }] },
  });
  await act(head, 'cancelCase', stage);
  await hub.hub.settle();

  const second = await handedOver(hub, producer, structure('ulang'));
  expect((await producer.query(query)).errors[0]?.extensions.code).toBe('NO_RELEASE');
  await load(hub, producer, 'dinkes_ulang', CSV);
  await delivered(second);
  expect((await hub.key().query(query)).errors).toEqual([]);
  // Delivered, but nobody has decided to release this one to the public.
  expect((await hub.anonymous.query(query)).errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  expect((await readWhole(team, stage.number)).status).toBe('CANCELLED');
});

test('a key or a code reference that came after the load asks for another load', async () => {
  let stage = await handedOver(hub, producer, structure('kunci'));
  await load(hub, producer, 'dinkes_kunci', CSV);
  stage = await act(producer, 'rejectAgreement', stage);
  const reference = { key: true, reference: { entity: 'Region', field: 'region' } };
  stage = await act(producer, 'handOver', stage, { definition: structure('kunci', reference) });
  stage = await agreed(hub, producer, stage);
  stage = await act(team, 'assessCase', stage);
  const early = await send(team, 'provisionCase', stage, { account: account() });
  expect(early.errors[0]?.extensions.code).toBe('OUTPUT_MISSING');
  await expect(load(hub, producer, 'dinkes_kunci', CSV)).rejects.toThrow('LOAD_REFUSED');
  await load(hub, producer, 'dinkes_kunci', 'kode,pasien\n35.14.01,12\n35.14.02,13\n');
  await act(team, 'provisionCase', stage, { account: account() });
});
