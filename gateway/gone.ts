import type { FastifyReply } from 'fastify';

/** What tells once that nobody waits any more: an `AbortSignal`, or what is cheaper. */
export interface Leaving {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options: { readonly once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Aborted when the connection is closed before the answer is sent, or was before anybody asked. */
export class Gone implements Leaving {
  aborted = false;
  readonly #listeners = new Set<() => void>();
  #controller: AbortController | undefined;

  constructor({ raw }: FastifyReply, onGone: () => void = () => {}) {
    const leave = (): void => {
      if (raw.writableFinished || this.aborted) return;
      this.aborted = true;
      onGone();
      this.#controller?.abort();
      for (const listener of this.#listeners) listener();
    };
    raw.once('close', leave);
    // Whoever left while the request was read has been told of already.
    if (raw.destroyed) leave();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** Made when it is asked for: it costs more than all else here, and who shares an answer needs none. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.aborted) this.#controller.abort();
    }
    return this.#controller.signal;
  }
}
