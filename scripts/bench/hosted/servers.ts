import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { built, FLAGS } from '../own-process.js';
import type { HubReady } from './hub.js';

// The servers that are compared, each in a process of its own and all of them on one core; who asks has the other, and
// PostgreSQL what is left of both.
export const PEERS = fileURLToPath(new URL('../peers/', import.meta.url));
const SERVERS_CORE = '0';
const OTHERS_CORE = '1';
const pins = spawnSync('taskset', ['-V']).status === 0;

const pin = (pid: number, core: string): boolean =>
  pins && spawnSync('taskset', ['-apc', core, String(pid)]).status === 0;

/** Puts this process, and what it starts from now on, beside the servers' core. */
export const standAside = (): boolean => pin(process.pid, OTHERS_CORE);

/** Puts a process that runs already on the servers' core. */
export const toServersCore = (pid: number): boolean => pin(pid, SERVERS_CORE);

const onServersCore = (command: string, args: readonly string[]): [string, string[]] =>
  pins ? ['taskset', ['-c', SERVERS_CORE, command, ...args]] : [command, [...args]];

/** A server that answers at `url`. */
export interface Server extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds of processor that it has used. */
  busy(): number;
}

export interface HubServer extends Server, HubReady {}

const disposable = (child: ChildProcess, end: () => void) => ({
  pid: child.pid ?? 0,
  busy: () => cpuMs(child.pid ?? 0),
  async [Symbol.asyncDispose]() {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    end();
    await exited;
  },
});

/** User and system time of a process, in clock ticks of 10 ms. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(stat[11]) + Number(stat[12]));
}

export async function startHub(databaseUrl: string, secret: string, answerBytes: number): Promise<HubServer> {
  const [command, args] = onServersCore(process.execPath, [
    ...FLAGS,
    built('scripts/bench/hosted/hub.js'),
    databaseUrl,
    secret,
    String(answerBytes),
  ]);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ready = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (typeof ready[0] !== 'object') throw new Error(`the hub did not start: ${ready[0]}`);
  return Object.assign(
    disposable(child, () => child.send('stop')),
    ready[0] as HubReady,
  );
}

/** Installs the peers where they are not: they are this bench's dependencies alone. */
export function installPeers(): void {
  if (existsSync(`${PEERS}node_modules/@graphql-hive`)) return;
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: PEERS, stdio: 'inherit' });
  if (status !== 0) throw new Error('the peers could not be installed');
}

export const startFloor = (databaseUrl: string, tables: readonly string[]): Promise<Server> =>
  startPeer(process.execPath, ['floor.mjs', databaseUrl, tables.join(',')]);

/** It needs a newer Node than the hub: the package `node` brings one. */
export const startPostGraphile = (databaseUrl: string): Promise<Server> =>
  startPeer(`${PEERS}node_modules/node/bin/node`, ['postgraphile.mjs', databaseUrl]);

const startPeer = (node: string, script: readonly string[]): Promise<Server> => startServer(node, script);

/** Starts a server on the servers' core, in the folder of the peers; it prints its port, or listens at `url`. */
export async function startServer(
  node: string,
  script: readonly string[],
  { url }: { readonly url?: string } = {},
): Promise<Server> {
  const production = ['NODE_ENV=production', 'GRAPHILE_ENV=production'];
  const [command, args] = onServersCore('env', [...production, node, ...script]);
  const child = spawn(command, args, { cwd: PEERS, stdio: ['ignore', 'pipe', 'inherit'] });
  if (url !== undefined) {
    child.stdout.resume();
    await answering(url, child);
    return { ...disposable(child, () => child.kill()), url };
  }
  const port = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (!/^\d{4,}/.test(String(port[0]))) throw new Error(`a peer did not start: ${script[0]}`);
  return { ...disposable(child, () => child.kill()), url: `http://127.0.0.1:${String(port[0]).trim()}` };
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(`${url}/graphql?query={__typename}`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`nothing answers at ${url}`);
}
