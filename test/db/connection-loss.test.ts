import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/client.js';
import { createDatabase } from '../support/hub.js';

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const made = await createDatabase('empty');
  drop = made.drop;
  database = openDatabase(made.url, { max: 2, name: 'test' });
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await drop();
});

/** The next thing that works on the pool; a connection that is found dead may cost one try. */
async function works(): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    try {
      const [row] = await database.sql<{ one: number }[]>`select 1 as one`;
      return row?.one ?? 0;
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

test('a server that drops a connection inside a transaction ends the transaction, not the process', async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown) => uncaught.push(error);
  process.on('uncaughtException', note);
  try {
    for (let round = 0; round < 5; round++) {
      const lost = database.sql.begin(async (tx) => {
        const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
        await database.sql`select pg_terminate_backend(${row?.pid ?? 0})`;
        await tx`select pg_sleep(1)`;
      });
      await expect(lost).rejects.toThrow();
      expect(await works()).toBe(1);
    }
    // What is written to a socket that is gone is written a moment later.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(uncaught).toEqual([]);
  } finally {
    process.off('uncaughtException', note);
  }
});

test('a refusal inside a transaction rolls it back and reaches the caller as before', async () => {
  const refused = database.sql.begin(async (tx) => {
    await tx`insert into settings (key, value) values ('x', 'y')`;
    throw new Error('no');
  });
  await expect(refused).rejects.toThrow('no');
  expect(await database.sql`select from settings where key = 'x'`).toHaveLength(0);
});
