import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { readGatewayConfig } from '../../../gateway/config.js';
import { createGateway, type GatewayOverrides } from '../../../gateway/only/server.js';

/** What a fake subgraph was asked. */
export interface Asked {
  readonly query: string;
  readonly variables: { readonly representations?: readonly { readonly id: string }[] } & Record<
    string,
    unknown
  >;
  readonly headers: IncomingHttpHeaders;
}

export type Answer = (asked: Asked, response: ServerResponse) => unknown;

/** A subgraph that answers what a test wants it to; what `answer` gives is sent as JSON, unless it has answered itself. */
export class FakeSubgraph implements AsyncDisposable {
  readonly asked: Asked[] = [];
  /** Requests that have been neither answered nor given up. */
  open = 0;
  readonly #server: Server;

  constructor(public answer: Answer) {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      this.open++;
      response.once('close', () => this.open--);
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', async () => {
        const { query, variables = {} } = JSON.parse(Buffer.concat(parts).toString());
        const asked = { query, variables, headers: request.headers };
        this.asked.push(asked);
        const given = await this.answer(asked, response);
        if (given !== undefined && !response.writableEnded) response.end(JSON.stringify(given));
      });
    });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
export const SDLS = {
  names: `${LINK}
    type Query { things(first: Int): [Thing] thing(id: ID!): Thing }
    type Mutation { rename(id: ID!, name: String!): Thing }
    type Thing @key(fields: "id") { id: ID! name: String }`,
  sizes: `${LINK}
    type Query { count: Int! }
    type Thing @key(fields: "id") { id: ID! size: Int parts: [Thing!] }`,
} as const;

const THINGS = ['a', 'b', 'c'];
const thing = (id: string) => ({ __typename: 'Thing', id, name: `thing ${id}` });

/** What the subgraphs answer where nothing is wrong with them; aliases are read from the query. */
export const names: Answer = ({ query, variables }) => {
  const key = /(\w+)\s*:\s*thing\b/.exec(query)?.[1] ?? /(\w+)\s*:\s*things\b/.exec(query)?.[1];
  if (query.startsWith('mutation')) {
    const own = /(\w+)\s*:\s*rename\b/.exec(query)?.[1] ?? 'rename';
    return { data: { [own]: { ...thing(String(variables['id'] ?? 'a')), name: 'new' } } };
  }
  if (/\bthings\b/.test(query)) return { data: { [key ?? 'things']: THINGS.map(thing) } };
  return { data: { [key ?? 'thing']: thing('a') } };
};
export const sizes: Answer = ({ variables: { representations } }) =>
  representations
    ? {
        data: {
          _entities: representations.map(({ id }) => ({
            __typename: 'Thing',
            size: id.charCodeAt(0),
            parts: [{ __typename: 'Thing', id: 'z' }],
          })),
        },
      }
    : { data: { count: THINGS.length } };

export interface Fakes extends AsyncDisposable {
  readonly url: string;
  readonly names: FakeSubgraph;
  readonly sizes: FakeSubgraph;
  /** Asks the gateway. */
  ask(query: string, options?: AskOptions): Promise<Asked200>;
}

export interface AskOptions {
  readonly variables?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Asked200 {
  readonly status: number;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string };
  }[];
}

/** A gateway alone before two fake subgraphs. */
export async function bootFakes(
  env: Readonly<Record<string, string>> = {},
  overrides: GatewayOverrides = {},
): Promise<Fakes> {
  const folder = await mkdtemp(join(tmpdir(), 'satugraf-only-'));
  const subgraphs = { names: new FakeSubgraph(names), sizes: new FakeSubgraph(sizes) };
  const hosts = { names: await subgraphs.names.listen(), sizes: await subgraphs.sizes.listen() };
  const { supergraphSdl, errors } = composeServices(
    (['names', 'sizes'] as const).map((name) => ({
      name,
      url: `http://${hosts[name]}/graphql`,
      typeDefs: parse(SDLS[name]),
    })),
  );
  if (!supergraphSdl) throw new Error(String(errors));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraphSdl);
  const config = readGatewayConfig({
    HUB_SUPERGRAPH: file,
    HUB_ALLOWED: Object.values(hosts).join(),
    HUB_ADMITS: 'anyone',
    HUB_FORWARD: 'authorization',
    HUB_LOG: 'silent',
    PORT: '0',
    ...env,
  });
  if (!config) throw new Error('no gateway alone is configured');
  const gateway = await createGateway(config, overrides);
  const url = await gateway.listen();
  return {
    url,
    ...subgraphs,
    async ask(query, { variables = {}, headers = {}, signal } = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
        ...(signal ? { signal } : {}),
      });
      const { data, errors: told = [] } = (await response.json()) as Partial<Asked200>;
      return { status: response.status, data, errors: told };
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await subgraphs.names[Symbol.asyncDispose]();
      await subgraphs.sizes[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
