import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from '../schema/errors.js';
import { type Binaries, locateBinaries, postgresMajor } from './embedded/binaries.js';
import {
  clusterMajor,
  createCluster,
  ensureDataDir,
  ensurePassword,
  type Layout,
  layoutOf,
} from './embedded/cluster.js';
import { causeIn, embeddedFailed, unexpected } from './embedded/failure.js';
import { connect, type LockConnection, serverGone, serverRefuses } from './embedded/lock.js';
import {
  clearPidFile,
  holderOf,
  type Postmaster,
  readPidFile,
  spawnPostmaster,
  stopPostmaster,
  waitGone,
} from './embedded/postmaster.js';
import { giveClusterOfRoot, requireReach, type SystemUser, systemUser } from './embedded/system-user.js';

const START_MS = 20_000;
const SILENCE_MS = 5_000;
const STOP_MS = 10_000;
const POLL_MS = 10;

/** A running PostgreSQL on DATA_DIR/postgres. Disposing of it stops the server; a second time does nothing. */
export interface EmbeddedDatabase extends AsyncDisposable {
  /** `postgres://satugraf:<password>@127.0.0.1:<port>/satugraf`; the user is the cluster's superuser. */
  url: string;
  /** True where a server that a killed hub left behind was taken over. */
  reused: boolean;
  /** The postmaster's. */
  pid: number;
}

interface Server {
  pid: number;
  port: number;
  lock: LockConnection;
}

/**
 * Starts PostgreSQL on `<dataDir>/postgres` (made at the first start), or takes over the one that still runs there,
 * and holds the directory for this process. The server outlives a killed hub and is found again.
 *
 * Throws DATA_DIR_IN_USE where another hub holds the directory, EMBEDDED_FAILED for everything that an operator has
 * to mend: no binaries for this platform, a directory out of reach, a broken cluster, a full disk.
 */
export async function startEmbedded(options: { dataDir: string }): Promise<EmbeddedDatabase> {
  const layout = layoutOf(options.dataDir);
  for (const end = Date.now() + START_MS; ; await sleep(100)) {
    try {
      return await start(layout);
    } catch (error) {
      if (error instanceof HubError) throw error;
      // The hub before us stopped its server while we waited for the lock: the directory is free now.
      if (!serverGone(error) || Date.now() > end) throw unexpected(layout.dataDir, error);
    }
  }
}

async function start(layout: Layout): Promise<EmbeddedDatabase> {
  await ensureDataDir(layout.dataDir);
  const existing = await clusterMajor(layout);
  const password = await ensurePassword(layout, existing !== undefined);
  const running = existing === undefined ? undefined : await findRunning(layout, password);
  if (running) return await own(layout, password, running, true);

  const binaries = await locateBinaries();
  const user = await systemUser(layout.cluster);
  if (user) await requireReach(user, layout.dataDir);
  const major = await postgresMajor(binaries, user);
  if (existing === undefined) {
    await createCluster(layout, binaries, password, user);
  } else if (existing !== major) {
    throw embeddedFailed(
      `Basis data ${layout.cluster} dibuat oleh PostgreSQL ${existing} sedangkan yang terpasang PostgreSQL ${major}; pakai versi SatuGraf yang semula, atau pindahkan datanya dengan pg_dump.`,
      `The cluster ${layout.cluster} was made by PostgreSQL ${existing} and PostgreSQL ${major} is installed; use the former version of SatuGraf, or move the data by pg_dump.`,
    );
  } else if (user) {
    await giveClusterOfRoot(user, layout.cluster);
  }
  return await launch(layout, binaries, password, user);
}

/** Starts postgres, again where a port or the remains of a killed server were in the way. */
async function launch(
  layout: Layout,
  binaries: Binaries,
  password: string,
  user: SystemUser | undefined,
): Promise<EmbeddedDatabase> {
  for (const end = Date.now() + START_MS; ; await sleep(100)) {
    const running = await findRunning(layout, password); // another hub may have been faster
    if (running) return await own(layout, password, running, true);
    const postmaster = await spawnPostmaster(layout, binaries, user);
    const server = await firstAnswer(layout, password, postmaster, end);
    if (server) return await own(layout, password, server, false);
    const output = await postmaster.output();
    const passing =
      /postmaster\.pid" (already exists|is empty)|shared memory block|could not bind|could not create any TCP/;
    if (passing.test(output) && Date.now() < end) continue;
    const words = causeIn(output);
    throw embeddedFailed(
      `PostgreSQL bawaan di ${layout.dataDir} gagal dinyalakan (log: ${layout.log}): ${words.id}`,
      `The embedded PostgreSQL in ${layout.dataDir} did not start (log: ${layout.log}): ${words.en}`,
    );
  }
}

/** Waits until the postgres that we have just started answers; undefined where it ended by itself. */
async function firstAnswer(
  layout: Layout,
  password: string,
  postmaster: Postmaster,
  end: number,
): Promise<Server | undefined> {
  const { pid } = postmaster;
  for (; ; await sleep(POLL_MS)) {
    if (postmaster.exited()) return undefined;
    const file = await readPidFile(layout.cluster);
    if (file?.pid === pid && file.port !== undefined && file.status === 'ready') {
      const lock = await connect(file.port, password).catch((error) => error as Error);
      if (!(lock instanceof Error)) return { pid, port: file.port, lock };
      if (serverRefuses(lock) || Date.now() > end) {
        await stopPostmaster(layout.cluster, pid, STOP_MS);
        throw noUse(layout, pid, lock);
      }
    } else if (Date.now() > end) {
      throw stillStarting(layout, pid);
    }
  }
}

/**
 * The server that already runs on this cluster; undefined where there is none. One that is shutting down is waited
 * for, one that keeps silent for 5 s is stopped; a postmaster.pid that names no postgres of ours is cleared away.
 * Throws EMBEDDED_FAILED where the server can be neither used nor stopped.
 */
async function findRunning(layout: Layout, password: string): Promise<Server | undefined> {
  const begun = Date.now();
  let silentSince = begun;
  let reason: unknown;
  for (; ; await sleep(POLL_MS * 5)) {
    const file = await readPidFile(layout.cluster);
    if (!file) return undefined;
    const holder = await holderOf(file.pid, layout.cluster);
    if (holder === 'gone' || holder === 'other') {
      await clearPidFile(layout.cluster, file.pid);
      return undefined;
    }
    if (file.status === 'starting' || file.status === '') {
      // Recovery after a crash: stopping it would make the next start begin anew.
      if (Date.now() - begun > START_MS) throw stillStarting(layout, file.pid);
      silentSince = Date.now();
      continue;
    }
    if (file.status === 'stopping') {
      await waitGone(file.pid, STOP_MS);
    } else if (file.port !== undefined) {
      const lock = await connect(file.port, password).catch((error) => error as Error);
      if (!(lock instanceof Error)) return { pid: file.pid, port: file.port, lock };
      if (serverRefuses(lock)) throw noUse(layout, file.pid, lock);
      reason = lock;
    }
    if (Date.now() - silentSince < SILENCE_MS) continue;
    if (holder === 'unknown' || !(await stopPostmaster(layout.cluster, file.pid, SILENCE_MS))) {
      throw noUse(layout, file.pid, reason);
    }
  }
}

async function own(
  layout: Layout,
  password: string,
  { pid, port, lock }: Server,
  reused: boolean,
): Promise<EmbeddedDatabase> {
  await lock.hold(layout.dataDir).catch(async (error) => {
    await lock.close();
    throw error;
  });
  const release = async () => {
    // A hub that has lost its lock may have a successor: the server is no longer its to stop.
    if (lock.held()) {
      lock.expectLoss();
      // The lock is kept until the server is down, or another hub could come aboard in between.
      await stopPostmaster(layout.cluster, pid, STOP_MS);
    }
    await lock.close();
  };
  let released: Promise<void> | undefined;
  return {
    url: `postgres://satugraf:${password}@127.0.0.1:${port}/satugraf`,
    reused,
    pid,
    [Symbol.asyncDispose]: async () => {
      released ??= release();
      await released;
    },
  };
}

function stillStarting(layout: Layout, pid: number): HubError {
  return embeddedFailed(
    `PostgreSQL bawaan di ${layout.dataDir} (proses ${pid}) masih memulihkan diri dan dibiarkan berjalan; jalankan SatuGraf lagi sebentar lagi.`,
    `The embedded PostgreSQL in ${layout.dataDir} (process ${pid}) is still recovering and was left running; start SatuGraf again shortly.`,
  );
}

function noUse(layout: Layout, pid: number, reason: unknown): HubError {
  const words = reason instanceof Error ? reason.message : '-';
  return embeddedFailed(
    `PostgreSQL bawaan di ${layout.dataDir} (proses ${pid}) berjalan tetapi tidak dapat dipakai (${words}); hentikan proses itu, lalu jalankan SatuGraf lagi.`,
    `The embedded PostgreSQL in ${layout.dataDir} (process ${pid}) runs but cannot be used (${words}); stop that process and start SatuGraf again.`,
    reason,
  );
}
