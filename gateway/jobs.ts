import type { Sql } from '../db/client.js';

/** Notifications can be lost with their connection; a slow look at the store makes up for it. */
const POLL_MS = 5000;

export interface Following extends AsyncDisposable {
  /** Runs `follow` once more and waits until nothing is left to follow. */
  settle(): Promise<void>;
}

/**
 * Runs `follow` once now, whenever one of the channels announces a change, and every few seconds. Runs never overlap;
 * announcements during a run lead to one more.
 */
export async function followChanges(
  sql: Sql,
  channels: readonly string[],
  follow: () => Promise<void>,
  onError: (error: unknown) => void,
): Promise<Following> {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  const trigger = (): void => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = follow()
      .catch(onError)
      .finally(() => {
        running = undefined;
        if (again) {
          again = false;
          trigger();
        }
      });
  };
  const timer = setInterval(trigger, POLL_MS);
  timer.unref();
  // A channel that is heard again may have been missed meanwhile.
  const listeners = await Promise.all(channels.map((channel) => sql.listen(channel, trigger, trigger)));
  return {
    async settle() {
      trigger();
      while (running) await running;
    },
    async [Symbol.asyncDispose]() {
      stopped = true;
      clearInterval(timer);
      await Promise.all(listeners.map((listener) => listener.unlisten().catch(() => {})));
      await running;
    },
  };
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

export interface Repeating extends AsyncDisposable {
  /** Runs the job now, after one that is running; throws what it throws. */
  run(): Promise<void>;
}

/** Runs a job now and every minute; runs never overlap. What it throws by itself goes to `onError`. */
export const everyMinute = (job: () => Promise<void>, onError: (error: unknown) => void): Repeating =>
  every(MINUTE_MS, job, onError);

/** The same, every second. */
export const everySecond = (job: () => Promise<void>, onError: (error: unknown) => void): Repeating =>
  every(SECOND_MS, job, onError);

function every(ms: number, job: () => Promise<void>, onError: (error: unknown) => void): Repeating {
  let last: Promise<void> = Promise.resolve();
  let stopped = false;
  const run = (): Promise<void> => {
    const next = last.catch(() => {}).then(() => (stopped ? undefined : job()));
    last = next;
    return next;
  };
  const timer = setInterval(() => run().catch(onError), ms);
  timer.unref();
  run().catch(onError);
  return {
    run,
    async [Symbol.asyncDispose]() {
      stopped = true;
      clearInterval(timer);
      await last.catch(() => {});
    },
  };
}
