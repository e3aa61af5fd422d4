import { parentPort } from 'node:worker_threads';
import { check } from '../../schema/check.js';
import { compose } from '../../schema/compose.js';
import type { Outcome, Task } from './composer.js';

// The composer's own end, in a thread: one task after the other.

function outcomeOf(task: Task): Outcome {
  try {
    return task.kind === 'compose'
      ? { ok: true, value: compose(task.sources) }
      : { ok: true, value: check(task.proposed, task.landscape) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

const port = parentPort;
if (!port) throw new Error('this file runs in a worker');
port.on('message', (task: Task) => port.postMessage(outcomeOf(task)));
