import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

// Asks a server on connections of its own, each one question after the other, and takes the answers without reading
// more of them than where they end: a client of a library would take more of its core than the gateways of theirs.
const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LAST_CHUNK = '0\r\n\r\n';

/** As much of an answer as is taken at once; one piece of memory serves all connections, since nothing of it is kept. */
const TAKEN = Buffer.alloc(256 * 1024);

/** A connection on which one question is asked after the other. */
class Asking {
  #left: number | undefined;
  #bytes = 0;
  #end = '';
  #done: (bytes: number) => void = () => {};
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

  /** Bytes of the answer's body. Throws where it is not a 200. */
  ask(request: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      this.#left = undefined;
      this.#bytes = 0;
      this.#end = '';
      this.socket.write(request);
    });
  }

  /** The head of an answer comes in one part on this machine. */
  #take(part: Buffer): void {
    let bytes = part.length;
    if (this.#left === undefined) {
      const head = part.subarray(0, part.indexOf(END_OF_HEAD)).toString('latin1');
      if (!head.startsWith('HTTP/1.1 200')) this.#failed(new Error(head.slice(0, head.indexOf('\r\n'))));
      const length = /^content-length: *(\d+)/im.exec(head)?.[1];
      this.#left = length === undefined ? Number.POSITIVE_INFINITY : Number(length);
      bytes -= head.length + END_OF_HEAD.length;
    }
    this.#left -= bytes;
    this.#bytes += bytes;
    if (this.#left === Number.POSITIVE_INFINITY)
      this.#end = (this.#end + part.subarray(-LAST_CHUNK.length).toString('latin1')).slice(
        -LAST_CHUNK.length,
      );
    if (this.#left === 0 || this.#end === LAST_CHUNK) this.#done(this.#bytes);
  }
}

/** A question as it goes over the wire, to a server at `url`. */
export function questionOf(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): string {
  const { host } = new URL(url);
  const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = Buffer.byteLength(body);
  return `POST ${path} HTTP/1.1\r\nhost: ${host}\r\n${own.join('')}content-length: ${length}\r\n\r\n${body}`;
}

export interface Taken {
  readonly perSecond: number;
  /** Bytes of an answer's body. */
  readonly bytes: number;
}

/** Asks a server without a pause on so many connections; `question` is the n-th, as it goes over the wire. */
export async function rateOf(
  url: string,
  question: (n: number) => string,
  { connections, milliseconds }: { readonly connections: number; readonly milliseconds: number },
): Promise<Taken> {
  const { hostname, port } = new URL(url);
  let count = 0;
  let bytes = 0;
  const began = performance.now();
  const one = async (): Promise<void> => {
    const asking = new Asking(hostname, Number(port));
    await once(asking.socket, 'connect');
    try {
      while (performance.now() - began < milliseconds) bytes += await asking.ask(question(count++));
    } finally {
      asking.socket.destroy();
    }
  };
  // None goes on behind the back of one that has failed.
  for (const ended of await Promise.allSettled(Array.from({ length: connections }, one)))
    if (ended.status === 'rejected') throw ended.reason;
  return { perSecond: (count * 1000) / (performance.now() - began), bytes: bytes / count };
}
