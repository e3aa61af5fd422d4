import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { verifySignature } from '../../../schema/signature.js';
import { LINES } from '../../exposure/table.js';
import { everyCaller } from '../../exposure/two-tables.js';
import type { Answer, Caller } from '../../support/hub.js';
import { becomeColumns, RemoteProducer, serveUnchecked, store } from '../../support/remote.js';
import { bootVisits, DISTRICTS, LINK, SUBGRAPH, type Visited } from './visits.js';

// A subgraph that a producer runs itself, in the graph beside hosted ones, under the same matrix.

let all: Visited;
let consumer: Caller;
beforeAll(async () => {
  all = await bootVisits();
  consumer = all.hub.key();
});
afterAll(() => all[Symbol.asyncDispose]());

const JOINED = `{ region(code: "35.14") { children(first: 3) { nodes {
  code dinkes_kunjungan { jumlah } dinkes_ranjang { nodes { rahasia } } } } } }`;
const joined = (visits: (at: number) => unknown) => ({
  region: {
    children: {
      nodes: DISTRICTS.map((code, at) => ({
        code,
        dinkes_kunjungan: visits(at),
        dinkes_ranjang: { nodes: [{ rahasia: all.secrets[at] }] },
      })),
    },
  },
});

/** Where an answer has errors, and with which codes. */
const told = ({ errors }: Pick<Answer, 'errors'>) =>
  errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`);
const become = (
  status: (typeof LINES)[number]['status'],
  accessClass: (typeof LINES)[number]['accessClass'],
  released = false,
) => becomeColumns(all.hub, 'kunjungan', ['catatan'], { status, accessClass }, released);
/** What the subgraph was asked for meanwhile. */
async function askedDuring<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly bodies: string }> {
  const before = all.producer.asked.length;
  const result = await work();
  const asked = all.producer.asked.slice(before);
  return { result, bodies: asked.map(({ body }) => body).join('\n') };
}

describe('a remote dataset', () => {
  test('is joined with a hosted one through the region, in one request to its subgraph', async () => {
    const { result, bodies } = await askedDuring(() => consumer.query(JOINED));
    expect(result.errors).toEqual([]);
    expect(result.data).toEqual(joined((at) => [{ jumlah: 10 + at }]));
    expect(bodies.split('\n')).toHaveLength(1);
  });

  test('has no release, and is labelled as one whose values its agency answers for', async () => {
    const { text } = await consumer.query('{ dinkes_kunjunganByKey(kode: "k1") { jumlah } }');
    const { data, extensions } = JSON.parse(text);
    expect(data).toEqual({ dinkes_kunjunganByKey: { jumlah: 11 } });
    expect(extensions.satugraf.datasets).toMatchObject([
      { dataset: 'dinkes_kunjungan', evaluation: 'CONFIRMED', release: null },
    ]);
  });

  test('is answered anew each time: nobody tells the hub when it changes', async () => {
    await becomeColumns(all.hub, 'kunjungan', ['jumlah'], { status: 'LIVE', accessClass: 'OPEN' }, true);
    const query = '{ dinkes_kunjungan { jumlah } }';
    for (const caller of [consumer, all.hub.anonymous])
      for (const round of [1, 2]) {
        const { result, bodies } = await askedDuring(() => caller.query(query));
        expect([result.errors, result.headers.get('etag'), round], result.text).toEqual([[], null, round]);
        expect(bodies).toContain('jumlah');
      }
  });

  test('is asked by requests that its producer can tell to be the hub’s, and that carry nothing of the caller', async () => {
    const { asked } = all.producer;
    await consumer.query(
      '{ dinkes_kunjungan(first: 1) { jumlah } }',
      {},
      { cookie: 'sesi=1', 'x-eigen': 'ya' },
    );
    const { body, headers } = asked.at(-1) ?? all.producer.asked.at(-1) ?? expect.fail();
    const key = all.hub.hub.parts.keyring.signingKey(SUBGRAPH);
    const header = String(headers['satugraf-signature']);
    expect(verifySignature(key, body, header, new Date())).toBe('VALID');
    expect(
      verifySignature(all.hub.hub.parts.keyring.signingKey('dinkes_lain'), body, header, new Date()),
    ).toBe('WRONG');
    expect(Object.keys(headers).sort()).toEqual([
      ...['accept', 'accept-encoding', 'connection', 'content-length', 'content-type', 'host'],
      'satugraf-signature',
    ]);
    expect(headers['accept-encoding']).toBe('identity');
  });

  test('is no file to be exported', async () => {
    const { status, bytes } = await consumer.download('/exports/dinkes_kunjungan.csv');
    expect([status, Buffer.from(bytes).toString()]).toEqual([422, expect.stringContaining('EXPORT_REFUSED')]);
  });
});

describe('the matrix on a remote dataset', () => {
  const QUERY =
    '{ dinkes_kunjungan { kode catatan } region(code: "35.14.01") { dinkes_kunjungan { catatan } } }';

  const COMPOSED = ['AGREED', 'LIVE', 'CONFIRMED', 'DISPUTED'];
  test.each(
    LINES.filter(({ status, accessClass }) => COMPOSED.includes(status) && accessClass !== 'CLOSED'),
  )('$status, $accessClass: values, or null with a code, and then the source is not asked', async ({
    status,
    accessClass,
    verdicts,
  }) => {
    await become(status, accessClass);
    for (const { name, standing, caller } of await everyCaller(all.hub)) {
      if (standing === 'ANONYMOUS') continue;
      const { result, bodies } = await askedDuring(() => caller.query(QUERY));
      const verdict = verdicts[standing];
      const isShown = verdict === 'VALUES';
      expect([name, told(result)]).toEqual([
        name,
        isShown ? [] : [`dinkes_kunjungan.catatan ${verdict}`, `region.dinkes_kunjungan.catatan ${verdict}`],
      ]);
      for (const { catatan } of all.visits) expect(result.text.includes(catatan), name).toBe(isShown);
      expect(bodies.includes('catatan'), name).toBe(isShown);
    }
  });

  test.each([
    ['PROPOSED', 'OPEN'],
    ['DEFERRED', 'OPEN'],
    ['DECLINED', 'OPEN'],
    ['LIVE', 'CLOSED'],
  ] as const)('%s, %s: its name is in no graph, as a field or as an argument', async (status, accessClass) => {
    await become(status, accessClass);
    for (const caller of [consumer, await all.hub.official('produsen.dinkes')])
      for (const query of [
        '{ dinkes_kunjungan { catatan } }',
        '{ dinkes_kunjungan(catatan: "m") { kode } }',
      ]) {
        const { result, bodies } = await askedDuring(() => caller.query(query));
        expect([result.status, bodies]).toEqual([400, '']);
      }
    expect((await consumer.query('{ dinkes_kunjungan { kode } }')).errors).toEqual([]);
  });

  test('a withheld column is no argument, literal or by variable, of lists, rows and back-references', async () => {
    await become('DISPUTED', 'OPEN');
    const [{ catatan }] = all.visits as [(typeof all.visits)[number]];
    const { result, bodies } = await askedDuring(() =>
      consumer.query(
        `query ($catatan: String!) {
          a: dinkes_kunjungan(catatan: $catatan) { kode }
          b: dinkes_kunjungan(catatan: "m") { kode }
          c: dinkes_kunjungan(cari: "m") { kode }
          d: dinkes_kunjungan(first: 1, kodeKecamatan: "35.14.02") { kode }
          region(code: "35.14.01") { name dinkes_kunjungan(catatan: $catatan) { kode } }
        }`,
        { catatan },
      ),
    );
    expect(told(result)).toEqual(
      ['a', 'b', 'c', 'region.dinkes_kunjungan'].map((path) => `${path} FIELD_WITHDRAWN`),
    );
    expect(result.data).toMatchObject({
      a: null,
      b: null,
      c: null,
      d: [{ kode: 'k1' }],
      region: { dinkes_kunjungan: null },
    });
    expect(bodies).not.toContain(catatan);
    await become('CONFIRMED', 'OPEN');
    const whole = await consumer.query(
      'query ($catatan: String!) { a: dinkes_kunjungan(catatan: $catatan) { kode } c: dinkes_kunjungan(cari: "m") { kode } }',
      { catatan },
    );
    expect([whole.errors, whole.data?.['a']]).toEqual([[], [{ kode: 'k0' }]]);
  });

  test('the public knows of its open columns, and of no name of the others', async () => {
    await become('LIVE', 'RESTRICTED', true);
    const { anonymous } = all.hub;
    expect(
      (await anonymous.query('{ dinkes_kunjungan(first: 1) { kode kecamatan { name } } }')).data,
    ).toEqual({
      dinkes_kunjungan: [{ kode: 'k0', kecamatan: { name: expect.any(String) } }],
    });
    const unknown = (text: string) =>
      anonymous.query(text).then(({ status, errors }) => [status, errors[0]?.message]);
    for (const name of ['catatan', 'cari', 'tidakAda'])
      expect(await unknown(`{ dinkes_kunjungan(${name}: "m") { kode } }`)).toEqual([
        400,
        `Unknown argument "${name}" on field "Query.dinkes_kunjungan".`,
      ]);
    expect(await unknown('{ dinkes_kunjungan { catatan } }')).toEqual([
      400,
      expect.stringContaining('Cannot query field "catatan" on type "Dinkes_Kunjungan".'),
    ]);
    await become('CONFIRMED', 'OPEN', true);
    expect((await anonymous.query('{ dinkes_kunjungan(cari: "m") { catatan } }')).errors).toEqual([]);
  });
});

describe('a subgraph that is looked into', () => {
  afterEach(() =>
    store(
      all.hub,
      (tx) => tx`update subgraphs set quarantine = null, maintenance = null, maintenance_until = null`,
    ),
  );

  test('is not asked while it is quarantined: null with one error that names it, the rest whole', async () => {
    await store(all.hub, (tx) => tx`update subgraphs set quarantine = 'lain' where name = ${SUBGRAPH}`);
    for (const caller of [consumer, await all.hub.official('produsen.dinkes')]) {
      const { result, bodies } = await askedDuring(() => caller.query(JOINED));
      expect(result.status).toBe(200);
      expect(result.data).toEqual(joined(() => null));
      expect(told(result)).toEqual(['region.children.nodes.dinkes_kunjungan SUBGRAPH_QUARANTINED']);
      expect(result.errors[0]).toMatchObject({
        message: expect.stringContaining(SUBGRAPH),
        extensions: { dataset: 'dinkes_kunjungan', nextActor: 'PRODUCER' },
      });
      expect(bodies).toBe('');
    }
  });

  test('tells its callers of maintenance as long as it lasts', async () => {
    const labels = async () => JSON.parse((await consumer.query(JOINED)).text).extensions.satugraf.datasets;
    const announce = (until: string) =>
      store(
        all.hub,
        (tx) => tx`
          update subgraphs set maintenance = 'Pindah server.', maintenance_until = ${until} where name = ${SUBGRAPH}`,
      );
    await announce('2999-01-01T00:00:00Z');
    const maintenance = { notice: 'Pindah server.', until: '2999-01-01T00:00:00.000Z' };
    const [visits, beds] = await labels();
    expect([visits.maintenance, beds.maintenance]).toEqual([maintenance, undefined]);
    all.producer.fault = (_received, response) => void response.writeHead(503).end('nanti');
    const { errors } = await consumer.query(JOINED);
    all.producer.fault = undefined;
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_FAILED', maintenance } }]);
    await announce('2001-01-01T00:00:00Z');
    expect((await labels())[0].maintenance).toBeUndefined();
  });
});

test('what a subgraph requires of another agency’s rows is not sent, though the graph was composed with it', async () => {
  // As though it had got past every check: it has taken over a column of Dinas Kesehatan.
  const sdl = `${LINK}
    type Dinkes_Ranjang @key(fields: "id") {
      id: ID!  kode: String @external  rahasia: String @override(from: "hosted") @requires(fields: "kode")
    }`;
  await using rogue = await new RemoteProducer(sdl, {
    Dinkes_Ranjang: { rahasia: () => 'palsu', __resolveReference: (row: object) => row },
  }).listen();
  const { hub } = all;
  await hub
    .official('pengelola')
    .then((admin) =>
      admin.query(`mutation { allowAddress(address: "127.0.0.1", port: ${rogue.port}, reason: "Uji.") }`),
    );
  const query = '{ dinkes_ranjang { nodes { id kodeKecamatan rahasia } } dinkes_kunjungan { jumlah } }';
  const before = await consumer.query<{ dinkes_ranjang: { nodes: { rahasia: string | null }[] } }>(query);
  await serveUnchecked(hub, { name: 'dinsos_penyusup', agency: 'dinsos', sdl, url: rogue.at('127.0.0.1') });
  const after = await consumer.query<typeof before.data>(query);
  expect(told(after)).toEqual(['dinkes_ranjang.nodes.0 SUBGRAPH_NOT_ENTITLED']);
  expect(after.errors[0]?.message).toContain('dinsos_penyusup');
  const withoutTaken = before.data?.dinkes_ranjang.nodes.map((node) => ({ ...node, rahasia: null }));
  expect(after.data).toEqual({ ...before.data, dinkes_ranjang: { nodes: withoutTaken } });
  expect(rogue.asked).toEqual([]);
  await store(hub, (tx) => tx`update subgraphs set current_version = null where name = 'dinsos_penyusup'`);
  expect((await consumer.query(query)).data).toEqual(before.data);
});
