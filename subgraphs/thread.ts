import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/** What a worker runs first: nothing where this is what was built, which needs no help. */
const BEFORE = import.meta.url.endsWith('.ts')
  ? `import(${JSON.stringify(registration())}).then(({ register }) => register())`
  : 'Promise.resolve()';

/** The module that registers tsx, for `import`: what `require` would resolve to is the one for `require`. */
function registration(): string {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('tsx/package.json');
  const { exports } = require(manifest) as { exports: { './esm/api': { import: { default: string } } } };
  return new URL(exports['./esm/api'].import.default, pathToFileURL(manifest)).href;
}

/**
 * Starts a worker from a module, given by its address as it would be once built, with so many megabytes of JavaScript
 * objects. From TypeScript it does not start by itself on every Node that is served: it registers tsx first. It keeps
 * no process alive.
 */
export function startThread(module: URL, heapMb: number): Worker {
  const boot = `${BEFORE}.then(() => import(${JSON.stringify(module.href)}));`;
  const worker = new Worker(boot, {
    eval: true,
    execArgv: [],
    stdout: false,
    stderr: false,
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32 },
  });
  worker.unref();
  return worker;
}
