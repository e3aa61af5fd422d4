import { execFile } from 'node:child_process';
import { lchown, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { embeddedFailed } from './failure.js';

const run = promisify(execFile);

/** The account that PostgreSQL runs under when the hub is root, because PostgreSQL refuses to be root. */
export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

/**
 * Undefined unless we are root. Otherwise the owner of an existing cluster, so that a directory made by a normal
 * user stays that user's; for a new one `postgres`, else `nobody`. Throws EMBEDDED_FAILED where there is neither.
 */
export async function systemUser(cluster: string): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(cluster).catch(() => undefined);
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  if (owner && owner.uid !== 0) {
    const name = accounts.find((account) => account.uid === owner.uid)?.name ?? String(owner.uid);
    return { name, uid: owner.uid, gid: owner.gid };
  }
  const user =
    accounts.find((account) => account.name === 'postgres') ??
    accounts.find((account) => account.name === 'nobody');
  if (user && user.uid !== 0) return user;
  throw embeddedFailed(
    'PostgreSQL tidak boleh berjalan sebagai root dan pengguna postgres atau nobody tidak ada; jalankan SatuGraf sebagai pengguna biasa, atau isi DATABASE_URL.',
    'PostgreSQL must not run as root and there is no user postgres or nobody; run SatuGraf as a normal user, or set DATABASE_URL.',
  );
}

function parseAccounts(passwd: string): SystemUser[] {
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/**
 * The first directory on the way to and including `directory` that `user` may not enter; undefined where the way
 * is free. Asked by a process of that user, since modes alone do not tell (ACLs, container mounts).
 */
export async function blockedDirectory(user: SystemUser, directory: string): Promise<string | undefined> {
  const way = [await realpath(directory)];
  for (let up = dirname(way[0] as string); up !== way[0]; up = dirname(up)) way.unshift(up);
  const script = 'for d in "$@"; do [ -x "$d" ] || { printf %s "$d"; exit 3; }; done';
  try {
    await run('/bin/sh', ['-c', script, 'sh', ...way], { uid: user.uid, gid: user.gid, cwd: '/', env: {} });
    return undefined;
  } catch (error) {
    const blocked = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    if (blocked) return blocked;
    throw embeddedFailed(
      `Root tidak dapat menjalankan program sebagai pengguna ${user.name}: ${String(error)}; jalankan SatuGraf sebagai pengguna biasa, atau isi DATABASE_URL.`,
      `Root cannot run a program as the user ${user.name}: ${String(error)}; run SatuGraf as a normal user, or set DATABASE_URL.`,
      error,
    );
  }
}

/** Throws EMBEDDED_FAILED unless `user` can enter the data directory. */
export async function requireReach(user: SystemUser, dataDir: string): Promise<void> {
  const blocked = await blockedDirectory(user, dataDir);
  if (!blocked) return;
  throw embeddedFailed(
    `PostgreSQL tidak boleh berjalan sebagai root dan pengguna ${user.name} tidak dapat memasuki ${blocked}; pilih DATA_DIR lain (atau chmod o+x direktori itu), jalankan sebagai pengguna biasa, atau isi DATABASE_URL.`,
    `PostgreSQL must not run as root and the user ${user.name} cannot enter ${blocked}; choose another DATA_DIR (or chmod o+x that directory), run as a normal user, or set DATABASE_URL.`,
  );
}

/** Gives `user` a cluster that root owns, as after a restore from a backup: PostgreSQL wants to own its directory. */
export async function giveClusterOfRoot(user: SystemUser, cluster: string): Promise<void> {
  if ((await stat(cluster)).uid === 0) await giveTree(user, cluster);
}

async function giveTree(user: SystemUser, directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await giveTree(user, path);
    else await lchown(path, user.uid, user.gid); // a link itself, never what it points to
  }
  await lchown(directory, user.uid, user.gid); // last, so that a run that was cut short starts over
}
