import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { refusal } from '../../../schema/errors.js';
import { type LoadUpload, type PullParts, pullDataset } from '../../../subgraphs/intake/connections/pull.js';
import { bootHub, type TestHub } from '../../support/hub.js';
import { type SourceDatabase, serverTest } from '../../support/servers.js';
import { dataOf, handOver } from '../onboarding.js';
import { connected, type Plan, schedule } from './connecting.js';

const NOW = new Date('2024-03-04T01:00:00Z');
let hub: TestHub;
let sql: Sql;
beforeAll(async () => {
  hub = await bootHub('demo', {}, { now: () => NOW });
  sql = postgres(hub.databaseUrl, { max: 1 });
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

describe('a pull in increments', () => {
  /** A dataset that is filled from a table, and pulls of it with a load that notes what it was given. */
  async function incremental(source: SourceDatabase, name: string, plan: Plan, load: LoadUpload) {
    const { field } = await handOver(hub, name, [
      { name: 'nomor', label: 'id', type: 'BIGINT', key: true },
      { name: 'isi', type: 'TEXT' },
    ]);
    const connection = await connected(hub, source);
    dataOf(await schedule(await hub.official('produsen.dinkes'), field, connection, source, 'log', plan));
    const { writes, outbound, keyring, directory } = hub.hub.parts;
    const parts: PullParts = { db: writes.db, outbound, keyring, load, log: { error: () => {} } };
    const dataset = directory().named(field);
    return async (byHand = false, caps?: PullParts['caps']) => {
      const { outcome } = await pullDataset({ ...parts, ...(caps ? { caps } : {}) }, dataset, NOW, byHand);
      const [{ watermark } = {}] = await sql`select watermark from pulls where dataset_id = ${dataset.id}`;
      const shown = outcome.ok ? outcome.rows : outcome.code;
      return { shown, watermark };
    };
  }

  /** The ids of an upload's rows. */
  async function idsOf(uploadId: string): Promise<string[]> {
    const chunks = await sql`select data from upload_chunks where upload_id = ${uploadId} order by sequence`;
    const lines = Buffer.concat(chunks.map(({ data }) => data as Buffer))
      .toString('utf8')
      .trim()
      .split('\n');
    return lines.map((line) => (JSON.parse(line) as { id: string }).id);
  }

  serverTest('POSTGRESQL', 'appends what is new, and moves on only when it was loaded', async (source) => {
    await source.run(
      'create table log (id bigint primary key, isi text)',
      "insert into log values (9007199254740992, 'a'), (9007199254740993, 'b')",
    );
    const loads: string[][] = [];
    let refuse = false;
    const pull = await incremental(
      source,
      'tambahan',
      { mode: 'APPEND', incrementalBy: 'id' },
      async (_, upload, mode) => {
        if (refuse) throw refusal('COLUMN_MISSING', { columns: ['isi'] });
        loads.push([mode, ...(await idsOf(upload))]);
        return { rows: (loads.at(-1)?.length ?? 1) - 1, release: loads.length };
      },
    );
    expect(await pull()).toEqual({ shown: 2, watermark: '9007199254740993' });
    expect(await pull()).toEqual({ shown: 0, watermark: '9007199254740993' });
    await source.run("insert into log values (9007199254740994, 'c')");
    refuse = true;
    expect(await pull()).toEqual({ shown: 'COLUMN_MISSING', watermark: '9007199254740993' });
    // The same bytes are not loaded again by the clock, so that they do not pile up; by hand they are.
    refuse = false;
    const before = await sql`select id from uploads`;
    expect(await pull()).toEqual({ shown: 'COLUMN_MISSING', watermark: '9007199254740993' });
    expect(await sql`select id from uploads`).toEqual(before);
    expect(await pull(true)).toEqual({ shown: 1, watermark: '9007199254740994' });
    expect(loads).toEqual([
      ['APPEND', '9007199254740992', '9007199254740993'],
      ['APPEND', '9007199254740994'],
    ]);
    await source.run(
      "insert into log select n, 'x' from generate_series(9007199254740995, 9007199254741495) as n",
    );
    expect(await pull(false, { rows: 500, bytes: 1e9 })).toMatchObject({ shown: 'PULL_REFUSED' });
    expect(await pull(false, { rows: 1e6, bytes: 1000 })).toMatchObject({ shown: 'PULL_REFUSED' });
    expect(await pull()).toEqual({ shown: 501, watermark: '9007199254741495' });
  });

  serverTest(
    'MYSQL',
    'takes the last moment again for UPSERT, and loads nothing where nothing has come',
    async (source) => {
      await source.run(
        'create table log (id bigint primary key, isi text, diubah timestamp null)',
        "insert into log values (1, 'a', '2024-01-01 10:00:00'), (2, 'b', '2024-01-01 10:00:01'), (3, 'c', null)",
      );
      const loads: string[][] = [];
      const pull = await incremental(
        source,
        'ubahan',
        { mode: 'UPSERT', incrementalBy: 'diubah' },
        async (_, upload, mode) => {
          loads.push([mode, ...(await idsOf(upload))]);
          return { rows: 1, release: loads.length };
        },
      );
      const watermark = '2024-01-01 10:00:01';
      for (let time = 0; time < 4; time++) expect((await pull()).watermark).toBe(watermark);
      await source.run("insert into log values (4, 'd', '2024-01-01 10:00:01')");
      await pull();
      expect(loads.map(([mode, ...ids]) => [mode, ...ids.toSorted()])).toEqual([
        ['UPSERT', '1', '2', '3'],
        ['UPSERT', '2', '3'],
        ['UPSERT', '2', '3', '4'],
      ]);
    },
  );

  serverTest(
    'POSTGRESQL',
    'knows a load that was switched to though nobody lived to record it',
    async (source) => {
      await source.run(
        'create table log (id bigint primary key, isi text)',
        "insert into log values (1, 'a')",
      );
      let dies = true;
      const loads: string[][] = [];
      const pull = await incremental(
        source,
        'matihidup',
        { mode: 'APPEND', incrementalBy: 'id' },
        async (dataset, upload) => {
          loads.push(await idsOf(upload));
          await sql`insert into releases (dataset_id, number, status, columns, rows, upload_id)
        values (${dataset.id}, ${loads.length}, 'SUPERSEDED', '[]', 1, ${upload})`;
          if (dies) throw new Error('the connection was lost after the switch');
          return { rows: 1, release: loads.length };
        },
      );
      expect(await pull()).toEqual({ shown: 'INTERNAL', watermark: null });
      dies = false;
      await source.run("insert into log values (2, 'b')");
      expect(await pull()).toEqual({ shown: 1, watermark: '2' });
      expect(loads).toEqual([['1'], ['2']]);
    },
  );
});
