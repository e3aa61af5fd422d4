import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  parse,
  printSchema,
} from 'graphql';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readGatewayConfig } from '../../gateway/config.js';
import { createGateway } from '../../gateway/only/server.js';
import type { Server } from '../../gateway/server.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { FakeSubgraph } from './only/fakes.js';

/** Released here, with one RESTRICTED column; and one that is still being evaluated. */
const OPEN = 'dispendik_sekolahDasar';
const CLASSED = 'siswaPenerimaPip';
const PROPOSED = 'dinsos_bantuanPangan';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
  const sql = postgres(hub.databaseUrl, { max: 1 });
  await sql`
    insert into publications (dataset_id, case_id, released, requested_by, requested_at)
    select datasets.id, datasets.case_id, true, accounts.id, now() from datasets, accounts
    where datasets.name = 'sekolahDasar' and accounts.username = 'produsen.dispendik'`;
  await sql.end();
  await hub.hub.settle();
});
afterAll(() => hub[Symbol.asyncDispose]());

const textAt = async (caller: Caller, path: string): Promise<string> => {
  const { status, bytes } = await caller.download(path);
  expect(status).toBe(200);
  return new TextDecoder().decode(bytes);
};

describe('the schema as a file', () => {
  test('is what the caller’s introspection says, and holds no name that is hidden', async () => {
    for (const caller of [hub.anonymous, hub.key()]) {
      const sdl = await textAt(caller, '/schema.graphql');
      const { data } = await caller.query<IntrospectionQuery>(getIntrospectionQuery());
      if (!data) throw new Error('no introspection');
      const typesOf = (text: string) =>
        parse(text, { noLocation: true })
          .definitions.map((one) => ('name' in one ? one.name?.value : ''))
          .sort();
      expect(typesOf(sdl)).toEqual(typesOf(printSchema(buildClientSchema(data))));
    }
    const [visitor, member] = [
      await textAt(hub.anonymous, '/schema.graphql'),
      await textAt(hub.key(), '/schema.graphql'),
    ];
    expect(await textAt(hub.key(), '/subgraph.graphql')).not.toContain('login');
    for (const hidden of [CLASSED, PROPOSED]) {
      expect(member).toContain(hidden);
      expect(visitor).not.toContain(hidden);
    }
  });

  test('is not sent again to whoever has it, and is kept by nobody else’s cache where it is a caller’s own', async () => {
    const get = (etag = '') =>
      fetch(`${hub.url}/subgraph.graphql`, { headers: etag ? { 'if-none-match': etag } : {} });
    const first = await get();
    const etag = first.headers.get('etag') ?? '';
    expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'public, no-cache']);
    expect((await get(etag)).status).toBe(304);
    expect((await get('"another"')).status).toBe(200);
    const own = await fetch(`${hub.url}/schema.graphql`, {
      headers: { authorization: `Bearer ${hub.key().token}` },
    });
    expect(own.headers.get('cache-control')).toBe('no-store');
    expect((await hub.caller('no key').download('/schema.graphql')).status).toBe(401);
  });
});

describe('the hub as one subgraph of an outside router', () => {
  /** A subgraph of somebody else: types of its own, the kit's PageInfo, and a field that it adds to a region. */
  const OTHER = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
    type Query { cuaca: CuacaConnection }
    type CuacaConnection { nodes: [Cuaca!]! pageInfo: PageInfo! }
    type Cuaca { suhu: Int }
    type Region @key(fields: "code") { code: ID! curahHujan: Int }
    type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }`;

  let folder: string;
  let other: FakeSubgraph;
  let router: Server;
  let outside: Caller;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'satugraf-router-'));
    other = new FakeSubgraph(({ variables: { representations } }) => ({
      data: representations
        ? { _entities: representations.map(() => ({ __typename: 'Region', curahHujan: 7 })) }
        : { cuaca: { nodes: [{ suhu: 31 }], pageInfo: { hasNextPage: false } } },
    }));
    const host = await other.listen();
    const { supergraphSdl, errors } = composeServices([
      {
        name: 'satugraf',
        url: `${hub.url}/graphql`,
        typeDefs: parse(await textAt(hub.key(), '/subgraph.graphql')),
      },
      { name: 'cuaca', url: `http://${host}/graphql`, typeDefs: parse(OTHER) },
    ]);
    if (!supergraphSdl) throw new Error(String(errors));
    const file = join(folder, 'supergraph.graphql');
    await writeFile(file, supergraphSdl);
    const config = readGatewayConfig({
      HUB_SUPERGRAPH: file,
      HUB_ALLOWED: [host, new URL(hub.url).host].join(),
      HUB_ADMITS: 'anyone',
      HUB_LOG: 'silent',
      PORT: '0',
    });
    if (!config) throw new Error('no gateway alone is configured');
    router = await createGateway(config);
    const url = await router.listen();
    outside = {
      ...hub.anonymous,
      query: async (query, variables) => {
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query, variables }),
        });
        const { data, errors: told = [] } = (await response.json()) as { data: never; errors?: never[] };
        return { status: response.status, headers: response.headers, data, errors: told, text: '' };
      },
    };
  });
  afterAll(async () => {
    await router?.[Symbol.asyncDispose]();
    await other?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    `{ ${OPEN}(first: 3, orderBy: [{ tahun: DESC }]) { totalCount nodes { tahun kecamatan region { code name } } pageInfo { hasNextPage } } }`,
    `{ ${OPEN} { groups(by: [tahun]) { key { column value } count } aggregate { count } } }`,
    `{ region(code: "35.14") { name level ${OPEN} { totalCount } children(first: 2) { nodes { code } } } }`,
    '{ periods: period(id: "2024") { label children { id } } agencies { slug } }',
  ])('answers as the hub itself does: %s', async (query) => {
    const [direct, through] = await Promise.all([hub.anonymous.query(query), outside.query(query)]);
    expect(direct.errors).toEqual([]);
    expect(through.data).toEqual(direct.data);
  });

  test('others add to a region, and to nothing else of the hub', async () => {
    const { data } = await outside.query(
      '{ region(code: "35.14") { name curahHujan } cuaca { nodes { suhu } pageInfo { hasNextPage } } }',
    );
    expect(data).toEqual({
      region: { name: 'Kabupaten Pasuruan', curahHujan: 7 },
      cuaca: { nodes: [{ suhu: 31 }], pageInfo: { hasNextPage: false } },
    });
  });

  test.each([
    `{ ${OPEN} { nodes { ${CLASSED} } } }`,
    `{ ${PROPOSED} { totalCount } }`,
    '{ supergraph { sdl } }',
  ])('what is not public is not there: %s', async (query) => {
    const { status, errors } = await outside.query(query);
    expect([status, errors.length > 0]).toEqual([400, true]);
  });
});
