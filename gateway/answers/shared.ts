import { LRUCache } from 'lru-cache';

/** An answer as it leaves the hub. */
export interface Answered {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** Whether the same may be answered again to whoever has the same key. */
  readonly keep: boolean;
}

/** How an answer came about. */
export type Source = 'HIT' | 'SHARED' | 'MISS';

interface Flight {
  readonly answer: Promise<Answered>;
  readonly stop: AbortController;
  waiting: number;
}

/** What an entry needs beside its body: headers, key and their bookkeeping. */
const ENTRY_BYTES = 1000;

/**
 * Answers by keys that determine them, so that an entry is never stale: at worst nobody asks for it any more. Who asks
 * while the same is being answered waits for that answer; one that nobody waits for is stopped.
 */
export class SharedAnswers {
  readonly #kept: LRUCache<string, Answered> | undefined;
  readonly #flights = new Map<string, Flight>();

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

  /** The answer with this key, kept, shared or made by `run`; `gone` tells that the caller waits no more. */
  async ask(
    key: string,
    gone: AbortSignal,
    run: (signal: AbortSignal) => Promise<Answered>,
  ): Promise<{ readonly answered: Answered; readonly source: Source }> {
    const kept = this.#kept?.get(key);
    if (kept) return { answered: kept, source: 'HIT' };
    const running = this.#flights.get(key);
    const flight = running ?? this.#start(key, run);
    const answered = await waited(flight, gone, () => this.#forget(key, flight));
    return { answered, source: running ? 'SHARED' : 'MISS' };
  }

  #start(key: string, run: (signal: AbortSignal) => Promise<Answered>): Flight {
    const stop = new AbortController();
    const answer = run(stop.signal).then(
      (answered) => {
        if (answered.keep) this.#kept?.set(key, answered);
        this.#forget(key, flight);
        return answered;
      },
      (error: unknown) => {
        this.#forget(key, flight);
        throw error;
      },
    );
    const flight: Flight = { answer, stop, waiting: 0 };
    this.#flights.set(key, flight);
    return flight;
  }

  /** Whoever comes now starts anew. */
  #forget(key: string, flight: Flight): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}

async function waited(flight: Flight, gone: AbortSignal, onNobody: () => void): Promise<Answered> {
  flight.waiting++;
  const leave = () => {
    if (--flight.waiting > 0) return;
    onNobody();
    flight.stop.abort();
  };
  if (gone.aborted) leave();
  else gone.addEventListener('abort', leave, { once: true });
  try {
    return await flight.answer;
  } finally {
    gone.removeEventListener('abort', leave);
  }
}
