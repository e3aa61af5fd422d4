import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifySignature } from '../../schema/signature.js';
import { cover, sdlOf, started } from '../registry/publishing/producer.js';
import { bootHub, eventually, type TestHub } from '../support/hub.js';
import type { RemoteProducer } from '../support/remote.js';
import { type Machine, machine } from './running.js';

const SLOW = { timeout: 300_000 };
const NAME = 'dinkes_layanan';

let hub: TestHub;
let service: RemoteProducer;
/** A machine on which the CI of dinkes works, by its key. */
let office: Machine;
const lay = (fields?: readonly string[]) =>
  writeFile(office.path('ci/schema.graphql'), sdlOf('kunjungan', fields));
beforeAll(async () => {
  hub = await bootHub('demo');
  await cover(hub, 'kunjungan');
  service = await started(hub, ['kunjungan'], sdlOf('kunjungan'));
  office = await machine({
    SATUGRAF_URL: hub.url,
    SATUGRAF_TOKEN: hub.key('Sistem Dinas Kesehatan').token ?? '',
  });
  await mkdir(office.path('ci'));
  const subgraphs = [{ name: NAME, url: service.at('127.0.0.1'), sdl: 'schema.graphql' }];
  await writeFile(office.path('ci/satugraf.json'), JSON.stringify({ subgraphs }));
});
afterAll(async () => {
  await office[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

describe('a producer’s CI', SLOW, () => {
  test('is told by file and line what the hub would refuse, and nothing is published', async () => {
    await lay(['jumlah: Int!', 'catatan: String']);
    const [check, publish] = await Promise.all([
      office.satugraf(['check', 'ci']),
      office.satugraf(['publish', '--all', 'ci', '--json']),
    ]);
    expect([check.code, check.err]).toEqual([1, '']);
    expect(check.out).toMatch(/^ci\/schema\.graphql:11:11 {2}ERROR {2}\S+ {2}Dinkes_Kunjungan\.jumlah$/m);
    expect(check.out).toContain('berikutnya / next: PRODUCER');
    expect([publish.code, publish.err]).toEqual([1, '']);
    expect(JSON.parse(publish.out)).toMatchObject({
      outcome: 'REFUSED',
      check: {
        outcome: 'REFUSED',
        findings: expect.arrayContaining([
          expect.objectContaining({ severity: 'ERROR', coordinate: 'Dinkes_Kunjungan.jumlah' }),
        ]),
      },
    });
  });

  test('publishes all that its satugraf.json lists, and once more without a change', async () => {
    await lay();
    const check = await office.satugraf(['check', 'ci']);
    expect(check).toMatchObject({ code: 0, out: expect.stringContaining('LOLOS / PASSED'), err: '' });
    const first = await office.satugraf(['publish', '--all', 'ci']);
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringMatching(/TERBIT \/ PUBLISHED; supergraf/),
      err: '',
    });
    const rows = await eventually(async () => {
      const { data } = await hub.key().query('{ dinkes_kunjungan { kode } }');
      return data?.['dinkes_kunjungan'] ?? undefined;
    }, 20_000);
    expect(rows).toEqual([{ kode: 'kunjungan 1' }]);
    const again = await office.satugraf(['publish', '--all', 'ci', '--replace-all']);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('TIDAK BERUBAH / UNCHANGED') });
    const fetched = await office.satugraf(['fetch', '--subgraph', NAME]);
    expect(fetched.out.trim()).toBe(sdlOf('kunjungan').trim());
  });

  test('is told which dashboard a change would break; it waits, which the strict take for a failure', async () => {
    await hub.key().query(
      'query Kunjungan { dinkes_kunjungan { catatan } }',
      {},
      {
        'apollographql-client-name': 'Dasbor Sehat',
      },
    );
    await hub.hub.noteUses();
    await lay(['jumlah: Int']);
    const [diff, check] = await Promise.all([
      office.satugraf(['diff', 'ci']),
      office.satugraf(['check', 'ci', '--strict']),
    ]);
    expect(diff.code).toBe(1);
    expect(diff.out).toMatch(/^ {2}BREAKING {2}dihapus \/ removed: Dinkes_Kunjungan\.catatan /m);
    expect(check.code).toBe(1);
    expect(check.out).toContain('PERLU TINJAUAN tim teknis / NEEDS REVIEW');
    // The subgraph is registered, so that the hub knows where it is.
    const waiting = await office.satugraf(['publish', 'ci/schema.graphql', '--name', NAME, '--base', '1']);
    expect(waiting).toMatchObject({ code: 0, err: '' });
    expect(waiting.out).toMatch(/terdampak \/ affected: Dasbor Sehat .*Kunjungan, 1×/);
    const [, id = ''] = /MENUNGGU.*satugraf proposals (\S+)/.exec(waiting.out) ?? [];
    const [list, one, none] = await Promise.all([
      office.satugraf(['proposals', '--status', 'waiting']),
      office.satugraf(['proposals', id]),
      office.satugraf(['proposals', '999999']),
    ]);
    expect(list.out).toMatch(new RegExp(`^${id} +dinkes +WAITING +${NAME}`, 'm'));
    expect(one.out).toContain('Dinkes_Kunjungan.catatan');
    expect(none.code).toBe(2);
  });

  test('is given the key by which the hub signs what it asks this subgraph, and no other', async () => {
    const [own, other] = await Promise.all([
      office.satugraf(['signing-key', NAME]),
      office.satugraf(['signing-key', 'dinsos_layanan']),
    ]);
    const { body, headers } = service.received.at(-1) ?? { body: '', headers: {} };
    const verdict = (key: string) =>
      verifySignature(key, body, String(headers['satugraf-signature']), new Date());
    expect(own.out).toMatch(/^[0-9a-f]{64}\n$/);
    expect([verdict(own.out.trim()), verdict('0'.repeat(64))]).toEqual(['VALID', 'WRONG']);
    expect(other).toMatchObject({ code: 2, out: '', err: expect.stringContaining('SUBGRAPH_UNKNOWN') });
    const outsider = await hub.key().query(`{ subgraphSigningKey(subgraph: "${NAME}") }`);
    expect(outsider.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('is refused what was made on another version, and what is not its agency’s', async () => {
    const [stale, foreign] = await Promise.all([
      office.satugraf(['publish', 'ci/schema.graphql', '--name', NAME, '--base', '7']),
      office.satugraf([
        'publish',
        'ci/schema.graphql',
        '--name',
        'dinsos_x',
        '--url',
        'https://data.example.go.id/',
      ]),
    ]);
    expect(stale).toMatchObject({ code: 1, err: expect.stringContaining('STALE_VERSION') });
    expect(foreign).toMatchObject({ code: 2, err: expect.stringContaining('SUBGRAPH_REFUSED') });
  });
});
