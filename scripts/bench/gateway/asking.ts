import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

// Asks a server on connections of its own, each one question after the other, and takes the answers without reading
// more of them than where they end: a client of a library would take more of its core than the gateways of theirs.
const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** As much of an answer as is taken at once; one piece of memory serves all connections, since nothing of it is kept. */
const TAKEN = Buffer.alloc(256 * 1024);

/** A connection on which one question is asked after the other. */
class Asking {
  #left: number | undefined;
  #done: () => void = () => {};
  #failed: (error: Error) => void = () => {};
  readonly socket: Socket;

  constructor(host: string, port: number) {
    const onread = {
      buffer: TAKEN,
      callback: (bytes: number) => {
        this.#take(TAKEN.subarray(0, bytes));
        return true;
      },
    };
    this.socket = connect({ host, port, noDelay: true, onread });
    this.socket.on('error', (error) => this.#failed(error));
    this.socket.on('close', () => this.#failed(new Error('the connection was closed')));
  }

  ask(request: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      this.#left = undefined;
      this.socket.write(request);
    });
  }

  /** The head of an answer comes in one part on this machine. */
  #take(part: Buffer): void {
    let bytes = part.length;
    if (this.#left === undefined) {
      const head = part.subarray(0, part.indexOf(END_OF_HEAD)).toString('latin1');
      if (!head.startsWith('HTTP/1.1 200')) this.#failed(new Error(head.slice(0, 100)));
      const length = /^content-length: *(\d+)/im.exec(head)?.[1];
      this.#left = length === undefined ? Number.POSITIVE_INFINITY : Number(length);
      bytes -= head.length + END_OF_HEAD.length;
    }
    this.#left -= bytes;
    const isLast = this.#left === Number.POSITIVE_INFINITY && part.subarray(-5).equals(LAST_CHUNK);
    if (this.#left === 0 || isLast) this.#done();
  }
}

/** Answers a second of a server that is asked without a pause on so many connections; `headersOf` those of the n-th question. */
export async function rateOf(
  url: string,
  body: string,
  headersOf: (n: number) => Readonly<Record<string, string>>,
  { connections, milliseconds }: { readonly connections: number; readonly milliseconds: number },
): Promise<number> {
  const { hostname, port } = new URL(url);
  const length = Buffer.byteLength(body);
  let count = 0;
  const request = (): string => {
    const own = Object.entries(headersOf(count++)).map(([name, value]) => `${name}: ${value}\r\n`);
    return `POST /graphql HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${own.join('')}content-length: ${length}\r\n\r\n${body}`;
  };
  const began = performance.now();
  const one = async (): Promise<void> => {
    const asking = new Asking(hostname, Number(port));
    await once(asking.socket, 'connect');
    while (performance.now() - began < milliseconds) await asking.ask(request());
    asking.socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, one));
  return (count * 1000) / (performance.now() - began);
}
