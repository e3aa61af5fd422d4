import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GraphQLFormattedError } from 'graphql';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import { HubError, refusal } from '../../schema/errors.js';
import { canonicalAddress, readHost } from '../../subgraphs/outbound/address.js';
import type { Resolve } from '../../subgraphs/outbound/dial.js';
import { type Allowed, permit } from '../../subgraphs/outbound/rules.js';
import type { BatchingSource } from '../executor/batch.js';
import { Flights } from '../flights.js';

/** How remote subgraphs are reached. */
export interface RemoteSettings {
  /** Places that may be connected to; what is not among them is refused when it is dialled. */
  readonly allowed: readonly Allowed[];
  readonly resolve: Resolve;
  /** Connections to one subgraph. */
  readonly connections: number;
  readonly connectMs: number;
  /** From sending a request to the last byte of its answer. */
  readonly totalMs: number;
  readonly maxBytes: number;
}

export const REMOTE_LIMITS = {
  connections: 64,
  connectMs: 1000,
  totalMs: 5000,
  maxBytes: 10_000_000,
} as const satisfies Partial<RemoteSettings>;

/** What a request brings along for remote subgraphs. */
export interface Forwarding {
  /** Headers of the caller that subgraphs get. */
  readonly forwarded?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

interface Response {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
}

/**
 * A subgraph that others run. Equal queries that are under way at once, with equal headers, share one fetch; each takes
 * its own copy of the answer.
 */
export class RemoteDataSource implements BatchingSource, AsyncDisposable {
  readonly batches = true;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #flights = new Flights<string>();

  constructor(
    private readonly name: string,
    url: string,
    private readonly settings: RemoteSettings,
  ) {
    const { origin, pathname, search } = new URL(url);
    this.#path = pathname + search;
    this.#pool = new Pool(origin, {
      connections: settings.connections,
      pipelining: 1,
      connect: checkedConnector(settings),
      headersTimeout: settings.totalMs,
      bodyTimeout: settings.totalMs,
    });
  }

  async process({ request, ...rest }: GraphQLDataSourceProcessOptions) {
    const { forwarded = {}, signal } = ('context' in rest ? rest.context : {}) as Forwarding;
    const { query = '', variables, operationName } = request;
    const body = JSON.stringify({ query, variables, operationName });
    try {
      const text = query.startsWith('mutation')
        ? await this.#send(body, forwarded, signal)
        : await this.#shared(body, forwarded, signal);
      return answered(text, this.name) as never;
    } catch (error) {
      if (error instanceof HubError) throw error;
      throw refusal('SUBGRAPH_FAILED', { subgraph: this.name }, { cause: error });
    }
  }

  async #shared(body: string, headers: Readonly<Record<string, string>>, gone: AbortSignal | undefined) {
    const key = `${JSON.stringify(headers)}${body}`;
    const { result } = await this.#flights.join(key, gone, (signal) => this.#send(body, headers, signal));
    return result;
  }

  #send(
    body: string,
    headers: Readonly<Record<string, string>>,
    gone: AbortSignal | undefined,
  ): Promise<string> {
    const { totalMs, maxBytes } = this.settings;
    return new Promise((resolve, reject) => {
      const receiving = new Receiving(maxBytes, resolve, reject);
      const late = setTimeout(() => receiving.giveUp(`no answer in ${totalMs} ms`), totalMs);
      const leave = (): void => receiving.giveUp('nobody waits for it');
      receiving.onEnd = () => {
        clearTimeout(late);
        gone?.removeEventListener('abort', leave);
      };
      if (gone?.aborted) leave();
      else gone?.addEventListener('abort', leave, { once: true });
      const given = Object.entries(headers).flat();
      const sent = ['content-type', 'application/json', 'accept', 'application/json', ...given];
      this.#pool.dispatch({ method: 'POST', path: this.#path, headers: sent, body }, receiving);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.destroy();
  }
}

/** Takes an answer from the connection, up to so many bytes. */
class Receiving implements Dispatcher.DispatchHandler {
  onEnd: () => void = () => {};
  readonly #parts: Buffer[] = [];
  #bytes = 0;
  #controller: Dispatcher.DispatchController | undefined;
  #gaveUp: Error | undefined;

  constructor(
    private readonly maxBytes: number,
    private readonly resolve: (text: string) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  /** Ends the request, wherever it is. */
  giveUp(why: string): void {
    if (this.#gaveUp) return;
    this.#gaveUp = new Error(why);
    if (this.#controller) this.#controller.abort(this.#gaveUp);
    // One that still waits for a connection is ended when it gets one; its caller waits no longer.
    else this.#fail(this.#gaveUp);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#gaveUp) controller.abort(this.#gaveUp);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    // A GraphQL server may tell of errors with other codes; what sends elsewhere is not followed.
    if (status >= 300 && status < 400) this.giveUp(`status ${status}`);
  }

  onResponseData(_controller: Dispatcher.DispatchController, part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.maxBytes) this.giveUp(`more than ${this.maxBytes} bytes`);
    else this.#parts.push(part);
  }

  onResponseEnd(): void {
    const [only, ...more] = this.#parts;
    this.onEnd();
    this.resolve(only && more.length === 0 ? only.toString() : Buffer.concat(this.#parts).toString());
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#fail(error);
  }

  #fail(error: Error): void {
    this.onEnd();
    this.reject(error);
  }
}

/** The answer, if it is one of GraphQL's. */
function answered(text: string, subgraph: string): Response {
  let response: unknown;
  try {
    response = JSON.parse(text);
  } catch (cause) {
    throw refusal('SUBGRAPH_FAILED', { subgraph }, { cause });
  }
  if (typeof response !== 'object' || response === null || !('data' in response || 'errors' in response))
    throw refusal('SUBGRAPH_FAILED', { subgraph });
  const { data, errors } = response as { data?: unknown; errors?: unknown };
  const list = Array.isArray(errors) ? errors.filter((one) => typeof one === 'object' && one !== null) : [];
  return list.length > 0 ? { data, errors: list } : { data };
}

/** Connects to checked addresses alone, whatever a name resolves to by then. */
function checkedConnector({ allowed, resolve, connectMs }: RemoteSettings): buildConnector.connector {
  const checked = async (hostname: string, port: number): Promise<readonly string[]> => {
    const host = readHost(hostname.replace(/^\[|\]$/g, ''));
    if (!host) throw new Error('the host is neither a name nor an address');
    const found = host.kind === 'ADDRESS' ? [host.address] : await resolve(host.name);
    const addresses = found.map((address) => canonicalAddress(address) ?? '');
    const verdict = permit(host, port, addresses, allowed, { endpoints: [], machine: [] });
    if (verdict.kind === 'REFUSED') throw new Error(`${verdict.why} ${verdict.address ?? ''}`);
    return verdict.addresses;
  };
  const connect = buildConnector({ timeout: connectMs });
  return (options, callback) => {
    const port = Number(options.port || (options.protocol === 'https:' ? 443 : 80));
    checked(options.hostname, port).then(
      ([address = '']) => {
        const servername = options.servername ?? options.hostname;
        connect({ ...options, hostname: address, servername, host: options.host ?? '' }, callback);
      },
      (error: Error) => callback(error, null),
    );
  };
}
