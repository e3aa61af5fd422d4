import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootOffice, type Office, withdraw } from '../../grants/granting.js';
import { cover, publish, review, sdlOf, started } from '../../registry/publishing/producer.js';
import type { Caller } from '../../support/hub.js';
import type { RemoteProducer } from '../../support/remote.js';
import { type Change, changesOf, savedOf } from './keeping.js';

let office: Office;
let own: Caller;
let service: RemoteProducer | undefined;
beforeAll(async () => {
  office = await bootOffice();
  own = await office.hub.official('pengguna');
});
afterAll(async () => {
  await office[Symbol.asyncDispose]();
  await service?.[Symbol.asyncDispose]();
});

const toldOf = (changes: readonly Change[]) =>
  changes.map(({ kind, coordinate, next }) => [kind, coordinate, next].join(' '));
/** What of the newest look at all saved queries concerns the one of a name. */
const now = async (name: string) => (await savedOf(own)).find((one) => one.name === name)?.changes ?? [];

describe('a query that the hub would refuse now', () => {
  test('is said to be broken, at each of its places', async () => {
    const changes = await changesOf(
      own,
      `query ($t: Nothing) {
        dinkes_terbatas(where: { kode: { eq: "a" }, alamat: { eq: $t } }, orderBy: [{ kode: UP }], limit: 3) { nodes { kode nama } }
        region(code: 35) { name { kind } } regions(first: "ten") { totalCount }
      }`,
    );
    expect(toldOf(changes)).toEqual([
      'BROKEN Nothing CALLER',
      'BROKEN Dinkes_TerbatasWhere.alamat CALLER',
      'BROKEN SortDirection.UP CALLER',
      'BROKEN Query.dinkes_terbatas(limit:) CALLER',
      'BROKEN Dinkes_Terbatas.nama CALLER',
      'BROKEN Region.name CALLER',
      'BROKEN Query.regions(first:) CALLER',
    ]);
    expect(changes[4]?.message).toEqual({
      id: 'Dinkes_Terbatas.nama tidak ada dalam skema yang Anda lihat; hapus atau ganti dalam kueri ini.',
      en: 'Dinkes_Terbatas.nama is not in the schema that you see; remove or replace it in this query.',
    });
  });

  test.each([
    '{ viewer { kind } }',
    '{ dinkes_terbatas { nodes { kode tetap } } }',
    '{ dinkes_terbatas { nodes { kode rahasia } } }',
    '{ dinkes_terbatas(where: { rahasia: { eq: "a" } }) { totalCount } }',
    '{ dinkes_terbatas { aggregate { sum { besaran } } } }',
    'query ($all: Boolean = false) { dinkes_terbatas { nodes { kode rahasia @include(if: $all) } } }',
    '{ dinkes_tenagaKesehatan { nothing } }',
    '{ accounts(first: 1) { username } viewer { kind } }',
    'query ($w: Nothing) { viewer { kind } }',
    'query ($code: ID) { region(code: $code) { name } }',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    '{ __schema { queryType { name } } }',
    'mutation { draftCase { number } }',
  ])('as it is when it is sent: %s', async (document) => {
    const sent = await own.query(document);
    const refused = sent.errors.filter(({ extensions: { code } }) =>
      /^(GRAPHQL_|FIELD_|NO_RELEASE)/.test(code),
    );
    const broken = (await changesOf(own, document)).filter(({ kind }) => kind === 'BROKEN');
    expect(broken.length > 0).toBe(refused.length > 0);
    for (const { extensions } of refused)
      if (extensions['coordinate'])
        expect(broken).toContainEqual(
          expect.objectContaining({
            coordinate: extensions['coordinate'],
            message: extensions['messages'],
            next: extensions['nextActor'],
          }),
        );
  });

  test('of a column that nobody may see it is told as of one that there has never been', async () => {
    await office.become(['tetap'], 'DECLINED', 'OPEN');
    const told = async (column: string) =>
      JSON.stringify(await changesOf(own, `{ dinkes_terbatas { nodes { kode ${column} } } }`)).replaceAll(
        column,
        'x',
      );
    expect(toldOf(await changesOf(own, '{ dinkes_terbatas { nodes { tetap } } }'))).toEqual([
      'BROKEN Dinkes_Terbatas.tetap CALLER',
    ]);
    expect(await told('tetap')).toBe(await told('nihil'));
    await changesOf(own, '{ dinkes_terbatas { nodes { tetap } } }');
    await office.become(['tetap'], 'CONFIRMED', 'OPEN');
    // The name is back; its values went with it.
    expect(toldOf(await now('uji'))).toEqual(['BROKEN Dinkes_Terbatas.tetap PRODUCER']);
  });

  test('a grant that ends withholds a field, and whoever has one is told nothing', async () => {
    const document = '{ dinkes_terbatas { nodes { kode rahasia } } }';
    const id = await office.granted();
    expect(await changesOf(own, document)).toEqual([]);
    expect((await withdraw(await office.hub.official('produsen.dinkes'), id)).errors).toEqual([]);
    expect(await now('uji')).toEqual([
      {
        kind: 'BROKEN',
        coordinate: 'Dinkes_Terbatas.rahasia',
        message: { id: expect.stringContaining('izin'), en: expect.any(String) },
        next: expect.any(String),
        proposal: null,
      },
    ]);
    // It is no reading: nothing is noted of the dataset, nor labelled.
    const looked = await own.query('{ savedQueries { changes { kind } } }');
    expect(looked.text).not.toContain('dinkes_terbatas');
  });
});

describe('a producer’s own subgraph', () => {
  const NAME = 'dinkes_layanan';
  const QUERY = 'query Kunjungan { dinkes_kunjungan { kode catatan } }';
  const DEPRECATED = 'catatan: String @deprecated(reason: "Pakai keterangan.")';
  const producer = () => office.hub.key('Sistem Dinas Kesehatan');
  const offer = (fields: readonly string[]) =>
    publish(producer(), [
      { name: NAME, url: service?.at('127.0.0.1') ?? '', sdl: sdlOf('kunjungan', fields) },
    ]);

  beforeAll(async () => {
    await cover(office.hub, 'kunjungan');
    service = await started(office.hub, ['kunjungan'], sdlOf('kunjungan'));
    // What others are seen to use of the graph is no reason for a first publish to wait.
    await office.hub.hub.noteUses();
    const first = await offer(['jumlah: Int', 'catatan: String']);
    const grave = first.check.findings.filter(({ severity }) => /^(ERROR|BREAKING|FOREIGN)$/.test(severity));
    expect([first.outcome, ...grave]).toEqual(['PUBLISHED']);
  });

  test('deprecates what a query uses: reason and date are told', async () => {
    expect(await changesOf(own, QUERY, 'Kunjungan')).toEqual([]);
    await offer(['jumlah: Int', DEPRECATED]);
    const today = new Date().toISOString().slice(0, 10);
    expect(await now('Kunjungan')).toEqual([
      {
        kind: 'DEPRECATED',
        coordinate: 'Dinkes_Kunjungan.catatan',
        message: {
          id: `Dinkes_Kunjungan.catatan ditandai usang sejak ${today}: Pakai keterangan. Ganti sebelum dihapus.`,
          en: `Dinkes_Kunjungan.catatan is deprecated since ${today}: Pakai keterangan. Replace it before it is removed.`,
        },
        next: 'CALLER',
        proposal: null,
      },
    ]);
    expect(await changesOf(own, '{ dinkes_kunjungan { kode jumlah } }', 'Jumlah')).toEqual([]);
  });

  test('proposes to take it away, and while that waits, those who use it are told', async () => {
    await office.hub.key().query(QUERY, {}, { 'apollographql-client-name': 'Dasbor Pesaing' });
    await office.hub.hub.noteUses();
    const { outcome, proposal } = await offer(['jumlah: Int']);
    expect(outcome).toBe('WAITING');
    const told = (await now('Kunjungan')).filter(({ kind }) => kind === 'PROPOSED');
    expect(told).toEqual([
      {
        kind: 'PROPOSED',
        coordinate: 'Dinkes_Kunjungan.catatan',
        message: {
          id: expect.stringMatching(
            new RegExp(`^Usulan ${proposal?.id} dari dinkes menghapus Dinkes_Kunjungan.catatan;`),
          ),
          en: expect.stringMatching(
            new RegExp(`^Proposal ${proposal?.id} of dinkes removes Dinkes_Kunjungan.catatan;`),
          ),
        },
        next: 'TECHNICAL_TEAM',
        proposal: proposal?.id,
      },
    ]);
    // Who else uses it is the reviewers' to know.
    expect(JSON.stringify(await savedOf(own))).not.toContain('Pesaing');
    expect(await now('Jumlah')).toEqual([]);

    const team = await office.hub.official('tim.teknis');
    await review(team, proposal ?? { id: '', hash: '' }, 'APPROVE', 'Sudah diberitahukan.');
    expect(toldOf(await now('Kunjungan'))).toEqual(['BROKEN Dinkes_Kunjungan.catatan CALLER']);
  });
});
