import type { ExecutionResult } from 'graphql';

/** One fetch, as the hub explains it. */
export interface Fetch {
  readonly subgraph: string;
  readonly path: string;
  readonly entities: number | null;
  readonly startedMs: number;
  readonly milliseconds: number;
  readonly errors: number;
}

/** How an operation was executed, as `extensions.satugraf.execution` tells it. */
export interface Execution {
  readonly milliseconds: number;
  readonly planning: { readonly milliseconds: number; readonly kept: boolean };
  readonly fetches: readonly Fetch[];
  readonly plan: string;
}

export const executionIn = ({ extensions }: ExecutionResult): Execution | null =>
  (extensions as { satugraf?: { execution?: Execution } } | undefined)?.satugraf?.execution ?? null;

/** Milliseconds during which at least one fetch was on its way: those at the same time count once. */
export function fetchingMs(fetches: readonly Pick<Fetch, 'startedMs' | 'milliseconds'>[]): number {
  let covered = 0;
  let until = 0;
  for (const { startedMs, milliseconds } of fetches.toSorted((a, b) => a.startedMs - b.startedMs)) {
    const end = startedMs + milliseconds;
    covered += Math.max(0, end - Math.max(until, startedMs));
    until = Math.max(until, end);
  }
  return covered;
}
