import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ColumnDefinition } from '../../schema/definition.js';
import { checkCodes } from '../../subgraphs/intake/code-checks.js';
import { storeEdition } from '../../subgraphs/reference/business/edition-store.js';
import { dataOf } from '../intake/onboarding.js';
import { bootHub, eventually, type TestHub } from '../support/hub.js';
import { madeEdition, storeEditions } from './made-edition.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
  await storeEditions(hub.hub.parts.writes.sql);
});
afterAll(() => hub[Symbol.asyncDispose]());

const ask = async (query: string): Promise<Record<string, unknown>> =>
  dataOf(await hub.anonymous.query(query));

describe('periods', () => {
  test('say kind, days, label, the next longer one and their parts', async () => {
    expect(
      await ask(
        `{ period(id: "2024-Q1") { id kind year start end label parent { id parent { id parent { id } } } children { label } } }`,
      ),
    ).toEqual({
      period: {
        id: '2024-Q1',
        kind: 'QUARTER',
        year: 2024,
        start: '2024-01-01',
        end: '2024-03-31',
        label: 'Triwulan I 2024',
        parent: { id: '2024-S1', parent: { id: '2024', parent: null } },
        children: [{ label: 'Januari 2024' }, { label: 'Februari 2024' }, { label: 'Maret 2024' }],
      },
    });
    expect(
      await ask(
        `{ period(id: "2023-S2") { children(kind: MONTH) { id end } days: children(kind: YEAR) { id } } }`,
      ),
    ).toMatchObject({
      period: { children: [{ id: '2023-07', end: '2023-07-31' }, {}, {}, {}, {}, {}], days: [] },
    });
  });

  test.each(['2024-13', 'Januari 2024', '1899', '', '2024\\n'])('"%s" is none', async (id) => {
    expect(await ask(`{ period(id: "${id}") { id } }`)).toEqual({ period: null });
  });
});

describe('business classes', () => {
  test('are found by edition, level, parent and title, a page at a time', async () => {
    expect(await ask('{ businessEditions }')).toEqual({ businessEditions: ['2025', '2020'] });
    const list = `{ totalCount nodes { id } pageInfo { hasNextPage endCursor } }`;
    expect(await ask(`{ businessClasses(edition: "2020", level: SUBCLASS, first: 2) ${list} }`)).toEqual({
      businessClasses: {
        totalCount: 3,
        nodes: [{ id: '2020:01111' }, { id: '2020:47111' }],
        pageInfo: { hasNextPage: true, endCursor: '47111' },
      },
    });
    expect(
      await ask(`{ businessClasses(edition: "2020", level: SUBCLASS, after: "47111") ${list} }`),
    ).toMatchObject({
      businessClasses: { nodes: [{ id: '2020:47112' }], pageInfo: { hasNextPage: false } },
    });
    expect(await ask(`{ businessClasses(edition: "2020", parent: "") ${list} }`)).toMatchObject({
      businessClasses: { nodes: [{ id: '2020:A' }, { id: '2020:G' }, { id: '2020:R' }] },
    });
    expect(await ask(`{ businessClasses(edition: "2025", search: "minimarket") ${list} }`)).toMatchObject({
      businessClasses: { nodes: [{ id: '2025:47111' }] },
    });
    expect(await ask(`{ businessClasses(edition: "2020", search: "%") ${list} }`)).toMatchObject({
      businessClasses: { totalCount: 0 },
    });
  });

  test('have the children of their own edition, and those of a missing level too', async () => {
    const data = await ask(`{
      one: businessClass(id: "2025:4711") { children(first: 1) { totalCount nodes { id title parent { id } } } }
      two: businessClass(id: "2020:4711") { children(first: 1) { totalCount nodes { id title } } }
      gap: businessClass(id: "2020:R") { children { nodes { code level } } }
      none: businessClass(id: "2020:99999") { id }
      odd: businessClass(id: "4711") { id }
    }`);
    expect(data).toEqual({
      one: {
        children: {
          totalCount: 2,
          nodes: [{ id: '2025:47111', title: 'Baru: Minimarket', parent: { id: '2025:4711' } }],
        },
      },
      two: { children: { totalCount: 2, nodes: [{ id: '2020:47111', title: 'Minimarket' }] } },
      gap: { children: { nodes: [{ code: '920', level: 'GROUP' }] } },
      none: null,
      odd: null,
    });
  });
});

test('an edition is not replaced while a load counts on the codes that it has checked', async () => {
  const { sql } = hub.hub.parts.writes;
  const other = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  const column = {
    label: 'kbli',
    reference: { entity: 'BusinessClass', field: 'usaha', edition: '2020' },
  } as ColumnDefinition;
  const order: string[] = [];
  let replacing: Promise<unknown> = Promise.resolve();
  await other.begin(async (tx) => {
    await tx`create temporary table toko on commit drop as select 1 as row, '47112' as c001`;
    await checkCodes(tx, 'toko', 'c001', column);
    const less = madeEdition().filter(({ code }) => code !== '47112');
    replacing = storeEdition(sql, '2020', less).then(() => order.push('replaced'));
    await eventually(async () => {
      const [waiting] = await tx`
        select from pg_locks where relation = 'business_classes'::regclass and not granted`;
      return waiting;
    });
    order.push('loaded');
  });
  await replacing;
  expect(order).toEqual(['loaded', 'replaced']);
  await other.end();
});
