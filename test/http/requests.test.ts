import { connect } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bootHub, eventually, type TestHub } from '../support/hub.js';

let hub: TestHub;
let team: string;
beforeAll(async () => {
  hub = await bootHub('demo');
  team = (await hub.official('tim.teknis')).token ?? '';
});
afterAll(() => hub[Symbol.asyncDispose]());

interface Got {
  readonly status: number;
  readonly code: unknown;
  readonly text: string;
  readonly headers: Headers;
}

/** Sends a request as it is; whatever comes back is JSON with a request id, and never the server's own fault. */
async function send(path: string, init: RequestInit = {}): Promise<Got> {
  const answer = await fetch(hub.url + path, { redirect: 'manual', ...init });
  const text = await answer.text();
  expect(answer.status, text).toBeLessThan(500);
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  const body = JSON.parse(text) as { errors?: { extensions: { code: unknown } }[] };
  return {
    status: answer.status,
    code: body.errors?.[0]?.extensions.code,
    text,
    headers: answer.headers,
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };
const QUERY = '{ viewer { kind } }';
const ANSWER = { data: { viewer: { kind: 'ANONYMOUS' } } };
const post = (body: string, headers: Record<string, string> = JSON_TYPE): RequestInit => ({
  method: 'POST',
  headers,
  body,
});
const ask = (query: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  post(JSON.stringify({ query, ...more }), { ...JSON_TYPE, ...headers });
const get = (parameters: string, headers: Record<string, string> = JSON_TYPE): [string, RequestInit] => [
  `/graphql?${parameters}`,
  { headers },
];

// Whatever has been sent before, the next request is answered.
afterEach(async () => {
  expect(JSON.parse((await send('/graphql', ask(QUERY))).text)).toEqual(ANSWER);
});

describe('a malformed request is refused:', () => {
  const form = new FormData();
  form.set('operations', JSON.stringify({ query: QUERY }));
  const large = JSON.stringify({ query: QUERY, padding: 'x'.repeat(1_000_001) });

  test.each<[string, RequestInit, number, string]>([
    ['a body that is no JSON', post('{"query":'), 400, 'BAD_JSON'],
    ['an empty body', post(''), 400, 'BAD_JSON'],
    ['a body that would change prototypes', post('{"query":"","__proto__":{}}'), 400, 'BAD_JSON'],
    ['no body and no content type', { method: 'POST' }, 400, 'BAD_REQUEST'],
    ['application/graphql', post(QUERY, { 'content-type': 'application/graphql' }), 400, 'BAD_REQUEST'],
    ['application/xml', post('<query/>', { 'content-type': 'application/xml' }), 400, 'BAD_REQUEST'],
    ['an answer wanted as HTML', ask(QUERY, {}, { accept: 'text/html' }), 406, 'BAD_REQUEST'],
    ['no query', post('{}'), 400, 'BAD_REQUEST'],
    ['null', post('null'), 400, 'BAD_REQUEST'],
    ['a bare string', post('"query"'), 400, 'BAD_REQUEST'],
    ['a query that is null', post('{"query":null}'), 400, 'BAD_REQUEST'],
    ['a query that is a number', post('{"query":7}'), 400, 'BAD_REQUEST'],
    ['a query that is an object', post('{"query":{"length":1}}'), 400, 'BAD_REQUEST'],
    ['an empty query', post('{"query":""}'), 400, 'BAD_REQUEST'],
    ['a batch', post(`[${JSON.stringify({ query: QUERY })}]`), 400, 'BAD_REQUEST'],
    ['an empty batch', post('[]'), 400, 'BAD_REQUEST'],
    ['variables that are a string', ask(QUERY, { variables: '{}' }), 400, 'BAD_REQUEST'],
    ['variables that are a list', ask(QUERY, { variables: [1] }), 400, 'BAD_REQUEST'],
    ['an operation name that is a number', ask(QUERY, { operationName: 1 }), 400, 'BAD_REQUEST'],
    ['a body over the limit', post(large), 413, 'BODY_TOO_LARGE'],
    ['a syntax error', ask('{ viewer { kind '), 400, 'GRAPHQL_PARSE_FAILED'],
    ['a comment alone', ask('# nothing'), 400, 'GRAPHQL_PARSE_FAILED'],
    ['a lone surrogate', ask('{ region(code: "\\ud800") { name } }'), 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', ask('{ nothing }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a fragment alone', ask('fragment F on Query { viewer { kind } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a missing variable', ask('query ($c: ID!) { region(code: $c) { name } }'), 400, 'BAD_USER_INPUT'],
    [
      'a variable of the wrong type',
      ask('query ($n: Int) { regions(first: $n) { totalCount } }', { variables: { n: 'x' } }),
      400,
      'BAD_USER_INPUT',
    ],
    ['an unknown operationName', ask(QUERY, { operationName: 'X' }), 400, 'OPERATION_RESOLUTION_FAILURE'],
    [
      'two operations and no name',
      ask('query A { viewer { kind } } query B { viewer { kind } }'),
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['a subscription', ask('subscription { changes }'), 400, 'BAD_REQUEST'],
    ['a NUL character', ask('{ region(code: "a\\u0000") { name } }'), 400, 'BAD_USER_INPUT'],
    [
      'a NUL character in a variable',
      ask('query ($s: String) { regions(search: $s) { totalCount } }', { variables: { s: '\0' } }),
      400,
      'BAD_USER_INPUT',
    ],
    [
      'a NUL character in a user name',
      ask('mutation { login(username: "\\u0000", password: "x") { token } }'),
      400,
      'BAD_USER_INPUT',
    ],
  ])('%s', async (_, init, status, code) => {
    const got = await send('/graphql', init);
    expect([got.status, got.code], got.text).toEqual([status, code]);
  });

  // What a form or an image of any other site can make a browser send, without asking the hub first.
  test.each<[string, string, RequestInit]>([
    ['plain text', '/graphql', post(JSON.stringify({ query: QUERY }), { 'content-type': 'text/plain' })],
    [
      'a form',
      '/graphql',
      post('query={viewer{kind}}', { 'content-type': 'application/x-www-form-urlencoded' }),
    ],
    ['a multipart form', '/graphql', { method: 'POST', body: form }],
    ['a simple GET', `/graphql?query=${encodeURIComponent(QUERY)}`, {}],
    ['a GET of nothing', '/graphql', {}],
  ])('%s, which needs no preflight', async (_, path, init) => {
    const got = await send(path, init);
    expect([got.status, got.code], got.text).toEqual([400, 'BAD_REQUEST']);
    expect(got.text).not.toContain('ANONYMOUS');
  });
});

describe('GET', () => {
  const query = `query=${encodeURIComponent(QUERY)}`;

  test('answers queries', async () => {
    for (const [path, init] of [get(query), get(query, { 'apollo-require-preflight': '1' })]) {
      const got = await send(path, init);
      expect([got.status, JSON.parse(got.text)]).toEqual([200, ANSWER]);
    }
  });

  test('never runs a mutation', async () => {
    const signedIn = { ...JSON_TYPE, authorization: `Bearer ${team}` };
    const got = await send(...get(`query=${encodeURIComponent('mutation { logout }')}`, signedIn));
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
    const still = await send('/graphql', ask(QUERY, {}, signedIn));
    expect(still.text).toContain('OFFICIAL');
    const login = 'mutation { login(username: "a", password: "b") { token } }';
    expect((await send(...get(`query=${encodeURIComponent(login)}`))).status).toBe(405);
  });

  test.each([
    ['two queries', `${query}&${query}`],
    ['variables that are no JSON', `${query}&variables=%7B`],
    ['variables twice', `${query}&variables=%7B%7D&variables=%7B%7D`],
    ['no query', 'variables=%7B%7D'],
  ])('with %s is refused', async (_, parameters) => {
    const got = await send(...get(parameters));
    expect([got.status, got.code]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('paths and methods', () => {
  test.each<[string, string, RequestInit, number, string]>([
    ['an unknown path', '/nowhere', {}, 404, 'NOT_FOUND'],
    ['an unknown path, posted to', '/nowhere', ask(QUERY), 404, 'NOT_FOUND'],
    ['a path below a known one', '/graphql/x', ask(QUERY), 404, 'NOT_FOUND'],
    ['an unknown file of the explorer', '/explorer/nothing.js', {}, 404, 'NOT_FOUND'],
    ['a way out of the explorer', '/explorer/..%2f..%2fpackage.json', {}, 404, 'NOT_FOUND'],
    ['a path that cannot be decoded', '/%zz', {}, 400, 'BAD_REQUEST'],
    ['PUT', '/graphql', { ...ask(QUERY), method: 'PUT' }, 404, 'NOT_FOUND'],
    ['PATCH', '/graphql', { ...ask(QUERY), method: 'PATCH' }, 404, 'NOT_FOUND'],
    ['DELETE', '/graphql', { method: 'DELETE' }, 404, 'NOT_FOUND'],
    ['a GET of the uploads', '/uploads', {}, 404, 'NOT_FOUND'],
    ['a POST to health', '/health/live', ask(QUERY), 404, 'NOT_FOUND'],
  ])('%s', async (_, path, init, status, code) => {
    const got = await send(path, init);
    expect([got.status, got.code], got.text).toEqual([status, code]);
    const { messages } = JSON.parse(got.text).errors[0].extensions as { messages: Record<string, string> };
    expect(Object.keys(messages)).toEqual(['id', 'en']);
  });

  test('what is no HTTP at all is answered and cut off', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(hub.url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (data) => {
        text += data;
      });
      socket.once('close', () => resolve(text));
      socket.once('error', reject);
      socket.write('HALO\r\n\r\n');
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('Authorization', () => {
  const unknown = (prefix: string) => `Bearer ${prefix}${'a'.repeat(43)}`;

  test.each([
    ['empty', ''],
    ['a scheme without a token', 'Bearer'],
    ['no scheme', `sgs_${'a'.repeat(43)}`],
    ['another scheme', 'Basic YTpi'],
    ['no token of ours', 'Bearer x'],
    ['two tokens', `${unknown('sgs_')} x`],
    ['an unknown session', unknown('sgs_')],
    ['an unknown key', unknown('sgk_000000000000_')],
    ['a token of 8,000 characters', `Bearer ${'a'.repeat(8000)}`],
  ])('that is %s is refused, not taken for nobody', async (_, authorization) => {
    const headers = { ...JSON_TYPE, authorization };
    for (const got of [
      await send('/graphql', ask(QUERY, {}, headers)),
      await send(...get(`query=${encodeURIComponent(QUERY)}`, headers)),
      await send('/uploads', { method: 'POST', headers, body: 'a\n' }),
    ])
      expect([got.status, got.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('of a key or a session counts until it is revoked or has expired: a session at once, a key within a second', async () => {
    const sql = postgres(hub.databaseUrl, { max: 1 });
    const key = hub.key();
    const official = await hub.official('pengguna');
    const asked = async (caller: typeof key) => {
      const { status, errors } = await caller.query(QUERY);
      return [status, errors[0]?.extensions.code];
    };
    try {
      expect([await asked(key), await asked(official)]).toEqual([
        [200, undefined],
        [200, undefined],
      ]);
      const refused = [401, 'UNAUTHENTICATED'];
      const withinASecond = (expected: unknown) =>
        eventually(async () => (isDeepStrictEqual(await asked(key), expected) ? true : undefined), 1000);
      await sql`update service_keys set expires_at = now() - interval '1 second' where name = 'Dasbor kecamatan'`;
      await withinASecond(refused);
      await sql`update service_keys set expires_at = now() + interval '1 hour' where name = 'Dasbor kecamatan'`;
      await withinASecond([200, undefined]);
      await sql`update service_keys set revoked_at = now() where name = 'Dasbor kecamatan'`;
      await withinASecond(refused);
      await sql`update sessions set expires_at = now() - interval '1 second'
        where account_id = (select id from accounts where username = 'pengguna')`;
      expect(await asked(official)).toEqual(refused);
    } finally {
      await sql`update service_keys set revoked_at = null, expires_at = null`;
      await sql.end();
    }
  });

  test('with the right id and another secret is refused', async () => {
    const token = hub.key().token ?? '';
    const wrong = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
    expect((await hub.caller(wrong).query(QUERY)).status).toBe(401);
  });
});

describe('an operation over a limit is refused while others are answered:', () => {
  /** 20 fragments, each spreading the next one twice: a million selections in less than a kilobyte. */
  const doubling = [
    '{ ...F0 }',
    ...Array.from({ length: 20 }, (_, at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`),
    'fragment F20 on Query { viewer { kind } }',
  ].join(' ');
  const children = (levels: number): string =>
    levels === 0 ? 'name' : `children { nodes { ${children(levels - 1)} } }`;
  const times = (count: number, make: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => make(at));

  test.each<[string, string, string]>([
    ['characters', 'characters', `{ viewer { kind } } # ${'x'.repeat(100_000)}`],
    ['tokens', 'tokens', `{ ${'viewer { kind } '.repeat(1100)} }`],
    ['depth', 'depth', `{ region(code: "35") { ${children(6)} } }`],
    ['selections, through fragments', 'selections', doubling],
    ['selections, written out', 'selections', `{ viewer { ${'kind '.repeat(2000)} } }`],
    ['aliases', 'aliases', `{ viewer { ${times(31, (at) => `a${at}: kind`).join(' ')} } }`],
    ['root fields', 'rootFields', `{ ${'viewer { kind } '.repeat(21)} }`],
    ['brackets', 'lists', `{ region(code: ${'['.repeat(300)}${']'.repeat(300)}) { name } }`],
    [
      'introspection',
      'depth',
      `{ __schema { types { ${'ofType { '.repeat(30)} name ${'} '.repeat(30)} } } }`,
    ],
  ])('%s', async (_, limit, query) => {
    const variants = [send('/graphql', ask(query)), hub.key().query(query)];
    if (query.length < 8000) variants.push(send(...get(`query=${encodeURIComponent(query)}`)));
    const [others, ...refused] = await Promise.all([
      Promise.all([1, 2, 3, 4, 5].map(() => hub.key().query(QUERY))),
      ...variants,
    ]);
    for (const { status, text } of refused) {
      expect(status).toBe(400);
      expect(JSON.parse(text).errors[0].extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit });
    }
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  test('the query of doubling fragments is as small as it looks', () => {
    expect(doubling.length).toBeLessThan(1024);
  });

  test('what is just within them is answered', async () => {
    for (const query of [
      `{ viewer { kind } } # ${'x'.repeat(99_000)}`,
      `{ region(code: "35") { ${children(5)} } }`,
      `{ viewer { ${times(30, (at) => `a${at}: kind`).join(' ')} } }`,
      `{ ${'viewer { kind } '.repeat(20)} }`,
    ])
      expect((await send('/graphql', ask(query))).status).toBe(200);
  });
});
