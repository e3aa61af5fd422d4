import { parentPort } from 'node:worker_threads';
import { HubError } from '../../../schema/errors.js';
import type { TaskPort } from './port.js';
import { type FromWorker, TASKS, type ToWorker } from './tasks.js';

// The worker's own end: carries out one task after the other.

/** Batches that may be on their way at once. */
const CREDITS = 4;

const port = parentPort;
if (!port) throw new Error('this file runs in a worker');
const say = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

class Sending implements TaskPort {
  #credits = CREDITS;
  readonly #free: ArrayBuffer[] = [];
  #waiting: (() => void) | undefined;

  buffer(size: number): Uint8Array {
    const at = this.#free.findIndex(({ byteLength }) => byteLength >= size);
    const [buffer] = at === -1 ? [] : this.#free.splice(at, 1);
    return buffer ? new Uint8Array(buffer) : Buffer.allocUnsafeSlow(size);
  }

  async send(bytes: Uint8Array): Promise<void> {
    while (this.#credits === 0)
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    this.#credits--;
    say({ kind: 'BATCH', bytes }, [bytes.buffer as ArrayBuffer]);
  }

  used(buffer: ArrayBuffer): void {
    this.#credits++;
    if (this.#free.length < CREDITS) this.#free.push(buffer);
    this.#waiting?.();
    this.#waiting = undefined;
  }
}

let sending: Sending | undefined;

async function run(message: Extract<ToWorker, { kind: 'TASK' }>): Promise<void> {
  sending = new Sending();
  const task = TASKS[message.task] as (input: unknown, port: TaskPort) => Promise<unknown>;
  try {
    say({ kind: 'DONE', result: await task(message.input, sending) });
  } catch (error) {
    if (error instanceof HubError)
      say({ kind: 'REFUSED', code: error.code, words: error.words, facts: error.facts });
    else
      say({
        kind: 'FAILED',
        message: error instanceof Error ? error.message : String(error),
        stack: error instanceof Error ? error.stack : undefined,
      });
  } finally {
    sending = undefined;
  }
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'TASK') void run(message);
  else sending?.used(message.buffer);
});
say({ kind: 'READY' });
