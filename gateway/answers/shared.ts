import { LRUCache } from 'lru-cache';
import type { AskedOperation } from '../../subgraphs/operation-uses.js';
import { Flights } from '../flights.js';
import type { Leaving } from '../gone.js';
import type { DatasetRead } from './labels.js';
import { type Coding, pack } from './packing.js';

/** An answer as it leaves the hub. */
export interface Answered {
  /** The body compressed, as far as somebody has wanted it so. */
  readonly packed?: { readonly [C in Coding]?: Uint8Array };
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** Whether the same may be answered again to whoever has the same key. */
  readonly keep: boolean;
  /** Seconds after which it is worth to ask again; undefined where nothing says so. */
  readonly retryAfter: number | undefined;
  /** What was asked, for the notes of uses; undefined where nothing valid was. */
  readonly asked: AskedOperation | undefined;
  /** Of what datasets it was made. */
  readonly reads: readonly DatasetRead[];
}

/** How an answer came about. */
export type Source = 'HIT' | 'SHARED' | 'MISS';

/** What an entry needs beside its body: headers, key and their bookkeeping. */
const ENTRY_BYTES = 1000;

const bytesOf = ({ body, packed }: Answered): number =>
  body.byteLength + (packed?.br?.byteLength ?? 0) + (packed?.gzip?.byteLength ?? 0) + ENTRY_BYTES;

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
      sizeCalculation: bytesOf,
    });
  }

  get entries(): number {
    return this.#kept?.size ?? 0;
  }

  get bytes(): number {
    return this.#kept?.calculatedSize ?? 0;
  }

  /** The kept answer with this key, which is not given again. */
  known(key: string): Answered | undefined {
    return this.#kept?.peek(key);
  }

  /** The body of an answer in a content coding; where there is room to keep both, it is compressed once. */
  async packed(key: string, answered: Answered, coding: Coding): Promise<Uint8Array> {
    const known = answered.packed?.[coding];
    if (known) return known;
    const made = await pack(answered.body, coding);
    const kept = this.#kept?.peek(key);
    if (!this.#kept || kept?.body !== answered.body) return made;
    const both = { ...kept, packed: { ...kept.packed, [coding]: made } };
    // Set where it is too large for one entry, it would take the answer itself out.
    if (bytesOf(both) <= this.#kept.maxEntrySize) this.#kept.set(key, both);
    return made;
  }

  /** The answer with this key, kept, shared or made by `run`; `gone` tells that the caller waits no more. */
  async ask(
    key: string,
    gone: Leaving,
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
