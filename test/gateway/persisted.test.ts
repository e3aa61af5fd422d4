import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_QUERY } from '../../scripts/demo/datasets.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(() => hub[Symbol.asyncDispose]());

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const FIELD = 'dinkes_tenagaKesehatan';
let texts = 0;
/** An operation that nobody has sent before. */
const fresh = (inner = `${FIELD}(first: 3) { nodes { kecamatan dokter } }`) =>
  `query Baru${++texts} { ${inner} }`;

interface Sent {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
  readonly extensions?: unknown;
}

interface Got {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, string>;
  readonly code: unknown;
}

/** What differs between two answers to the same question, whatever they are. */
const OWN_HEADERS = new Set(['date', 'x-request-id', 'connection', 'keep-alive']);

async function got(response: Response): Promise<Got> {
  const text = await response.text();
  const body = text === '' ? {} : (JSON.parse(text) as { errors?: { extensions?: { code?: unknown } }[] });
  return {
    status: response.status,
    text,
    headers: Object.fromEntries([...response.headers].filter(([name]) => !OWN_HEADERS.has(name))),
    code: body.errors?.[0]?.extensions?.code,
  };
}

const authorized = ({ token }: Caller): Record<string, string> =>
  token ? { authorization: `Bearer ${token}` } : {};

const post = async (caller: Caller, body: Sent, path = '/graphql'): Promise<Got> =>
  got(
    await fetch(`${hub.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorized(caller) },
      body: JSON.stringify(body),
    }),
  );

async function get(caller: Caller, sent: Sent, headers: Record<string, string> = {}): Promise<Got> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(sent))
    if (value !== undefined) parameters.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return got(
    await fetch(`${hub.url}/graphql?${parameters}`, {
      headers: { 'apollo-require-preflight': 'yes', ...authorized(caller), ...headers },
    }),
  );
}

const WAYS = { POST: post, GET: (caller: Caller, sent: Sent) => get(caller, sent) } as const;

const persisted = (text: string, more: object = {}) => ({
  persistedQuery: { version: 1, sha256Hash: sha256(text), ...more },
});

async function counts(): Promise<Record<string, number>> {
  const found = (await (await fetch(`${hub.url}/metrics`)).text()).matchAll(
    /^satugraf_answers_total\{source="(\w+)"} (\d+)$/gm,
  );
  return Object.fromEntries([...found].map(([, source, count]) => [source, Number(count)]));
}

/** From where the answers came that `during` asked for. */
async function sources(during: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await counts();
  await during();
  const after = Object.entries(await counts());
  return Object.fromEntries(
    after.map(([name, count]) => [name, count - (before[name] ?? 0)] as const).filter(([, more]) => more > 0),
  );
}

describe.each(Object.entries(WAYS))('by %s', (method, send) => {
  test.each([
    ['a key', () => hub.key()],
    ['nobody', () => hub.anonymous],
  ])('an operation of %s is asked by its hash once it was sent with it; the answer is the plain one', async (_, who) => {
    const caller = who();
    const text = fresh();
    const unknown = await send(caller, { extensions: persisted(text) });
    expect([unknown.status, unknown.code, unknown.headers['cache-control']]).toEqual([
      200,
      'PERSISTED_QUERY_NOT_FOUND',
      'no-store',
    ]);
    expect(JSON.parse(unknown.text).errors[0].message).toBe('PersistedQueryNotFound');
    const first = await send(caller, { query: text, extensions: persisted(text) });
    const again = await send(caller, { extensions: persisted(text) });
    const plain = await send(caller, { query: text });
    expect(plain.status).toBe(200);
    expect(plain.text).toContain('dokter');
    expect(first).toEqual(plain);
    expect(again).toEqual(plain);
  });

  test('an answer is kept as for the text, whichever came first', async () => {
    const caller = hub.key();
    const text = fresh();
    expect(await sources(() => send(caller, { query: text, extensions: persisted(text) }))).toEqual({
      miss: 1,
    });
    expect(await sources(() => send(caller, { extensions: persisted(text) }))).toEqual({ hit: 1 });
    expect(await sources(() => send(caller, { query: text }))).toEqual({ hit: 1 });
    const other = fresh();
    expect(await sources(() => send(caller, { query: other }))).toEqual({ miss: 1 });
    expect(await sources(() => send(caller, { query: other, extensions: persisted(other) }))).toEqual({
      hit: 1,
    });
    expect(await sources(() => send(caller, { extensions: persisted(other) }))).toEqual({ hit: 1 });
  });

  test('variables and the name of the operation go with the hash', async () => {
    const caller = hub.key();
    const text = `query Satu${++texts}($n: Int!) { ${FIELD}(first: $n) { nodes { tahun } } } query Dua { viewer { name } }`;
    const operationName = `Satu${texts}`;
    const ask = (n: unknown, more: Sent = {}) =>
      send(caller, { operationName, variables: { n }, extensions: persisted(text), ...more });
    await ask(1, { query: text });
    const rows = async (n: number) => JSON.parse((await ask(n)).text).data[FIELD].nodes.length;
    expect([await rows(1), await rows(2)]).toEqual([1, 2]);
    expect((await ask('x')).code).toBe('BAD_USER_INPUT');
    expect(JSON.parse((await ask(1, { operationName: 'Dua' })).text).data).toEqual({
      viewer: { name: 'Dasbor kecamatan' },
    });
    expect((await ask(1, { operationName: 'Tiga' })).code).toBe('OPERATION_RESOLUTION_FAILURE');
  });

  const TEXT = '{ viewer { kind } }';
  test.each<[string, Sent, number, unknown, string]>([
    [
      'another text’s hash',
      { query: TEXT, extensions: persisted(`${TEXT} `) },
      400,
      'BAD_REQUEST',
      'provided sha',
    ],
    [
      'the hash in capitals',
      { query: TEXT, extensions: persisted(TEXT, { sha256Hash: sha256(TEXT).toUpperCase() }) },
      400,
      'BAD_REQUEST',
      'provided sha',
    ],
    ['an empty text', { query: '', extensions: persisted(TEXT) }, 400, 'BAD_REQUEST', ''],
    ['a hash that is a number', { extensions: persisted(TEXT, { sha256Hash: 7 }) }, 400, 'BAD_REQUEST', ''],
    ['no hash', { query: TEXT, extensions: { persistedQuery: { version: 1 } } }, 400, 'BAD_REQUEST', ''],
    [
      'version 2',
      { query: TEXT, extensions: persisted(TEXT, { version: 2 }) },
      200,
      'PERSISTED_QUERY_NOT_SUPPORTED',
      'PersistedQueryNotSupported',
    ],
    [
      'version "1"',
      { extensions: persisted(TEXT, { version: '1' }) },
      200,
      'PERSISTED_QUERY_NOT_SUPPORTED',
      'PersistedQueryNotSupported',
    ],
    [
      'no version',
      { extensions: persisted(TEXT, { version: undefined }) },
      200,
      'PERSISTED_QUERY_NOT_SUPPORTED',
      'PersistedQueryNotSupported',
    ],
  ])('%s is refused', async (_, sent, status, code, message) => {
    const refused = await send(hub.key(), sent);
    expect([refused.status, refused.code], refused.text).toEqual([status, code]);
    expect(JSON.parse(refused.text).errors[0].message).toContain(message);
    expect(refused.text).not.toContain('SERVICE_KEY');
  });

  test.each<[string, () => string, string]>([
    ['is no GraphQL', () => `{ viewer { kind ${++texts} `, 'GRAPHQL_PARSE_FAILED'],
    ['asks what is not there', () => fresh('tidakAda'), 'GRAPHQL_VALIDATION_FAILED'],
    ['is over a limit', () => fresh(`viewer { ${'kind '.repeat(2000)} }`), 'LIMIT_EXCEEDED'],
    [
      'is too long',
      () => `${fresh()} # ${'x'.repeat(method === 'GET' ? 12_000 : 100_000)}`,
      'LIMIT_EXCEEDED',
    ],
  ])('a text that %s is refused and not remembered', async (what, make, code) => {
    const text = make();
    const sent = await send(hub.key(), { query: text, extensions: persisted(text) }).catch(() => undefined);
    // Beyond what Node takes for a request's head.
    if (method === 'GET' && what === 'is too long') return;
    expect([sent?.status, sent?.code]).toEqual([400, code]);
    expect((await send(hub.key(), { extensions: persisted(text) })).code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});

test('what is sent by one way is asked by the other, and by every hub’s caller of the same kind', async () => {
  const text = fresh();
  await post(hub.key(), { query: text, extensions: persisted(text) });
  const official = await hub.official('produsen.dinkes');
  expect((await get(official, { extensions: persisted(text) })).status).toBe(200);
  // Nobody learns by a hash what those who have signed in ask, nor they what the public does.
  expect((await get(hub.anonymous, { extensions: persisted(text) })).code).toBe('PERSISTED_QUERY_NOT_FOUND');
  const open = fresh();
  await get(hub.anonymous, { query: open, extensions: persisted(open) });
  expect((await post(hub.key(), { extensions: persisted(open) })).code).toBe('PERSISTED_QUERY_NOT_FOUND');
});

test('an anonymous answer by hash has the ETag of the text, and is asked for again by it', async () => {
  const text = fresh();
  const plain = await get(hub.anonymous, { query: text });
  const etag = plain.headers['etag'] ?? '';
  expect(etag).toMatch(/^W\/"\w{43}"$/);
  await get(hub.anonymous, { query: text, extensions: persisted(text) });
  const again = await get(hub.anonymous, { extensions: persisted(text) }, { 'if-none-match': etag });
  expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', etag]);
});

test('a mutation is persisted by POST, and refused by GET whether by text or by hash', async () => {
  const official = await hub.official('kepala.bidang');
  const text = `mutation Keluar${++texts} { logout }`;
  const byGet = await get(official, { query: text, extensions: persisted(text) });
  expect([byGet.status, (await get(official, { extensions: persisted(text) })).code]).toEqual([
    405,
    'PERSISTED_QUERY_NOT_FOUND',
  ]);
  const key = hub.key();
  expect((await post(key, { query: text, extensions: persisted(text) })).text).toContain('"logout":false');
  expect((await post(key, { extensions: persisted(text) })).text).toContain('"logout":false');
  expect((await get(official, { extensions: persisted(text) })).status).toBe(405);
  expect((await official.query('{ viewer { kind } }')).status).toBe(200);
});

test('a simple GET is refused as a forgery before anything is remembered or answered', async () => {
  const text = fresh();
  const simple = (sent: Record<string, string>) => fetch(`${hub.url}/graphql?${new URLSearchParams(sent)}`);
  const extensions = JSON.stringify(persisted(text));
  expect((await simple({ query: text, extensions })).status).toBe(400);
  expect((await get(hub.anonymous, { extensions: persisted(text) })).code).toBe('PERSISTED_QUERY_NOT_FOUND');
});

test('what stands beside the hash in `extensions` counts as it does beside a text', async () => {
  const text = fresh();
  const team = await hub.official('tim.teknis');
  const extensions = { ...persisted(text), explain: true };
  const explained = await post(team, { query: text, extensions });
  expect(JSON.parse(explained.text).extensions.satugraf.execution.plan).toContain('Fetch');
  expect(JSON.parse((await post(team, { extensions })).text).extensions.satugraf.execution).toBeDefined();
  const { code } = await post(hub.key(), { extensions });
  expect(code).toBe('FORBIDDEN');
  const plain = await post(hub.key(), { query: DEMO_QUERY, extensions: { persistedQuery: null } });
  expect([plain.status, plain.code]).toEqual([200, 'FIELD_RESTRICTED']);
});

test('an export of a query takes the hash as it takes the text', async () => {
  const text = fresh();
  const key = hub.key();
  await post(key, { query: text, extensions: persisted(text) });
  const file = async (body: Sent) => {
    const response = await fetch(`${hub.url}/exports/query.csv`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorized(key) },
      body: JSON.stringify(body),
    });
    return [response.status, response.headers.get('content-type'), await response.text()];
  };
  const plain = await file({ query: text });
  expect(plain).toEqual([200, 'text/csv; charset=utf-8', expect.stringContaining('dokter')]);
  expect(await file({ extensions: persisted(text) })).toEqual(plain);
  const [status, , body] = await file({ extensions: persisted(`${text} `) });
  expect([status, body]).toEqual([404, expect.stringContaining('PERSISTED_QUERY_NOT_FOUND')]);
});

test('the texts that are remembered are bounded; the last ones are known', async () => {
  const key = hub.key();
  const many = Array.from({ length: 520 }, () => fresh('viewer { kind }'));
  for (let from = 0; from < many.length; from += 20)
    await Promise.all(
      many.slice(from, from + 20).map((text) => post(key, { query: text, extensions: persisted(text) })),
    );
  const known = async (text: string) => (await post(key, { extensions: persisted(text) })).code === undefined;
  expect(await known(many[0] ?? '')).toBe(false);
  expect(await known(many.at(-1) ?? '')).toBe(true);
  expect(await known(many[200] ?? '')).toBe(true);
});
