import 'reflect-metadata';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { startEmbedded } from '../../db/embedded.js';
import { readConfig } from '../../gateway/config.js';
import { createHub, type Hub } from '../../gateway/hub.js';
import type { ColumnType } from '../../schema/definition.js';
import { loadFile } from '../../subgraphs/intake/load/load.js';
import type { Mapping } from '../../subgraphs/intake/mapping.js';
import { sourceOf } from '../../subgraphs/intake/reading/bytes.js';
import { openFile } from '../../subgraphs/intake/reading/open.js';
import { findTables, rowsOf } from '../../subgraphs/intake/tables.js';
import { ColumnTyping, conventionOf } from '../../subgraphs/intake/typing/column.js';
import { type ColumnChoice, TEXT } from '../../subgraphs/intake/typing/guess.js';
import { type Client, signIn } from '../demo/client.js';
import { type DemoFacts, demoMode, seedDemo } from '../demo/seed.js';
import { UNCOUNTED } from './own-process.js';

// How fast a confirmed mapping becomes a switched release, beside the same bytes sent unparsed by the driver's COPY, in
// turns; and what readers of the old release feel of it. Prints a table, then every figure as one line of JSON.
const ROUNDS = 5;
const FILE = fileURLToPath(
  new URL('../../../shared/data/perf/bmkg_shakemap_jatim_grid.csv.gz', import.meta.url),
);
const TYPES: Readonly<Record<string, ColumnType>> = {
  event_id: 'TEXT',
  waktu: 'TEXT',
  magnitudo: 'DECIMAL',
  lon: 'DECIMAL',
  lat: 'DECIMAL',
  pga_pctg: 'DECIMAL',
  pgv_cms: 'DECIMAL',
  mmi: 'DECIMAL',
};
const FIELD = 'dinkes_goncangan';

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const median = (values: readonly number[]): number => percentile(values, 0.5);
const nameOf = (label: string): string =>
  label.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

/** Takes a dataset from the draft to the hand-over of its definition. */
async function handOver(url: string, password: (user: string) => string): Promise<Client> {
  const producer = await signIn(url, 'produsen.dinkes', password('produsen.dinkes'));
  const head = await signIn(url, 'kepala.dinas', password('kepala.dinas'));
  interface Case {
    readonly number: string;
    readonly version: number;
  }
  const { draftCase } = await producer.run<{ draftCase: Case }>(`mutation {
    draftCase(title: "Goncangan", purpose: "uji beban", profile: "uji beban",
      contacts: [{ name: "Sari", position: "Statistisi", reach: "0343-000000" }]) { number version } }`);
  const { submitCase } = await producer.run<{ submitCase: Case }>(
    'mutation ($number: ID!, $version: Int!) { submitCase(number: $number, version: $version) { number version } }',
    { ...draftCase },
  );
  const { issueDisposition } = await head.run<{ issueDisposition: Case }>(
    `mutation ($number: ID!, $version: Int!) {
      issueDisposition(number: $number, version: $version, disposition: "Proses.") { number version } }`,
    { ...submitCase },
  );
  const columns = Object.entries(TYPES).map(([label, type]) => ({
    name: nameOf(label),
    label,
    title: label,
    description: label,
    type,
    accessClass: 'OPEN',
    key: false,
  }));
  await producer.run(
    `mutation ($number: ID!, $version: Int!, $definition: DatasetDefinitionInput!) {
      handOver(number: $number, version: $version, definition: $definition) { number version } }`,
    {
      ...issueDisposition,
      definition: { name: 'goncangan', title: 'Goncangan', description: 'Uji beban.', columns },
    },
  );
  return producer;
}

/** The same bytes, unparsed, by the driver's COPY into a table of the same types. */
async function floor(hub: Hub, lines: Uint8Array): Promise<void> {
  const sql = hub.parts.writes.sql;
  const types = { TEXT: 'text', DECIMAL: 'numeric' } as Readonly<Record<string, string>>;
  const columns = Object.entries(TYPES).map(([label, type]) => `${label} ${types[type]}`);
  await sql.begin(async (tx) => {
    await tx.unsafe(`create table hosted.floor (${columns.join(', ')})`);
    const copy = await tx.unsafe(`copy hosted.floor from stdin with (format csv, delimiter ';')`).writable();
    for (let at = 0; at < lines.length; at += 1 << 20)
      await new Promise<void>((resolve, reject) => {
        copy.write(lines.subarray(at, at + (1 << 20)), (error) => (error ? reject(error) : resolve()));
      });
    await new Promise<void>((resolve, reject) => {
      copy.once('error', reject);
      copy.end(() => resolve());
    });
  });
}

const mapping: Mapping = {
  tables: [{ file: 0, sheet: 0, table: 0 }],
  unpivot: null,
  columns: Object.entries(TYPES).map(([label, type]) => ({
    name: nameOf(label),
    source: { kind: 'COLUMN', key: label },
    choice: choiceOf(type),
    lookup: null,
  })),
  encoding: 'utf-8',
  keep: [],
};

function choiceOf(type: ColumnType): ColumnChoice {
  const number = { kind: 'NUMBER', decimal: '.', group: null, prefix: null, percent: false } as const;
  return { type, format: type === 'TEXT' ? TEXT : number, missing: [] };
}

/** The typing pass over every column, which comes before a mapping is confirmed. */
async function typing(packed: Uint8Array): Promise<string[]> {
  const verdict = await openFile(sourceOf('grid.csv.gz', packed));
  if (!verdict.ok) throw verdict.refusal;
  const [sheet] = verdict.files[0]?.sheets ?? [];
  const [table] = sheet ? await findTables(sheet) : [];
  if (!table) throw new Error('there is no table');
  const typers = table.columns.map(({ label }) => new ColumnTyping({ header: label }));
  for await (const rows of rowsOf(table))
    for (const { row, cells } of rows)
      for (const [at, typer] of typers.entries()) typer.add(cells[at] ?? null, row);
  const convention = conventionOf(typers);
  return typers.map((typer) => typer.verdict(convention).type);
}

/** Makes the dataset and stores the upload, in a process of its own: what that leaves in memory is not the load's. */
async function prepare(folder: string): Promise<void> {
  await using database = await startEmbedded({ dataDir: folder });
  {
    const config = readConfig({ DATA_DIR: folder, PORT: '0', HUB_LOG: 'silent', ...UNCOUNTED });
    await using hub = await createHub(config, database.url);
    const url = await hub.listen();
    await demoMode(hub.parts.writes.db, 'on', true);
    const producer = await handOver(url, passwordsOf(await seedDemo(hub, url, folder)));
    const upload = await producer.upload('grid.csv.gz', await readFile(FILE));
    await writeFile(join(folder, 'upload'), upload);
  }
}

const passwordsOf =
  ({ accounts }: DemoFacts) =>
  (user: string): string =>
    accounts.find((account) => account.user === user)?.password ?? '';

async function inAnotherProcess(folder: string): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), [folder]);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('the dataset could not be prepared');
}

async function measure(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'satugraf-bench-'));
  await chmod(folder, 0o711);
  await inAnotherProcess(folder);
  await using database = await startEmbedded({ dataDir: folder });
  {
    const config = readConfig({ DATA_DIR: folder, PORT: '0', HUB_LOG: 'silent', ...UNCOUNTED });
    await using hub = await createHub(config, database.url);
    const url = await hub.listen();
    const demo = JSON.parse(await readFile(join(folder, 'demo.json'), 'utf8')) as DemoFacts;
    const producer = await signIn(url, 'produsen.dinkes', passwordsOf(demo)('produsen.dinkes'));
    const upload = await readFile(join(folder, 'upload'), 'utf8');
    const load = async (): Promise<number> => {
      const dataset = hub.parts.directory().named(FIELD);
      const context = {
        writes: hub.parts.writes,
        keyring: hub.parts.keyring,
        viewer: { kind: 'ANONYMOUS' } as const,
        now: new Date(),
        intake: { workers: hub.parts.workers, maxRows: config.rowLimit },
      };
      const { release } = await loadFile(context, {
        dataset,
        columns: dataset.columns.map(({ definition }) => definition),
        mapping,
        upload,
        mode: 'REPLACE',
        rejects: 'REFUSE',
        notes: [],
      });
      return release.rows;
    };
    // What the hub holds when it has served some queries and no file has been read yet.
    for (let warm = 0; warm < 50; warm++) await producer.run('{ region(code: "35.14") { name } }');
    await sleep(1000);
    globalThis.gc?.();
    const idle = process.memoryUsage.rss();
    let peak = 0;
    const sampler = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 5);
    const rows = await load();
    await hub.settle();
    const query = `{ ${FIELD}(first: 100) { nodes { id waktu lon lat mmi } pageInfo { endCursor } } }`;
    const read = async (): Promise<number> => {
      const started = performance.now();
      await producer.run(query);
      return performance.now() - started;
    };
    for (let warm = 0; warm < 30; warm++) await read();
    const alone: number[] = [];
    for (let at = 0; at < 100; at++) alone.push(await read());

    // Memory and readers have runs of their own: the bytes of the floor would lie in this process, too.
    const loadsBeside: number[] = [];
    const beside: number[] = [];
    let failed = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const state = { loading: true };
      const reader = (async () => {
        while (state.loading) {
          try {
            beside.push(await read());
          } catch {
            failed++;
          }
          await sleep(10);
        }
      })();
      loadsBeside.push(await seconds(load));
      state.loading = false;
      await reader;
      await hub.settle();
    }
    clearInterval(sampler);

    const floors: number[] = [];
    const loads: number[] = [];
    const packed = await readFile(FILE);
    const unpacked = gunzipSync(packed);
    const body = unpacked.subarray(unpacked.indexOf(10) + 1);
    for (let round = 0; round < ROUNDS; round++) {
      floors.push(await seconds(() => floor(hub, body)));
      await hub.parts.writes.sql`drop table hosted.floor`;
      loads.push(await seconds(load));
      await hub.settle();
    }
    const typed: string[] = [];
    const typingSeconds = await seconds(async () => typed.push(...(await typing(packed))));
    const figures = {
      rows,
      floorSeconds: median(floors),
      floorRowsPerSecond: rows / median(floors),
      loadSeconds: median(loads),
      loadRowsPerSecond: rows / median(loads),
      shareOfFloor: median(floors) / median(loads),
      shareOfFloorAtBest: Math.min(...floors) / Math.min(...loads),
      loadSecondsWithReaders: median(loadsBeside),
      typingSeconds,
      idleMb: idle / 2 ** 20,
      peakAboveIdleMb: (peak - idle) / 2 ** 20,
      readers: beside.length,
      readersFailed: failed,
      readAloneMedianMs: median(alone),
      readBesideMedianMs: median(beside),
      readBesideP99Ms: percentile(beside, 0.99),
    };
    console.table(
      Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(2))])),
    );
    console.log(JSON.stringify({ ...figures, floors, loads, loadsBeside, typed }));
  }
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}

const [folder] = process.argv.slice(2);
if (folder !== undefined) await prepare(folder);
else if (existsSync(FILE)) await measure();
else {
  console.error(`bench:load needs ${FILE}, which does not lie beside this repository`);
  process.exitCode = 1;
}
