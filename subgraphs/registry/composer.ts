import type { Worker } from 'node:worker_threads';
import type { Composition, SubgraphSource } from '../../schema/compose.js';
import type { Prepared } from '../../schema/prepare.js';
import { startThread } from '../thread.js';
import type { Outcome, Task } from './composer-thread.js';

const THREAD = new URL('./composer-thread.ts', import.meta.url);

export interface ComposerLimits {
  /** Megabytes of JavaScript objects in the thread. */
  readonly heapMb: number;
  /** How long one task may take, the thread's start included. */
  readonly taskMs: number;
  /** How long a thread that has nothing to do is kept: its memory is worth more than the half second of its start. */
  readonly warmMs: number;
}

export const COMPOSER_LIMITS: ComposerLimits = { heapMb: 1024, taskMs: 60_000, warmMs: 2000 };

/** Composes in a thread of its own, one task at a time. A task that dies takes its thread along, and nothing else. */
export interface Composer extends AsyncDisposable {
  /** As `compose` does; where the thread died, or took too long, that is the composition's error. Throws when stopped. */
  compose(sources: readonly SubgraphSource[]): Promise<Composition>;
  /** As `prepare` does. Throws what it throws, and where the thread died or took too long. */
  prepare(supergraphSdl: string, hostedSdls: readonly string[]): Promise<Prepared>;
}

export function createComposer(limits: ComposerLimits = COMPOSER_LIMITS): Composer {
  let thread: Worker | undefined;
  let resting: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const stop = async (): Promise<void> => {
    const ended = thread;
    thread = undefined;
    clearTimeout(resting);
    await ended?.terminate();
  };
  const run = async (task: Task): Promise<unknown> => {
    clearTimeout(resting);
    if (stopped) throw new Error('the composer has been stopped');
    thread ??= startThread(THREAD, limits.heapMb).on('error', () => {});
    try {
      const outcome = await answer(thread, task, limits);
      resting = setTimeout(stop, limits.warmMs);
      resting.unref();
      if (outcome.ok) return outcome.result;
      throw new Error(outcome.message);
    } catch (error) {
      if (error instanceof ThreadEnded) await stop();
      throw error;
    }
  };
  const inTurn = <Result>(task: Task): Promise<Result> => {
    const next = last.catch(() => {}).then(() => run(task));
    last = next;
    return next as Promise<Result>;
  };
  return {
    compose: (sources) =>
      inTurn<Composition>({ kind: 'COMPOSE', with: [sources] }).catch((error: Error) => {
        if (stopped) throw error;
        return { ok: false, errors: [error.message] };
      }),
    prepare: (...given) => inTurn({ kind: 'PREPARE', with: given }),
    async [Symbol.asyncDispose]() {
      stopped = true;
      await stop();
    },
  };
}

class ThreadEnded extends Error {}

function answer(thread: Worker, task: Task, { taskMs, heapMb }: ComposerLimits): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void): void => {
      clearTimeout(timer);
      thread.off('message', hear).off('error', fail).off('exit', gone).unref();
      then();
    };
    const end = (why: string) => settle(() => reject(new ThreadEnded(`composition was stopped: ${why}`)));
    const hear = (outcome: Outcome): void => settle(() => resolve(outcome));
    const fail = (error: NodeJS.ErrnoException): void =>
      end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? `it took more than ${heapMb} MB` : error.message);
    const gone = (): void => end('its thread ended');
    const timer = setTimeout(() => end(`it took longer than ${taskMs} ms`), taskMs);
    thread.on('message', hear).on('error', fail).on('exit', gone).ref();
    thread.postMessage(task);
  });
}
