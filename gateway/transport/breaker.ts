/** Asks nothing of a subgraph that fails again and again, but now and then once, to see whether it still does. */
export class Breaker {
  #failures = 0;
  #trying = false;
  #shutUntil = 0;

  /** `after` failures in a row it is open for `ms`; `now` gives milliseconds that only grow. */
  constructor(
    private readonly after: number,
    private readonly ms: number,
    private readonly now: () => number,
  ) {}

  /** Whether to ask; whoever does tells what came of it. */
  admits(): boolean {
    if (this.#failures < this.after) return true;
    if (this.#trying || this.now() < this.#shutUntil) return false;
    this.#trying = true;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#trying = false;
  }

  failed(): void {
    this.#failures++;
    this.#trying = false;
    if (this.#failures >= this.after) this.#shutUntil = this.now() + this.ms;
  }

  /** What was asked was given up before anything came of it. */
  left(): void {
    this.#trying = false;
  }
}
