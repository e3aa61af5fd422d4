/** Lets so many in at once and so many wait, so that one slow subgraph does not hold everything that the hub has. */
export class Bulkhead {
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly places: number,
    private readonly seats: number,
  ) {}

  /**
   * Waits for a place; undefined at once where too many wait already. What is given leaves the place again. Rejects
   * with the signal's reason once it is aborted.
   */
  enter(signal: AbortSignal): Promise<() => void> | undefined {
    if (this.#inside < this.places) {
      this.#inside++;
      return Promise.resolve(this.#leave);
    }
    if (this.#waiting.length >= this.seats) return undefined;
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve(this.#leave);
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject(signal.reason);
      };
      if (signal.aborted) reject(signal.reason);
      else {
        this.#waiting.push(begin);
        signal.addEventListener('abort', giveUp, { once: true });
      }
    });
  }

  /** The place goes to whoever waits longest. */
  readonly #leave = (): void => {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#inside--;
  };
}
