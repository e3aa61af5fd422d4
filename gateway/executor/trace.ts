/** One fetch of an execution, as it is shown. */
export interface FetchTrace {
  readonly subgraph: string;
  /** Where its objects stand, in the client's words; empty at the root. */
  readonly path: string;
  /** Objects that it was about: each of those that are alike once; null for root fields. */
  readonly entities: number | null;
  /** From the beginning of the execution, and from there to its answer. */
  readonly startedMs: number;
  readonly milliseconds: number;
  readonly errors: number;
}

/** Takes down how an operation is executed, for those who may see it. */
export class Trace {
  readonly #began: number;
  readonly #fetches: FetchTrace[] = [];
  #plan = '';
  #planMs = 0;
  #kept = false;

  /** `now` gives milliseconds of a clock that never goes back. */
  constructor(private readonly now: () => number) {
    this.#began = now();
  }

  /** The plan as text, how long it took to be made, and whether it was known before. */
  planned(plan: string, milliseconds: number, kept: boolean): void {
    this.#plan = plan;
    this.#planMs = milliseconds;
    this.#kept = kept;
  }

  /** Begins a fetch; the function that it gives ends it. */
  fetch(subgraph: string, path: string, entities: number | null): (errors: number) => void {
    const started = this.now();
    return (errors) => {
      const milliseconds = rounded(this.now() - started);
      const startedMs = rounded(started - this.#began);
      this.#fetches.push({ subgraph, path, entities, startedMs, milliseconds, errors });
    };
  }

  /** What is shown of it. */
  get shown() {
    return {
      milliseconds: rounded(this.now() - this.#began),
      planning: { milliseconds: rounded(this.#planMs), kept: this.#kept },
      fetches: [...this.#fetches].sort((one, other) => one.startedMs - other.startedMs),
      plan: this.#plan,
    };
  }
}

const rounded = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;

interface SubgraphCounts {
  fetches: number;
  failed: number;
  milliseconds: number;
}

/** How operations have been executed since the hub started. */
export class ExecutionCounts {
  readonly subgraphs = new Map<string, SubgraphCounts>();
  plansMade = 0;
  plansKept = 0;
  /** Answers whose JSON went from PostgreSQL to the socket as it was. */
  straight = 0;
  /** Answers that were sent again, since all subgraphs answered as the time before. */
  repeated = 0;

  fetched(subgraph: string, milliseconds: number, failed: boolean): void {
    let counts = this.subgraphs.get(subgraph);
    if (!counts) {
      counts = { fetches: 0, failed: 0, milliseconds: 0 };
      this.subgraphs.set(subgraph, counts);
    }
    counts.fetches++;
    counts.milliseconds += milliseconds;
    if (failed) counts.failed++;
  }
}
