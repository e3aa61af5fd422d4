import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface HubProcess {
  readonly child: ChildProcess;
  /** Everything that it has printed so far. */
  output(): string;
  /** Waits until it says that it is up; fails with its output when it ends before. */
  ready(): Promise<void>;
  /** Waits for its end; gives its exit code, or the signal. */
  ended(): Promise<number | NodeJS.Signals>;
}

/** `npm start` without npm: what is built of the hub in a process of its own, with no environment but PATH and `env`. */
export function startHub(env: Record<string, string>, user?: { uid: number; gid: number }): HubProcess {
  const child = spawn(process.execPath, ['--heap-growing-percent=50', 'dist/scripts/start.js'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  const end = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  return {
    child,
    output: () => output,
    async ready() {
      const over = { ended: false };
      void end.then(() => {
        over.ended = true;
      });
      while (!output.includes('Ctrl-C')) {
        if (over.ended) throw new Error(`the hub ended before it was ready:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    ended: () => end,
  };
}
