import type { Sql } from '../db/client.js';
import { CHANGES, SUPERGRAPHS } from '../subgraphs/changes.js';

/** Notifications can be lost with their connection; a slow look at the store makes up for it. */
const POLL_MS = 5000;

export interface Following extends AsyncDisposable {
  /** Runs `follow` once more and waits until nothing is left to follow. */
  settle(): Promise<void>;
}

/**
 * Runs `follow` once now, whenever another hub or a transaction announces a change, and every few seconds. Runs never
 * overlap; announcements during a run lead to one more.
 */
export async function followChanges(
  sql: Sql,
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
  const listeners = [await sql.listen(CHANGES, trigger, trigger), await sql.listen(SUPERGRAPHS, trigger)];
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
