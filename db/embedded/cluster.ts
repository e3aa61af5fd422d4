import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, link, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Binaries, CLEAN_ENV, NEUTRAL_CWD } from './binaries.js';
import { causeIn, codeOf, embeddedFailed } from './failure.js';
import { isAlive } from './postmaster.js';
import type { SystemUser } from './system-user.js';

const run = promisify(execFile);
const STAGING = /^postgres\.new-(\d+)-[0-9a-f]+$/;
const inProgress = new Set<string>();

/** What lies where under DATA_DIR. */
export interface Layout {
  dataDir: string;
  cluster: string;
  secrets: string;
  passwordFile: string;
  log: string;
}

export function layoutOf(directory: string): Layout {
  const dataDir = resolve(directory);
  const secrets = join(dataDir, 'secrets');
  return {
    dataDir,
    cluster: join(dataDir, 'postgres'),
    secrets,
    passwordFile: join(secrets, 'postgres-password'),
    log: join(dataDir, 'postgres.log'),
  };
}

/** Makes DATA_DIR where it is missing; one that exists keeps its mode. */
export async function ensureDataDir(dataDir: string): Promise<void> {
  const first = await mkdir(dataDir, { recursive: true });
  if (first === undefined) return;
  if (process.getuid?.() !== 0) return await chmod(dataDir, 0o700);
  // The system user has to pass through, whatever root's umask; what is private in it has a mode of its own.
  for (let made = dataDir; made.length >= first.length; made = dirname(made)) await chmod(made, 0o711);
}

/** The cluster's major version; undefined where there is none yet. Throws EMBEDDED_FAILED if it is broken. */
export async function clusterMajor({ cluster }: Layout): Promise<number | undefined> {
  try {
    return Number(await readFile(join(cluster, 'PG_VERSION'), 'utf8'));
  } catch (cause) {
    if (codeOf(cause) === 'EACCES') {
      throw embeddedFailed(
        `Direktori ${cluster} milik pengguna lain; jalankan SatuGraf sebagai pengguna yang membuatnya, atau pilih DATA_DIR lain.`,
        `The directory ${cluster} belongs to another user; run SatuGraf as the user who made it, or choose another DATA_DIR.`,
        cause,
      );
    }
    if (codeOf(cause) !== 'ENOENT') throw cause;
    const entries = await readdir(cluster).catch((error) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    if (entries.length === 0) return undefined;
    throw embeddedFailed(
      `Direktori ${cluster} berisi sesuatu tetapi bukan basis data PostgreSQL yang utuh (tanpa PG_VERSION); pulihkan dari cadangan, atau pindahkan direktori itu untuk mulai dari kosong.`,
      `The directory ${cluster} holds something that is not a whole PostgreSQL cluster (no PG_VERSION); restore it from a backup, or move it away to start empty.`,
      cause,
    );
  }
}

/**
 * The superuser's password; made at random (32 bytes, base64url) while there is no cluster.
 * Throws EMBEDDED_FAILED where the cluster exists and its password is lost.
 */
export async function ensurePassword(layout: Layout, clusterExists: boolean): Promise<string> {
  const file = layout.passwordFile;
  const known = await readPassword(file);
  if (known) return known;
  if (!clusterExists) {
    if ((await mkdir(layout.secrets, { recursive: true })) !== undefined) await chmod(layout.secrets, 0o700);
    const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
    try {
      const handle = await open(draft, 'wx', 0o600);
      await handle.writeFile(randomBytes(32).toString('base64url'));
      await handle.sync(); // a cluster whose password a power cut has emptied could not be opened again
      await handle.close();
      // link() refuses an existing name: of two hubs that start at once the first one's password stands.
      await link(draft, file).catch((error) => {
        if (codeOf(error) !== 'EEXIST') throw error;
      });
    } finally {
      await rm(draft, { force: true });
    }
    const made = await readPassword(file);
    if (made) return made;
  }
  throw embeddedFailed(
    `Kata sandi basis data ${file} hilang atau kosong; pulihkan berkas itu dari cadangan.`,
    `The database password ${file} is missing or empty; restore that file from a backup.`,
  );
}

async function readPassword(file: string): Promise<string> {
  return await readFile(file, 'utf8').then(
    (text) => text.trim(),
    (error) => {
      if (codeOf(error) === 'ENOENT') return '';
      throw error;
    },
  );
}

/**
 * initdb into a sibling directory, then one rename: whoever is killed in between leaves no half cluster.
 * Where another hub was first, its cluster stands. Throws EMBEDDED_FAILED with initdb's last words.
 */
export async function createCluster(
  layout: Layout,
  binaries: Binaries,
  password: string,
  user: SystemUser | undefined,
): Promise<void> {
  await removeAbandoned(layout.dataDir);
  const name = `postgres.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  const staging = join(layout.dataDir, name);
  inProgress.add(name);
  try {
    const pwfile = join(staging, 'pwfile');
    await mkdir(staging, { mode: 0o700 });
    await writeFile(pwfile, password, { mode: 0o600 });
    if (user) for (const path of [pwfile, staging]) await chown(path, user.uid, user.gid);
    const made = join(staging, 'cluster');
    await initdb(binaries, layout.dataDir, made, pwfile, user);
    if (process.platform === 'win32') await rm(layout.cluster, { recursive: true, force: true });
    await rename(made, layout.cluster).catch((error) => {
      if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
    inProgress.delete(name);
  }
}

async function initdb(
  binaries: Binaries,
  dataDir: string,
  directory: string,
  pwfile: string,
  user: SystemUser | undefined,
): Promise<void> {
  const flags = [
    `--pgdata=${directory}`,
    '--username=satugraf',
    `--pwfile=${pwfile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-locale', // the libc locale, which no machine is sure to have beyond C; the builtin one does the work
    '--no-instructions',
  ];
  const identity = user ? { uid: user.uid, gid: user.gid } : {};
  try {
    const options = { ...identity, ...NEUTRAL_CWD, env: { ...CLEAN_ENV }, timeout: 120_000 };
    await run(binaries.initdb, flags, options);
  } catch (cause) {
    const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : '';
    const words = causeIn(stderr.trim() ? stderr : String(cause));
    throw embeddedFailed(
      `Basis data PostgreSQL tidak dapat dibuat di ${dataDir}: ${words.id}`,
      `The PostgreSQL cluster cannot be made in ${dataDir}: ${words.en}`,
      cause,
    );
  }
}

/** Removes what killed initdb runs left; another hub's run in progress is left alone. */
async function removeAbandoned(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const pid = Number(STAGING.exec(name)?.[1]);
    // In a container every hub has the same pid, so one's own pid says nothing.
    if (!pid || inProgress.has(name) || (pid !== process.pid && (await isAlive(pid)))) continue;
    // An initdb that outlived its hub may still be writing there; what stays now goes at the next first start.
    const options = { recursive: true, force: true, maxRetries: 3, retryDelay: 100 };
    await rm(join(dataDir, name), options).catch(() => undefined);
  }
}
