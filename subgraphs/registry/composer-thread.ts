import { parentPort } from 'node:worker_threads';
import { compose } from '../../schema/compose.js';
import type { Outcome, Task } from './composer.js';

// The composer's own end, in a thread: one task after the other, since the next is sent when one is answered.

async function resultOf(task: Task) {
  if (task.kind === 'compose') return compose(task.sources);
  // Loaded when somebody publishes: composing alone, which every change waits for, starts faster without.
  const [{ check }, { rehearsal }] = await Promise.all([
    import('../../schema/check.js'),
    import('../../schema/check/rehearsal.js'),
  ]);
  const { proposed, landscape } = task;
  const verdict = check(proposed, landscape);
  if (task.kind === 'check') return verdict;
  if (verdict.kind === 'REFUSED') return null;
  return rehearsal(landscape.liveSupergraph ?? null, verdict.supergraphSdl, landscape, proposed);
}

const outcomeOf = (task: Task): Promise<Outcome> =>
  resultOf(task).then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, error: error instanceof Error ? error.message : String(error) }),
  );

const port = parentPort;
if (!port) throw new Error('this file runs in a worker');
port.on('message', (task: Task) => outcomeOf(task).then((outcome) => port.postMessage(outcome)));
