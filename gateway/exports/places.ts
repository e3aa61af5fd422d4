import { setTimeout as sleep } from 'node:timers/promises';
import { refusal } from '../../schema/errors.js';

/** Exports at a time, which hold a connection each; and how many of them nobody has signed in for. */
const MOST = { all: 4, anonymous: 2 };
/** How long a request waits for a place, and how often it looks. */
const PATIENCE_MS = 2000;
const LOOK_MS = 20;

/** Places for running exports, so that they leave connections to the graph, and the public leaves places to officials. */
export class Places {
  readonly #taken = { all: 0, anonymous: 0 };

  /** Takes a place; what it gives frees it. Throws EXPORTS_BUSY. */
  async take(anonymous: boolean): Promise<() => void> {
    const counts = anonymous ? (['all', 'anonymous'] as const) : (['all'] as const);
    for (let waited = 0; counts.some((one) => this.#taken[one] >= MOST[one]); waited += LOOK_MS) {
      if (waited >= PATIENCE_MS) throw refusal('EXPORTS_BUSY');
      await sleep(LOOK_MS);
    }
    for (const one of counts) this.#taken[one]++;
    return () => {
      for (const one of counts) this.#taken[one]--;
    };
  }
}
