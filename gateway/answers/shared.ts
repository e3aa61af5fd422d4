import { LRUCache } from 'lru-cache';
import type { AskedOperation } from '../../subgraphs/operation-uses.js';
import { Flights } from '../flights.js';

/** An answer as it leaves the hub. */
export interface Answered {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** Whether the same may be answered again to whoever has the same key. */
  readonly keep: boolean;
  /** What was asked, for the notes of uses; undefined where nothing valid was. */
  readonly asked: AskedOperation | undefined;
}

/** How an answer came about. */
export type Source = 'HIT' | 'SHARED' | 'MISS';

/** What an entry needs beside its body: headers, key and their bookkeeping. */
const ENTRY_BYTES = 1000;

/**
 * Answers by keys that determine them, so that an entry is never stale: at worst nobody asks for it any more. Who asks
 * while the same is being answered waits for that answer; one that nobody waits for is stopped.
 */
export class SharedAnswers {
  readonly #kept: LRUCache<string, Answered> | undefined;
  readonly #flights = new Flights<Answered>();

  /** `maxBytes` of answers are kept; 0 keeps none, and what is under way is shared all the same. */
  constructor(maxBytes: number) {
    if (maxBytes === 0) return;
    this.#kept = new LRUCache({
      maxSize: maxBytes,
      // One answer must not drive out all others.
      maxEntrySize: Math.ceil(maxBytes / 8),
      sizeCalculation: ({ body }) => body.byteLength + ENTRY_BYTES,
    });
  }

  get entries(): number {
    return this.#kept?.size ?? 0;
  }

  get bytes(): number {
    return this.#kept?.calculatedSize ?? 0;
  }

  /** What the kept answer with this key was asked by. */
  askedBy(key: string): AskedOperation | undefined {
    return this.#kept?.peek(key)?.asked;
  }

  /** The answer with this key, kept, shared or made by `run`; `gone` tells that the caller waits no more. */
  async ask(
    key: string,
    gone: AbortSignal,
    run: (signal: AbortSignal) => Promise<Answered>,
  ): Promise<{ readonly answered: Answered; readonly source: Source }> {
    const kept = this.#kept?.get(key);
    if (kept) return { answered: kept, source: 'HIT' };
    const { result, joined } = await this.#flights.join(key, gone, async (signal) => {
      const answered = await run(signal);
      if (answered.keep) this.#kept?.set(key, answered);
      return answered;
    });
    return { answered: result, source: joined ? 'SHARED' : 'MISS' };
  }
}
