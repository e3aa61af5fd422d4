import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parse } from 'graphql';
import { type Database, openDatabase } from '../../db/client.js';
import { startEmbedded } from '../../db/embedded.js';
import { HostedDataSource } from '../../gateway/transport/hosted.js';
import { schemaOf } from '../../schema/clients.js';
import { type ColumnType, type DatasetDefinition, namesOf } from '../../schema/definition.js';
import { NO_FACTS } from '../../schema/facts.js';
import { hostedSdl } from '../../schema/hosted.js';
import { ColumnUses } from '../../subgraphs/column-uses.js';
import type { RequestContext } from '../../subgraphs/context.js';
import { type Dataset, DatasetDirectory } from '../../subgraphs/directory.js';
import { HostedSubgraph } from '../../subgraphs/hosted/index.js';
import { createTable, placedColumns } from '../../subgraphs/intake/load/release-table.js';
import { createKeyring } from '../../subgraphs/keyring.js';
import { releaseTable } from '../../subgraphs/physical.js';

// How much of a bare driver's throughput is left at the boundary of the hosted subgraph: `process()` of its data
// source against a loop that sends the same SQL on the same connections. Prints a table, then one line of JSON.
const CONNECTIONS = 16;
const ROWS = 20_000;
const DISTRICTS = 24;
const ROUNDS = 15;
const ROUND_MS = 500;

const TYPES: readonly ColumnType[] = ['TEXT', 'TEXT', 'INTEGER', 'INTEGER', 'DECIMAL', 'DECIMAL'];
const definition: DatasetDefinition = {
  agency: 'uji',
  name: 'kinerja',
  title: 'Kinerja',
  description: 'Baris buatan untuk pengukuran.',
  columns: [...TYPES, 'BIGINT', 'DATE', 'BOOLEAN', 'TEXT', 'INTEGER', 'TEXT'].map((type, at) => ({
    name: `kolom${at + 1}`,
    label: `kolom${at + 1}`,
    title: `Kolom ${at + 1}`,
    description: 'Kolom buatan.',
    type: type as ColumnType,
    unit: null,
    accessClass: 'OPEN',
    key: at === 0,
    reference: at === 1 ? { entity: 'Region', field: 'wilayah' } : null,
  })),
};
const CELLS: Readonly<Record<ColumnType, string>> = {
  TEXT: `'teks ' || n % 997`,
  INTEGER: 'n * 7919 % 10007',
  BIGINT: 'n::bigint * 4294967296',
  DECIMAL: '(n * 31 % 100000)::numeric / 100',
  BOOLEAN: 'n % 3 = 0',
  DATE: `date '2020-01-01' + n % 1500`,
};
const district = (n: number): string => `35.14.${String(1 + (n % DISTRICTS)).padStart(2, '0')}`;

async function makeRelease({ sql }: Database): Promise<Dataset> {
  const columns = placedColumns(definition.columns);
  const name = releaseTable(1);
  await sql.begin(async (tx) => {
    await tx`create schema hosted`;
    await createTable(tx, { name, columns, keyed: true });
    const cells = columns.map(({ type, key, reference }) => {
      if (key) return `'K' || n`;
      return reference ? `'35.14.' || lpad((1 + n % ${DISTRICTS})::text, 2, '0')` : CELLS[type];
    });
    await tx.unsafe(
      `insert into ${name} select n, md5(n::text), ${cells.join(', ')} from generate_series(1, ${ROWS}) as n`,
    );
    await tx.unsafe(`alter table ${name} add primary key ("row")`);
    await tx.unsafe(`create index on ${name} (c002, "row")`);
    await tx.unsafe(`analyze ${name}`);
  });
  const mark = { id: '1', number: 'UJI-1', step: 'CONFIRM' };
  return {
    ...definition,
    id: '1',
    facts: NO_FACTS,
    handedOverAt: new Date(0),
    names: namesOf(definition),
    case: mark,
    released: true,
    columns: definition.columns.map((column) => ({
      definition: column,
      status: 'CONFIRMED',
      accessClass: 'OPEN',
      case: mark,
    })),
    withheldLabels: [],
    openDeviations: 0,
    release: {
      id: 1,
      number: 1,
      rows: ROWS,
      loadedAt: new Date(0),
      keyed: true,
      columns: new Map(columns.map((column) => [column.name, column])),
    },
  };
}

const selected = (count: number): string =>
  definition.columns
    .slice(0, count)
    .map(({ name }) => name)
    .join(' ');
const CASES = [
  {
    name: '(a) 100 rows x 10 columns, filtered and sorted',
    key: 'a',
    rows: 100,
    query: `query ($region: String, $least: Int) {
      uji_kinerja(first: 100, where: { kolom2: { eq: $region }, kolom3: { gte: $least } }, orderBy: [{ kolom5: DESC }, { kolom1: ASC }]) {
        nodes { ${selected(10)} }
      }
    }`,
    variables: (n: number) => ({ region: district(n), least: 100 }),
  },
  {
    name: '(e) 1,000 rows x 12 columns',
    key: 'e',
    rows: 1000,
    query: `query ($least: Int) {
      uji_kinerja(first: 1000, where: { kolom3: { gte: $least } }) { nodes { ${selected(12)} } }
    }`,
    variables: (n: number) => ({ least: n % DISTRICTS }),
  },
] as const;

/** Calls a second that so many loops side by side make of `call`. */
async function throughput(call: (n: number) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  let done = 0;
  const loop = async () => {
    while (performance.now() - started < ROUND_MS) {
      await call(done);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
  return (done * 1000) / (performance.now() - started);
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;

interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
}

const folder = await mkdtemp(join(tmpdir(), 'satugraf-bench-'));
await chmod(folder, 0o711);
try {
  await using embedded = await startEmbedded({ dataDir: folder });
  await using database = openDatabase(embedded.url, { max: CONNECTIONS, name: 'bench' });
  const dataset = await makeRelease(database);
  const source = new HostedDataSource(new HostedSubgraph(schemaOf(parse(hostedSdl(definition)).definitions)));
  const directory = new DatasetDirectory([dataset]);
  const keyring = createKeyring(new Uint8Array(32));
  const contextOn = (reads: Pick<Database, 'sql'>): RequestContext =>
    ({
      requestId: 'bench',
      viewer: { kind: 'ANONYMOUS' },
      reads,
      keyring,
      directory,
      memo: new Map(),
      columnUses: new ColumnUses(Number.POSITIVE_INFINITY),
      signal: new AbortController().signal,
      log: { error: (details: object, message: string) => console.error(message, details) },
    }) as unknown as RequestContext;
  type Asked = Parameters<HostedDataSource['process']>[0];
  const ask = (query: string, variables: object, reads: Pick<Database, 'sql'> = database) =>
    source.process({ request: { query, variables }, context: contextOn(reads) } as unknown as Asked);

  /** What the data source sends for these variables. */
  async function sentFor(query: string, variables: object): Promise<Sent> {
    const sent: Sent[] = [];
    const unsafe = (text: string, values: unknown[]) => {
      sent.push({ text, values });
      return database.sql.unsafe(text, values as never[]);
    };
    await ask(query, variables, { sql: { unsafe } as unknown as Database['sql'] });
    return sent[0] as Sent;
  }

  const figures: Record<string, { process: number; bare: number; ratio: number }> = {};
  console.log(`${'requests a second, 16 connections'.padEnd(50)} process()    bare   ratio`);
  for (const { name, key, rows, query, variables } of CASES) {
    const sent = await Promise.all(Array.from({ length: DISTRICTS }, (_, n) => sentFor(query, variables(n))));
    const { data, errors } = await ask(query, variables(0));
    const found = (data as { uji_kinerja?: { nodes: unknown[] } } | null)?.uji_kinerja?.nodes.length;
    if (errors || found !== rows) throw new Error(`${name}: ${found} rows, ${JSON.stringify(errors)}`);
    const process = (n: number) => ask(query, variables(n));
    const bare = (n: number) => {
      const { text, values } = sent[n % DISTRICTS] as Sent;
      return database.sql.unsafe(text, values as never[], { prepare: true });
    };
    const results: { process: number; bare: number }[] = [];
    // The first round warms both.
    for (let round = 0; round <= ROUNDS; round++) {
      const one = { process: await throughput(process), bare: await throughput(bare) };
      if (round > 0) results.push(one);
    }
    const figure = {
      process: Math.round(median(results.map((one) => one.process))),
      bare: Math.round(median(results.map((one) => one.bare))),
      ratio: Number(median(results.map((one) => one.process / one.bare)).toFixed(3)),
    };
    figures[key] = figure;
    console.log(
      `${name.padEnd(50)} ${String(figure.process).padStart(9)} ${String(figure.bare).padStart(7)} ${figure.ratio.toFixed(2).padStart(7)}`,
    );
  }
  console.log(JSON.stringify({ hosted: figures }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
