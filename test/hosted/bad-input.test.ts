import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootServices, type Services } from './services.js';

let services: Services;
/** A cursor of the list in its own order, one by `teks`, and one of another dataset. */
const cursors = { own: '', byText: '', foreign: '' };
beforeAll(async () => {
  services = await bootServices();
  const { field } = services.made;
  const { data } = await services.caller.query<
    Record<keyof typeof cursors, { pageInfo: { endCursor: string } }>
  >(
    `{ own: ${field}(first: 1) { pageInfo { endCursor } }
       byText: ${field}(first: 1, orderBy: [{ teks: ASC }]) { pageInfo { endCursor } }
       foreign: dinkes_tenagaKesehatan(first: 1) { pageInfo { endCursor } } }`,
  );
  for (const name of ['own', 'byText', 'foreign'] as const)
    cursors[name] = data?.[name].pageInfo.endCursor ?? '';
});
afterAll(() => services[Symbol.asyncDispose]());

/** No answer to a bad request tells how the store is built. */
const STORE_WORDS = /select|syntax|relation|hosted\.|c00\d|postgres|operator|::|numeric|stack/i;

async function expectRefusal(code: string, query: string, variables: Record<string, unknown> = {}) {
  const answer = await services.caller.query(query, variables);
  expect(answer.data, answer.text).toEqual({ list: null });
  expect(answer.errors, answer.text).toHaveLength(1);
  const [error] = answer.errors;
  expect(error?.extensions).toMatchObject({
    code,
    messages: { id: expect.any(String), en: error?.message },
    nextActor: 'CALLER',
  });
  expect(error?.path).toEqual(['list']);
  expect(answer.status).toBe(400);
  expect(error?.message).not.toMatch(STORE_WORDS);
  expect((error?.extensions['messages'] as { id: string }).id).not.toMatch(STORE_WORDS);
}

const TOO_BIG = '9223372036854775808';
test.each<[string, code: string, args: string]>([
  ['a negative first', 'BAD_USER_INPUT', 'first: -1'],
  ['a negative last', 'BAD_USER_INPUT', 'last: -1'],
  ['more than a thousand rows', 'LIMIT_EXCEEDED', 'first: 1001'],
  ['more than a thousand rows from the end', 'LIMIT_EXCEEDED', 'last: 2147483647'],
  ['first and last', 'BAD_USER_INPUT', 'first: 1, last: 1'],
  ['after and before', 'BAD_USER_INPUT', 'after: "<own>", before: "<own>"'],
  ['first and before', 'BAD_USER_INPUT', 'first: 1, before: "<own>"'],
  ['last and after', 'BAD_USER_INPUT', 'last: 1, after: "<own>"'],
  ['a forged cursor', 'BAD_CURSOR', 'after: "bm90IGEgY3Vyc29yIGF0IGFsbCwganVzdCB0ZXh0"'],
  ['an empty cursor', 'BAD_CURSOR', 'after: ""'],
  ['a cursor of NULs', 'BAD_CURSOR', 'before: "\\u0000\\u0000"'],
  ['a cursor of another order', 'BAD_CURSOR', 'after: "<byText>"'],
  ['a cursor of the same columns downwards', 'BAD_CURSOR', 'after: "<byText>", orderBy: [{ teks: DESC }]'],
  ['a cursor of another dataset', 'BAD_CURSOR', 'after: "<foreign>"'],
  ['eq: null', 'BAD_USER_INPUT', 'where: { kode: { eq: null } }'],
  ['in: null', 'BAD_USER_INPUT', 'where: { kode: { in: null } }'],
  ['isNull: null', 'BAD_USER_INPUT', 'where: { kode: { isNull: null } }'],
  ['a region of null', 'BAD_USER_INPUT', 'where: { wilayah: { code: null } }'],
  ['regions of null', 'BAD_USER_INPUT', 'where: { wilayah: { codes: null } }'],
  ['a day that does not exist', 'BAD_USER_INPUT', 'where: { tanggal: { eq: "2023-02-29" } }'],
  ['a date in words', 'BAD_USER_INPUT', 'where: { tanggal: { in: ["2024-02-29", "kemarin"] } }'],
  ['a date with a time', 'BAD_USER_INPUT', 'where: { tanggal: { gt: "2024-02-29T00:00:00Z" } }'],
  ['a date as a number', 'BAD_USER_INPUT', 'where: { tanggal: { gt: 20240229 } }'],
  ['a decimal comma', 'BAD_USER_INPUT', 'where: { desimal: { eq: "1,5" } }'],
  ['a decimal that is not a number', 'BAD_USER_INPUT', 'where: { desimal: { lt: "NaN" } }'],
  ['a decimal as an object', 'BAD_USER_INPUT', 'where: { desimal: { lt: { a: 1 } } }'],
  ['a decimal as a list', 'BAD_USER_INPUT', 'where: { desimal: { lt: [1] } }'],
  [
    'a decimal that a double cannot hold',
    'BAD_USER_INPUT',
    'where: { desimal: { eq: 12345678901234567.89 } }',
  ],
  ['a whole number beyond 64 bits', 'BAD_USER_INPUT', `where: { besar: { eq: "${TOO_BIG}" } }`],
  ['a fraction', 'BAD_USER_INPUT', 'where: { besar: { eq: "1.0" } }'],
  [
    'a whole number that a double cannot hold',
    'BAD_USER_INPUT',
    'where: { besar: { eq: 9007199254740993 } }',
  ],
  ['NUL in text', 'BAD_USER_INPUT', 'where: { teks: { contains: "a\\u0000b" } }'],
  ['NUL in a list', 'BAD_USER_INPUT', 'where: { teks: { in: ["a", "\\u0000"] } }'],
  ['NUL in a region', 'BAD_USER_INPUT', 'where: { wilayah: { within: "35\\u0000" } }'],
  ['an order by two columns at once', 'BAD_USER_INPUT', 'orderBy: [{ teks: ASC, kode: ASC }]'],
  ['an order by no column', 'BAD_USER_INPUT', 'orderBy: [{ teks: ASC }, {}]'],
  ['an order by null', 'BAD_USER_INPUT', 'orderBy: [{ teks: null }]'],
])('%s is refused with %s', async (_, code, args) => {
  const given = args.replace(/<(\w+)>/g, (_, name: keyof typeof cursors) => cursors[name]);
  await expectRefusal(code, `{ list: ${services.made.field}(${given}) { nodes { kode } } }`);
});

test('what a literal is refused for, a variable is refused for', async () => {
  const { field, type } = services.made;
  const query = `query ($where: ${type}Where, $first: Int, $after: String, $orderBy: [${type}OrderBy!]) {
    list: ${field}(where: $where, first: $first, after: $after, orderBy: $orderBy) { nodes { kode } }
  }`;
  await expectRefusal('BAD_USER_INPUT', query, { where: { besar: { eq: TOO_BIG } } });
  await expectRefusal('BAD_USER_INPUT', query, { where: { besar: { eq: 2 ** 53 } } });
  await expectRefusal('BAD_USER_INPUT', query, { where: { desimal: { in: [{}] } } });
  await expectRefusal('BAD_USER_INPUT', query, { where: { teks: { eq: 'a\0' } } });
  for (const half of ['\ud83d', 'a\udc00b']) {
    await expectRefusal('BAD_USER_INPUT', query, { where: { teks: { contains: half } } });
    await expectRefusal('BAD_USER_INPUT', query, { where: { teks: { in: ['a', half] } } });
    await expectRefusal('BAD_USER_INPUT', query, { where: { wilayah: { codes: [half] } } });
  }
  await expectRefusal('BAD_USER_INPUT', query, { orderBy: [{ teks: 'ASC', kode: null }, {}] });
  await expectRefusal('BAD_CURSOR', query, { after: cursors.foreign });
  await expectRefusal('LIMIT_EXCEEDED', query, { first: 1001 });
});

test.each([
  [
    'a list of ten thousand',
    { kode: { in: [...Array.from({ length: 10_000 }, (_, at) => `X${at}`), 'C', 'A'] } },
  ],
  ['ten thousand regions', { wilayah: { codes: Array.from({ length: 10_000 }, (_, at) => `35.14.${at}`) } }],
])('%s is one value of the statement, and is answered', async (_, where) => {
  const { field, type } = services.made;
  const answer = await services.caller.query<{ list: { nodes: { kode: string }[] } }>(
    `query ($where: ${type}Where) { list: ${field}(where: $where) { nodes { kode } } }`,
    { where },
  );
  expect(answer.status).toBe(200);
  expect(answer.data?.list.nodes.map(({ kode }) => kode).slice(0, 2)).toEqual(
    'kode' in where ? ['A', 'C'] : [],
  );
});

test.each([
  ['a number beyond the column', 'tahun: { eq: 2147483648 }'],
  ['a fraction for a whole number', 'tahun: { eq: 1.5 }'],
  ['text for a number', 'tahun: { in: ["1"] }'],
  ['a number for text', 'teks: { eq: 1 }'],
  ['an operator that the type lacks', 'benar: { gt: true }'],
])('%s is refused by the schema', async (_, where) => {
  const { status, text } = await services.caller.query(
    `{ list: ${services.made.field}(where: { ${where} }) { nodes { kode } } }`,
  );
  expect(status).toBe(400);
  expect(text).toContain('GRAPHQL_VALIDATION_FAILED');
  expect(text).not.toMatch(/hosted\.|c00\d|postgres/i);
});

const NINE = 'kode, tahun, teks, besar, desimal, benar, tanggal, kodeWilayah, tanggal_YEAR';
test.each<[string, code: string, field: string]>([
  ['groups by nothing', 'BAD_USER_INPUT', 'groups(by: [])'],
  ['groups by nine columns', 'LIMIT_EXCEEDED', `groups(by: [${NINE}])`],
  ['a negative number of groups', 'BAD_USER_INPUT', 'groups(by: teks, first: -1)'],
  ['more than a thousand groups', 'LIMIT_EXCEEDED', 'groups(by: teks, first: 1001)'],
  ['having without a condition', 'BAD_USER_INPUT', 'groups(by: teks, having: { of: COUNT })'],
  [
    'having about a key',
    'BAD_USER_INPUT',
    'groups(by: teks, having: { of: KEY, column: teks, is: { gt: "1" } })',
  ],
  [
    'having in a direction',
    'BAD_USER_INPUT',
    'groups(by: teks, having: { of: COUNT, is: { gt: "1" }, direction: ASC })',
  ],
  ['having with null', 'BAD_USER_INPUT', 'groups(by: teks, having: { of: COUNT, is: { gt: null } })'],
  [
    'having with a decimal comma',
    'BAD_USER_INPUT',
    'groups(by: teks, having: { of: COUNT, is: { gt: "1,5" } })',
  ],
  [
    'an order with a condition',
    'BAD_USER_INPUT',
    'groups(by: teks, orderBy: { of: COUNT, is: { gt: "1" } })',
  ],
  [
    'an order by a key that is none',
    'BAD_USER_INPUT',
    'groups(by: teks, orderBy: { of: KEY, column: kode })',
  ],
  ['a count of a column', 'BAD_USER_INPUT', 'groups(by: teks, orderBy: { of: COUNT, column: kode })'],
  ['a sum of nothing', 'BAD_USER_INPUT', 'groups(by: teks, orderBy: { of: SUM })'],
  ['a sum of texts', 'BAD_USER_INPUT', 'groups(by: teks, orderBy: { of: SUM, column: teks })'],
  [
    'a sum of years of a date',
    'BAD_USER_INPUT',
    'groups(by: teks, orderBy: { of: SUM, column: tanggal_YEAR })',
  ],
  ['a negative number of values', 'BAD_USER_INPUT', 'distinct(column: teks, first: -1)'],
  ['more than a thousand values', 'LIMIT_EXCEEDED', 'distinct(column: teks, first: 1001)'],
  ['a search for NUL', 'BAD_USER_INPUT', 'distinct(column: teks, search: "\\u0000")'],
])('%s is refused with %s where it stands', async (_, code, asked) => {
  const name = asked.slice(0, asked.indexOf('('));
  const whole = (rest: string) =>
    services.caller.query(`{ list: ${services.made.field} { ${rest} part: ${asked} { count } } }`);
  const alone = await whole('');
  expect(alone.errors.map(({ path, extensions }) => [extensions.code, path])).toEqual([
    [code, ['list', 'part']],
  ]);
  expect(alone.status, name).toBe(400);
  expect(alone.errors[0]?.message).not.toMatch(STORE_WORDS);
  const beside = await whole('totalCount');
  expect([beside.status, beside.data]).toEqual([200, { list: { totalCount: 10, part: null } }]);
});

test('a filter that is too deep or too wide is refused before it reaches the store', async () => {
  const { field, type } = services.made;
  const query = `query ($where: ${type}Where) { list: ${field}(where: $where) { nodes { kode } } }`;
  let deep: Record<string, unknown> = { kode: { eq: 'A' } };
  for (let level = 0; level < 150; level++) deep = { not: deep };
  await expectRefusal('LIMIT_EXCEEDED', query, { where: deep });
  const texts = { eq: '', ne: '', lt: '', gt: '', lte: '', gte: '', contains: '', startsWith: '' };
  const wide = { or: Array.from({ length: 9000 }, () => ({ teks: texts })) };
  await expectRefusal('LIMIT_EXCEEDED', query, { where: wide });
});

test('variables nested beyond any filter are refused as such', async () => {
  const { field, type } = services.made;
  let where: Record<string, unknown> = { kode: { eq: 'A' } };
  for (let level = 0; level < 1500; level++) where = { not: where };
  const answer = await services.caller.query(
    `query ($where: ${type}Where) { ${field}(where: $where) { nodes { kode } } }`,
    { where },
  );
  expect(answer.status).toBe(400);
  expect(answer.errors[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'variables' });
});

test('a bad key is refused, not looked for', async () => {
  const answer = await services.caller.query(
    `{ row: ${services.made.field}ByKey(kode: "A\\u0000", tahun: 2025) { kode } }`,
  );
  expect(answer.status).toBe(400);
  expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
});

test('a refusal in one field leaves the rest of the answer whole', async () => {
  const answer = await services.caller.query(
    `{ bad: ${services.made.field}(first: -1) { nodes { kode } }
       good: ${services.made.field}(first: 1) { nodes { kode } } }`,
  );
  expect(answer.status).toBe(200);
  expect(answer.data).toEqual({ bad: null, good: { nodes: [{ kode: 'A' }] } });
  expect(answer.errors.map(({ path }) => path)).toEqual([['bad']]);
});
