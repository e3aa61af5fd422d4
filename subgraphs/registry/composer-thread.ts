import { parentPort } from 'node:worker_threads';
import { type Composition, compose, type SubgraphSource } from '../../schema/compose.js';

// The composer's own end, in a thread: one composition after the other.

function composed(sources: readonly SubgraphSource[]): Composition {
  try {
    return compose(sources);
  } catch (error) {
    return { ok: false, errors: [error instanceof Error ? error.message : String(error)] };
  }
}

const port = parentPort;
if (!port) throw new Error('this file runs in a worker');
port.on('message', (sources: readonly SubgraphSource[]) => port.postMessage(composed(sources)));
