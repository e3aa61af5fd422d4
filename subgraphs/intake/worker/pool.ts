import type { Worker } from 'node:worker_threads';
import { type ErrorCode, HubError, refusal } from '../../../schema/errors.js';
import { startThread } from '../../thread.js';
import { turns } from '../turns.js';
import type { FromWorker, TaskInput, TaskName, TaskResult, ToWorker } from './tasks.js';

const THREAD = new URL('./thread.js', import.meta.url);

export interface WorkerLimits {
  /** Workers at once; further tasks wait. */
  readonly workers: number;
  /** Megabytes of JavaScript objects in one. What lies in buffers, the reading counts itself. */
  readonly heapMb: number;
  /** How long a task may give no sign while it is its turn. */
  readonly silentMs: number;
  /** How long a worker that has nothing to do is kept. */
  readonly warmMs: number;
}

export const WORKER_LIMITS: WorkerLimits = { workers: 2, heapMb: 512, silentMs: 120_000, warmMs: 60_000 };

/** Threads in which files are read, so that none of them can take the hub's time or memory. */
export interface Workers extends AsyncDisposable {
  /**
   * Carries out a task. `input.bytes` is handed over and cannot be used any more. What the task sends on its way comes
   * to `batch`, one after the other. Throws what the task throws, and FILE_TOO_COSTLY where it ran out of memory or time.
   */
  run<Name extends TaskName>(
    task: Name,
    input: TaskInput<Name>,
    batch?: (bytes: Uint8Array) => Promise<void>,
  ): Promise<TaskResult<Name>>;
}

export function createWorkers(limits: WorkerLimits = WORKER_LIMITS): Workers {
  const idle: Thread[] = [];
  const all = new Set<Thread>();
  const turn = turns(limits.workers);
  return {
    run: (task, input, batch = async () => {}) =>
      turn(async () => {
        const thread = idle.pop() ?? new Thread(limits, all);
        try {
          return (await thread.run(task, input, batch)) as TaskResult<typeof task>;
        } finally {
          if (all.has(thread)) thread.rest(idle);
        }
      }),
    async [Symbol.asyncDispose]() {
      await Promise.all([...all].map((thread) => thread.stop()));
    },
  };
}

class Thread {
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  #resting: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: WorkerLimits,
    private readonly all: Set<Thread>,
  ) {
    this.#worker = startThread(THREAD, limits.heapMb);
    all.add(this);
    this.#ready = new Promise((resolve, reject) => {
      this.#worker.once('message', () => resolve());
      this.#worker.once('error', reject);
      this.#worker.once('exit', () => {
        all.delete(this);
        reject(new Error('a worker ended before it was ready'));
      });
    });
    this.#ready.catch(() => {});
  }

  async run<Name extends TaskName>(
    task: Name,
    input: TaskInput<Name>,
    batch: (bytes: Uint8Array) => Promise<void>,
  ): Promise<unknown> {
    clearTimeout(this.#resting);
    this.#worker.ref();
    try {
      await this.#ready;
      return await this.#carryOut(task, input, batch);
    } catch (error) {
      // A worker that refused a file is none the worse for it; of one that failed, nobody knows.
      if (!(error instanceof HubError) || error.code === 'FILE_TOO_COSTLY') await this.stop();
      throw error;
    } finally {
      this.#worker.unref();
    }
  }

  #carryOut(task: TaskName, input: TaskInput<TaskName>, batch: (bytes: Uint8Array) => Promise<void>) {
    return new Promise<unknown>((resolve, reject) => {
      const worker = this.#worker;
      let timer: NodeJS.Timeout | undefined;
      let using = 0;
      let over = false;
      const watch = (): void => {
        clearTimeout(timer);
        // While the hub has not used what was sent, the worker may be waiting for it.
        if (using === 0)
          timer = setTimeout(() => settle(() => reject(tooCostly('time'))), this.limits.silentMs);
      };
      const settle = (then: () => void): void => {
        over = true;
        clearTimeout(timer);
        worker.off('message', hear);
        worker.off('error', fail);
        worker.off('exit', gone);
        then();
      };
      const fail = (error: NodeJS.ErrnoException): void =>
        settle(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooCostly('memory') : error));
      const gone = (): void => settle(() => reject(new Error(`a worker ended during ${task}`)));
      let queue = Promise.resolve();
      const use = async (bytes: Uint8Array): Promise<void> => {
        if (over) return;
        await batch(bytes);
        const buffer = bytes.buffer as ArrayBuffer;
        this.#post({ kind: 'USED', buffer }, [buffer]);
        using--;
        watch();
      };
      const hear = (message: FromWorker): void => {
        switch (message.kind) {
          case 'BATCH':
            using++;
            watch();
            queue = queue.then(() => use(message.bytes));
            queue.catch((error) => settle(() => reject(error)));
            return;
          case 'DONE':
            clearTimeout(timer);
            queue.then(
              () => settle(() => resolve(message.result)),
              () => {},
            );
            return;
          case 'REFUSED':
            settle(() =>
              reject(new HubError(message.code as ErrorCode, message.words, { facts: { ...message.facts } })),
            );
            return;
          case 'FAILED':
            settle(() => reject(Object.assign(new Error(message.message), { stack: message.stack })));
        }
      };
      worker.on('message', hear);
      worker.on('error', fail);
      worker.on('exit', gone);
      watch();
      this.#post({ kind: 'TASK', task, input }, [input.bytes.buffer as ArrayBuffer]);
    });
  }

  #post(message: ToWorker, transfer: ArrayBuffer[]): void {
    this.#worker.postMessage(message, transfer);
  }

  /** Waits for the next task among the idle, and ends when none comes. */
  rest(idle: Thread[]): void {
    idle.push(this);
    this.#resting = setTimeout(() => {
      idle.splice(idle.indexOf(this), 1);
      void this.stop();
    }, this.limits.warmMs);
    this.#resting.unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#resting);
    this.all.delete(this);
    await this.#worker.terminate();
  }
}

const tooCostly = (of: 'memory' | 'time') => refusal('FILE_TOO_COSTLY', { of });
