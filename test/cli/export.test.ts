import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootHub, type TestHub } from '../support/hub.js';
import { type Machine, machine } from './running.js';

let hub: TestHub;
let office: Machine;
beforeAll(async () => {
  hub = await bootHub('demo');
  office = await machine({ SATUGRAF_URL: hub.url, SATUGRAF_TOKEN: hub.key().token ?? '' });
});
afterAll(async () => {
  await office[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

test('rows go to a file of the kind that its name says; a refusal leaves none', async () => {
  const { data } = await hub
    .key()
    .query<{ datasets: { name: string; columns: { name: string }[] }[] }>(
      '{ datasets { name columns { name status accessClass } } }',
    );
  const dataset = data?.datasets.find(({ name }) => name === 'dinkes_tenagaKesehatan');
  const column = dataset?.columns[0]?.name ?? '';
  const columns = ['--columns', column, '--order-by', JSON.stringify([{ [column]: 'ASC' }])];
  const [done, unknown, wrong] = await Promise.all([
    office.satugraf(['export', 'dinkes_tenagaKesehatan', '-o', 'a.csv', ...columns, '--excel', '--json']),
    office.satugraf(['export', 'dinkes_tidakAda', '-o', 'b.csv']),
    office.satugraf(['export', 'dinkes_tenagaKesehatan', '-o', 'c.ndjson', '--where', '{"x":1}']),
  ]);
  expect([done.code, done.err]).toEqual([0, '']);
  const bytes = await readFile(office.path('a.csv'));
  expect(JSON.parse(done.out)).toEqual({
    dataset: 'dinkes_tenagaKesehatan',
    file: 'a.csv',
    bytes: bytes.length,
  });
  const path = `/exports/dinkes_tenagaKesehatan.csv?columns=${column}&excel=1&orderBy=${encodeURIComponent(columns[3] ?? '')}`;
  expect(new Uint8Array(bytes)).toEqual((await hub.key().download(path)).bytes);
  expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('NOT_FOUND') });
  expect(wrong.err).toContain('BAD_USER_INPUT');
  await expect(readFile(office.path('c.ndjson'))).rejects.toThrow('ENOENT');
  const again = await office.satugraf(['export', 'dinkes_tenagaKesehatan', '-o', 'a.csv']);
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining('a.csv') });
});
