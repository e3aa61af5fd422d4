import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { machine } from '../cli/running.js';
import { changeKey, codesOf, makeKey } from '../identity/making-keys.js';
import { bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';

const FIELD = 'dinkes_tenagaKesehatan';
const TRUSTED = `query Dasbor { ${FIELD}(first: 2) { nodes { kecamatan dokter } } }`;
const OTHER = `query Lain { ${FIELD}(first: 2) { nodes { kecamatan } } }`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const byHash = (text: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } },
});

let hub: TestHub;
let owner: Caller;
let id: string;
let bound: Caller;
beforeAll(async () => {
  hub = await bootHub('demo');
  owner = await hub.official('pengguna');
});
afterAll(() => hub[Symbol.asyncDispose]());
beforeEach(async () => {
  if (id) await changeKey(owner, 'revoke', id);
  const { key, serviceKey } = await makeKey(owner, { scopes: ['read', 'export'], trustedOnly: true });
  id = serviceKey.id;
  bound = hub.caller(key);
});

const trust = (operations: readonly string[], caller = owner, key = id) =>
  caller.query<{ trustOperations: { id: string; trustedOperations: { hash: string; text: string }[] } }>(
    'mutation ($key: ID!, $operations: [String!]!) { trustOperations(key: $key, operations: $operations) { id trustedOperations { hash text } } }',
    { key, operations },
  );
const distrust = (hash: string) =>
  owner.query('mutation ($key: ID!, $hash: ID!) { distrustOperation(key: $key, hash: $hash) { id } }', {
    key: id,
    hash,
  });

interface Got {
  readonly status: number;
  readonly code: string | undefined;
  readonly text: string;
}

async function sent(path: string, init: RequestInit = {}, caller = bound): Promise<Got> {
  const response = await fetch(`${hub.url}${path}`, {
    ...init,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${caller.token}`,
      ...init.headers,
    },
  });
  const text = await response.text();
  const code = text.startsWith('{') ? JSON.parse(text).errors?.[0]?.extensions?.code : undefined;
  return { status: response.status, code, text };
}
const post = (body: object, path = '/graphql', caller = bound) =>
  sent(path, { method: 'POST', body: JSON.stringify(body) }, caller);
const get = (parameters: Record<string, string>) => sent(`/graphql?${new URLSearchParams(parameters)}`);

/** Every way on which a text, or its hash, can reach the hub. */
const WAYS: Readonly<Record<string, (text: string) => Promise<Got>>> = {
  'by POST': (query) => post({ query }),
  'by GET': (query) => get({ query }),
  'by hash and POST': (text) => post(byHash(text)),
  'by hash and GET': (text) => get({ extensions: JSON.stringify(byHash(text).extensions) }),
  'by text and hash': (query) => post({ query, ...byHash(query) }),
  'as an export': (query) => post({ query }, '/exports/query.csv'),
  'as an export by hash': (text) => post(byHash(text), '/exports/query.csv'),
};
const REFUSED = { status: 403, code: 'OPERATION_NOT_TRUSTED' };

describe('a key that is bound to trusted operations', () => {
  test.each(
    Object.entries(WAYS),
  )('sends them %s, without having sent them before, and nothing else', async (_, way) => {
    // A text of its own each time, which no memory of the hub has met.
    const trusted = `${TRUSTED} # ${Math.random()}`;
    await trust([trusted]);
    const answer = await eventually(async () => {
      const got = await way(trusted);
      return got.code === 'OPERATION_NOT_TRUSTED' ? undefined : got;
    }, 1000);
    expect([answer.status, answer.code, answer.text.includes('dokter')]).toEqual([200, undefined, true]);
    // What others have sent and is kept for them is not for this key.
    const other = `${OTHER} # ${Math.random()}`;
    await post({ query: other, ...byHash(other) }, '/graphql', hub.key());
    for (const text of [
      other,
      `${trusted} `,
      trusted.slice(1),
      '{ viewer { kind } }',
      '{ __typename }',
      '{ ',
    ])
      expect([text, await way(text)]).toMatchObject([text, REFUSED]);
    expect((await post({ query: other }, '/graphql', hub.key())).status).toBe(200);
  });

  test.each([
    ['no text', {}],
    ['a text that is none', { query: { length: 1 } }],
    ['a batch', [{ query: OTHER }]],
    ['an unknown version of the protocol', { query: OTHER, extensions: { persistedQuery: { version: 2 } } }],
    ['another text’s hash', { query: OTHER, ...byHash(TRUSTED) }],
  ])('gets no data by %s', async (_, body) => {
    await trust([TRUSTED]);
    expect((await post(body)).text).not.toContain('"data"');
  });

  test('sends what is trusted within the limits of every operation, and for its own rights', async () => {
    const wide = `{ viewer { ${'kind '.repeat(2000)} } }`;
    const restricted = '{ dispendik_sekolahDasar(first: 1) { nodes { siswaPenerimaPip } } }';
    await trust([wide, restricted]);
    const refused = async (text: string) =>
      eventually(async () => {
        const { code } = await post({ query: text });
        return code === 'OPERATION_NOT_TRUSTED' ? undefined : code;
      }, 1000);
    expect([await refused(wide), await refused(restricted)]).toEqual(['LIMIT_EXCEEDED', 'FIELD_RESTRICTED']);
  });

  test('downloads a dataset by its scope alone', async () => {
    expect((await bound.download(`/exports/${FIELD}.csv`)).status).toBe(200);
  });

  test('loses an operation within a second, and is free again once it is no longer bound', async () => {
    await trust([TRUSTED, OTHER]);
    const settled = (text: string, expected: number) =>
      eventually(async () => ((await post(byHash(text))).status === expected ? true : undefined), 1000);
    await settled(TRUSTED, 200);
    expect(codesOf(await distrust(sha256(TRUSTED)))).toEqual([]);
    await settled(TRUSTED, 403);
    expect((await post(byHash(OTHER))).status).toBe(200);
    expect(codesOf(await distrust(sha256(TRUSTED)))).toEqual(['NOT_FOUND']);
    await owner.query(`mutation { changeServiceKey(id: "${id}", trustedOnly: false) { id } }`);
    await eventually(async () => ((await post({ query: TRUSTED })).status === 200 ? true : undefined), 1000);
  });
});

test('a key that is not bound finds what is trusted for it by hash alone, and another key’s not', async () => {
  const text = `${TRUSTED} # ${Math.random()}`;
  const { key, serviceKey } = await makeKey(owner);
  await trust([text], owner, serviceKey.id);
  const free = hub.caller(key);
  const asked = (caller: Caller) => post(byHash(text), '/graphql', caller);
  expect((await asked(hub.key())).code).toBe('PERSISTED_QUERY_NOT_FOUND');
  expect((await asked(free)).status).toBe(200);
  expect((await post({ query: '{ viewer { kind } }' }, '/graphql', free)).status).toBe(200);
});

describe('registering', () => {
  test('keeps each text as it is, once, and is listed for its owner alone', async () => {
    const texts = [TRUSTED, ` ${OTHER}\r\n`, TRUSTED];
    const answer = await trust(texts);
    const { trustedOperations } = answer.data?.trustOperations ?? { trustedOperations: [] };
    expect(new Map(trustedOperations.map(({ hash, text }) => [hash, text]))).toEqual(
      new Map([TRUSTED, ` ${OTHER}\r\n`].map((text) => [sha256(text), text])),
    );
    const seen = async (caller: Caller) =>
      (
        await caller.query<{ serviceKeys: { trustedOperations: object[] | null }[] }>(
          'query ($id: ID) { serviceKeys(id: $id) { trustedOperations { text } } }',
          { id },
        )
      ).data?.serviceKeys.map(({ trustedOperations: all }) => all?.length ?? null);
    expect(await seen(owner)).toEqual([2]);
    expect(await seen(await hub.official('pengelola'))).toEqual([null]);
    expect(await seen(await hub.official('tim.teknis'))).toEqual([]);
  });

  test.each<[string, readonly string[], string]>([
    ['nothing', [], 'BAD_USER_INPUT'],
    ['a syntax error', [TRUSTED, '{ viewer { '], 'BAD_USER_INPUT'],
    ['a fragment alone', ['fragment F on Query { viewer { kind } }'], 'BAD_USER_INPUT'],
    ['types', ['type T { a: Int }'], 'BAD_USER_INPUT'],
    [
      'brackets beyond every stack',
      [`{ a(b: ${'['.repeat(40_000)}${']'.repeat(40_000)}) }`],
      'BAD_USER_INPUT',
    ],
    ['a text of 100,001 characters', [`{ a } #${'x'.repeat(99_994)}`], 'LIMIT_EXCEEDED'],
    ['201 texts', Array.from({ length: 201 }, (_, at) => `{ a${at} }`), 'LIMIT_EXCEEDED'],
  ])('of %s is refused, all of it', async (_, operations, code) => {
    expect(codesOf(await trust(operations))).toEqual([code]);
    expect((await trust([TRUSTED])).data?.trustOperations.trustedOperations).toHaveLength(1);
  });

  test('is bounded for each key, in number and in characters, also where it is asked for at once', async () => {
    const texts = (from: number) => Array.from({ length: 150 }, (_, at) => `{ a${from + at} }`);
    const answers = await Promise.all([trust(texts(0)), trust(texts(1000))]);
    expect(answers.flatMap(codesOf)).toEqual(['LIMIT_EXCEEDED']);
    expect(
      answers.find(({ errors }) => errors.length === 0)?.data?.trustOperations.trustedOperations,
    ).toHaveLength(150);
    const long = (at: number) => `{ a } #${at}${'x'.repeat(98_000)}`;
    expect(codesOf(await trust([1, 2, 3, 4, 5, 6, 7, 8, 9].map(long)))).toEqual([]);
    expect(codesOf(await trust([10, 11].map(long)))).toEqual(['LIMIT_EXCEEDED']);
  });
});

test('`satugraf trust` registers files and manifests, binds the key, and shows what is registered', async () => {
  await using office = await machine({ SATUGRAF_URL: hub.url, SATUGRAF_TOKEN: owner.token ?? '' });
  await writeFile(office.path('dasbor.graphql'), TRUSTED);
  const manifest = { format: 'apollo-persisted-query-manifest', operations: [{ name: 'Lain', body: OTHER }] };
  await writeFile(office.path('manifest.json'), JSON.stringify(manifest));
  await writeFile(
    office.path('peta.json'),
    JSON.stringify({ [sha256('{ viewer { kind } }')]: '{ viewer { kind } }' }),
  );
  await writeFile(office.path('salah.json'), '{"operations":[{"name":"x"}]}');
  const files = ['dasbor.graphql', 'manifest.json', 'peta.json'];
  const { serviceKey } = await makeKey(owner);
  const done = await office.satugraf(['trust', '--key', serviceKey.id, ...files, '--only', 'yes', '--json']);
  expect([done.code, done.err]).toEqual([0, '']);
  const shown = JSON.parse(done.out) as { trustedOnly: boolean; trustedOperations: { hash: string }[] };
  expect(shown.trustedOnly).toBe(true);
  expect(new Set(shown.trustedOperations.map(({ hash }) => hash))).toEqual(
    new Set([TRUSTED, OTHER, '{ viewer { kind } }'].map(sha256)),
  );
  const [listed, wrong, unknown] = await Promise.all([
    office.satugraf(['trust', '--key', serviceKey.id]),
    office.satugraf(['trust', '--key', serviceKey.id, 'salah.json']),
    office.satugraf(['trust', '--key', 'x'.repeat(12), 'dasbor.graphql']),
  ]);
  expect([listed.code, listed.out]).toEqual([
    0,
    expect.stringContaining('3 terdaftar / registered; hanya ini'),
  ]);
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('salah.json') });
  expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('NOT_FOUND') });
});
