import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { GraphQLDataSource } from '@apollo/gateway';
import { parse, print } from 'graphql';
import { type Database, openDatabase } from '../../../db/client.js';
import { readConfig } from '../../../gateway/config.js';
import { createHub } from '../../../gateway/hub.js';
import { HostedDataSource } from '../../../gateway/transport/hosted.js';
import { mergeHosted } from '../../../schema/merge.js';
import { HostedSubgraph } from '../../../subgraphs/hosted/index.js';
import { ANONYMOUS } from '../../../subgraphs/viewer.js';
import { median } from '../median.js';
import { UNCOUNTED } from '../own-process.js';
import { type BenchCase, CASES } from './cases.js';

// The hosted subgraph at its boundary, `process()` of its data source, beside a loop that sends the same SQL on the
// same connections, and beside the resolvers of graphql-js that the compiled engine has replaced. `boundary.ts
// <database> <secret>`: tells its parent the figures.
const CONNECTIONS = 16;
const ROUNDS = 9;
const ROUND_MS = 700;
/** The last version whose hosted subgraph ran a resolver a cell. */
const RESOLVERS = '33bf331';

export interface BoundaryFigures {
  readonly process: number;
  readonly bare: number;
  /** Null where the history of the repository is not at hand. */
  readonly resolvers: number | null;
  readonly ofBare: number;
  readonly ofResolvers: number | null;
}

/** Calls a second that so many loops side by side make of `call`. */
async function throughput(call: (n: number) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  let done = 0;
  const loop = async () => {
    while (performance.now() - started < ROUND_MS) await call(done++);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
  return (done * 1000) / (performance.now() - started);
}

type Ask = (query: string, variables: object, reads?: Pick<Database, 'sql'>) => Promise<unknown>;

const [databaseUrl = '', secret = ''] = process.argv.slice(2);
const env = { DATABASE_URL: databaseUrl, HUB_SECRET: secret, PORT: '0', HUB_LOG: 'warn', ...UNCOUNTED };
await using hub = await createHub(readConfig(env), databaseUrl, { answerBytes: 0 });
await using database = openDatabase(databaseUrl, { max: CONNECTIONS, name: 'bench' });
const directory = hub.parts.directory();

const askOf =
  (source: GraphQLDataSource): Ask =>
  (query, variables, reads = database) =>
    source.process({
      request: { query, variables },
      context: {
        requestId: 'bench',
        viewer: ANONYMOUS,
        reads,
        keyring: hub.parts.keyring,
        directory,
        memo: new Map(),
        columnUses: hub.parts.columnUses,
        signal: new AbortController().signal,
        log: { error: (details: object, message: string) => console.error(message, details) },
      },
    } as never);

/** The data source of the version whose hosted subgraph ran resolvers, over the same definitions. */
async function resolversOf(folder: string): Promise<GraphQLDataSource | undefined> {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const unpack = `git archive ${RESOLVERS} db gateway schema subgraphs package.json tsconfig.json | tar -x -C "${folder}"`;
  if (spawnSync('sh', ['-c', unpack], { cwd: root }).status !== 0) return undefined;
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const module = (path: string) => import(pathToFileURL(join(folder, path)).href);
  const { hostedSubgraph } = await module('subgraphs/hosted/index.ts');
  const { LocalDataSource } = await module('gateway/transport/local.ts');
  const { hostedSdl: sdlOf } = await module('schema/hosted.ts');
  const sdls = directory.datasets.map((dataset) =>
    parse(sdlOf({ ...dataset, columns: dataset.columns.map(({ definition }) => definition) })),
  );
  return new LocalDataSource(hostedSubgraph(print(mergeHosted(sdls))));
}

/** What the data source sends for these variables. */
async function sentFor(ask: Ask, query: string, variables: object) {
  const sent: { readonly text: string; readonly values: readonly unknown[] }[] = [];
  const unsafe = (text: string, values: unknown[]) => {
    sent.push({ text, values });
    return database.sql.unsafe(text, values as never[]);
  };
  const { options } = database.sql;
  await ask(query, variables, { sql: { unsafe, options } as unknown as Database['sql'] });
  if (!sent[0]) throw new Error('nothing was sent');
  return sent[0];
}

async function measure({ hub: query, turns, variables }: BenchCase, ask: Ask, old: Ask | undefined) {
  const sent = await Promise.all(Array.from({ length: turns }, (_, n) => sentFor(ask, query, variables(n))));
  if (old) {
    const [now, then] = [await ask(query, variables(0)), await old(query, variables(0))];
    if (JSON.stringify(now) !== JSON.stringify(then)) throw new Error('the resolvers answer something else');
  }
  const results: { process: number; bare: number; resolvers: number | null }[] = [];
  // The first round warms all.
  for (let round = 0; round <= ROUNDS; round++) {
    const one = {
      process: await throughput((n) => ask(query, variables(n))),
      bare: await throughput((n) => {
        const { text, values } = sent[n % turns] ?? { text: '', values: [] };
        return database.sql.unsafe(text, values as never[], { prepare: true });
      }),
      resolvers: old ? await throughput((n) => old(query, variables(n))) : null,
    };
    if (round > 0) results.push(one);
  }
  const shares = (of: 'bare' | 'resolvers') => median(results.map((one) => one.process / (one[of] ?? 1)));
  const figures: BoundaryFigures = {
    process: median(results.map((one) => one.process)),
    bare: median(results.map((one) => one.bare)),
    resolvers: old ? median(results.map((one) => one.resolvers ?? 0)) : null,
    ofBare: shares('bare'),
    ofResolvers: old ? shares('resolvers') : null,
  };
  return figures;
}

// Beside this file, so that the same settings of TypeScript hold there.
const folder = await mkdtemp(fileURLToPath(new URL('./resolvers-', import.meta.url)));
try {
  const ask = askOf(new HostedDataSource(new HostedSubgraph(hub.parts.graph.members.schema)));
  const resolvers = await resolversOf(folder);
  const old = resolvers && askOf(resolvers);
  const figures: Record<string, BoundaryFigures> = {};
  for (const one of CASES)
    if (['a', 'd', 'e'].includes(one.key)) figures[one.key] = await measure(one, ask, old);
  process.send?.(figures);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.disconnect?.();
