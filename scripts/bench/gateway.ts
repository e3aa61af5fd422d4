import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { Pool } from 'undici';
import { SDLS } from './gateway/subgraphs.js';
import { cpuMs, installPeers, type Server, standAside, startServer } from './hosted/servers.js';
import { median } from './median.js';
import { built, FLAGS } from './own-process.js';
import { questionOf, rateOf } from './wire.js';

// The hub's executor on four remote subgraphs beside bare @apollo/gateway and Hive Gateway with its router runtime: same
// subgraphs, same answers, 50 connections, each gateway on one core, in turns. Prints tables, then one line of JSON.
const CONNECTIONS = 50;
const ROUNDS = 3;
const ROUND_MS = 4000;
const SUBGRAPHS = fileURLToPath(new URL('./gateway/subgraphs.ts', import.meta.url));
const ALONE = built('scripts/bench/gateway/alone.js');

const FRAGMENTS = `
  fragment User on User { id username name }
  fragment Review on Review { id body }
  fragment Product on Product { inStock name price shippingEstimate upc weight }`;
const QUERIES = {
  heavy: `query Heavy {
    users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
    topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
  } ${FRAGMENTS}`,
  light: 'query Light { topProducts { name price inStock } }',
} as const;

type Gateway = 'ours' | 'apollo' | 'hive';
/** One's own headers with each request where unshared; what subgraphs answer is new each time where changing. */
type Manner = 'alone' | 'changing' | 'sharing' | 'unshared';
const MANNERS = ['alone', 'changing', 'sharing', 'unshared'] as const;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function start(name: Gateway, file: string, allowed: string, sharing: boolean): Promise<Server> {
  const word = sharing ? 'sharing' : 'alone';
  if (name === 'ours')
    return startServer(process.execPath, ['--max-semi-space-size=64', ...FLAGS, ALONE, file, allowed, word]);
  if (name === 'apollo')
    return startServer(process.execPath, ['--max-semi-space-size=64', 'apollo.mjs', file]);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [
    '--max-semi-space-size=64',
    'node_modules/.bin/hive-gateway',
    'supergraph',
    file,
    '-c',
    sharing ? 'hive-sharing.config.mjs' : 'hive.config.mjs',
  ];
  const more = ['-p', String(port), '-h', '127.0.0.1', '--fork', '1', '--polling', '10m'];
  return startServer(process.execPath, [...args, ...more], { url });
}

const headers = (n: number | undefined) => ({
  'content-type': 'application/json',
  ...(n === undefined ? {} : { authorization: `Bearer ${n}` }),
});

async function ask(pool: Pool, query: string, n: number | undefined): Promise<string> {
  const { statusCode, body } = await pool.request({
    path: '/graphql',
    method: 'POST',
    headers: headers(n),
    body: JSON.stringify({ query }),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${statusCode} ${text.slice(0, 300)}`);
  return text;
}

async function rate(server: Server, query: string, manner: Manner, milliseconds: number): Promise<number> {
  const body = JSON.stringify({ query });
  const question = (n?: number) => questionOf(server.url, '/graphql', headers(n), body);
  const same = question();
  const { perSecond } = await rateOf(server.url, manner === 'unshared' ? question : () => same, {
    connections: CONNECTIONS,
    milliseconds,
  });
  return perSecond;
}

const residentMb = async (pid: number): Promise<number> =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000;

installPeers();
const folder = await mkdtemp(join(tmpdir(), 'satugraf-gateway-'));
const aside = standAside();
const subgraphs = fork(SUBGRAPHS, [], { execArgv: ['--import', 'tsx'] });
try {
  const [urls] = (await once(subgraphs, 'message')) as [Record<string, string>];
  const composed = composeServices(
    Object.entries(SDLS).map(([name, sdl]) => ({ name, url: urls[name] ?? '', typeDefs: parse(sdl) })),
  );
  if (!composed.supergraphSdl) throw new Error(String(composed.errors));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, composed.supergraphSdl);
  const allowed = Object.values(urls)
    .map((url) => new URL(url).host)
    .join();
  const fetches = async (): Promise<number> => {
    subgraphs.send('count');
    const [count] = (await once(subgraphs, 'message')) as [number];
    return count;
  };

  const figures: Record<string, unknown> = {};
  for (const manner of MANNERS) {
    const shares = manner === 'sharing' || manner === 'unshared';
    const names: readonly Gateway[] = shares ? ['ours', 'hive'] : ['ours', 'apollo', 'hive'];
    subgraphs.send(manner === 'changing' ? 'change' : 'keep');
    const servers = new Map<Gateway, Server>();
    try {
      for (const name of names) servers.set(name, await start(name, file, allowed, shares));
      for (const [kind, query] of Object.entries(QUERIES)) {
        const answers = new Map<Gateway, unknown>();
        const asked: Partial<Record<Gateway, number>> = {};
        for (const [name, server] of servers) {
          const pool = new Pool(server.url);
          await ask(pool, query, undefined);
          await fetches();
          answers.set(name, JSON.parse(await ask(pool, query, undefined)).data);
          asked[name] = await fetches();
          await pool.close();
        }
        for (const [name, answer] of answers)
          if (!isDeepStrictEqual(sorted(answer), sorted(answers.get('ours'))))
            throw new Error(`${kind}: ${name} answers something else`);
        const rounds: { name: Gateway; perSecond: number; subgraphsBusy: number }[] = [];
        for (const server of servers.values()) await rate(server, query, manner, ROUND_MS / 2);
        for (let round = 0; round < ROUNDS; round++)
          for (const [name, server] of servers) {
            const [began, used] = [performance.now(), cpuMs(subgraphs.pid ?? 0) + ownCpuMs()];
            const perSecond = await rate(server, query, manner, ROUND_MS);
            const busy = (cpuMs(subgraphs.pid ?? 0) + ownCpuMs() - used) / (performance.now() - began);
            rounds.push({ name, perSecond, subgraphsBusy: busy });
            await sleep(100);
          }
        const of = (name: Gateway) => rounds.filter((one) => one.name === name);
        const ratio = (other: Gateway) =>
          median(of('ours').map((one, at) => one.perSecond / (of(other)[at]?.perSecond ?? 1)));
        const memory: Partial<Record<Gateway, number>> = {};
        for (const [name, server] of servers) memory[name] = await residentMb(server.pid);
        figures[`${kind} ${manner}`] = {
          fetches: asked,
          perSecond: Object.fromEntries(
            names.map((name) => [name, median(of(name).map((one) => one.perSecond))]),
          ),
          subgraphsBusy: Object.fromEntries(
            names.map((name) => [name, median(of(name).map((one) => one.subgraphsBusy))]),
          ),
          times: Object.fromEntries(names.slice(1).map((name) => [name, ratio(name)])),
          residentMb: memory,
        };
      }
    } finally {
      for (const server of servers.values()) await server[Symbol.asyncDispose]();
    }
  }
  console.table(
    Object.fromEntries(
      Object.entries(figures as Record<string, Figures>).map(([name, one]) => [
        name,
        {
          'ours /s': one.perSecond.ours?.toFixed(0),
          'apollo /s': one.perSecond.apollo?.toFixed(0) ?? '-',
          'hive /s': one.perSecond.hive?.toFixed(0),
          'x apollo': one.times.apollo?.toFixed(1) ?? '-',
          'x hive': one.times.hive?.toFixed(1),
          'other core busy': Object.values(one.subgraphsBusy)
            .map((share) => `${(share * 100).toFixed(0)}%`)
            .join(' '),
          MB: Object.values(one.residentMb)
            .map((mb) => mb.toFixed(0))
            .join(' '),
        },
      ]),
    ),
  );
  console.log(JSON.stringify({ cores: aside, ...figures }));
} finally {
  subgraphs.disconnect();
  await rm(folder, { recursive: true, force: true });
}

interface Figures {
  readonly perSecond: Partial<Record<Gateway, number>>;
  readonly times: Partial<Record<Gateway, number>>;
  readonly subgraphsBusy: Record<string, number>;
  readonly residentMb: Record<string, number>;
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** With the keys of its objects in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
