import { parentPort } from 'node:worker_threads';
import { compose } from '../../schema/compose.js';
import { prepare } from '../../schema/prepare.js';

// The composer's own end, in a thread: carries out one task after the other.

export type Task =
  | { readonly kind: 'COMPOSE'; readonly with: Parameters<typeof compose> }
  | { readonly kind: 'PREPARE'; readonly with: Parameters<typeof prepare> };

export type Outcome =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly message: string };

function carryOut(task: Task): Outcome {
  try {
    const result = task.kind === 'COMPOSE' ? compose(...task.with) : prepare(...task.with);
    return { ok: true, result };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

const port = parentPort;
if (!port) throw new Error('this file runs in a worker');
port.on('message', (task: Task) => port.postMessage(carryOut(task)));
