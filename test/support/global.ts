import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../db/embedded.js';
import { createHub } from '../../gateway/hub.js';
import { type DemoFacts, demoMode, seedDemo } from '../../scripts/demo/seed.js';
import { databaseUrlOf, testConfig } from './config.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the test cluster's maintenance database. */
    cluster: string;
    demo: DemoFacts;
  }
}

/**
 * One embedded PostgreSQL for the whole run with two template databases: `template_empty` (migrated, regions loaded)
 * and `template_demo` (the demo besides). Each test file works on its own copy.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'satugraf-test-'));
  await chmod(folder, 0o711);
  const embedded = await startEmbedded({ dataDir: folder });
  const remove = async (): Promise<void> => {
    await embedded[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  };
  const admin = postgres(embedded.url, { max: 1, onnotice: () => {} });
  try {
    await forgoDurability(admin);
    await admin`create database template_empty`;
    await withHub(embedded.url, 'template_empty', async () => {});
    await admin`create database template_demo template template_empty`;
    await withHub(embedded.url, 'template_demo', async (hub) => {
      await demoMode(hub.parts.writes.db, 'on', true);
      const demo = await seedDemo(hub, await hub.listen(), folder);
      project.provide('demo', demo);
    });
    project.provide('cluster', embedded.url);
  } catch (error) {
    await remove();
    throw error;
  } finally {
    await admin.end();
  }
  return remove;
}

/** Nobody mends this cluster after a power cut: waiting for the disk at each commit, copy and drop would be for nothing. */
async function forgoDurability(admin: postgres.Sql): Promise<void> {
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit'])
    await admin.unsafe(`alter system set ${setting} = off`);
  await admin.unsafe(`alter system set max_wal_size = '4GB'`);
  await admin`select pg_reload_conf()`;
}

async function withHub(
  cluster: string,
  database: string,
  use: (hub: Awaited<ReturnType<typeof createHub>>) => Promise<void>,
): Promise<void> {
  const url = databaseUrlOf(cluster, database);
  const hub = await createHub(testConfig(url), url);
  try {
    await use(hub);
  } finally {
    await hub[Symbol.asyncDispose]();
  }
}
