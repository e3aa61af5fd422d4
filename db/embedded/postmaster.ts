import { execFile, spawn } from 'node:child_process';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Binaries, CLEAN_ENV, locateBinaries, NEUTRAL_CWD } from './binaries.js';
import { codeOf } from './failure.js';
import type { SystemUser } from './system-user.js';

const run = promisify(execFile);
const LOG_LIMIT_BYTES = 10_000_000;

/**
 * glibc's malloc, in bytes: a backend keeps so much of what a statement has freed for the next one. An answer of 250 kB
 * lies in several copies while it is made, whose pages the system would give and clear anew for each request: measured
 * on a machine where that is dear, a page of 1,000 rows took 16 ms without and 8 ms with it, one of 100 rows 1.7 and
 * 1.1 ms. Other C libraries do not read it.
 */
const KEPT_MEMORY = { MALLOC_MMAP_THRESHOLD_: '4194304', MALLOC_TRIM_THRESHOLD_: '8388608' };

/** What postgres writes into postmaster.pid; port and status come a moment after the pid. */
export interface PidFile {
  pid: number;
  port: number | undefined;
  /** `starting`, `ready`, `stopping`, `standby` or '' while it is not written yet. */
  status: string;
}

export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch((error) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Math.abs(Number(lines[0])); // negative: single-user mode
  if (!Number.isInteger(pid) || pid === 0) return undefined;
  return { pid, port: Number(lines[3]) || undefined, status: lines[7] ?? '' };
}

/**
 * Removes a postmaster.pid whose pid now belongs to a process that is no postgres of this cluster: PostgreSQL would
 * take that process for a server. One whose pid is free is left to PostgreSQL, which has its own checks for it.
 */
export async function clearPidFile(cluster: string, pid: number): Promise<void> {
  if (!exists(pid)) return;
  if ((await readPidFile(cluster))?.pid === pid) await rm(join(cluster, 'postmaster.pid'), { force: true });
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Whether a process runs under this pid; a zombie, which PostgreSQL itself would count, does not. */
export async function isAlive(pid: number): Promise<boolean> {
  if (!exists(pid)) return false;
  if (process.platform !== 'linux') return true;
  // "pid (name) S …": the name may hold anything, so the state is looked for behind the last bracket.
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/^Z/.test(state.slice(state.lastIndexOf(')') + 2));
}

/**
 * Whose process `pid` is: `ours` is a postgres on this cluster, `other` certainly something else (pids are reused,
 * most of all in containers), `unknown` cannot be told on this system.
 */
export async function holderOf(pid: number, cluster: string): Promise<'ours' | 'other' | 'gone' | 'unknown'> {
  if (!(await isAlive(pid))) return 'gone';
  if (process.platform === 'win32') return 'unknown';
  if (process.platform !== 'linux') {
    const ps = await run('/bin/ps', ['-p', String(pid), '-o', 'command=']).catch(() => undefined);
    if (!ps) return (await isAlive(pid)) ? 'unknown' : 'gone';
    return ps.stdout.includes('postgres') && ps.stdout.includes(cluster) ? 'ours' : 'other';
  }
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined);
  if (name === undefined) return (await isAlive(pid)) ? 'unknown' : 'gone';
  if (name.trim() !== 'postgres') return 'other';
  try {
    const [cwd, own] = await Promise.all([stat(`/proc/${pid}/cwd/.`), stat(cluster)]);
    return cwd.dev === own.dev && cwd.ino === own.ino ? 'ours' : 'other';
  } catch {
    // Root in a container may lack the right to look into another user's process; its arguments anyone may read.
    const args = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return args.split('\0').includes(cluster) ? 'ours' : 'other';
  }
}

/** Waits until `pid` is gone; false where it still runs after `ms`. */
export async function waitGone(pid: number, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; ; await sleep(20)) {
    if (!(await isAlive(pid))) return true;
    if (Date.now() > end) return false;
  }
}

/**
 * Stops the postmaster of this cluster: fast shutdown, and after `ms` an immediate one, which costs the next start
 * a recovery but no committed data. Touches nothing that is not a postgres on this cluster. True when it is gone.
 */
export async function stopPostmaster(cluster: string, pid: number, ms: number): Promise<boolean> {
  for (const mode of ['fast', 'immediate'] as const) {
    const holder = await holderOf(pid, cluster);
    if (holder === 'gone' || holder === 'other') return true;
    await shutdown(cluster, pid, mode);
    if (await waitGone(pid, mode === 'fast' ? ms : 3_000)) return true;
  }
  return false;
}

async function shutdown(cluster: string, pid: number, mode: 'fast' | 'immediate'): Promise<void> {
  if (process.platform === 'win32') {
    const { pgCtl } = await locateBinaries(); // there are no signals to send
    await run(pgCtl, ['stop', '-D', cluster, '-m', mode, '-W']).catch(() => undefined);
    return;
  }
  try {
    process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH' && codeOf(error) !== 'EPERM') throw error;
  }
}

export interface Postmaster {
  pid: number;
  /** True once the process has ended by itself. */
  exited: () => boolean;
  /** What postgres has logged since this start. */
  output: () => Promise<string>;
}

/** Starts postgres on a free port of the loopback, detached, its output appended to the log. Does not wait. */
export async function spawnPostmaster(
  layout: { cluster: string; log: string },
  binaries: Binaries,
  user: SystemUser | undefined,
): Promise<Postmaster> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: await freePort(),
    unix_socket_directories: '',
    max_connections: 100,
    // Of a solid-state disk, or of memory: at the default, a spinning disk's, few rows of many are looked for page by page.
    random_page_cost: 1.1,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // DETAIL, CONTEXT and failed statements repeat values of the data, which a log must not hold.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    cluster_name: 'satugraf',
  };
  const size = (await stat(layout.log).catch(() => undefined))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(layout.log, `${layout.log}.1`);
  const log = await open(layout.log, 'a', 0o600);
  try {
    if (user) await log.chown(user.uid, user.gid); // so that a later start as that user can append to it
    const offset = (await log.stat()).size;
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(binaries.postgres, ['-D', layout.cluster, ...flags], {
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
      ...NEUTRAL_CWD,
      env: { ...CLEAN_ENV, ...KEPT_MEMORY },
      detached: true, // a session of its own: Ctrl-C reaches the hub, which drains first and stops postgres last
      stdio: ['ignore', log.fd, log.fd],
      windowsHide: true,
    });
    await new Promise<void>((started, failed) => {
      child.once('spawn', started).once('error', failed);
    });
    child.unref();
    return {
      pid: child.pid as number,
      exited: () => child.exitCode !== null || child.signalCode !== null,
      output: async () => (await readFile(layout.log)).subarray(offset).toString('utf8'),
    };
  } finally {
    await log.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', listening);
  });
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
}
