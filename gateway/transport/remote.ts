import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GraphQLFormattedError } from 'graphql';
import { Pool } from 'undici';
import { HubError, refusal } from '../../schema/errors.js';
import { SIGNATURE_HEADER } from '../../schema/signature.js';
import { Bulkhead } from '../../subgraphs/bulkhead.js';
import type { Response } from '../executor/ask.js';
import type { BatchingSource } from '../executor/batch.js';
import type { Sent, TextSource } from '../executor/repeats.js';
import { Flights } from '../flights.js';
import { Breaker } from './breaker.js';
import { checkedConnector, type Places } from './connector.js';
import { type Received, Receiving } from './receiving.js';

export interface RemoteLimits {
  /** Requests to one subgraph at once, each on a connection of its own, and how many more may wait. */
  readonly connections: number;
  readonly waiting: number;
  /** To find one of its addresses, and to connect to it. */
  readonly connectMs: number;
  /** From asking, the wait for a connection included, to the last byte of the answer. */
  readonly totalMs: number;
  readonly maxBytes: number;
  /** After so many failures in a row a subgraph is asked nothing for a while, and then once to see. */
  readonly breakAfter: number;
  readonly breakMs: number;
  /** How old a connection may become: a newer one is checked anew. */
  readonly connectionMs: number;
}

export const REMOTE_LIMITS: RemoteLimits = {
  connections: 64,
  waiting: 256,
  connectMs: 1000,
  totalMs: 5000,
  maxBytes: 10_000_000,
  breakAfter: 8,
  breakMs: 10_000,
  connectionMs: 300_000,
};

/** How remote subgraphs are reached. */
export interface RemoteSettings {
  readonly limits: RemoteLimits;
  readonly places: Places;
  /** What the hub itself adds; a gateway alone adds nothing, and lets its subgraphs speak for themselves. */
  readonly hub?: HubSide | undefined;
}

/** What a hub knows of a subgraph that it asks. */
export interface HubSide {
  /** The header's value by which its producer knows that the hub asks. */
  signature(body: string): string;
  /** Why it is not asked at all; undefined where it is. */
  refused(): HubError | undefined;
  /** What is told beside a failure. */
  facts(): Readonly<Record<string, unknown>>;
}

/** What a request brings along for remote subgraphs. */
export interface Forwarding {
  /** Headers of the caller that subgraphs get. */
  readonly forwarded?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly requestId?: string;
  readonly log?: { error(details: object, message: string): void };
}

const SDL_BYTES = 2_000_000;
const SDL_QUERY = JSON.stringify({ query: '{ _service { sdl } }' });

/**
 * A subgraph that others run. Equal queries that are under way at once, with equal headers, share one fetch; each takes
 * its own copy of the answer.
 */
export class RemoteDataSource implements BatchingSource, TextSource, AsyncDisposable {
  readonly batches = true;
  #pool: Pool | undefined;
  #running = 0;
  #resting = false;
  readonly #origin: string;
  readonly #path: string;
  #flights = new Flights<string>();
  readonly #breaker: Breaker;
  readonly #bulkhead: Bulkhead;

  constructor(
    private readonly name: string,
    url: string,
    private readonly settings: RemoteSettings,
  ) {
    const { origin, pathname, search } = new URL(url);
    this.#origin = origin;
    this.#path = pathname + search;
    const { connections, waiting, breakAfter, breakMs } = settings.limits;
    this.#breaker = new Breaker(breakAfter, breakMs, () => performance.now());
    this.#bulkhead = new Bulkhead(connections, waiting);
  }

  async process({ request, ...rest }: GraphQLDataSourceProcessOptions) {
    const context = ('context' in rest ? rest.context : {}) as Forwarding;
    return this.read(await this.ask(this.written(request), context), context) as never;
  }

  written({ query = '', variables, operationName }: GraphQLDataSourceProcessOptions['request']): Sent {
    const body = JSON.stringify({ query, variables, operationName });
    return { body, isMutation: query.startsWith('mutation') };
  }

  /** Throws SUBGRAPH_FAILED, SUBGRAPH_BUSY, SUBGRAPH_QUARANTINED. */
  async ask({ body, isMutation }: Sent, context: Forwarding): Promise<string> {
    const { forwarded = {}, signal } = context;
    const refused = this.settings.hub?.refused();
    if (refused) throw refused;
    try {
      return isMutation
        ? await this.#alone(body, forwarded, signal)
        : await this.#shared(body, forwarded, signal);
    } catch (error) {
      throw this.#shown(error, context);
    }
  }

  /** Throws SUBGRAPH_FAILED for what is no answer of GraphQL's. */
  read(text: string, context: Forwarding): Response {
    try {
      const response = answered(text);
      return this.settings.hub ? this.#redacted(response, context) : response;
    } catch (error) {
      throw this.#shown(error, context);
    }
  }

  /** The SDL that it says it has, whatever has become of what was asked of it before. Throws SUBGRAPH_FAILED. */
  async sdl(signal?: AbortSignal): Promise<string> {
    try {
      const { text } = await this.#within(signal, (stop) => this.#send(SDL_QUERY, {}, stop, SDL_BYTES));
      const { data } = answered(text) as { data?: { _service?: { sdl?: unknown } | null } | null };
      const sdl = data?._service?.sdl;
      if (typeof sdl !== 'string') throw new Error('it does not tell its SDL');
      return sdl;
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** Closes its connections once nothing is under way on them; whatever still asks opens them again for itself. */
  rest(): void {
    this.#resting = true;
    this.#closeIdle();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.destroy();
  }

  /** Whoever asks after a mutation shares nothing with those who asked before. */
  async #alone(body: string, headers: Readonly<Record<string, string>>, gone: AbortSignal | undefined) {
    try {
      return await this.#ask(body, headers, gone, 1);
    } finally {
      this.#flights = new Flights();
    }
  }

  async #shared(body: string, headers: Readonly<Record<string, string>>, gone: AbortSignal | undefined) {
    const key = `${JSON.stringify(headers)}${body}`;
    const { result } = await this.#flights.join(key, gone, (signal) => this.#ask(body, headers, signal, 2));
    return result;
  }

  /** Asks up to so many times, as long as no connection comes about. */
  async #ask(
    body: string,
    headers: Readonly<Record<string, string>>,
    gone: AbortSignal | undefined,
    attempts: number,
  ): Promise<string> {
    if (!this.#breaker.admits()) throw new Error('it has failed again and again');
    try {
      const received = await this.#within(gone, async (stop) => {
        const leave = await this.#bulkhead.enter(stop);
        if (!leave)
          throw refusal('SUBGRAPH_BUSY', { subgraph: this.name }, { facts: { subgraph: this.name } });
        try {
          return await this.#attempt(body, headers, stop, attempts);
        } finally {
          leave();
        }
      });
      if (received.status >= 500) this.#breaker.failed();
      else this.#breaker.succeeded();
      return received.text;
    } catch (error) {
      if (gone?.aborted || error instanceof HubError) this.#breaker.left();
      else this.#breaker.failed();
      throw error;
    }
  }

  async #attempt(
    body: string,
    headers: Readonly<Record<string, string>>,
    stop: AbortSignal,
    attempts: number,
  ): Promise<Received> {
    try {
      return await this.#send(body, headers, stop, this.settings.limits.maxBytes);
    } catch (error) {
      if (attempts <= 1 || stop.aborted || !isConnectionFailure(error)) throw error;
      return this.#attempt(body, headers, stop, attempts - 1);
    }
  }

  /** Has work done with a signal that ends it in time, or once nobody waits for it. */
  async #within<T>(gone: AbortSignal | undefined, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
    const { totalMs } = this.settings.limits;
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(new Error(`no answer in ${totalMs} ms`)), totalMs);
    const leave = (): void => stop.abort(new Error('nobody waits for it'));
    if (gone?.aborted) leave();
    else gone?.addEventListener('abort', leave, { once: true });
    this.#running++;
    try {
      return await work(stop.signal);
    } finally {
      this.#running--;
      clearTimeout(late);
      gone?.removeEventListener('abort', leave);
      if (this.#resting) this.#closeIdle();
    }
  }

  #send(
    body: string,
    headers: Readonly<Record<string, string>>,
    stop: AbortSignal,
    maxBytes: number,
  ): Promise<Received> {
    const { hub } = this.settings;
    return new Promise((resolve, reject) => {
      const receiving = new Receiving(maxBytes, resolve, (error) =>
        reject(receiving.began ? new BrokeOff(error) : error),
      );
      const end = (): void => receiving.giveUp(stop.reason as Error);
      receiving.onEnd = () => stop.removeEventListener('abort', end);
      if (stop.aborted) end();
      else stop.addEventListener('abort', end, { once: true });
      const given = Object.entries(headers).flat();
      const signed = hub ? [SIGNATURE_HEADER, hub.signature(body)] : [];
      const sent = [...SENT, ...signed, ...given];
      this.#open().dispatch({ method: 'POST', path: this.#path, headers: sent, body }, receiving);
    });
  }

  #open(): Pool {
    const { limits, places } = this.settings;
    this.#pool ??= new Pool(this.#origin, {
      connections: limits.connections,
      pipelining: 1,
      connect: checkedConnector(places, limits.connectMs),
      headersTimeout: limits.totalMs,
      bodyTimeout: limits.totalMs,
      clientTtl: limits.connectionMs,
    });
    return this.#pool;
  }

  #closeIdle(): void {
    if (this.#running > 0) return;
    const pool = this.#pool;
    this.#pool = undefined;
    pool?.close().catch(() => {});
  }

  /** What is said of a failure; why it was one is for the log. */
  #shown(error: unknown, context: Forwarding): HubError {
    if (error instanceof HubError) return error;
    if (!context.signal?.aborted) this.#log(context, String(error));
    return this.#failed(error);
  }

  #failed(cause: unknown): HubError {
    const facts = { subgraph: this.name, ...this.settings.hub?.facts() };
    return refusal('SUBGRAPH_FAILED', { subgraph: this.name }, { cause, facts });
  }

  #log({ requestId, log }: Forwarding, reason: string): void {
    log?.error(
      { subgraph: this.name, requestId, reason: reason.slice(0, 300) },
      'a remote subgraph has not answered as it should',
    );
  }

  /** Its answer with the hub's words in place of its own errors, one for each position: its words may name anything. */
  #redacted({ data, errors }: Response, context: Forwarding): Response {
    if (!errors) return { data };
    this.#log(context, errors.map(({ message }) => String(message)).join(' · '));
    const { message, extensions } = this.#failed(undefined);
    const shown = new Map<string, GraphQLFormattedError>();
    for (const { path } of errors) {
      const place = Array.isArray(path) ? path : [];
      const position = place.filter((part) => typeof part === 'string').join('.');
      if (!shown.has(position)) shown.set(position, { message, extensions, path: place });
    }
    return { data, errors: [...shown.values()] };
  }
}

const SENT = [
  ...['content-type', 'application/json'],
  ...['accept', 'application/json'],
  ...['accept-encoding', 'identity'],
] as const;

/** What was being answered already when it failed: it is not asked for again. */
class BrokeOff extends Error {
  override readonly name = 'BrokeOff';

  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

const CONNECTION_FAILURES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'],
  ...['UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT'],
]);

const isConnectionFailure = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && CONNECTION_FAILURES.has(String(error.code));

/** The answer, if it is one of GraphQL's. */
function answered(text: string): Response {
  const response: unknown = JSON.parse(text);
  if (typeof response !== 'object' || response === null || !('data' in response || 'errors' in response))
    throw new Error('it has answered with something else than GraphQL');
  const { data, errors } = response as { data?: unknown; errors?: unknown };
  const list = Array.isArray(errors) ? errors.filter((one) => typeof one === 'object' && one !== null) : [];
  return list.length > 0 ? { data, errors: list } : { data };
}
