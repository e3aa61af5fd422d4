import { afterAll, beforeAll, expect } from 'vitest';
import { connected, schedule } from '../intake/connections/connecting.js';
import { dataOf, handOver } from '../intake/onboarding.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { serverTest } from '../support/servers.js';
import { type Machine, machine } from './running.js';

let hub: TestHub;
let producer: Caller;
let office: Machine;
beforeAll(async () => {
  hub = await bootHub('demo');
  producer = await hub.official('produsen.dinkes');
  office = await machine({ SATUGRAF_URL: hub.url, SATUGRAF_TOKEN: producer.token ?? '' });
});
afterAll(async () => {
  await office[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

serverTest(
  'POSTGRESQL',
  'a connection is listed with its tables, proposed from, and pulled from',
  async (source) => {
    await source.run(
      'create table faskes (kode char(6) primary key, jumlah integer, nik text)',
      "insert into faskes values ('000123', 5, 'rahasia'), ('000124', 7, null)",
    );
    const { field } = await handOver(hub, 'faskes', [
      { name: 'kode', type: 'TEXT', key: true },
      { name: 'jumlah', type: 'INTEGER' },
    ]);
    const connection = await connected(hub, source);
    const [list, tables, proposal, unplanned] = await Promise.all([
      office.satugraf(['connections']),
      office.satugraf(['tables', '--connection', connection, '--verbose']),
      office.satugraf(['propose', '--connection', connection, '--schema', source.schema, 'faskes', '--json']),
      office.satugraf(['pull', field]),
    ]);
    expect(list.out).toContain(`${source.host}:${source.port}/${source.database}`);
    expect(list.out + list.err).not.toContain(source.password);
    expect(tables.out).toMatch(/^jumlah +integer +INTEGER/m);
    expect(JSON.parse(proposal.out)).toMatchObject({
      definition: { columns: [{ name: 'kode', key: true }, {}, { name: 'nik', accessClass: 'CLOSED' }] },
    });
    expect(unplanned).toMatchObject({
      code: 2,
      err: expect.stringContaining('tidak ditarik dari basis data'),
    });
    dataOf(await schedule(producer, field, connection, source, 'faskes'));
    const pulled = await office.satugraf(['pull', field]);
    expect(pulled).toMatchObject({
      code: 0,
      out: expect.stringContaining('Rilis 1 berlaku: 2 baris'),
      err: '',
    });
    await source.run('drop table faskes');
    const failed = await office.satugraf(['pull', field, '--json']);
    expect(failed.code).toBe(2);
    expect(JSON.parse(failed.out)).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  },
);
