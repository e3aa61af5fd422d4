import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import { HubError, refusal } from '../../schema/errors.js';
import { canonicalAddress, readHost } from './address.js';
import { type Allowed, type Own, type Permit, permit } from './rules.js';

/** Every address of a name. */
export type Resolve = (name: string) => Promise<readonly string[]>;

export const resolveName: Resolve = async (name) =>
  (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address);

export interface Target {
  readonly host: string;
  readonly port: number;
}

export interface LineLimits {
  /** From the first packet to an open socket, 1–5 s. */
  readonly connectMs: number;
  /** From the resolution of the name to the last byte. */
  readonly totalMs: number;
  /** Bytes that may arrive between two signs of progress: one row, one page of rows. */
  readonly windowBytes: number;
}

/** An open connection to a checked address. */
export interface Line {
  readonly socket: Socket;
  /** What arrived so far was of use: the window of bytes begins anew. */
  progress(): void;
  /** The work, or a rejection as soon as the line is lost: a driver may wait for ever for what will not come. */
  during<T>(work: Promise<T>): Promise<T>;
}

/** The only way out to an address that a user can name. */
export interface Outbound {
  /**
   * Resolves and checks the target once, connects to the checked address itself and lets `talk` use the socket, which
   * is closed afterwards. Whatever fails throws OUTBOUND_FAILED in the same words, so that nobody learns from them
   * what answers where; the log knows. A `HubError` of `talk` passes.
   */
  reach<T>(
    target: Target,
    limits: LineLimits,
    talk: (line: Line) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
}

export interface OutboundParts {
  readonly allowed: () => Promise<readonly Allowed[]>;
  readonly own: () => Promise<Own>;
  readonly resolve: Resolve;
  readonly log: { error(details: object, message: string): void };
}

const WATCH_MS = 100;

/** Why a connection was given up; for the log alone. */
class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

export function createOutbound(parts: OutboundParts): Outbound {
  return {
    async reach(target, limits, talk, signal) {
      const watch = new Watch(limits, signal);
      try {
        const addresses = await watch.during(checkedAddresses(target, parts));
        const socket = await watch.during(dial(addresses, target.port, limits.connectMs, watch.signal));
        return await watch.during(talk(watch.over(socket)));
      } catch (error) {
        if (error instanceof HubError) throw error;
        parts.log.error(
          { target: `${target.host}:${target.port}`, ...failure(error) },
          'an outbound connection failed',
        );
        throw refusal('OUTBOUND_FAILED');
      } finally {
        watch.end();
      }
    },
  };
}

/** Of an error no more than this is logged: drivers hang the statement and its parameters on theirs. */
function failure(error: unknown): object {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return { code: String(code ?? ''), reason: String(message ?? error).slice(0, 300) };
}

async function checkedAddresses(
  { host, port }: Target,
  { allowed, own, resolve }: OutboundParts,
): Promise<readonly string[]> {
  const read = readHost(host);
  if (!read) throw new GivenUp('the host is neither a name nor an address');
  const found = read.kind === 'ADDRESS' ? [read.address] : await resolve(read.name);
  const addresses = found.map((address) => {
    const canonical = canonicalAddress(address);
    if (canonical === undefined) throw new GivenUp(`${read.kind} resolves to ${address}`);
    return canonical;
  });
  const verdict: Permit = permit(read, port, addresses, await allowed(), await own());
  if (verdict.kind === 'ALLOWED') return verdict.addresses;
  throw new GivenUp(`${verdict.why} ${verdict.address ?? ''}`);
}

/** The first of the addresses that answers, within `ms` for all of them. */
async function dial(
  addresses: readonly string[],
  port: number,
  ms: number,
  signal: AbortSignal,
): Promise<Socket> {
  const deadline = performance.now() + ms;
  let last: unknown;
  for (const address of addresses) {
    const left = deadline - performance.now();
    if (left <= 0 || signal.aborted) break;
    try {
      return await dialOne(address, port, left, signal);
    } catch (error) {
      last = error;
    }
  }
  throw last ?? new GivenUp('no answer in time');
}

function dialOne(host: string, port: number, ms: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, autoSelectFamily: false, noDelay: true, signal });
    const timer = setTimeout(() => socket.destroy(new GivenUp('no answer in time')), ms);
    // Stays on: between here and the driver's own listener an error must not be unheard.
    socket.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

/** Ends what takes too long, sends too much, or is no longer wanted. */
class Watch {
  readonly #failed: Promise<never>;
  #fail: (error: Error) => void = () => {};
  /** Closes the socket, also one that is not open yet. */
  readonly #closing = new AbortController();
  readonly #total: NodeJS.Timeout;
  #bytes: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: LineLimits,
    private readonly wanted: AbortSignal | undefined,
  ) {
    this.#failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.#failed.catch(() => {});
    this.#total = setTimeout(() => this.#give('the total time is over'), limits.totalMs);
    wanted?.addEventListener('abort', this.#abort);
    if (wanted?.aborted) this.#abort();
  }

  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  /** The work, or the failure that comes before its end; what becomes of it then is nobody's concern. */
  during<T>(work: Promise<T>): Promise<T> {
    work.catch(() => {});
    return Promise.race([work, this.#failed]);
  }

  over(socket: Socket): Line {
    let seen = 0;
    this.#bytes = setInterval(() => {
      if (socket.bytesRead - seen > this.limits.windowBytes) this.#give('too many bytes');
    }, WATCH_MS);
    // What the driver has to say of a lost line says more than this, if it says it now.
    socket.once('close', () => setImmediate(() => this.#give('the connection was lost')));
    return {
      socket,
      progress: () => {
        seen = socket.bytesRead;
      },
      during: (work) => this.during(work),
    };
  }

  end(): void {
    clearTimeout(this.#total);
    clearInterval(this.#bytes);
    this.wanted?.removeEventListener('abort', this.#abort);
    this.#closing.abort();
  }

  readonly #abort = () => this.#give('no longer wanted');

  #give(why: string): void {
    this.#fail(new GivenUp(why));
    this.#closing.abort();
  }
}
