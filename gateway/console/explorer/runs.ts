import type { ExecutionResult } from 'graphql';

/** What was asked, as it was sent. */
export interface Question {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
}

/** A question and its answer. */
export interface Run {
  readonly question: Question;
  readonly result: ExecutionResult;
  /** Of the hub and the way there and back. */
  readonly milliseconds: number;
  readonly bytes: number;
  /** By which the hub's log knows it; empty where no hub answered. */
  readonly requestId: string;
  /** What it could have cost and what one may cost; null where it was not understood. */
  readonly price: { readonly cost: number; readonly limit: number } | null;
  /** Whether its plan was asked for. */
  readonly explained: boolean;
}

/** The last run of each of the editor's tabs, and how the next one is to be asked. */
export class Runs {
  /** The tab that is shown: what is asked now is asked there. */
  tab = '';
  /** Whether the plan is asked for, too. */
  explains = false;
  readonly #of = new Map<string, Run>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  of(tab: string): Run | undefined {
    return this.#of.get(tab);
  }

  keep(tab: string, run: Run): void {
    this.#of.set(tab, run);
    this.#tell();
  }

  forget(tab: string): void {
    if (this.#of.delete(tab)) this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
