import { afterAll, beforeAll, expect, test } from 'vitest';
import { VISITS_SDL, visitsProducer } from '../gateway/remote/visits.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { allowPort, type RemoteProducer, register } from '../support/remote.js';
import {
  account,
  act,
  agreed,
  handedOver,
  readWhole,
  type Stage,
  send,
  statusesOf,
} from './case-over-http.js';

// A case whose data stays with its agency: its own subgraph takes the place of a release in steps 4 to 6.

let hub: TestHub;
let producer: RemoteProducer;
beforeAll(async () => {
  hub = await bootHub('demo');
  const row = { kode: 'k0', jumlah: 1, catatan: 'c', kodeKecamatan: '35.14.01' };
  producer = await visitsProducer([row]).listen();
  await allowPort(hub, producer.port);
});
afterAll(async () => {
  await producer[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

const column = (name: string, type: string, more: object = {}) => ({
  name,
  label: name,
  title: name,
  description: 'Kolom uji.',
  type,
  accessClass: 'OPEN',
  ...more,
});
const DEFINITION = {
  name: 'kunjungan',
  title: 'Kunjungan',
  description: 'Data uji.',
  columns: [
    column('kode', 'TEXT', { key: true }),
    column('jumlah', 'INTEGER'),
    column('catatan', 'TEXT'),
    column('kodeKecamatan', 'TEXT', { reference: { entity: 'Region', field: 'kecamatan' } }),
  ],
};
const publish = (sdl: string) =>
  register(hub, { name: 'dinkes_layanan', agency: 'dinkes', sdl, url: producer.at('127.0.0.1') });
const code = async (caller: Caller, action: 'assessCase' | 'provisionCase' | 'deliverCase', stage: Stage) =>
  (await send(caller, action, stage, { account: account(), report: 'Laporan.' })).errors[0]?.extensions.code;

test('steps 4 to 6 want the subgraph composed with every agreed column, and healthy, and no release', async () => {
  const [official, team] = [await hub.official('produsen.dinkes'), await hub.official('tim.teknis')];
  let stage = await agreed(hub, official, await handedOver(hub, official, DEFINITION), {
    catatan: 'DEFERRED',
  });
  const lacking = VISITS_SDL.replace('  jumlah: Int\n', '');
  await publish(lacking);
  expect(await code(team, 'assessCase', stage)).toBe('OUTPUT_MISSING');
  // What is deferred need not be there.
  const whole = VISITS_SDL.replace('  catatan: String\n', '');
  await publish(whole);
  stage = await act(team, 'assessCase', stage);
  expect(await code(team, 'provisionCase', stage)).toBe('OUTPUT_MISSING');
  producer.become(whole);
  await hub.hub.checkRemotes();
  stage = await act(team, 'provisionCase', stage, { account: account() });
  const resume = await producer.stop();
  await hub.hub.checkRemotes();
  expect(await code(team, 'deliverCase', stage)).toBe('OUTPUT_MISSING');
  await resume();
  await hub.hub.checkRemotes();
  stage = await act(team, 'deliverCase', stage);
  await hub.hub.settle();
  const delivered = await readWhole(team, stage.number);
  expect(delivered.step).toBe('ADOPT');
  expect(statusesOf(delivered)).toMatchObject({ jumlah: 'LIVE', catatan: 'DEFERRED' });
  const { data, errors } = await hub.key().query('{ dinkes_kunjungan { kode jumlah } }');
  expect([errors, data]).toEqual([[], { dinkes_kunjungan: [{ kode: 'k0', jumlah: 1 }] }]);
});
