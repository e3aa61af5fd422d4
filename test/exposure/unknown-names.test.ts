import { createHash, randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { suggestionList } from 'graphql/jsutils/suggestionList.js';
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
/** What does not exist for them, all told: that, and what is not released. */
const HIDDEN = [FIELD, 'dispendik_sekolahDasar'];

const typeOf = (field: string): string => field.replace(/(^|_)[a-z]/g, (letter) => letter.toUpperCase());

/** A name of the same length that was never there, of letters drawn at random, as far from every name that is. */
function unlike(field: string): string {
  const { schema } = hub.hub.parts.graph.public;
  const known = [
    ...Object.keys(schema.getTypeMap()),
    ...Object.keys(schema.getQueryType()?.getFields() ?? {}),
  ];
  const suggested = (name: string) =>
    ['', 'Connection', 'Edge', 'Where', 'OrderBy', 'ByKey'].map((ending) => [
      suggestionList(name + ending, known),
      suggestionList(typeOf(name) + ending, known),
    ]);
  for (let tries = 0; tries < 10_000; tries++) {
    const at = [randomInt(field.length), randomInt(field.length)];
    const drawn = field.replace(/[a-z]/gi, (letter, place: number) => {
      if (!at.includes(place)) return letter;
      const other = String.fromCharCode(97 + randomInt(26));
      return letter === letter.toLowerCase() ? other : other.toUpperCase();
    });
    // What is suggested is like what was written, and says nothing of what is hidden.
    if (drawn !== field && isDeepStrictEqual(suggested(drawn), suggested(field))) return drawn;
  }
  throw new Error(`no name is like ${field}`);
}

interface Request {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly extensions?: Record<string, unknown>;
}

type Method = 'GET' | 'POST' | 'HEAD';

async function fetched(path: string, init: RequestInit) {
  const response = await fetch(hub.url + path, {
    ...init,
    // Compressed, two texts of the same length are not of the same length.
    headers: { ...(init.headers as Record<string, string>), 'accept-encoding': 'identity' },
  });
  const own = ['date', 'x-request-id'];
  return {
    status: response.status,
    headers: [...response.headers].filter(([name]) => !own.includes(name)),
    body: await response.text(),
  };
}

async function send(method: Method, request: Request) {
  const headers = { 'content-type': 'application/json', 'apollo-require-preflight': 'true' };
  const parameters = new URLSearchParams({
    query: request.query,
    variables: JSON.stringify(request.variables ?? {}),
    ...(request.operationName ? { operationName: request.operationName } : {}),
    ...(request.extensions ? { extensions: JSON.stringify(request.extensions) } : {}),
  });
  return method === 'POST'
    ? fetched('/graphql', { method, headers, body: JSON.stringify(request) })
    : fetched(`/graphql?${parameters}`, { method, headers });
}

/** As a client sends it that would have the hub keep its text. */
const persisted = (request: Request): Request => ({
  ...request,
  extensions: {
    persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(request.query).digest('hex') },
  },
});

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

/** Paths that name a dataset. */
const PATHS: readonly (readonly [method: Method, path: string, body?: string])[] = [
  ...['csv', 'xlsx', 'ndjson', 'pdf', ''].map((ending) => ['GET', `/exports/${FIELD}.${ending}`] as const),
  ['GET', `/exports/${FIELD}`],
  ['HEAD', `/exports/${FIELD}.csv`],
  ['POST', `/exports/${FIELD}.csv`, '{}'],
  ['GET', `/exports/${FIELD}.csv?columns=tahun`],
  ['GET', `/exports/${FIELD}.csv?columns=tidakAda`],
  ['GET', `/exports/${FIELD}.csv?salah=1`],
  ['GET', `/exports/${FIELD}.csv?where=%7B`],
  ['GET', `/exports/${FIELD}.xlsx?excel=1`],
  ['GET', `/datasets/${FIELD}/template.xlsx`],
  ['HEAD', `/datasets/${FIELD}/template.xlsx`],
  ['GET', `/datasets/${FIELD}`],
  ['GET', `/api/3/action/package_show?id=${FIELD}`],
  ['HEAD', `/api/3/action/package_show?id=${FIELD}`],
  ['GET', `/api/3/action/package_search?q=${FIELD}`],
  ['GET', `/api/3/action/package_search?fq=${FIELD}`],
  ['POST', '/exports/query.csv', JSON.stringify({ query: `{ ${FIELD} { nodes { tahun } } }` })],
  ['POST', '/exports/query.csv', JSON.stringify({ query: `{ a: ${FIELD} { totalCount } }` })],
  ['GET', `/schema.graphql?${FIELD}`],
  ['GET', `/catalog.jsonld?dataset=${FIELD}`],
];

/** An answer with another name in place of its own. */
const renamed = <T>(answer: T, field: string, other: string): T =>
  JSON.parse(JSON.stringify(answer).replaceAll(field, other).replaceAll(typeOf(field), typeOf(other)));

/** The same question about another name. */
const about = <T>(what: T, field: string): T => renamed(what, FIELD, field);

const PAIRS = HIDDEN.flatMap((field) => [
  ...PROBES.flatMap(([name, request]) =>
    (['POST', 'GET'] as const).flatMap((method) => [
      [field, method, name, (one: string) => send(method, about(request, one))] as const,
      [
        field,
        method,
        `${name}, to be kept`,
        (one: string) => send(method, persisted(about(request, one))),
      ] as const,
    ]),
  ),
  ...PATHS.map(
    ([method, path, body]) =>
      [
        field,
        method,
        path,
        (one: string) =>
          fetched(about(path, one), {
            method,
            ...(body === undefined
              ? {}
              : { body: about(body, one), headers: { 'content-type': 'application/json' } }),
          }),
      ] as const,
  ),
]);

describe('without a key, a dataset that is not theirs answers as a name that was never there', () => {
  test('in more than 200 pairs', () => {
    expect(PAIRS.length).toBeGreaterThan(200);
  });

  test.each(PAIRS)('%s by %s: %s', async (field, _method, _name, ask) => {
    const other = unlike(field);
    const [known, unknown] = [await ask(field), await ask(other)];
    expect(renamed(known, field, other)).toEqual(unknown);
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
