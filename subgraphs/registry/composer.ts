import type { Worker } from 'node:worker_threads';
import type { Landscape, Proposed } from '../../schema/check/landscape.js';
import type { Rehearsal } from '../../schema/check/rehearsal.js';
import type { CheckVerdict } from '../../schema/check/verdict.js';
import type { Composition, SubgraphSource } from '../../schema/compose.js';
import { startThread } from '../thread.js';

const THREAD = new URL('./composer-thread.js', import.meta.url);

export interface ComposerLimits {
  /** Megabytes of JavaScript objects in the thread. */
  readonly heapMb: number;
  /** How long one task may take, the thread's start included. */
  readonly taskMs: number;
  /** How long a thread that has nothing to do is kept: its memory is worth more than the half second of its start. */
  readonly warmMs: number;
}

export const COMPOSER_LIMITS: ComposerLimits = { heapMb: 1024, taskMs: 60_000, warmMs: 2000 };

export type Task =
  | { readonly kind: 'compose'; readonly sources: readonly SubgraphSource[] }
  | {
      readonly kind: 'check' | 'rehearse';
      readonly proposed: readonly Proposed[];
      readonly landscape: Landscape;
    };

export type Outcome =
  | { readonly ok: true; readonly value: Composition | CheckVerdict | Rehearsal | null }
  | { readonly ok: false; readonly error: string };

/** What a check came to, or why there is none: it took too much. */
export type Checked = CheckVerdict | { readonly kind: 'STOPPED'; readonly why: string };

/** Composes in a thread of its own, one task at a time. A task that dies takes its thread along, and nothing else. */
export interface Composer extends AsyncDisposable {
  /** As `compose` does; where the thread died, or took too long, that is the composition's error. Throws when stopped. */
  compose(sources: readonly SubgraphSource[]): Promise<Composition>;
  /** As `check` of `schema` does. Throws when stopped. */
  check(proposed: readonly Proposed[], landscape: Landscape): Promise<Checked>;
  /** As `rehearsal` of `schema` does; null where it does not compose, or takes too much. Throws when stopped. */
  rehearse(proposed: readonly Proposed[], landscape: Landscape): Promise<Rehearsal | null>;
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
  const run = async (task: Task): Promise<Outcome> => {
    clearTimeout(resting);
    if (stopped) throw new Error('the composer has been stopped');
    thread ??= startThread(THREAD, limits.heapMb).on('error', () => {});
    try {
      const outcome = await answer(thread, task, limits);
      resting = setTimeout(stop, limits.warmMs);
      resting.unref();
      return outcome;
    } catch (error) {
      await stop();
      if (stopped) throw error;
      return { ok: false, error: (error as Error).message };
    }
  };
  const inTurn = (task: Task): Promise<Outcome> => {
    const next = last.catch(() => {}).then(() => run(task));
    last = next;
    return next;
  };
  return {
    async compose(sources) {
      const outcome = await inTurn({ kind: 'compose', sources });
      return outcome.ok ? (outcome.value as Composition) : { ok: false, errors: [outcome.error] };
    },
    async check(proposed, landscape) {
      const outcome = await inTurn({ kind: 'check', proposed, landscape });
      return outcome.ok ? (outcome.value as CheckVerdict) : { kind: 'STOPPED', why: outcome.error };
    },
    async rehearse(proposed, landscape) {
      const outcome = await inTurn({ kind: 'rehearse', proposed, landscape });
      return outcome.ok ? (outcome.value as Rehearsal | null) : null;
    },
    async [Symbol.asyncDispose]() {
      stopped = true;
      await stop();
    },
  };
}

/** Throws where the thread died, or took too long. */
function answer(thread: Worker, task: Task, { taskMs, heapMb }: ComposerLimits): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void): void => {
      clearTimeout(timer);
      thread.off('message', hear).off('error', fail).off('exit', gone).unref();
      then();
    };
    const end = (why: string) => settle(() => reject(new Error(`composition was stopped: ${why}`)));
    const hear = (outcome: Outcome): void => settle(() => resolve(outcome));
    const fail = (error: NodeJS.ErrnoException): void =>
      end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? `it took more than ${heapMb} MB` : error.message);
    const gone = (): void => end('its thread ended');
    const timer = setTimeout(() => end(`it took longer than ${taskMs} ms`), taskMs);
    thread.on('message', hear).on('error', fail).on('exit', gone).ref();
    thread.postMessage(task);
  });
}
