import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { inSession } from '../../../subgraphs/intake/connections/connect.js';
import { createKeyring } from '../../../subgraphs/keyring.js';
import { but, each } from '../../identity/callers.js';
import { bootHub, type TestHub } from '../../support/hub.js';
import { type SourceDatabase, serverTest } from '../../support/servers.js';
import { dataOf } from '../onboarding.js';
import {
  type Asked,
  allowAddress,
  askedOf,
  CONNECTION,
  codeOf,
  connectDatabase,
  connected,
} from './connecting.js';
import { outboundTo } from './reading-source.js';

let hub: TestHub;
let sql: Sql;
beforeAll(async () => {
  hub = await bootHub();
  sql = postgres(hub.databaseUrl, { max: 1 });
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

const UNKNOWN = 'GRAPHQL_VALIDATION_FAILED';

const TABLES: Readonly<Record<SourceDatabase['kind'], readonly string[]>> = {
  POSTGRESQL: [
    'create table pasien (id serial primary key, nik varchar(16) not null unique, nama text, alamat text, kunjungan int, foto bytea)',
    "comment on column pasien.kunjungan is 'Jumlah kunjungan'",
  ],
  MYSQL: [
    `create table pasien (id int auto_increment primary key, nik varchar(16) not null unique, nama text, alamat text,
      kunjungan int comment 'Jumlah kunjungan', foto blob)`,
  ],
};

for (const kind of ['POSTGRESQL', 'MYSQL'] as const)
  serverTest(
    kind,
    `a ${kind} becomes a connection, its tables are listed, a table is proposed`,
    async (source) => {
      await source.run(...TABLES[kind]);
      const id = await connected(hub, source, `SIMRS ${kind}`);
      const producer = await hub.official('produsen.dinkes');
      const listed = await producer.query<{ connections: object[] }>(`{ connections { ${CONNECTION} } }`);
      const { password, ...shown } = askedOf(source, `SIMRS ${kind}`);
      const row = {
        id,
        agency: 'dinkes',
        ...shown,
        tls: false,
        createdAt: expect.any(String),
        reachedAt: expect.any(String),
      };
      expect(dataOf(listed).connections).toContainEqual(row);

      const TABLES_OF = `query ($id: ID!) {
      connectionTables(connection: $id) {
        dialect views notes { en }
        tables { schema name comment primaryKey uniques columns { name sqlType type nullable comment generated } }
      }
    }`;
      const tables = await producer.query<{ connectionTables: object }>(TABLES_OF, { id });
      expect(dataOf(tables).connectionTables).toMatchObject({
        dialect: kind,
        views: [],
        tables: [
          {
            schema: source.schema,
            name: 'pasien',
            primaryKey: ['id'],
            uniques: [['nik']],
            columns: [
              { name: 'id', type: 'INTEGER', generated: 'COUNTER', nullable: false },
              { name: 'nik', type: 'TEXT' },
              { name: 'nama' },
              { name: 'alamat' },
              { name: 'kunjungan', comment: 'Jumlah kunjungan', nullable: true },
              { name: 'foto', type: null },
            ],
          },
        ],
      });

      const proposal = await producer.query<{ proposeFromConnection: object }>(
        `query ($id: ID!, $schema: String!) {
        proposeFromConnection(connection: $id, schema: $schema, table: "pasien") {
          definition { name title description columns {
            name label title description type concept classification measure unit accessClass key reference { entity field }
          } }
          omitted { column reason { id en } } personal { column kind confidence reason { id } } notes { id en }
        }
      }`,
        { id, schema: source.schema },
      );
      const shownProposal = dataOf(proposal).proposeFromConnection;
      expect(shownProposal).toMatchObject({
        definition: { name: 'pasien', columns: expect.any(Array) },
        omitted: [{ column: 'foto' }],
      });
      const { definition, personal } = shownProposal as {
        definition: { columns: { label: string; accessClass: string; key: boolean }[] };
        personal: { column: string; kind: string }[];
      };
      expect(definition.columns.map(({ label, accessClass }) => [label, accessClass])).toEqual([
        ['id', expect.any(String)],
        ['nik', 'CLOSED'],
        ['nama', 'CLOSED'],
        ['alamat', 'CLOSED'],
        ['kunjungan', expect.stringMatching(/RESTRICTED|CLOSED/)],
      ]);
      expect(personal).toContainEqual(expect.objectContaining({ column: 'nik', kind: 'IDENTITY_NUMBER' }));

      // The password is nowhere: in no answer, and in no table in clear.
      for (const { text } of [listed, tables, proposal])
        expect(text).not.toContain(JSON.stringify(password).slice(1, -1));
      const [stored] = await sql`select c::text as all from connections as c where id = ${id}`;
      expect(stored?.['all']).toContain(source.username);
      expect(stored?.['all']).not.toContain('sandi');
      for (const field of ['password', 'sealedPassword']) {
        const asked = await producer.query(`{ connections { ${field} } }`);
        expect(codeOf(asked)).toBe(UNKNOWN);
      }
      // Under another account or at another host the sealed password does not open.
      await sql`update connections set username = 'lain' where id = ${id}`;
      expect(codeOf(await producer.query(TABLES_OF, { id }))).toBe('INTERNAL');
      await sql`update connections set username = ${source.username} where id = ${id}`;

      const REMOVE = 'mutation ($id: ID!) { removeConnection(connection: $id) }';
      expect(dataOf(await producer.query(REMOVE, { id }))).toEqual({ removeConnection: true });
      expect(codeOf(await producer.query(REMOVE, { id }))).toBe('NOT_FOUND');
    },
  );

describe('a connection that fails', () => {
  for (const kind of ['POSTGRESQL', 'MYSQL'] as const)
    serverTest(kind, `says the same for ${kind}, whatever is wrong, and leaves nothing`, async (source) => {
      const admin = await hub.official('pengelola');
      const producer = await hub.official('produsen.dinkes');
      const silent = createServer(() => {});
      silent.listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const closed = createServer();
      closed.listen(0, '127.0.0.1');
      await once(closed, 'listening');
      const portOf = (server: typeof silent) => (server.address() as AddressInfo).port;
      const ports = { silent: portOf(silent), closed: portOf(closed) };
      closed.close();
      const hubPort = Number(new URL(hub.url).port);
      const own = new URL(hub.databaseUrl);
      const listed = [source.port, ports.silent, ports.closed, hubPort, Number(own.port)];
      for (const port of listed) dataOf(await allowAddress(admin, '127.0.0.1', port));
      for (const address of ['::1', '192.0.2.1', 'tiada.dinas.invalid'])
        dataOf(await allowAddress(admin, address, source.port));
      const asked = askedOf(source, `gagal ${kind}`);
      const cases: Readonly<Record<string, Partial<Asked>>> = {
        'port not allowed': { port: 1 },
        'address not allowed': { host: '10.11.12.13' },
        'closed port': { port: ports.closed },
        'silent server': { port: ports.silent },
        'black hole': { host: '192.0.2.1' },
        'unknown name': { host: 'tiada.dinas.invalid' },
        // The other server of a test may trust everybody on its machine.
        ...(kind === 'MYSQL' ? { 'wrong password': { password: 'salah' } } : {}),
        'wrong account': { username: 'tiada' },
        'wrong database': { database: 'tiada' },
        'wrong kind': { kind: kind === 'MYSQL' ? 'POSTGRESQL' : 'MYSQL' },
        'no TLS there': { host: 'localhost', tls: true },
        "the hub's own port": { port: hubPort },
        "the hub's own database": {
          kind: 'POSTGRESQL',
          port: Number(own.port),
          database: own.pathname.slice(1),
          username: decodeURIComponent(own.username),
          password: decodeURIComponent(own.password),
        },
      };
      const answers = await Promise.all(
        Object.entries(cases).map(async ([name, change]) => {
          const { status, text, errors } = await connectDatabase(producer, { ...asked, ...change });
          expect(codeOf({ errors }), name).toBe('OUTBOUND_FAILED');
          return `${status} ${text}`;
        }),
      );
      silent.close();
      expect(new Set(answers).size).toBe(1);
      expect(answers[0]).toMatch(/^502 /);
      expect(await sql`select name from connections where name = ${asked.name}`).toEqual([]);
      expect(dataOf(await connectDatabase(producer, asked)).connectDatabase.id).toMatch(/-/);
      expect(codeOf(await connectDatabase(producer, asked))).toBe('CONNECTION_REFUSED');
    });

  test.each<[string, Partial<Asked>]>([
    ['an address in octal', { host: '0177.0.0.1' }],
    ['a URL for a host', { host: 'http://127.0.0.1' }],
    ['no host', { host: ' ' }],
    ['port 0', { port: 0 }],
    ['port 65536', { port: 65536 }],
    ['a name of two lines', { name: 'a\nb' }],
    ['no account', { username: '' }],
    ['TLS to an address without a name', { tls: true }],
  ])('for %s is refused before anything is dialled', async (_, change) => {
    const asked: Asked = {
      name: 'x',
      kind: 'MYSQL',
      host: '127.0.0.1',
      port: 3306,
      database: 'x',
      username: 'x',
      password: 'x',
    };
    const producer = await hub.official('produsen.dinkes');
    expect(codeOf(await connectDatabase(producer, { ...asked, ...change }))).toBe('BAD_USER_INPUT');
  });
});

describe('who may', () => {
  test('allow and disallow addresses: ADMIN', async () => {
    const allowed = await each(hub, async (caller) =>
      codeOf(await allowAddress(caller, '10.20.0.0/16', 3306)),
    );
    expect(allowed).toEqual(but('FORBIDDEN', { anonymous: UNKNOWN, admin: 'OK' }));
    const LIST = '{ allowedAddresses { id address port reason allowedBy allowedAt } }';
    const listed = await each(hub, async (caller) => codeOf(await caller.query(LIST)));
    expect(listed).toEqual(but('FORBIDDEN', { anonymous: UNKNOWN, admin: 'OK' }));
    const admin = await hub.official('pengelola');
    const { allowedAddresses } = dataOf(
      await admin.query<{ allowedAddresses: { id: string; address: string }[] }>(LIST),
    );
    const entry = allowedAddresses.find(({ address }) => address === '10.20.0.0/16');
    expect(entry).toMatchObject({ port: 3306, reason: 'Uji.', allowedBy: 'Pengelola' });
    const DISALLOW = 'mutation ($id: ID!) { disallowAddress(id: $id) }';
    const taken = await each(hub, async (caller, name) =>
      name === 'admin' ? 'OK' : codeOf(await caller.query(DISALLOW, { id: entry?.id })),
    );
    expect(taken).toEqual(but('FORBIDDEN', { anonymous: UNKNOWN, admin: 'OK' }));
    expect(codeOf(await admin.query(DISALLOW, { id: entry?.id }))).toBe('OK');
    for (const id of [entry?.id, 'tiada'])
      expect(codeOf(await admin.query(DISALLOW, { id }))).toBe('NOT_FOUND');
    expect(codeOf(await allowAddress(admin, '0.0.0.0/0', 3306))).toBe('BAD_USER_INPUT');
    expect(codeOf(await allowAddress(admin, '10.0.0.1', 0))).toBe('BAD_USER_INPUT');
  });

  serverTest('POSTGRESQL', "see, read and remove an agency's connections", async (source) => {
    await source.run('create table t (a text)');
    const id = await connected(hub, source);
    const of = (text: string, variables = {}) =>
      each(hub, async (caller) => codeOf(await caller.query(text, { id, schema: 'public', ...variables })));
    const names = await each(hub, async (caller) => {
      const { data } = await caller.query<{ connections: { id: string }[] | null }>('{ connections { id } }');
      return data?.connections?.some((one) => one.id === id) ?? null;
    });
    const own = { 'publish key of dinkes': true, 'producer of dinkes': true };
    expect(names).toEqual(but<boolean | null>(null, { ...own, admin: true, 'producer of dispendik': false }));
    const read = but('FORBIDDEN', {
      anonymous: UNKNOWN,
      'publish key of dinkes': 'OK',
      'producer of dinkes': 'OK',
    });
    expect(await of('query ($id: ID!) { connectionTables(connection: $id) { dialect } }')).toEqual(read);
    expect(
      await of(`query ($id: ID!, $schema: String!) {
        proposeFromConnection(connection: $id, schema: $schema, table: "t") { notes { id } } }`),
    ).toEqual(read);
    // Connections stay when their maker has gone: they are made and removed by a producer in person.
    const making = await each(hub, async (caller, name) =>
      codeOf(await connectDatabase(caller, askedOf(source, `oleh ${name}`))),
    );
    const inPerson = { anonymous: UNKNOWN, 'producer of dinkes': 'OK' };
    expect(making).toEqual(but('FORBIDDEN', { ...inPerson, 'producer of dispendik': 'OK' }));
    const REMOVE = 'mutation ($id: ID!) { removeConnection(connection: $id) }';
    const removing = await each(hub, async (caller, name) =>
      name === 'producer of dinkes' ? 'OK' : codeOf(await caller.query(REMOVE, { id })),
    );
    expect(removing).toEqual(but('FORBIDDEN', inPerson));
  });
});

test('a PostgreSQL that asks for a password gets it, and a wrong one fails like everything else', async () => {
  const url = new URL(inject('cluster'));
  const login = {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    username: url.username,
    password: decodeURIComponent(url.password),
    tls: false,
  };
  const enter = (password: string) =>
    inSession(
      { outbound: outboundTo(login) },
      'POSTGRESQL',
      { ...login, password },
      'test',
      async () => 'in',
    );
  expect(await enter(login.password)).toBe('in');
  await expect(enter(`${login.password}x`)).rejects.toMatchObject({ code: 'OUTBOUND_FAILED' });
});

test('a sealed password opens with its key and its facts alone, and is another text each time', () => {
  const { secrets, open } = createKeyring(Buffer.alloc(32, 1));
  const sealed = secrets.seal('rahasia', 'a', 'b');
  expect(secrets.open(sealed, 'a', 'b')).toBe('rahasia');
  expect(secrets.seal('rahasia', 'a', 'b')).not.toBe(sealed);
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('rahasia');
  for (const facts of [['a'], ['a', 'c'], ['ab'], []]) expect(secrets.open(sealed, ...facts)).toBeUndefined();
  expect(createKeyring(Buffer.alloc(32, 2)).secrets.open(sealed, 'a', 'b')).toBeUndefined();
  // What a client may carry is sealed for another purpose.
  expect(open(sealed)).toBeUndefined();
});
