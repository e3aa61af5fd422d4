import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, graphql, parse } from 'graphql';
import postgres from 'postgres';
import { contentHash } from '../../schema/definition.js';
import type { AccessClass, FieldStatus } from '../../schema/exposure.js';
import type { TestHub } from './hub.js';

/** A request as a remote subgraph received it. */
export interface Received {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** Answers in place of the subgraph; what it gives is sent as JSON, unless it has answered, or does not mean to. */
export type Fault = (received: Received, response: ServerResponse) => unknown;

/** A subgraph of a producer on loopback: a real one, or as broken as a test wants it. */
export class RemoteProducer implements AsyncDisposable {
  readonly received: Received[] = [];
  fault: Fault | undefined;
  /** Requests that are neither answered nor given up. */
  open = 0;
  /** Connections so far. */
  connections = 0;
  #schema: GraphQLSchema;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(
    public sdl: string,
    private readonly resolvers: object,
  ) {
    this.#schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as never });
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      this.open++;
      response.once('close', () => this.open--);
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', async () => {
        const received = { body: Buffer.concat(parts).toString(), headers: request.headers };
        this.received.push(received);
        const given = this.fault ? await this.fault(received, response) : await this.answer(received);
        if (given !== undefined && !response.writableEnded)
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(given));
      });
    });
    this.#server.on('connection', (socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** What it answers where nothing is wrong with it. */
  async answer({ body }: Received): Promise<unknown> {
    const { query, variables } = JSON.parse(body);
    return graphql({ schema: this.#schema, source: query, variableValues: variables });
  }

  /** From now on it has another schema. */
  become(sdl: string): void {
    this.sdl = sdl;
    this.#schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: this.resolvers as never });
  }

  /** Requests for data, without the hub's looks at its schema. */
  get asked(): Received[] {
    return this.received.filter(({ body }) => !body.includes('_service'));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Its address under some name. */
  at(host: string): string {
    return `http://${host}:${this.port}/graphql`;
  }

  async listen(port = 0, address = '127.0.0.1'): Promise<this> {
    this.#server.listen(port, address);
    await once(this.#server, 'listening');
    return this;
  }

  /** Nobody listens at its port until what is given is called. */
  async stop(): Promise<() => Promise<unknown>> {
    const { port } = this;
    this.drop();
    this.#server.close();
    await once(this.#server, 'close');
    return () => this.listen(port);
  }

  /** Breaks all connections. */
  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    this.drop();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export interface Registered {
  readonly name: string;
  readonly agency: string;
  readonly sdl: string;
  readonly url: string;
}

/** Runs statements on the hub's database, has every hub told, and waits until this one follows. */
export async function store(
  hub: TestHub,
  work: (sql: postgres.TransactionSql) => Promise<unknown>,
): Promise<void> {
  const sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.begin(async (tx) => {
      await work(tx);
      await tx`select pg_notify('satugraf_changes', '')`;
    });
  } finally {
    await sql.end();
  }
  await hub.hub.settle();
}

/** Registers a subgraph as though it had been published, or the next version of one that is registered. */
export async function publish(
  tx: postgres.TransactionSql,
  { name, agency, sdl, url }: Registered,
): Promise<void> {
  const [last] = await tx`select max(version) as version from subgraph_versions where subgraph = ${name}`;
  const version = Number(last?.['version'] ?? 0) + 1;
  await tx`
    insert into subgraphs (name, kind, agency, url) values (${name}, 'REMOTE', ${agency}, ${url})
    on conflict (name) do update set kind = 'REMOTE', url = excluded.url`;
  await tx`
    insert into subgraph_versions (subgraph, version, sdl, hash, url)
    values (${name}, ${version}, ${sdl}, ${contentHash(sdl)}, ${url})`;
  await tx`update subgraphs set current_version = ${version}, quarantine = null where name = ${name}`;
}

export const register = (hub: TestHub, subgraph: Registered): Promise<void> =>
  store(hub, (tx) => publish(tx, subgraph));

/** Allows a port of this machine, as ADMIN does. */
export async function allowPort(hub: TestHub, port: number, address = '127.0.0.1'): Promise<void> {
  const admin = await hub.official('pengelola');
  const { errors } = await admin.query(
    'mutation ($address: String!, $port: Int!) { allowAddress(address: $address, port: $port, reason: "Uji.") }',
    { address, port },
  );
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
}

export interface ColumnState {
  readonly status: FieldStatus;
  readonly accessClass: AccessClass;
}

/** Brings columns of a dataset to a state, as the procedure would. */
export async function setColumns(
  tx: postgres.TransactionSql,
  dataset: string,
  columns: readonly string[],
  { status, accessClass }: ColumnState,
): Promise<void> {
  await tx`
    update dataset_fields set status = ${status}, access_class = ${accessClass}
    where name in ${tx(columns)} and dataset_id = (select id from datasets where name = ${dataset})`;
}

/** The same, the dataset released or not, and followed. */
export const becomeColumns = (
  hub: TestHub,
  dataset: string,
  columns: readonly string[],
  state: ColumnState,
  released = false,
): Promise<void> =>
  store(hub, async (tx) => {
    await setColumns(tx, dataset, columns, state);
    await tx`
      insert into publications (dataset_id, case_id, released, requested_by, requested_at)
      select datasets.id, datasets.case_id, ${released}, accounts.id, now() from datasets, accounts
      where datasets.name = ${dataset} and accounts.username = 'produsen.dinkes'
      on conflict (dataset_id) do update set released = excluded.released`;
  });
