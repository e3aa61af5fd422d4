import type { Leaving } from './gone.js';

interface Flight<Result> {
  readonly result: Promise<Result>;
  readonly stop: AbortController;
  waiting: number;
}

/** Work that is under way, by keys of what determines it: whoever asks for the same meanwhile waits for the same result. */
export class Flights<Result> {
  readonly #flights = new Map<string, Flight<Result>>();

  /**
   * The result of what `run` does, or of what was begun before with this key; `gone` tells that the caller waits no more.
   * What nobody waits for is stopped by its signal, and whoever comes then starts anew.
   */
  async join(
    key: string,
    gone: Leaving | undefined,
    run: (signal: AbortSignal) => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly joined: boolean }> {
    const before = this.#flights.get(key);
    const flight = before ?? this.#start(key, run);
    flight.waiting++;
    const leave = (): void => {
      if (--flight.waiting > 0) return;
      this.#forget(key, flight);
      flight.stop.abort();
    };
    if (gone?.aborted) leave();
    else gone?.addEventListener('abort', leave, { once: true });
    try {
      return { result: await flight.result, joined: before !== undefined };
    } finally {
      gone?.removeEventListener('abort', leave);
    }
  }

  #start(key: string, run: (signal: AbortSignal) => Promise<Result>): Flight<Result> {
    const stop = new AbortController();
    const result = run(stop.signal).finally(() => this.#forget(key, flight));
    const flight: Flight<Result> = { result, stop, waiting: 0 };
    this.#flights.set(key, flight);
    return flight;
  }

  /** Another one may have been begun with the key. */
  #forget(key: string, flight: Flight<Result>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
