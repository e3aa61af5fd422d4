import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../db/client.js';
import { HostedDataSource } from '../../gateway/transport/hosted.js';
import { ColumnUses } from '../../subgraphs/column-uses.js';
import type { RequestContext } from '../../subgraphs/context.js';
import { HostedSubgraph, readsOf } from '../../subgraphs/hosted/index.js';
import type { Viewer } from '../../subgraphs/viewer.js';
import { makeDataset, type OwnDataset } from './dataset.js';
import { bootServices, type Services } from './services.js';

// Fetches as the gateway sends them, at the boundary of the hosted subgraph.

const CATATAN: OwnDataset = {
  name: 'catatan',
  columns: [
    { name: 'isi', type: 'TEXT' },
    { name: 'kodeWilayah', type: 'TEXT', region: 'wilayah' },
  ],
};
const OWN_PRODUCER: Viewer = {
  kind: 'OFFICIAL',
  accountId: 'uji',
  name: 'Uji',
  agency: 'dinkes',
  roles: ['PRODUCER'],
};

let services: Services;
let source: HostedDataSource;
beforeAll(async () => {
  services = await bootServices();
  const rows = ['satu', 'dua', 'tiga'].map((isi) => ({ isi, kodeWilayah: '35.14.01' }));
  await makeDataset(services.hub, CATATAN, rows);
  source = new HostedDataSource(new HostedSubgraph(services.hub.hub.parts.graph.members.schema));
});
afterAll(() => services[Symbol.asyncDispose]());

function contextOf(more: Partial<RequestContext> = {}): RequestContext {
  const { reads, keyring, directory } = services.hub.hub.parts;
  const context = { requestId: 'uji', viewer: OWN_PRODUCER, reads, keyring, directory: directory() };
  return {
    ...context,
    memo: new Map(),
    columnUses: new ColumnUses(Number.POSITIVE_INFINITY),
    signal: new AbortController().signal,
    log: { error: () => {} },
    ...more,
  } as unknown as RequestContext;
}

type Asked = Parameters<HostedDataSource['process']>[0];
const fetch = (query: string, variables: object = {}, context = contextOf()) =>
  source.process({ request: { query, variables }, context } as unknown as Asked) as Promise<{
    data: Record<string, never> | null;
    errors?: { message: string; path: unknown; extensions: Record<string, unknown> }[];
  }>;

const ENTITIES = 'query ($representations: [_Any!]!) { _entities(representations: $representations)';

describe('objects that other subgraphs name', () => {
  test('come back in their order, of whatever types, each once for each time', async () => {
    const { data } = await fetch(
      '{ dinkes_layanan(first: 2) { nodes { id kode } } dinkes_catatan { nodes { id isi } } }',
    );
    const { dinkes_layanan: layanan, dinkes_catatan: catatan } = data as unknown as Record<
      string,
      { nodes: { id: string; isi: string; kode: string }[] }
    >;
    const [a, b] = layanan?.nodes ?? [];
    const [one, two, three] = catatan?.nodes ?? [];
    expect(new Set(catatan?.nodes.map(({ id }) => id)).size).toBe(3);
    const representations = [
      { __typename: 'Dinkes_Catatan', id: three?.id },
      { __typename: 'Region', code: '35.14.02' },
      { __typename: 'Dinkes_Layanan', id: b?.id },
      { __typename: 'Dinkes_Layanan', id: 'tidak-ada' },
      { __typename: 'Dinkes_Catatan', id: one?.id },
      { __typename: 'Dinkes_Catatan', id: a?.id },
      { __typename: 'Region', code: '35.14.01' },
      { __typename: 'Dinkes_Layanan', id: b?.id },
      { __typename: 'Region', code: "35'; --" },
    ];
    const answer = await fetch(
      `${ENTITIES} {
        __typename
        ... on Region { code dinkes_catatan(first: 2, orderBy: { isi: ASC }) { totalCount nodes { id isi } } }
        ... on Dinkes_Catatan { id isi }
        ... on Dinkes_Layanan { kode wilayah { code dinkes_catatan { totalCount } } }
      } }`,
      { representations },
    );
    expect(answer.errors).toBeUndefined();
    const region = (code: string, ...nodes: unknown[]) => ({
      __typename: 'Region',
      code,
      dinkes_catatan: { totalCount: nodes.length === 0 ? 0 : 3, nodes },
    });
    const row = (isi?: { id: string; isi: string }) => ({ __typename: 'Dinkes_Catatan', ...isi });
    const service = {
      __typename: 'Dinkes_Layanan',
      kode: 'B',
      wilayah: { code: '35.14.01', dinkes_catatan: { totalCount: 3 } },
    };
    expect(answer.data?.['_entities']).toEqual([
      row(three),
      region('35.14.02'),
      service,
      null,
      row(one),
      null,
      region('35.14.01', two, one),
      service,
      region("35'; --"),
    ]);
  });

  test('a refusal is told once for each of them, where it stands', async () => {
    const representations = ['35.14.01', '35.14.02'].map((code) => ({ __typename: 'Region', code }));
    const { data, errors } = await fetch(
      `${ENTITIES} { ... on Region { code dinkes_layanan(first: -1) { totalCount } dinkes_catatan { totalCount } } } }`,
      { representations },
    );
    expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['_entities', 0, 'dinkes_layanan'], 'BAD_USER_INPUT'],
      [['_entities', 1, 'dinkes_layanan'], 'BAD_USER_INPUT'],
    ]);
    expect(data?.['_entities']).toEqual([
      { code: '35.14.01', dinkes_layanan: null, dinkes_catatan: { totalCount: 3 } },
      { code: '35.14.02', dinkes_layanan: null, dinkes_catatan: { totalCount: 0 } },
    ]);
  });
});

test('a refusal inside of rows is told at each row that has the place', async () => {
  const { data, errors } = await fetch(
    `{ list: dinkes_layanan(where: { kode: { in: ["H", "I", "J"] } }) {
      nodes { kode wilayah { bad: dinkes_catatan(last: 1, first: 1) { totalCount } } }
    } }`,
  );
  expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['list', 'nodes', 0, 'wilayah', 'bad'], 'BAD_USER_INPUT'],
    [['list', 'nodes', 1, 'wilayah', 'bad'], 'BAD_USER_INPUT'],
  ]);
  expect(data?.['list']).toEqual({
    nodes: [
      { kode: 'H', wilayah: { bad: null } },
      { kode: 'I', wilayah: { bad: null } },
      { kode: 'J', wilayah: null },
    ],
  });
});

test('lists within lists are refused before they multiply beyond a million rows', async () => {
  const nested = (levels: number): string =>
    levels === 0
      ? ''
      : `wilayah { dinkes_layanan(first: 200) { totalCount nodes { ${nested(levels - 1)} kode } } }`;
  const ask = (levels: number) => fetch(`{ dinkes_catatan(first: 25) { nodes { isi ${nested(levels)} } } }`);
  expect((await ask(2)).errors).toBeUndefined();
  const { errors } = await ask(3);
  expect(new Set(errors?.map(({ extensions }) => extensions['code']))).toEqual(new Set(['LIMIT_EXCEEDED']));
  expect(errors?.[0]?.path).toEqual([
    ...['dinkes_catatan', 'nodes', 0, 'wilayah', 'dinkes_layanan'],
    ...['nodes', 0, 'wilayah', 'dinkes_layanan', 'nodes', 0, 'wilayah', 'dinkes_layanan'],
  ]);
});

test('a fetch of many fields is one statement, and values are no part of its text', async () => {
  const sent: { text: string; values: unknown[] }[] = [];
  const { reads } = services.hub.hub.parts;
  const unsafe = (text: string, values: never[]) => {
    sent.push({ text, values });
    return reads.sql.unsafe(text, values);
  };
  const context = contextOf({ reads: { sql: { unsafe } } as never });
  const secret = "x'; drop table cases; --";
  const { errors } = await fetch(
    `query ($text: String) {
      one: dinkes_layanan(where: { teks: { eq: $text } }, first: 7) { nodes { kode wilayah { dinkes_catatan(first: 3) { nodes { isi } } } } }
      two: dinkes_catatan(where: { isi: { contains: $text } }) { totalCount groups(by: [isi]) { count } distinct(column: isi, search: $text) { value } }
      three: dinkes_layananByKey(kode: $text, tahun: 2025) { kode }
    }`.replace('$text: String', '$text: String!'),
    { text: secret },
    context,
  );
  expect(errors).toBeUndefined();
  expect(sent).toHaveLength(1);
  expect(sent[0]?.text).not.toContain('drop');
  expect(sent[0]?.values.filter((value) => String(value).includes('drop'))).toHaveLength(4);
  expect([...readsOf(context).keys()]).toEqual(['dinkes_layanan', 'dinkes_catatan']);
});

test('conditions, aliases and fragments are those of the request, also where the text is known already', async () => {
  const query = `query ($yes: Boolean!) {
    __typename
    a: dinkes_layanan(first: 1) { ...List }
    b: dinkes_layanan(first: 1, where: { kode: { eq: "B" } }) @skip(if: $yes) { ...List }
  }
  fragment List on Dinkes_LayananConnection { nodes { k: kode ... @include(if: $yes) { sama: kode __typename } } }`;
  for (let again = 0; again < 2; again++) {
    const yes = await fetch(query, { yes: true });
    expect(yes.data).toEqual({
      __typename: 'Query',
      a: { nodes: [{ k: 'A', sama: 'A', __typename: 'Dinkes_Layanan' }] },
    });
    const no = await fetch(query, { yes: false });
    expect(no.data).toEqual({
      __typename: 'Query',
      a: { nodes: [{ k: 'A' }] },
      b: { nodes: [{ k: 'B' }] },
    });
  }
});

test('names longer than those of PostgreSQL, and more fields than a record holds, are answered', async () => {
  const long = `nama${'x'.repeat(80)}`;
  const many = Array.from({ length: 1650 }, (_, at) => `f${at}: kode`).join(' ');
  const { data, errors } = await fetch(
    `{ a: dinkes_layanan(first: 1) { nodes { ${long}: kode id } } b: dinkes_layanan(first: 1) { nodes { ${many} } } }`,
  );
  expect(errors).toBeUndefined();
  const { a, b } = data as unknown as Record<string, { nodes: Record<string, string>[] }>;
  expect(a?.nodes[0]).toMatchObject({ [long]: 'A' });
  expect(Object.keys(b?.nodes[0] ?? {})).toHaveLength(1650);
});

test('a statement that runs out of time is said to at each field, without its words', async () => {
  const { databaseUrl, hub } = services.hub;
  const table = `hosted.r${hub.parts.directory().named('dinkes_catatan').release?.id}`;
  await using reads = openDatabase(databaseUrl, { max: 1, name: 'uji', statementTimeoutMs: 200 });
  const other = postgres(databaseUrl, { max: 1 });
  try {
    const answer = await other.begin(async (sql) => {
      await sql.unsafe(`lock table ${table} in access exclusive mode`);
      return fetch(
        '{ __typename list: dinkes_catatan { totalCount } bad: dinkes_layanan(first: -1) { totalCount } }',
        {},
        contextOf({ reads }),
      );
    });
    expect(answer.data).toEqual({ __typename: 'Query', list: null, bad: null });
    expect(answer.errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['bad'], 'BAD_USER_INPUT'],
      [['list'], 'TIMEOUT'],
    ]);
  } finally {
    await other.end();
  }
});
