import 'reflect-metadata';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { parse } from 'graphql';
import { readConfig } from '../../gateway/config.js';
import { createHub, type Hub } from '../../gateway/hub.js';
import { openPlanner } from '../../gateway/planning/planner.js';
import { HOSTED_SUBGRAPH, type SubgraphSource } from '../../schema/compose.js';
import { createComposer } from '../../subgraphs/registry/composer.js';
import { recentSupergraphs, supergraphText } from '../../subgraphs/registry/store.js';
import { UNCOUNTED } from './own-process.js';
import { changeDefinition, changeExposure, fieldOf, insertDatasets } from './scale-data.js';

// One size, in a process of its own: `scale-size.ts <database> <secret> <datasets>`. Sends its figures to its parent.
const SWAPS = 3;
const TICK_MS = 25;
const FOLLOWED_MS = 60_000;

export interface ScaleFigures {
  readonly datasets: number;
  /** The first composition of all, in a thread that has to start. */
  readonly composeSeconds: number;
  readonly composeAgainSeconds: number;
  /** From a change in the store to its supergraph being served. */
  readonly swapSeconds: number;
  /** The longest that the event loop did not turn. */
  readonly swapStallMs: number;
  readonly tickP50Ms: number;
  readonly tickP99Ms: number;
  readonly tickMaxMs: number;
  readonly ticksFailed: number;
  /** A query over four places of a graph that was just swapped, from asking to its answer, and the same again. */
  readonly firstQueryMs: number;
  readonly sameQueryMs: number;
  /** The plan of that query alone: the first that a planner makes, and the middle one of others of its kind. */
  readonly firstPlanMs: number;
  readonly otherPlanMs: number;
  readonly exposureStallMs: number;
  readonly exposureSeconds: number;
  readonly idleLookStallMs: number;
  readonly residentMb: number;
  /** JavaScript objects that the main thread holds then, garbage collected. */
  readonly heldMb: number;
}

/** Asks every few milliseconds from a thread of its own, whether or not the answers before have come. */
const CLIENT = `
const { parentPort, workerData } = require('node:worker_threads');
let waits = [];
let failed = 0;
const open = new Set();
const ask = async () => {
  const began = performance.now();
  const answer = await fetch(workerData.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ region(code: "35.14") { name } }' }),
  });
  const text = await answer.text();
  waits.push(performance.now() - began);
  if (answer.status !== 200 || text.includes('errors')) failed++;
};
let ticking;
const start = () => {
  ticking = setInterval(tick, workerData.every);
};
const tick = () => {
  const asked = ask().finally(() => open.delete(asked));
  open.add(asked);
};
parentPort.on('message', async (message) => {
  if (message === 'start') return start();
  clearInterval(ticking);
  await Promise.all(open);
  parentPort.postMessage({ waits, failed });
  waits = [];
  failed = 0;
});`;

interface Waits {
  readonly waits: readonly number[];
  readonly failed: number;
}

class Ticking {
  readonly #worker: Worker;

  constructor(url: string) {
    this.#worker = new Worker(CLIENT, { eval: true, execArgv: [], workerData: { url, every: TICK_MS } });
  }

  start(): void {
    this.#worker.postMessage('start');
  }

  /** Stops; gives how long each answer since the start took, and how many were none. */
  stop(): Promise<Waits> {
    return new Promise((resolve, reject) => {
      this.#worker.once('error', reject);
      this.#worker.once('message', (waits: Waits) => {
        this.#worker.off('error', reject);
        resolve(waits);
      });
      this.#worker.postMessage('stop');
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + FOLLOWED_MS; !(await done()); await sleep(5))
    if (performance.now() > deadline) throw new Error('the hub did not follow');
}

/** Runs `work` and gives its seconds and the longest stall of the event loop meanwhile. */
async function stalled(work: () => Promise<void>): Promise<{ seconds: number; stallMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  await sleep(20);
  delay.disable();
  return { seconds, stallMs: delay.max / 1e6 };
}

async function composing(hub: Hub): Promise<[number, number]> {
  const rows = await hub.parts.writes.sql<SubgraphSource[]>`
    select s.name, s.kind, v.sdl from subgraphs s
    join subgraph_versions v on v.subgraph = s.name and v.version = s.current_version`;
  const sources = rows.map(({ name, kind, sdl }) => ({ name, kind, sdl }));
  await using composer = createComposer();
  const timed = async () => {
    const began = performance.now();
    const composition = await composer.compose(sources);
    if (!composition.ok) throw new Error(composition.errors.join('\n'));
    return (performance.now() - began) / 1000;
  };
  return [await timed(), await timed()];
}

async function planningOf(hub: Hub): Promise<[number, number]> {
  const { id, members } = (await recentSupergraphs(hub.parts.writes.db, 1))[0] ?? { id: 0, members: {} };
  const document = parse(await supergraphText(hub.parts.writes.db, id), { noLocation: true });
  const planner = await openPlanner(document, new Set([...Object.keys(members as object), HOSTED_SUBGRAPH]));
  const took: number[] = [];
  for (let time = 0; time < 20; time++) {
    const asked = parse(joined.replace('kolom2', `lain${time}: kolom2`));
    const began = performance.now();
    planner.plan(asked, undefined);
    took.push(performance.now() - began);
  }
  return [took[0] ?? 0, percentile(took.slice(1), 0.5)];
}

async function measure(databaseUrl: string, secret: string, datasets: number): Promise<ScaleFigures> {
  const env = { DATABASE_URL: databaseUrl, HUB_SECRET: secret, PORT: '0', HUB_LOG: 'warn', ...UNCOUNTED };
  await using hub = await createHub(readConfig(env), databaseUrl);
  const url = `${await hub.listen()}/graphql`;
  const { sql } = hub.parts.writes;
  const { graph } = hub.parts;
  await insertDatasets(sql, datasets);
  await hub.settle();
  const [composeSeconds, composeAgainSeconds] = await composing(hub);

  await using ticking = new Ticking(url);
  ticking.start();
  await sleep(500);
  await ticking.stop();
  const swaps: { seconds: number; stallMs: number }[] = [];
  const waits: number[] = [];
  let failed = 0;
  const first: number[] = [];
  const again: number[] = [];
  for (let swap = 0; swap < SWAPS; swap++) {
    const before = graph.servedId;
    ticking.start();
    swaps.push(
      await stalled(async () => {
        await changeDefinition(sql, swap, `Dataset yang berubah ${swap}`);
        await until(() => graph.servedId !== before);
      }),
    );
    const ticks = await ticking.stop();
    waits.push(...ticks.waits);
    failed += ticks.failed;
    first.push(await ask(url, joined));
    for (let time = 0; time < 5; time++) again.push(await ask(url, joined));
  }
  const { rss } = process.memoryUsage();
  globalThis.gc?.();
  const { heapUsed } = process.memoryUsage();

  const [firstPlanMs, otherPlanMs] = await planningOf(hub);
  const served = graph.servedId;
  const name = fieldOf(1);
  const exposure = await stalled(async () => {
    await changeExposure(sql, 1, true);
    await until(async () => (await status(url, `{ ${name}(first: 1) { totalCount } }`)) === 200);
  });
  if (graph.servedId !== served) throw new Error('a change of exposure has recomposed the graph');
  const idle = await stalled(() => hub.settle());
  const middle = (values: readonly number[]) => percentile(values, 0.5);
  return {
    datasets,
    composeSeconds,
    composeAgainSeconds,
    swapSeconds: Math.max(...swaps.map(({ seconds }) => seconds)),
    swapStallMs: Math.max(...swaps.map(({ stallMs }) => stallMs)),
    tickP50Ms: middle(waits),
    tickP99Ms: percentile(waits, 0.99),
    tickMaxMs: Math.max(...waits),
    ticksFailed: failed,
    firstQueryMs: Math.max(...first),
    sameQueryMs: middle(again),
    firstPlanMs,
    otherPlanMs,
    exposureStallMs: exposure.stallMs,
    exposureSeconds: exposure.seconds,
    idleLookStallMs: idle.stallMs,
    residentMb: rss / 1e6,
    heldMb: heapUsed / 1e6,
  };
}

/** A kecamatan's parent with its children, each with rows of two datasets, and a third one beside them. */
const joined = `{
  region(code: "35.14") { name children(first: 3) { nodes { name
    ${fieldOf(0)}(first: 2) { nodes { kolom1 kolom2 } } ${fieldOf(2)}(first: 2) { totalCount } } } }
  ${fieldOf(2)}(first: 1, orderBy: [{ kolom1: DESC }]) { nodes { kolom3 wilayah { name parent { name } } } }
}`;

async function post(url: string, query: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return { status: answer.status, text: await answer.text() };
}

async function ask(url: string, query: string): Promise<number> {
  const began = performance.now();
  const { status: code, text } = await post(url, query);
  if (code !== 200 || text.includes('"errors"')) throw new Error(text);
  return performance.now() - began;
}

const status = async (url: string, query: string): Promise<number> => (await post(url, query)).status;

const [databaseUrl = '', secret = '', datasets = ''] = process.argv.slice(2);
const figures = await measure(databaseUrl, secret, Number(datasets));
await new Promise((resolve) => process.send?.(figures, resolve));
process.disconnect?.();
