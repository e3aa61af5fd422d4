import { once } from 'node:events';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { handOver } from '../intake/onboarding.js';
import { bootHub, eventually, type TestHub } from '../support/hub.js';
import { allowPort, becomeColumns } from '../support/remote.js';
import { serverTest } from '../support/servers.js';
import { type Machine, machine, programIn, urlOf } from './running.js';

const TEMPLATE = fileURLToPath(new URL('../../scripts/template/', import.meta.url));
const NAME = 'dinkes_puskesmas';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Takes the dataset that the template serves through the procedure, as a finished case would leave it. */
async function cover(hub: TestHub): Promise<void> {
  await handOver(hub, 'puskesmas', [
    { name: 'kodePuskesmas', type: 'TEXT', key: true },
    { name: 'nama', type: 'TEXT' },
    { name: 'rawatInap', type: 'BOOLEAN' },
    { name: 'tempatTidur', type: 'INTEGER' },
    { name: 'kodeWilayah', type: 'TEXT', region: 'wilayah' },
    { name: 'tahun', type: 'TEXT', reference: { entity: 'Period', field: 'periode' } },
  ]);
  const columns = ['kodePuskesmas', 'nama', 'rawatInap', 'tempatTidur', 'kodeWilayah', 'tahun'];
  await becomeColumns(hub, 'puskesmas', columns, { status: 'CONFIRMED', accessClass: 'OPEN' });
}

async function published(hub: TestHub, office: Machine, url: string): Promise<void> {
  await copyFile(`${TEMPLATE}schema.graphql`, office.path('schema.graphql'));
  const subgraphs = [{ name: NAME, url, sdl: 'schema.graphql' }];
  await writeFile(office.path('satugraf.json'), JSON.stringify({ subgraphs }));
  const ran = await office.satugraf(['publish', '--all', '.']);
  expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('TERBIT / PUBLISHED') });
  await hub.hub.settle();
}

serverTest(
  'POSTGRESQL',
  'a copy of the template, published, is joined with the hub’s own data',
  async (database) => {
    await using hub = await bootHub('demo');
    await using office = await machine({
      SATUGRAF_URL: hub.url,
      SATUGRAF_TOKEN: hub.key('Sistem Dinas Kesehatan').token ?? '',
    });
    await cover(hub);
    const sql = await readFile(`${TEMPLATE}contoh.sql`, 'utf8');
    await database.run(...sql.split(';').filter((one) => one.trim()));
    const port = await freePort();
    await allowPort(hub, port);
    const key = await office.satugraf(['signing-key', NAME]);
    const running = programIn(TEMPLATE, ['--import', 'tsx', 'src/main.ts'], {
      DATABASE_URL: urlOf(database),
      SATUGRAF_SECRET: key.out.trim(),
      PORT: String(port),
    });
    try {
      const url = `http://127.0.0.1:${port}`;
      await eventually(
        () =>
          fetch(`${url}/health`).then(
            ({ ok }) => ok || undefined,
            () => undefined,
          ),
        60_000,
      );
      await published(hub, office, `${url}/graphql`);
      // On a busy machine a service that has just been started may be too late for the hub's patience.
      const data = await eventually(async () => {
        const answer = await hub.key().query(`{
          dinkes_puskesmas(first: 1) { nama rawatInap tempatTidur wilayah { name } periode { label } }
          region(code: "35.14.02") { dinkes_puskesmas { kodePuskesmas } }
        }`);
        return answer.errors.length === 0 ? answer.data : undefined;
      }, 30_000);
      expect(data).toEqual({
        dinkes_puskesmas: [
          {
            nama: 'Puskesmas Purwodadi',
            rawatInap: true,
            tempatTidur: 12,
            wilayah: { name: expect.any(String) },
            periode: { label: 'Tahun 2025' },
          },
        ],
        region: { dinkes_puskesmas: [{ kodePuskesmas: 'P3514020101' }, { kodePuskesmas: 'P3514020102' }] },
      });
    } finally {
      running.kill();
      await once(running, 'close');
    }
  },
  { timeout: 300_000 },
);
