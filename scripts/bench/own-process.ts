import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../db/root.js';

/** The secret of every hub that is measured. */
export const SECRET = '5c'.repeat(32);

/** A hub that is measured counts nobody's requests. */
export const UNCOUNTED = { HUB_RATE_KEY: '0', HUB_RATE_ANONYMOUS: '0' };

/** What `npm start` tells Node. */
export const FLAGS = ['--heap-growing-percent=50'];

/** What is built of a module, as `npm start` runs it; builds what has changed. Throws where that fails. */
export function built(module: `scripts/bench/${string}.js`): string {
  const install = fileURLToPath(new URL('scripts/install.mjs', ROOT));
  const { status } = spawnSync(process.execPath, [install, '--build'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the hub could not be built');
  return fileURLToPath(new URL(`dist/${module}`, ROOT));
}

/**
 * Measures in a process of its own, so that nothing finds the memory of what was measured before: `file` sends its
 * figures, once. As `npm start` runs a hub, with `options` besides. Throws where it ends without, or takes longer.
 */
export async function measured<Figures>(
  file: string,
  args: readonly string[],
  timeout: number,
  options: readonly string[] = [],
): Promise<Figures> {
  const child = fork(file, [...args], {
    execArgv: [...options, ...FLAGS],
    timeout,
    killSignal: 'SIGKILL',
  });
  let figures: Figures | undefined;
  child.on('message', (message) => {
    figures = message as Figures;
  });
  const [code] = await once(child, 'exit');
  if (figures === undefined)
    throw new Error(`measuring ${args.slice(2).join(' ')} ended with ${code ?? 'a signal'}`);
  return figures;
}
