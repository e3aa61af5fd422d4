import type { Dispatcher } from 'undici';

export interface Received {
  readonly status: number;
  readonly text: string;
}

/** Takes an answer from the connection, up to so many bytes. */
export class Receiving implements Dispatcher.DispatchHandler {
  onEnd: () => void = () => {};
  /** Whether anything of an answer has come. */
  began = false;
  readonly #parts: Buffer[] = [];
  #bytes = 0;
  #status = 0;
  #controller: Dispatcher.DispatchController | undefined;
  #gaveUp: Error | undefined;

  constructor(
    private readonly maxBytes: number,
    private readonly resolve: (received: Received) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  /** Ends the request, wherever it is. */
  giveUp(why: Error): void {
    if (this.#gaveUp) return;
    this.#gaveUp = why;
    if (this.#controller) this.#controller.abort(why);
    // One that still waits for a connection is ended when it gets one; its caller waits no longer.
    else this.#fail(why);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#gaveUp) controller.abort(this.#gaveUp);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.began = true;
    this.#status = status;
    // A GraphQL server may tell of errors with other codes; what sends elsewhere is not followed.
    if (status >= 300 && status < 400) this.giveUp(new Error(`status ${status}`));
    // Nothing encoded was asked for, and what it unpacks to nobody knows before.
    const encoding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
    if (encoding !== 'identity') this.giveUp(new Error(`content-encoding ${encoding.slice(0, 50)}`));
  }

  onResponseData(_controller: Dispatcher.DispatchController, part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.maxBytes) this.giveUp(new Error(`more than ${this.maxBytes} bytes`));
    else this.#parts.push(part);
  }

  onResponseEnd(): void {
    const [only, ...more] = this.#parts;
    this.onEnd();
    const bytes = only && more.length === 0 ? only : Buffer.concat(this.#parts);
    this.resolve({ status: this.#status, text: bytes.toString() });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#fail(error);
  }

  #fail(error: Error): void {
    this.onEnd();
    this.reject(error);
  }
}
