import { afterAll, beforeAll, expect, test } from 'vitest';
import { but, each } from '../identity/callers.js';
import { dataOf, dispose } from '../intake/onboarding.js';
import { bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(() => hub[Symbol.asyncDispose]());

interface Entry {
  readonly name: string;
  readonly columns: readonly { readonly name: string }[];
}

const HEALTH = 'dinkes_tenagaKesehatan';
const SCHOOLS = 'dispendik_sekolahDasar';
const FOOD = 'dinsos_bantuanPangan';

/** Datasets that the catalogue shows to a caller, with their columns. */
async function catalogue(caller: Caller, args = ''): Promise<Record<string, string[]>> {
  const { datasets } = dataOf(
    await caller.query<{ datasets: Entry[] }>(`{ datasets${args} { name columns { name } } }`),
  );
  return Object.fromEntries(datasets.map(({ name, columns }) => [name, columns.map((one) => one.name)]));
}

const HEALTH_COLUMNS = ['kodeKecamatan', 'kecamatan', 'tahun', 'puskesmas', 'dokter', 'perawat', 'bidan'];
const SCHOOL_COLUMNS = ['kodeKecamatan', 'kecamatan', 'tahun', 'sekolah', 'siswa', 'rasioSiswaGuru'];

const change = (mutation: string) => async (caller: Caller, dataset: string) => {
  const { status, errors } = await caller.query(
    `mutation ($dataset: ID!) { ${mutation} { name released } }`,
    {
      dataset,
    },
  );
  return `${status} ${errors.map(({ extensions }) => extensions.code).join()}`.trim();
};
const request = change('requestRelease(dataset: $dataset)');
const release = change('decideRelease(dataset: $dataset, released: true)');
const takeBack = change('decideRelease(dataset: $dataset, released: false)');

const UNKNOWN = '400 GRAPHQL_VALIDATION_FAILED';
const FORBIDDEN = '403 FORBIDDEN';

test('nobody in particular sees what is released; whoever is signed in sees everything handed over', async () => {
  const everything = {
    [HEALTH]: HEALTH_COLUMNS,
    [FOOD]: ['kodeKecamatan', 'kecamatan', 'tahun', 'keluargaPenerima', 'anggaran'],
    [SCHOOLS]: [...SCHOOL_COLUMNS, 'siswaPenerimaPip'],
  };
  const seen = await each(hub, (caller) => catalogue(caller));
  expect(seen).toEqual(
    but<Record<string, string[]>>(everything, { anonymous: { [HEALTH]: HEALTH_COLUMNS } }),
  );
});

test('an entry by its name, by its agency or by a word in it stays within what the caller may see', async () => {
  expect(Object.keys(await catalogue(hub.key(), '(agency: "dinsos")'))).toEqual([FOOD]);
  expect(Object.keys(await catalogue(hub.key(), '(search: "BANTUAN pangan")'))).toEqual([FOOD]);
  expect(await catalogue(hub.anonymous, '(agency: "dinsos")')).toEqual({});
  expect(await catalogue(hub.anonymous, '(search: "bantuan")')).toEqual({});
  const one = (caller: Caller, name: string) =>
    caller.query(`{ dataset(name: "${name}") { title rows agency { name } } }`);
  expect(dataOf(await one(hub.key(), FOOD))).toEqual({
    dataset: {
      title: 'Bantuan pangan menurut kecamatan',
      rows: 24,
      agency: { name: 'Dinas Sosial' },
    },
  });
  // What is not released answers as what never was.
  expect(dataOf(await one(hub.anonymous, FOOD))).toEqual({ dataset: null });
  expect(dataOf(await one(hub.anonymous, 'dinsos_tiada'))).toEqual({ dataset: null });
  for (const field of ['released', 'columns { status }', 'columns { accessClass }', 'columns { case }']) {
    expect((await hub.anonymous.query(`{ datasets { ${field} } }`)).status).toBe(400);
    expect((await hub.key().query(`{ datasets { ${field} } }`)).status).toBe(200);
  }
});

test('a dataset enters the catalogue with its hand-over, not before', async () => {
  const { handedOver } = await dispose(hub, 'katalogBaru');
  const seen = async () => Object.keys(await catalogue(hub.key(), '(agency: "dinkes")'));
  expect(await seen()).toEqual([HEALTH]);
  const { field } = await handedOver([
    { name: 'nilai', type: 'INTEGER' },
    { name: 'rahasia', type: 'TEXT', accessClass: 'CLOSED' },
  ]);
  await hub.hub.settle();
  expect(await catalogue(hub.key(), '(agency: "dinkes")')).toEqual({
    [field]: ['nilai'],
    [HEALTH]: HEALTH_COLUMNS,
  });
  expect(Object.keys(await catalogue(hub.anonymous))).toEqual([HEALTH]);
});

test('the released flag is asked by the own producer and set by the division head, nobody else', async () => {
  const [producer, head] = [await hub.official('produsen.dispendik'), await hub.official('kepala.bidang')];
  const count = `{ ${SCHOOLS} { totalCount } }`;
  const known = async () => {
    const type = await hub.anonymous.query<{ __type: { fields: { name: string }[] } | null }>(
      '{ __type(name: "Dispendik_SekolahDasar") { fields { name } } }',
    );
    return dataOf(type).__type?.fields.map(({ name }) => name) ?? null;
  };
  const asUnknown = async () => {
    const guess = async (field: string) =>
      (await hub.anonymous.query(`{ ${field} { totalCount } }`)).text.replaceAll(field, '…');
    expect(await guess(SCHOOLS)).toBe(await guess('dispendik_sekolahTiada'));
    expect([await known(), (await catalogue(hub.anonymous))[SCHOOLS]]).toEqual([null, undefined]);
  };
  await asUnknown();

  expect(await release(head, SCHOOLS)).toBe('404 NOT_FOUND');
  const asked = await each(hub, (caller, name) =>
    name === 'producer of dispendik' ? Promise.resolve('later') : request(caller, SCHOOLS),
  );
  expect(asked).toEqual(but(FORBIDDEN, { anonymous: UNKNOWN, 'producer of dispendik': 'later' }));
  expect(await release(head, SCHOOLS)).toBe('404 NOT_FOUND');
  expect(await request(producer, SCHOOLS)).toBe('200');
  await hub.hub.settle();
  await asUnknown();

  const decided = await each(hub, (caller, name) =>
    name === 'division head' ? Promise.resolve('later') : release(caller, SCHOOLS),
  );
  expect(decided).toEqual(but(FORBIDDEN, { anonymous: UNKNOWN, 'division head': 'later' }));
  await hub.hub.settle();
  await asUnknown();

  // The public schema follows by itself, with the open columns alone.
  expect(await release(head, SCHOOLS)).toBe('200');
  await eventually(async () => ((await hub.anonymous.query(count)).status === 200 ? true : undefined));
  expect(dataOf(await hub.anonymous.query(count))).toEqual({ [SCHOOLS]: { totalCount: 24 } });
  expect((await catalogue(hub.anonymous))[SCHOOLS]).toEqual(SCHOOL_COLUMNS);
  expect(await known()).toEqual(['id', ...SCHOOL_COLUMNS.toSpliced(1, 0, 'region')]);
  const restricted = await hub.anonymous.query(`{ ${SCHOOLS} { nodes { siswaPenerimaPip } } }`);
  expect(restricted.errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');

  // A second request of the producer takes nothing back.
  expect(await request(producer, SCHOOLS)).toBe('200');
  await hub.hub.settle();
  expect((await hub.anonymous.query(count)).status).toBe(200);

  expect(await takeBack(head, SCHOOLS)).toBe('200');
  await eventually(async () => ((await hub.anonymous.query(count)).status === 400 ? true : undefined));
  await asUnknown();
});

test('a dataset whose columns are not delivered stays unknown, released or not', async () => {
  expect(await request(await hub.official('produsen.dinsos'), FOOD)).toBe('200');
  expect(await release(await hub.official('kepala.bidang'), FOOD)).toBe('200');
  await hub.hub.settle();
  const entry = await hub.key().query(`{ dataset(name: "${FOOD}") { released } }`);
  expect(dataOf(entry)).toEqual({ dataset: { released: true } });
  expect((await catalogue(hub.anonymous))[FOOD]).toBeUndefined();
  expect((await hub.anonymous.query(`{ ${FOOD} { totalCount } }`)).status).toBe(400);
});

test('the flag of a dataset that is not there is not found', async () => {
  expect(await release(await hub.official('kepala.bidang'), 'dinkes_tiada')).toBe('404 NOT_FOUND');
  expect(await request(await hub.official('produsen.dinkes'), 'dinkes_tiada')).toBe('404 NOT_FOUND');
});
