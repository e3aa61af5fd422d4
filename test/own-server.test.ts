import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { expect } from 'vitest';
import { createHub } from '../gateway/hub.js';
import { databaseUrlOf, testConfig } from './support/config.js';
import { needing } from './support/needing.js';

const SERVER = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

async function reachable(): Promise<string | undefined> {
  const sql = postgres(SERVER, { max: 1, connect_timeout: 2, onnotice: () => {} });
  try {
    const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
    return row?.version;
  } catch {
    return undefined;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const version = await reachable();
needing(
  version === undefined ? 'needs a PostgreSQL at TEST_DATABASE_URL or 127.0.0.1:5432' : null,
  'the hub runs on a PostgreSQL of one’s own, 15 or newer',
  async () => {
    const name = `satugraf_${randomUUID().replaceAll('-', '')}`;
    const admin = postgres(SERVER, { max: 1, onnotice: () => {} });
    await admin.unsafe(`create database ${name}`);
    try {
      const url = databaseUrlOf(SERVER, name);
      const hub = await createHub(testConfig(url), url);
      try {
        const address = await hub.listen();
        const response = await fetch(`${address}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: '{ regions(level: PROVINCE) { totalCount nodes { code name } } }' }),
        });
        const { data } = (await response.json()) as { data: { regions: { totalCount: number } } };
        expect(data.regions.totalCount).toBe(38);
        await expect(hub.parts.reads.sql`select * from accounts`).rejects.toThrow(/permission denied/);
      } finally {
        await hub[Symbol.asyncDispose]();
      }
    } finally {
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.unsafe(`drop role if exists ${name}_reader`);
      await admin.end();
    }
  },
);
