import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('empty');
});
afterAll(() => hub[Symbol.asyncDispose]());

test('a statement that runs out of time is said to, and the next request answers', async () => {
  const question = '{ region(code: "35.14") { name } }';
  const other = postgres(hub.databaseUrl, { max: 1 });
  try {
    const answer = await other.begin(async (sql) => {
      await sql`lock table regions in access exclusive mode`;
      return hub.anonymous.query(question);
    });
    expect(answer.status).toBe(503);
    expect(answer.data).toEqual({ region: null });
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'TIMEOUT', nextActor: 'CALLER' });
  } finally {
    await other.end();
  }
  expect((await hub.anonymous.query(question)).data).toEqual({ region: { name: 'Kabupaten Pasuruan' } });
});
