import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../support/hub.js';
import { bootOffice, decide, type GrantValues, type Office, outcome, request, withdraw } from './granting.js';

let office: Office;
let consumer: Caller;
let producer: Caller;
beforeAll(async () => {
  office = await bootOffice();
  consumer = await office.hub.official('pengguna');
  producer = await office.hub.official('produsen.dinkes');
});
afterEach(async () => {
  await office.sql`delete from grants`;
  await office.ahead(0);
});
afterAll(() => office[Symbol.asyncDispose]());

const COLUMNS = ['rahasia', 'besaran'] as const;

/** What the caller is answered for each RESTRICTED column: VALUES, or a code. The answer holds values where it says so. */
async function reads(caller: Caller): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of COLUMNS) {
    const { text, errors } = await caller.query(`{ ${office.one.field} { nodes { tetap ${name} } } }`);
    const shows = office.rows.some((row) => text.includes(row[name]));
    found[name] = errors[0]?.extensions.code ?? 'VALUES';
    expect(shows, text).toBe(found[name] === 'VALUES');
  }
  return found;
}
const RESTRICTED = 'FIELD_RESTRICTED';
const both = (code: string) => ({ rahasia: code, besaran: code });

/** Every other place where a column is used, as a field of the root. */
const PLACES = (column: (typeof COLUMNS)[number]) => {
  const { field } = office.one;
  const value = office.rows[1]?.[column] ?? '';
  return [
    `{ ${field}(where: { ${column}: { eq: "${value}" } }) { totalCount nodes { kode } } }`,
    `{ ${field}(orderBy: [{ ${column}: DESC }]) { nodes { kode } } }`,
    `{ ${field} { groups(by: [${column}]) { count } } }`,
    `{ ${field} { distinct(column: ${column}) { value } } }`,
    `{ ${field} { aggregate { countDistinct(column: ${column}) } } }`,
    ...(column === 'besaran' ? [`{ ${field} { aggregate { sum { besaran } max { besaran } } } }`] : []),
  ];
};

/** The codes of everything that uses a column, without repetition. */
async function uses(caller: Caller, column: (typeof COLUMNS)[number]): Promise<string[]> {
  const codes = new Set<string>();
  for (const place of PLACES(column))
    codes.add((await caller.query(place)).errors[0]?.extensions.code ?? 'OK');
  for (const parameters of [
    `columns=kode,${column}`,
    `columns=kode&where=${encodeURIComponent(JSON.stringify({ [column]: { isNull: false } }))}`,
    `columns=kode&orderBy=${encodeURIComponent(JSON.stringify([{ [column]: 'ASC' }]))}`,
  ]) {
    const { status, bytes } = await caller.download(`/exports/${office.one.field}.csv?${parameters}`);
    codes.add(status === 200 ? 'OK' : JSON.parse(Buffer.from(bytes).toString()).errors[0].extensions.code);
  }
  return [...codes];
}

test('columns granted singly are read, in every place, and no others', async () => {
  expect(await reads(consumer)).toEqual(both(RESTRICTED));
  await office.granted({ columns: ['rahasia'] });
  expect(await reads(consumer)).toEqual({ rahasia: 'VALUES', besaran: RESTRICTED });
  expect([await uses(consumer, 'rahasia'), await uses(consumer, 'besaran')]).toEqual([['OK'], [RESTRICTED]]);
  await office.granted({ columns: ['besaran'] });
  expect(await reads(consumer)).toEqual(both('VALUES'));
  expect(await uses(consumer, 'besaran')).toEqual(['OK']);
  const { data } = await consumer.query<Record<string, { aggregate: { sum: { besaran: string } } }>>(
    `{ ${office.one.field} { aggregate { sum { besaran } } } }`,
  );
  const sum = office.rows.reduce((before, { besaran }) => before + BigInt(besaran), 0n);
  expect(data?.[office.one.field]?.aggregate.sum.besaran).toBe(String(sum));
});

test('the whole dataset is read by a grant that names no column, another dataset is not', async () => {
  await office.granted();
  expect(await reads(consumer)).toEqual(both('VALUES'));
  const other = `{ ${office.other.field} { nodes { rahasia } } }`;
  expect((await consumer.query(other)).errors[0]?.extensions.code).toBe(RESTRICTED);
  const { bytes } = await consumer.download(`/exports/${office.one.field}.csv`);
  const [head = '', ...lines] = Buffer.from(bytes).toString().trimEnd().split('\r\n');
  expect(head).toBe('kode,tetap,rahasia,besaran');
  expect(lines.map((line) => line.split(',').slice(2))).toEqual(
    office.rows.map(({ rahasia, besaran }) => [rahasia, besaran]),
  );
});

test('an export without columns of one’s own choice has those that are granted, and no others', async () => {
  const head = async (caller: Caller) => {
    const { bytes } = await caller.download(`/exports/${office.one.field}.csv`);
    return Buffer.from(bytes).toString().split('\r\n')[0];
  };
  expect(await head(consumer)).toBe('kode,tetap');
  await office.granted({ columns: ['besaran'] });
  expect(await head(consumer)).toBe('kode,tetap,besaran');
});

test.each([
  'REQUESTED',
  'REFUSED',
  'CANCELLED',
  'WITHDRAWN',
] as const)('what is %s gives nothing', async (status) => {
  await office.granted({ status });
  expect(await reads(consumer)).toEqual(both(RESTRICTED));
});

test('a grant lasts until the end of its last day', async () => {
  await office.ahead(1);
  const caller = await office.newcomer('lain', null, 'CONSUMER');
  await office.granted({ until: office.day(0), columns: ['rahasia'], reader: 'lain', by: 'lain' });
  expect(await reads(caller)).toEqual({ rahasia: 'VALUES', besaran: RESTRICTED });
  await office.ahead(1.3);
  const key = await office.newKey('Kunci sehari', null, ['read']);
  await office.granted({ until: office.day(0), key: key.id });
  expect(await reads(key.caller)).toEqual(both('VALUES'));
  await office.ahead(2.3);
  expect(await reads(key.caller)).toEqual(both(RESTRICTED));
});

test('no grant opens what is closed, withdrawn or not delivered', async () => {
  await office.granted();
  for (const [status, accessClass, code] of [
    ['DISPUTED', 'RESTRICTED', 'FIELD_WITHDRAWN'],
    ['AGREED', 'RESTRICTED', 'FIELD_NOT_DELIVERED'],
    ['PROPOSED', 'RESTRICTED', 'FIELD_NOT_AGREED'],
    ['LIVE', 'RESTRICTED', 'VALUES'],
    ['CONFIRMED', 'OPEN', 'VALUES'],
  ] as const) {
    await office.become(['rahasia'], status, accessClass);
    expect(await reads(consumer)).toEqual({ rahasia: code, besaran: 'VALUES' });
  }
  await office.become(['rahasia'], 'CONFIRMED', 'CLOSED');
  expect(await reads(consumer)).toEqual({ rahasia: 'GRAPHQL_VALIDATION_FAILED', besaran: 'VALUES' });
  // Its values have left the release with that: `besaran` alone is there from here on.
  await office.become(['rahasia'], 'CONFIRMED', 'RESTRICTED');
});

test('a grant is its reader’s alone: not of the key of whoever has it, nor of whoever answers for the key', async () => {
  const key = office.hub.key();
  const besaran = async (caller: Caller) => (await readsOne(caller, 'besaran'))[0];
  await office.granted({ columns: ['besaran'] });
  expect([await besaran(consumer), await besaran(key)]).toEqual(['VALUES', RESTRICTED]);
  await office.sql`delete from grants`;
  const asked = { dataset: office.one.field, until: office.day(3), columns: ['besaran'], key: office.keyId };
  const id = (await request(consumer, asked)).data?.done?.id ?? '';
  expect(outcome(await decide(producer, id, true))).toBe('OK');
  await expect.poll(() => besaran(key), { timeout: 5000 }).toBe('VALUES');
  expect(await besaran(consumer)).toBe(RESTRICTED);
  expect(outcome(await withdraw(producer, id))).toBe('OK');
  await expect.poll(() => besaran(key), { timeout: 5000 }).toBe(RESTRICTED);
});

async function readsOne(caller: Caller, name: string): Promise<string[]> {
  const { errors } = await caller.query(`{ ${office.one.field} { nodes { tetap ${name} } } }`);
  return errors.length === 0 ? ['VALUES'] : errors.map(({ extensions }) => extensions.code);
}

test('an official without a role any more reads nothing by a grant', async () => {
  const caller = await office.newcomer('pindah', null, 'CONSUMER');
  await office.granted({ reader: 'pindah', by: 'pindah', columns: ['besaran'] });
  expect(await readsOne(caller, 'besaran')).toEqual(['VALUES']);
  await office.sql`update account_roles set ended_at = now()
    where account_id = (select id from accounts where username = 'pindah')`;
  expect(await readsOne(caller, 'besaran')).not.toEqual(['VALUES']);
});

test('a cursor that was made by a grant leads nowhere once it has ended', async () => {
  const { field } = office.one;
  const page = async (after: string | null, orderBy = '[{ besaran: ASC }]') =>
    consumer.query<Record<string, { nodes: { kode: string }[]; pageInfo: { endCursor: string } } | null>>(
      `query ($after: String) { ${field}(first: 2, after: $after, orderBy: ${orderBy}) { nodes { kode } pageInfo { endCursor } } }`,
      { after },
    );
  const id = await office.granted({ columns: ['besaran'] });
  const cursor = (await page(null)).data?.[field]?.pageInfo.endCursor ?? '';
  expect((await page(cursor)).data?.[field]?.nodes).toEqual([{ kode: 'k2' }, { kode: 'k3' }]);
  expect(outcome(await withdraw(producer, id))).toBe('OK');
  const [ordered, plain, otherwise] = [
    await page(cursor),
    await page(cursor, '[]'),
    await page(cursor, '[{ kode: ASC }]'),
  ];
  expect([ordered, plain, otherwise].map(({ errors }) => errors[0]?.extensions.code)).toEqual([
    RESTRICTED,
    'BAD_CURSOR',
    'BAD_CURSOR',
  ]);
  for (const { data } of [ordered, plain, otherwise]) expect(data?.[field] ?? null).toBeNull();
});

test('what is explained says that it is a grant, and until when', async () => {
  const explain = async (caller: Caller) => {
    const { data } = await caller.query<{ explainAccess: object }>(
      `query ($coordinate: String!) { explainAccess(coordinate: $coordinate) { code needsGrant grantedUntil reason { id } } }`,
      { coordinate: `${office.one.type}.besaran` },
    );
    return data?.explainAccess;
  };
  const without = { code: RESTRICTED, needsGrant: true, grantedUntil: null };
  expect(await explain(consumer)).toMatchObject(without);
  const values: GrantValues[] = [
    { columns: ['besaran'], until: office.day(5) },
    { until: office.day(9) },
    { columns: ['rahasia'], until: office.day(20) },
    { status: 'WITHDRAWN', until: office.day(25) },
    { reader: 'pengelola', until: office.day(28) },
  ];
  for (const one of values) await office.granted(one);
  expect(await explain(consumer)).toEqual({
    code: 'VALUES',
    needsGrant: true,
    grantedUntil: office.day(9),
    reason: { id: 'Kolom terbatas; Anda membacanya dengan izin yang masih berlaku.' },
  });
  expect(await explain(producer)).toMatchObject({ code: 'VALUES', needsGrant: false, grantedUntil: null });
  expect(await explain(office.hub.key())).toMatchObject(without);
});
