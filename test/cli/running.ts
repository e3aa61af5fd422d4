import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceDatabase } from '../support/servers.js';

const MAIN = fileURLToPath(new URL('../../scripts/cli/main.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A producer's machine: a home and a working folder of its own, and nothing of this process's environment but PATH. */
export interface Machine extends AsyncDisposable {
  readonly folder: string;
  path(name: string): string;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  /** Runs `satugraf` with nobody at the terminal. */
  satugraf(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
}

/** `env` is what each command of the machine sees besides. */
export async function machine(env: Readonly<Record<string, string>> = {}): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), 'satugraf-cli-'));
  const start: Machine['start'] = (args, more = {}) =>
    spawn(process.execPath, ['--import', TSX, MAIN, ...args], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        XDG_CONFIG_HOME: join(folder, 'config'),
        ...env,
        ...more,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    folder,
    path: (name) => join(folder, name),
    start,
    satugraf: (args, more) => ended(start(args, more)),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Starts Node in a folder, with nothing of this process's environment but PATH. */
export const programIn = (
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess => runIn(folder, process.execPath, args, env);

/** The same with any program. */
export const runIn = (
  folder: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess =>
  spawn(program, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Where the programs of a producer find its database. */
export const urlOf = ({ kind, host, port, database, username, password }: SourceDatabase): string =>
  `${kind === 'MYSQL' ? 'mysql' : 'postgres'}://${username}:${encodeURIComponent(password)}@${host}:${port}/${database}`;

/** Waits for a command's end. */
export async function ended(child: ChildProcess): Promise<Ran> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}
