import fc from 'fast-check';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createHub } from '../../gateway/hub.js';
import { createServiceKey } from '../../subgraphs/identity/keys/store.js';
import { seenOperations } from '../../subgraphs/registry/uses.js';
import { testConfig } from '../support/config.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { runs } from '../support/runs.js';

let hub: TestHub;
let sql: Sql;
beforeAll(async () => {
  hub = await bootHub('demo');
  sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  // Signing in is an operation, too.
  await hub.official('produsen.dinkes');
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await hub.hub.noteUses();
  await sql`delete from operation_uses`;
  await sql`delete from operations`;
});

const named = (name: string, version?: string) => ({
  'apollographql-client-name': name,
  ...(version === undefined ? {} : { 'apollographql-client-version': version }),
});

/** What is stored by now, of each client. */
async function stored() {
  await hub.hub.noteUses();
  return sql<
    {
      client: string;
      owner: string | null;
      name: string | null;
      text: string;
      coordinates: string[];
      count: number;
    }[]
  >`select client, owner, name, text, coordinates, count from operation_uses
    join operations on hash = operation order by client, text`;
}
async function one() {
  const [row, ...more] = await stored();
  expect(more).toEqual([]);
  if (!row) return expect.fail('nothing is stored');
  return row;
}

const FIELD = 'dinkes_tenagaKesehatan';
const TYPE = 'Dinkes_TenagaKesehatan';

describe('an operation is remembered', () => {
  test('with its client, its owner, and how often', async () => {
    const text = `query Beranda { ${FIELD}(first: 2) { totalCount } }`;
    for (const _ of [1, 2, 3]) await hub.key().query(text, {}, named('Dasbor stunting'));
    await hub.key().query(text);
    await (await hub.official('produsen.dinkes')).query(text);
    await hub.anonymous.query(text);
    await hub.anonymous.query(text, {}, named(`\t ${'x'.repeat(300)}`));
    const rows = (await stored()).map(({ client, owner, name, count }) => [client, owner, name, count]);
    expect(rows).toEqual([
      ['Dasbor kecamatan', 'Dasbor kecamatan', 'Beranda', 1],
      ['Dasbor stunting', 'Dasbor kecamatan', 'Beranda', 3],
      ['Produsen Dinas Kesehatan', 'Produsen Dinas Kesehatan, Dinas Kesehatan', 'Beranda', 1],
      ['anonymous', null, 'Beranda', 1],
      ['x'.repeat(100), null, 'Beranda', 1],
    ]);
    await hub.key().query(text, {}, named('Dasbor stunting'));
    await hub.key('Sistem Dinas Kesehatan').query(text, {}, named('Dasbor stunting'));
    const both = (await stored()).filter(({ client }) => client === 'Dasbor stunting');
    expect(new Map(both.map(({ owner, count }) => [owner, count]))).toEqual(
      new Map([
        ['Dasbor kecamatan', 4],
        ['Sistem Dinas Kesehatan, Dinas Kesehatan', 1],
      ]),
    );
  });

  test('apart for each version, and for each key, whatever it is called', async () => {
    const text = `{ ${FIELD}(first: 3) { totalCount } }`;
    const { db } = hub.hub.parts.writes;
    const twin = { name: 'Dasbor kecamatan', agency: null, scopes: ['read'] };
    const same = hub.caller((await createServiceKey(db, twin)).key);
    for (const version of ['1.4.0', '1.4.0', ' 2.0 \t beta', `9${'9'.repeat(80)}`, undefined])
      await hub.key().query(text, {}, named('Dasbor', version));
    await same.query(text, {}, named('Dasbor', '1.4.0'));
    await hub.anonymous.query(text, {}, named('Dasbor', '1.4.0'));
    await hub.hub.noteUses();
    const rows = await sql<{ version: string; consumer: string; owner: string | null; count: number }[]>`
      select version, consumer, owner, count from operation_uses order by version, consumer <> 'anonymous', count desc`;
    const kind = (consumer: string) => consumer.replace(/:.*/, '');
    expect(
      rows.map(({ version, consumer, owner, count }) => [version, kind(consumer), owner, count]),
    ).toEqual([
      ['', 'key', 'Dasbor kecamatan', 1],
      ['1.4.0', 'anonymous', null, 1],
      ['1.4.0', 'key', 'Dasbor kecamatan', 2],
      ['1.4.0', 'key', 'Dasbor kecamatan', 1],
      ['2.0 beta', 'key', 'Dasbor kecamatan', 1],
      ['9'.repeat(50), 'key', 'Dasbor kecamatan', 1],
    ]);
    expect(new Set(rows.map(({ consumer }) => consumer)).size).toBe(3);
  });

  test('by the names that it uses, through aliases, fragments, conditions and inline values', async () => {
    await hub.key().query(
      `query Panel($ya: Boolean!) {
        isi: ${FIELD}(first: 3, where: { tahun: { gte: 2020 }, or: [{ kecamatan: { startsWith: "B" } }] }, orderBy: [{ tahun: DESC }]) {
          ...Baris
          groups(by: [kodeKecamatan_REGENCY]) { count }
        }
        lain: region(code: "35.14") { name @include(if: $ya) ... on Region { code } }
      }
      fragment Baris on ${TYPE}Connection { nodes { thn: tahun } }`,
      { ya: false },
    );
    const { coordinates, text, name } = await one();
    expect(name).toBe('Panel');
    expect(coordinates).toEqual(
      [
        `Query.${FIELD}`,
        `Query.${FIELD}.first`,
        `Query.${FIELD}.where`,
        `Query.${FIELD}.orderBy`,
        'Query.region',
        'Query.region.code',
        'Region.name',
        'Region.code',
        `${TYPE}Connection.nodes`,
        `${TYPE}Connection.groups`,
        `${TYPE}Connection.groups.by`,
        `${TYPE}.tahun`,
        `${TYPE}Where.tahun`,
        `${TYPE}Where.or`,
        `${TYPE}Where.kecamatan`,
        `${TYPE}OrderBy.tahun`,
        `${TYPE}Column.kodeKecamatan_REGENCY`,
        `${TYPE}Aggregate.count`,
        'IntFilter.gte',
        'StringFilter.startsWith',
        'SortDirection.DESC',
      ].sort(),
    );
    expect(text.replace(/\s+/g, ' ')).toContain(
      `_1: ${FIELD}( first: 0 where: {tahun: {gte: 0}, or: [{kecamatan: {startsWith: ""}}]} orderBy: [{tahun: DESC}]`,
    );
    expect(text).toContain('_2: region(code: "")');
  });

  test('with the names that its variables use, whichever they were', async () => {
    const text = `query ($where: ${TYPE}Where, $by: [${TYPE}Column!]!) { ${FIELD}(where: $where) { groups(by: $by) { count } } }`;
    await hub.key().query(text, { where: { tahun: { gt: 2000 } }, by: ['tahun'] });
    const before = (await one()).coordinates;
    expect(before).toContain(`${TYPE}Where.tahun`);
    expect(before).toContain(`${TYPE}Column.tahun`);
    expect(before).not.toContain(`${TYPE}Where.kecamatan`);
    await hub.key().query(text, { where: { not: { kecamatan: { eq: 'x' } } }, by: ['kecamatan'] });
    const { coordinates, count } = await one();
    expect(count).toBe(2);
    const added = coordinates.filter((name) => !before.includes(name));
    expect(added).toEqual(
      expect.arrayContaining([`${TYPE}Column.kecamatan`, `${TYPE}Where.kecamatan`, `${TYPE}Where.not`]),
    );
    expect(coordinates).toEqual(expect.arrayContaining(before));
  });

  test('as one, however many values, aliases of other names or spaces it has', async () => {
    const ask = (values: string, alias: string) =>
      hub.key().query(`{ ${alias}: ${FIELD}(where: {   tahun: { in: [${values}] } }) { totalCount } }`);
    await ask('2020', 'a');
    await ask('2021, 2022,2023', 'kec_3514010');
    await ask('', 'b');
    const rows = await stored();
    expect(rows.map(({ count }) => count).sort()).toEqual([1, 2]);
    expect(rows.map(({ text }) => text).join()).not.toContain('kec_');
  });

  test('when it is answered from memory, shared, or unchanged since', async () => {
    const text = `{ ${FIELD}(first: 7) { nodes { tahun } } }`;
    await Promise.all([1, 2, 3, 4].map(() => hub.key().query(text)));
    await hub.key().query(text);
    const get = (headers: Record<string, string> = {}) =>
      fetch(`${hub.url}/graphql?query=${encodeURIComponent(text)}`, {
        headers: { 'apollo-require-preflight': 'yes', ...headers },
      });
    const first = await get();
    const again = await get({ 'if-none-match': first.headers.get('etag') ?? '' });
    expect([first.status, again.status]).toEqual([200, 304]);
    const rows = await stored();
    expect(rows.map(({ client, count }) => [client, count])).toEqual([
      ['Dasbor kecamatan', 5],
      ['anonymous', 2],
    ]);
  });
});

test('what is refused, malformed or asks for the schema alone is not remembered', async () => {
  const key = hub.key();
  await key.query('{ tidakAda }');
  await key.query('{ region(code: ');
  await key.query(`query ($n: Int!) { ${FIELD}(first: $n) { totalCount } }`, { n: 'x' });
  await key.query('{ __schema { queryType { name } } __typename }');
  expect(await stored()).toEqual([]);
  await key.query(`{ __type(name: "Query") { fields { name } } ${FIELD} { totalCount __typename } }`);
  expect((await one()).coordinates).toEqual([`Query.${FIELD}`, `${TYPE}Connection.totalCount`].sort());
});

test('what was noted last is stored by a hub that stops', async () => {
  const other = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl);
  await hub.caller().query('{ viewer { kind } }');
  const url = await other.listen();
  await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...named('Singkat') },
    body: '{"query":"{ viewer { name } }"}',
  });
  await other[Symbol.asyncDispose]();
  const rows = await sql`select client from operation_uses`;
  expect(rows.map(({ client }) => client)).toContain('Singkat');
});

test('no value of a literal or a variable is ever stored', async () => {
  const marker = fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((n) => `m${n.toString(36)}rk${n}`);
  const number = fc.integer({ min: 1_000_000_000, max: 2_000_000_000 });
  const callers: Caller[] = [hub.key(), hub.anonymous];
  await fc.assert(
    fc.asyncProperty(
      fc.array(marker, { minLength: 6, maxLength: 6 }),
      number,
      fc.nat(1),
      async (marks, figure, who) => {
        const [a, b, c, d, e, f] = marks;
        await callers[who]?.query(
          `query Acak($w: ${TYPE}Where = { kecamatan: { eq: "${f}" } }, $t: String!, $v: ${TYPE}Where) {
          ${a}: ${FIELD}(where: { kecamatan: { in: ["${a}", """${b}""", $t] }, tahun: { gt: ${figure} } }) { totalCount }
          two: ${FIELD}(where: $v) { distinct(column: kecamatan, search: "${c}") { count } }
          three: ${FIELD}(where: $w) { totalCount }
          region(code: "${d}") { name }
        }`,
          { t: e, v: { kecamatan: { contains: e }, tahun: { lt: figure } } },
          { 'x-request-note': String(a) },
        );
        await hub.hub.noteUses();
        const [{ all = '' } = {}] = await sql<{ all: string }[]>`
        select concat((select string_agg(o::text, ' ') from operations o),
          (select string_agg(u::text, ' ') from operation_uses u)) as all`;
        expect(all).toContain('Acak');
        for (const value of [...marks, String(figure)]) expect(all).not.toContain(value);
      },
    ),
    { numRuns: runs(15, 300) },
  );
});

test('uses count by days, thresholds and clients; old days are dropped with what nobody uses', async () => {
  const since = new Date(Date.now() - 30 * 86_400_000);
  for (const version of ['1.1', '1.0'])
    await hub.key().query(`{ ${FIELD} { totalCount } }`, {}, named('Ramai', version));
  await hub.key().query(`{ ${FIELD} { totalCount } }`, {}, named('Sepi'));
  await hub.key().query('{ region(code: "35") { name } }', {}, named('Lama'));
  await hub.hub.noteUses();
  await sql`update operation_uses set day = day - 31 where client = 'Lama'`;
  await sql`insert into operation_uses (operation, client, version, consumer, owner, day, count)
    select operation, client, version, consumer, owner, day - 2, 5 from operation_uses
    where client = 'Ramai' and version = '1.0'`;
  const { db } = hub.hub.parts.writes;
  const seen = async (minimum: number, excludedClients: string[] = []) =>
    (await seenOperations(db, { since, minimum, excludedClients })).map(({ client, count }) => [
      client,
      count,
    ]);
  expect(await seen(1)).toEqual([
    ['Ramai', 7],
    ['Sepi', 1],
  ]);
  expect(await seen(2)).toEqual([['Ramai', 7]]);
  expect(await seen(1, ['Ramai'])).toEqual([['Sepi', 1]]);
  const [whole] = await seenOperations(db, { since, minimum: 2, excludedClients: [] });
  expect(whole).toEqual({
    client: 'Ramai',
    owner: 'Dasbor kecamatan',
    versions: ['1.0', '1.1'],
    name: null,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    text: `{\n  ${FIELD} {\n    totalCount\n  }\n}`,
    coordinates: [`Query.${FIELD}`, `${TYPE}Connection.totalCount`].sort(),
    count: 7,
  });
  // A client counts as a whole, and is told apart by who it was.
  await hub.anonymous.query(`{ ${FIELD} { totalCount } }`, {}, named('Sepi'));
  await hub.hub.noteUses();
  const sparse = (await seenOperations(db, { since, minimum: 2, excludedClients: ['Ramai'] })).map(
    ({ client, owner, count }) => [client, owner, count],
  );
  expect(sparse).toEqual([
    ['Sepi', null, 1],
    ['Sepi', 'Dasbor kecamatan', 1],
  ]);
  expect(await seen(3, ['Ramai'])).toEqual([]);
  await sql`update operation_uses set day = day - 150 where client = 'Lama'`;
  await hub.hub.noteUses();
  const left = await sql`select name, coordinates from operations`;
  expect(left.map(({ coordinates }) => coordinates)).toEqual([whole?.coordinates]);
});
