import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inSession } from '../../../subgraphs/intake/connections/connect.js';
import { serverTest } from '../../support/servers.js';
import { outboundTo, pulled } from './reading-source.js';

const MARK = 'isi berkas hub';
const PASSWORD = 'sandi-yang-panjang';
let folder = '';
let file = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'satugraf-infile-'));
  file = join(folder, 'rahasia');
  await writeFile(file, MARK);
});
afterAll(() => rm(folder, { recursive: true }));

const packet = (sequence: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUIntLE(payload.length, 0, 3);
  head[3] = sequence;
  return Buffer.concat([head, payload]);
};

const text = (value: string) => Buffer.from(`${value}\0`, 'latin1');

/** The greeting of a MySQL 8 without TLS that offers everything else, LOCAL INFILE too. */
const GREETING = packet(
  0,
  Buffer.concat([
    Buffer.from([10]),
    text('8.0.36'),
    Buffer.from([1, 0, 0, 0]),
    text('abcdefgh'),
    Buffer.from([0xff, 0xf7, 45, 2, 0, 0x0b, 0, 21, ...Array(10).fill(0)]),
    text('ijklmnopqrst'),
    text('mysql_native_password'),
  ]),
);
const OK = Buffer.from([0, 0, 0, 2, 0, 0, 0]);

/** Serves one hub with `answer` to each of its packets after the greeting, and gives everything that it sent. */
async function sentTo(answer: (sequence: number, count: number) => Buffer): Promise<Buffer> {
  const received: Buffer[] = [];
  const server = createServer((socket: Socket) => {
    let count = 0;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      received.push(data);
      socket.write(answer((data[3] ?? 0) + 1, count++));
    });
    socket.write(GREETING);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const place = { host: '127.0.0.1', port };
  const login = { ...place, database: 'simrs', username: 'hub', password: PASSWORD, tls: false };
  const entered = inSession({ outbound: outboundTo(place) }, 'MYSQL', login, 'test', async () => 'in');
  await expect(entered).rejects.toMatchObject({ code: 'OUTBOUND_FAILED' });
  server.close();
  return Buffer.concat(received);
}

test('a server that asks for a file of this machine gets none, and was told so in the greeting', async () => {
  const sent = await sentTo((sequence, count) =>
    packet(sequence, count === 0 ? OK : Buffer.from(`\u00fb${file}`, 'latin1')),
  );
  expect(sent.toString('latin1')).toContain('set session transaction read only');
  expect(sent.toString('latin1')).not.toContain(MARK);
  const flags = sent.readUInt32LE(4);
  expect({ localFiles: flags & 0x80, multiStatements: flags & 0x10000 }).toEqual({
    localFiles: 0,
    multiStatements: 0,
  });
});

test('a server that asks for the password in clear does not get it', async () => {
  const change = Buffer.concat([Buffer.from([0xfe]), text('mysql_clear_password'), text('')]);
  const sent = await sentTo((sequence) => packet(sequence, change));
  expect(sent.toString('latin1')).toContain('hub');
  expect(sent.toString('latin1')).not.toContain(PASSWORD);
});

serverTest('MYSQL', 'a wrong password is known at once', async (source) => {
  await source.run('create table t (a int)');
  const enter = (password: string) =>
    inSession(
      { outbound: outboundTo(source) },
      'MYSQL',
      { ...source, password, tls: false },
      'test',
      async (session) => (await session.structure()).tables.length,
    );
  expect(await enter(source.password)).toBe(1);
  const begun = performance.now();
  await expect(enter('salah')).rejects.toMatchObject({ code: 'OUTBOUND_FAILED' });
  expect(performance.now() - begun).toBeLessThan(1500);
});

const WRITING = {
  POSTGRESQL: [
    'create table jejak (a int)',
    `create function tulis() returns int language sql volatile security definer
      as 'insert into public.jejak values (1) returning a'`,
    'create view lihat as select tulis() as a',
  ],
  MYSQL: [
    'create table jejak (a int)',
    'create function tulis() returns int modifies sql data begin insert into jejak values (1); return 1; end',
    'create view lihat as select tulis() as a',
  ],
} as const;

for (const kind of ['POSTGRESQL', 'MYSQL'] as const)
  serverTest(kind, `a view of ${kind} that writes when it is read is not read`, async (source) => {
    await source.run(...WRITING[kind]);
    await expect(pulled(source, 'lihat')).rejects.toMatchObject({ code: 'OUTBOUND_FAILED' });
    expect((await pulled(source, 'jejak')).lines).toEqual([]);
  });

const LONG = {
  POSTGRESQL:
    "create table panjang as select n as id, repeat('x', 500) as isi from generate_series(1, 40000) as n",
  MYSQL: "create table panjang as select seq as id, repeat('x', 500) as isi from seq_1_to_40000",
} as const;

for (const kind of ['POSTGRESQL', 'MYSQL'] as const)
  serverTest(kind, `a ${kind} that goes away between two rows fails the pull alone`, async (source) => {
    await source.run(LONG[kind]);
    const kill =
      kind === 'MYSQL'
        ? `kill user ${source.username}`
        : `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${source.username}'`;
    const columns = [
      { name: 'id', sqlType: 'int' },
      { name: 'isi', sqlType: 'text' },
    ];
    let rows = 0;
    const begun = performance.now();
    const reading = inSession(
      { outbound: outboundTo(source) },
      kind,
      { ...source, tls: false },
      'pull',
      async (session) => {
        const selection = { schema: source.schema, table: 'panjang', columns, orderBy: [], beyond: null };
        for await (const page of session.rows(selection)) {
          rows += page.length;
          if (rows === page.length) await source.run(kill);
          // The end of the line arrives while a page is being worked on.
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },
    );
    await expect(reading).rejects.toMatchObject({ code: 'OUTBOUND_FAILED' });
    expect(rows).toBeGreaterThan(0);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
