import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootTwoTables, type TwoTables } from '../../exposure/two-tables.js';
import type { Answer } from '../../support/hub.js';

let tables: TwoTables;
beforeAll(async () => {
  tables = await bootTwoTables();
});
afterAll(() => tables[Symbol.asyncDispose]());

const OPEN = { status: 'CONFIRMED', accessClass: 'OPEN', released: true } as const;
const WITHHELD = { status: 'PROPOSED', accessClass: 'OPEN', released: false } as const;

const priceIn = (headers: Headers): [string | null, string | null] => [
  headers.get('x-satugraf-cost'),
  headers.get('x-satugraf-cost-limit'),
];
const price = ({ headers }: Answer) => priceIn(headers);

/** The list, its page, and two rows of so many columns. */
const costOfTwo = (columns: number): string => String(1 + 1 + 2 * columns);

test('an answer says what its operation costs and what one may cost, kept or not, also where it is refused', async () => {
  await tables.become(OPEN);
  const { hub, satu } = tables;
  const text = `query ($n: Int = 2) { ${satu.field}(first: $n) { nodes { tetap isian } } }`;
  const first = await hub.key().query(text);
  expect(price(first)).toEqual([costOfTwo(2), '500000']);
  expect(price(await hub.key().query(text))).toEqual(price(first));
  expect(price(await hub.key().query(text, { n: 10 }))[0]).toBe(String(1 + 1 + 10 * 2));

  const dear = `{ ${satu.field}(first: 1000) { nodes { tetap tempat { ${tables.dua.field}(first: 1000) { nodes { tetap } } } } } }`;
  const refused = await hub.key().query(dear);
  expect(refused.errors[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'cost' });
  expect(price(refused)).toEqual([String(refused.errors[0]?.extensions['cost']), '500000']);
});

test('the public’s answers say it without another ETag or another body', async () => {
  await tables.become(OPEN);
  const text = `{ ${tables.satu.field}(first: 2) { nodes { tetap } } }`;
  const get = (more: Record<string, string> = {}) =>
    fetch(`${tables.hub.url}/graphql?query=${encodeURIComponent(text)}`, {
      headers: { 'apollo-require-preflight': 'yes', ...more },
    });
  const answered = await get();
  const etag = answered.headers.get('etag') ?? '';
  expect(priceIn(answered.headers)).toEqual([costOfTwo(1), '500000']);
  expect(Object.keys(await answered.json())).toEqual(['data', 'extensions']);
  expect((await get({ 'if-none-match': etag })).status).toBe(304);
});

test('what is withheld costs nothing, and a name that is not known has no price', async () => {
  await tables.become(WITHHELD);
  const { hub, satu } = tables;
  const ask = (columns: string) => hub.key().query(`{ ${satu.field}(first: 2) { nodes { ${columns} } } }`);
  const [withheld, plain] = [await ask('tetap isian'), await ask('tetap')];
  expect(withheld.errors).toHaveLength(1);
  expect(price(withheld)).toEqual(price(plain));
  for (const column of ['isian', 'takPernahAda'])
    expect(price(await hub.anonymous.query(`{ ${satu.field} { nodes { ${column} } } }`))).toEqual([
      null,
      null,
    ]);
});
