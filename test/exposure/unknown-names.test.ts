import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(() => hub[Symbol.asyncDispose]());

/** The dataset under evaluation; it is in the graph, and does not exist for who has no key. */
const FIELD = 'dinsos_bantuanPangan';
const TYPE = 'Dinsos_BantuanPangan';

/** The same text about a dataset that was never there: another letter, as far from every name that is. */
const stranger = (text: string): string => text.replaceAll('antuanPangan', 'antuanQangan');

interface Request {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

async function send(method: 'GET' | 'POST', request: Request) {
  const headers = { 'content-type': 'application/json', 'apollo-require-preflight': 'true' };
  const parameters = new URLSearchParams({
    query: request.query,
    variables: JSON.stringify(request.variables ?? {}),
    ...(request.operationName ? { operationName: request.operationName } : {}),
  });
  const response =
    method === 'GET'
      ? await fetch(`${hub.url}/graphql?${parameters}`, { headers })
      : await fetch(`${hub.url}/graphql`, { method, headers, body: JSON.stringify(request) });
  const own = ['date', 'x-request-id'];
  return {
    status: response.status,
    headers: [...response.headers].filter(([name]) => !own.includes(name)),
    body: await response.text(),
  };
}

const VISIBLE = 'dinkes_tenagaKesehatan';
const PROBES: readonly (readonly [name: string, request: Request])[] = [
  ['a field', { query: `{ ${FIELD} { nodes { tahun kecamatan } } }` }],
  ['a field without a selection', { query: `{ ${FIELD} }` }],
  ['a field with an empty connection', { query: `{ ${FIELD} { totalCount } }` }],
  ['a column that it does not have', { query: `{ ${FIELD} { nodes { tidakAda } } }` }],
  ['good arguments', { query: `{ ${FIELD}(first: 1, where: { tahun: { eq: 2025 } }) { totalCount } }` }],
  ['a wrong argument', { query: `{ ${FIELD}(salah: 1) { totalCount } }` }],
  ['an argument of a wrong type', { query: `{ ${FIELD}(first: "satu") { totalCount } }` }],
  ['an alias', { query: `{ lain: ${FIELD} { totalCount } }` }],
  ['a row by its key', { query: `{ ${FIELD}ByKey(kodeKecamatan: "35.14.01", tahun: 2025) { id } }` }],
  ['a row without its key', { query: `{ ${FIELD}ByKey { id } }` }],
  ['a row by half of its key', { query: `{ ${FIELD}ByKey(tahun: 2025) { id } }` }],
  ['an inline fragment', { query: `{ ${VISIBLE} { nodes { ... on ${TYPE} { tahun } } } }` }],
  [
    'an inline fragment on a helper type',
    { query: `{ ${VISIBLE} { ... on ${TYPE}Connection { totalCount } } }` },
  ],
  ['a fragment', { query: `{ ${VISIBLE} { nodes { ...B } } } fragment B on ${TYPE} { tahun }` }],
  ['a fragment that is not spread', { query: `{ __typename } fragment B on ${TYPE} { tahun }` }],
  [
    'a variable of its filter',
    {
      query: `query ($w: ${TYPE}Where) { ${FIELD}(where: $w) { totalCount } }`,
      variables: { w: { tahun: { eq: 2025 } } },
    },
  ],
  [
    'a variable of its filter at another dataset',
    { query: `query ($w: ${TYPE}Where) { ${VISIBLE}(where: $w) { totalCount } }`, variables: { w: {} } },
  ],
  [
    'a variable of its order',
    { query: `query ($o: [${TYPE}OrderBy!]) { ${FIELD}(orderBy: $o) { totalCount } }`, variables: { o: [] } },
  ],
  ['a back-reference', { query: `{ region(code: "35.14.01") { name ${FIELD} { totalCount } } }` }],
  ['a skipped field', { query: `{ __typename ${FIELD} @skip(if: true) { totalCount } }` }],
  [
    'an operation that is not run',
    { query: `query A { __typename } query B { ${FIELD} { totalCount } }`, operationName: 'A' },
  ],
  ['a mutation', { query: `mutation { ${FIELD}(first: 1) { totalCount } }` }],
  ['its entry in the catalogue', { query: `{ dataset(name: "${FIELD}") { title columns { name } } }` }],
  ['its releases', { query: `{ releases(dataset: "${FIELD}") { number } }` }],
  ...['', 'Connection', 'Edge', 'Where', 'OrderBy'].map(
    (ending) =>
      [
        `introspection of its type ${ending}`,
        { query: `{ __type(name: "${TYPE}${ending}") { kind name fields { name } inputFields { name } } }` },
      ] as const,
  ),
];

describe('without a key, a dataset under evaluation answers as a name that was never there', () => {
  test.each(PROBES)('%s', async (_, request) => {
    const text = JSON.stringify(request);
    for (const method of ['POST', 'GET'] as const) {
      const known = await send(method, request);
      const unknown = await send(method, JSON.parse(stranger(text)));
      expect({ ...known, body: stranger(known.body) }).toEqual(unknown);
    }
  });

  test('with a key the same probes find it', async () => {
    const { data, errors } = await hub
      .key()
      .query(`{ ${FIELD} { totalCount } __type(name: "${TYPE}") { name } }`);
    expect(data).toEqual({ [FIELD]: null, __type: { name: TYPE } });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FIELD_NOT_AGREED']);
  });
});

describe('without a key, nothing else gives the dataset away', () => {
  const SECRETS = [
    ...['antuanPangan', 'ekolahDasar', 'keluargaPenerima', 'siswaPenerimaPip', 'rasioSiswaGuru', 'anggaran'],
    ...['Bantuan pangan', 'Sekolah dasar', 'catatan', 'dinsos_', 'dispendik_'],
  ];

  test('introspection of the whole schema', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const { status, text } = await hub.anonymous.query(getIntrospectionQuery());
    expect(status).toBe(200);
    expect(text).toContain('Dinkes_TenagaKesehatan');
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  test.each([
    'BigInt',
    'BigIntFilter',
    'DateFilter',
    'IntegrationCase',
  ])('a type that only others use is unknown: %s', async (name) => {
    const ask = (type: string) =>
      send('POST', { query: `query ($v: ${type}) { __typename }`, variables: {} });
    const unlike = `${name.slice(0, -1)}q`;
    const { data } = await hub.anonymous.query(`{ __type(name: "${name}") { name } }`);
    expect(data).toEqual({ __type: null });
    const known = await ask(name);
    expect(known.status).toBe(400);
    expect(known.body).toContain(`Unknown type \\"${name}\\"`);
    expect((await ask(unlike)).body).toContain(`Unknown type \\"${unlike}\\"`);
  });

  test.each([
    `{ dinsos_bantuanPanga { totalCount } }`,
    `{ dinsos_bantuanPanganByKe { id } }`,
    `{ dispendik_sekolahDasa { totalCount } }`,
    `{ dataset_ }`,
    `{ __type(name: "x") { name } ... on Dinsos_BantuanPanga { tahun } }`,
    `query ($w: Dinsos_BantuanPanganWher) { __typename }`,
    `{ region(code: "35.14") { dinsos_bantuanPanga { totalCount } } }`,
    `{ ${VISIBLE} { nodes { keluargaPenerim anggara siswaPenerimaPi } } }`,
    `{ ${VISIBLE}(where: { anggara: { gt: 1 } }) { totalCount } }`,
  ])('a near miss is not told what it missed: %s', async (query) => {
    const { status, text } = await hub.anonymous.query(query);
    expect(status).toBe(400);
    const asked = query.match(/\w+/g) ?? [];
    // What the caller wrote may be repeated; nothing longer than that may stand there.
    const rest = asked.reduce((left, word) => left.replaceAll(`\\"${word}\\"`, ''), text);
    for (const secret of SECRETS) expect(rest).not.toContain(secret);
  });

  test('the catalogue, its search and its errors', async () => {
    const { text } = await hub.anonymous.query(
      '{ datasets { name title description columns { name title description } } none: datasets(search: "pangan") { name } of: datasets(agency: "dinsos") { name } }',
    );
    expect(text).toContain('dinkes_tenagaKesehatan');
    expect(text).toContain('"none":[]');
    expect(text).toContain('"of":[]');
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });
});
