import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootHub, type TestHub } from '../support/hub.js';
import { makeDataset } from './dataset.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(() => hub[Symbol.asyncDispose]());

test('a key of which a column is closed is no key: no by-key field, and equal halves are loaded', async () => {
  const made = await makeDataset(
    hub,
    {
      name: 'separuh',
      columns: [
        { name: 'kode', type: 'TEXT', key: true },
        { name: 'kedua', type: 'TEXT', key: true, accessClass: 'CLOSED' },
        { name: 'nilai', type: 'INTEGER' },
      ],
    },
    [
      { kode: 'A', kedua: '1', nilai: '10' },
      { kode: 'A', kedua: '2', nilai: '20' },
    ],
  );
  const producer = await hub.official('produsen.dinkes');
  const list = await producer.query<Record<string, { nodes: { id: string; nilai: number }[] }>>(
    `{ ${made.field} { nodes { id nilai } } }`,
  );
  const rows = list.data?.[made.field]?.nodes ?? [];
  expect(rows.map(({ nilai }) => nilai)).toEqual([10, 20]);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
  const byKey = await producer.query(`{ ${made.field}ByKey(kode: "A") { nilai } }`);
  expect(byKey.errors[0]?.message).toContain(`Cannot query field "${made.field}ByKey"`);
});
