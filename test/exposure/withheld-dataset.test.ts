import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ONE, TWO } from './probes.js';
import { bootTwoTables, type TwoTables } from './two-tables.js';

let tables: TwoTables;
beforeAll(async () => {
  tables = await bootTwoTables();
});
afterAll(() => tables[Symbol.asyncDispose]());

const QUERY = `query ($kunci: String!, $kode: ID!) {
  list: ${ONE.field} { totalCount nodes { id tetap isian } }
  count: ${ONE.field} { totalCount }
  page: ${ONE.field}(first: 1) { pageInfo { hasNextPage } edges { cursor } }
  type: ${ONE.field} { __typename }
  row: ${ONE.field}ByKey(pengenal: $kunci) { id }
  region(code: $kode) { name ${ONE.field} { totalCount } }
}`;
const ask = (text = QUERY) =>
  tables.hub.key().query(text, {
    kunci: tables.variables['kunciSatu'],
    kode: tables.variables['kodeSatu'],
  });

describe('a dataset none of whose columns is readable', () => {
  test.each([
    ['PROPOSED', 'OPEN', 'FIELD_NOT_AGREED'],
    ['DEFERRED', 'RESTRICTED', 'FIELD_NOT_AGREED'],
    ['AGREED', 'OPEN', 'FIELD_NOT_DELIVERED'],
    ['LIVE', 'RESTRICTED', 'FIELD_RESTRICTED'],
    ['CONFIRMED', 'RESTRICTED', 'FIELD_RESTRICTED'],
    ['DISPUTED', 'OPEN', 'FIELD_WITHDRAWN'],
  ] as const)('%s, %s: each way in is withheld with %s, once, and its rows and counts with it', async (status, accessClass, code) => {
    await tables.become({ status, accessClass, released: true }, true);
    const { status: http, data, errors } = await ask();
    expect(http).toBe(200);
    expect(data).toEqual({
      list: null,
      count: null,
      page: null,
      type: null,
      row: null,
      region: { name: expect.any(String), [ONE.field]: null },
    });
    const list = `Query.${ONE.field}`;
    const mark = { code, dataset: ONE.field, case: tables.satu.case, step: 'AGREE' };
    expect(errors).toMatchObject([
      { path: ['list'], extensions: { ...mark, coordinate: list } },
      { path: ['count'], extensions: { ...mark, coordinate: list } },
      { path: ['page'], extensions: { ...mark, coordinate: list } },
      { path: ['type'], extensions: { ...mark, coordinate: list } },
      { path: ['row'], extensions: { ...mark, coordinate: `${list}ByKey` } },
      { path: ['region', ONE.field], extensions: { ...mark, coordinate: `Region.${ONE.field}` } },
    ]);
    expect(errors).toHaveLength(6);

    // Released or not, it does not exist for those who have no key.
    const stranger = await tables.hub.anonymous.query(`{ ${ONE.field} { totalCount } }`);
    expect(stranger.errors.map(({ message }) => message)).toEqual([
      `Cannot query field "${ONE.field}" on type "Query".`,
    ]);
  });

  test('one readable column opens the list, its ids and its counts again', async () => {
    await tables.become({ status: 'PROPOSED', accessClass: 'OPEN', released: false });
    const { data, errors } = await ask();
    expect(data).toMatchObject({
      count: { totalCount: 4 },
      page: { pageInfo: { hasNextPage: true }, edges: [{ cursor: expect.any(String) }] },
      row: { id: expect.stringMatching(/^[\w-]{22}$/) },
    });
    expect(errors.map(({ path }) => path)).toEqual([['list', 'nodes', 'isian']]);
  });
});

test('a key with the scope publish reads as the own producer for its agency, and as anybody else for another', async () => {
  await tables.become({ status: 'PROPOSED', accessClass: 'OPEN', released: false });
  const { data, errors } = await tables.hub
    .key('Sistem Dinas Kesehatan')
    .query(`{ ${ONE.field} { nodes { isian } } dinsos_bantuanPangan { totalCount } }`);
  expect((data?.[ONE.field] as { nodes: { isian: string }[] }).nodes.map(({ isian }) => isian)).toEqual(
    tables.markers.satu,
  );
  expect(errors).toMatchObject([
    { path: ['dinsos_bantuanPangan'], extensions: { code: 'FIELD_NOT_AGREED' } },
  ]);
});

describe('a column of which the live release holds nothing', () => {
  test('says so instead of looking empty, also where rows are chosen by it', async () => {
    // A column that was closed for a while has been dropped from the release.
    await tables.become({ status: 'CONFIRMED', accessClass: 'CLOSED', released: false });
    await tables.become({ status: 'CONFIRMED', accessClass: 'OPEN', released: false });
    const { status, data, errors } = await tables.hub.key().query(
      `{ list: ${ONE.field} { nodes { tetap isian } }
         where: ${ONE.field}(where: { isian: { isNull: true } }) { totalCount }
         region: ${TWO.field} { nodes { tempat { name } } } }`,
    );
    expect(status).toBe(200);
    const nulls = (row: object) => Array.from({ length: 4 }, () => row);
    expect(data).toEqual({
      list: { nodes: nulls({ tetap: expect.any(String), isian: null }) },
      where: null,
      region: { nodes: nulls({ tempat: null }) },
    });
    expect(errors.map(({ path, extensions: { code } }) => [code, path])).toEqual([
      ['NO_RELEASE', ['list', 'nodes', 'isian']],
      ['NO_RELEASE', ['where']],
      ['NO_RELEASE', ['region', 'nodes', 'tempat']],
    ]);
  });

  test('the next load fills it', async () => {
    await tables.reload();
    const { data, errors } = await tables.hub
      .key()
      .query<Record<string, { nodes: { isian: string }[] }>>(`{ ${ONE.field} { nodes { isian } } }`);
    expect(errors).toEqual([]);
    expect(data?.[ONE.field]?.nodes.map(({ isian }) => isian)).toEqual(tables.markers.satu);
  });
});
