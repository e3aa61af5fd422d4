import type { Worker } from 'node:worker_threads';
import type { Composition, SubgraphSource } from '../../schema/compose.js';
import { startThread } from '../thread.js';

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
  const run = async (sources: readonly SubgraphSource[]): Promise<Composition> => {
    clearTimeout(resting);
    if (stopped) throw new Error('the composer has been stopped');
    thread ??= startThread(THREAD, limits.heapMb).on('error', () => {});
    try {
      const composition = await answer(thread, sources, limits);
      resting = setTimeout(stop, limits.warmMs);
      resting.unref();
      return composition;
    } catch (error) {
      await stop();
      if (stopped) throw error;
      return { ok: false, errors: [(error as Error).message] };
    }
  };
  return {
    compose(sources) {
      const next = last.catch(() => {}).then(() => run(sources));
      last = next;
      return next;
    },
    async [Symbol.asyncDispose]() {
      stopped = true;
      await stop();
    },
  };
}

/** Throws where the thread died, or took too long. */
function answer(
  thread: Worker,
  sources: readonly SubgraphSource[],
  { taskMs, heapMb }: ComposerLimits,
): Promise<Composition> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void): void => {
      clearTimeout(timer);
      thread.off('message', hear).off('error', fail).off('exit', gone).unref();
      then();
    };
    const end = (why: string) => settle(() => reject(new Error(`composition was stopped: ${why}`)));
    const hear = (composition: Composition): void => settle(() => resolve(composition));
    const fail = (error: NodeJS.ErrnoException): void =>
      end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? `it took more than ${heapMb} MB` : error.message);
    const gone = (): void => end('its thread ended');
    const timer = setTimeout(() => end(`it took longer than ${taskMs} ms`), taskMs);
    thread.on('message', hear).on('error', fail).on('exit', gone).ref();
    thread.postMessage(sources);
  });
}
