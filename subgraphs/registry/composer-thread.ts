import { parentPort } from 'node:worker_threads';
import { rehearsal } from '../../schema/check/rehearsal.js';
import { check } from '../../schema/check.js';
import { compose } from '../../schema/compose.js';
import type { Outcome, Task } from './composer.js';

// The composer's own end, in a thread: one task after the other.

function outcomeOf(task: Task): Outcome {
  try {
    if (task.kind === 'compose') return { ok: true, value: compose(task.sources) };
    const { proposed, landscape } = task;
    const verdict = check(proposed, landscape);
    if (task.kind === 'check') return { ok: true, value: verdict };
    if (verdict.kind === 'REFUSED') return { ok: true, value: null };
    const before = landscape.liveSupergraph ?? null;
    return { ok: true, value: rehearsal(before, verdict.supergraphSdl, landscape, proposed) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

const port = parentPort;
if (!port) throw new Error('this file runs in a worker');
port.on('message', (task: Task) => port.postMessage(outcomeOf(task)));
