import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { composeServices } from '@apollo/composition';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { GatewayExecutor, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import {
  type GraphQLError,
  type GraphQLSchema,
  isInterfaceType,
  parse,
  printSchema,
  validate,
} from 'graphql';
import { type Executor, executorOf } from '../../gateway/executor/executor.js';
import { ExecutionCounts } from '../../gateway/executor/trace.js';
import { openPlanner } from '../../gateway/planning/planner.js';
import { clientDefinitions, hidesNames, schemaOf } from '../../schema/clients.js';
import { type Fault, Faults, type Places } from './faults.js';
import { inSpecifiedOrder } from './key-order.js';
import { ALIASES, type Asked, type Asking, neededNames } from './operations.js';
import { type Run, Subgraph } from './subgraph.js';
import type { MadeSupergraph } from './supergraphs/made.js';

export type Path = readonly (string | number)[];

/** What a subgraph was asked: of entities, or of all that it has. */
interface Fetch {
  readonly path: Path;
  readonly representations: number | undefined;
}

export interface Told {
  readonly message: string;
  readonly path: Path | undefined;
  /** Where ours may stand, where the stock gateway's path is none, or perhaps that of another thing. */
  readonly allowed?: readonly (Path | undefined)[];
}

export interface Answer {
  /** As JSON, with its keys in their order; undefined where there is none. */
  readonly data: string | undefined;
  readonly errors: readonly Told[];
}

export interface StockAnswer extends Answer {
  /** The data with their keys in the specified order: its own differs where fragments of one type are apart. */
  readonly ordered: string | undefined;
  /** Where a field had to be there and was not, or had a wrong value: of this it tells in extensions, if at all. */
  readonly incomplete: readonly Told[];
  /** One for each fetch that brought neither data nor errors, of which it says nothing. */
  readonly unsaid: readonly Told[];
  /** Where the things are that an interface object stands for, of which nobody said what they are. */
  readonly ofUnknownType: readonly Path[];
}

interface Shaping {
  computeResponse(asked: { input: unknown }): { errors: readonly GraphQLError[] };
}
const shaping: Shaping = createRequire(import.meta.url)('@apollo/gateway/dist/resultShaping.js');

const LOGGER = { debug() {}, info() {}, warn() {}, error() {} };

/** The subgraphs of a made supergraph, and what they compose to. */
export function composed(made: MadeSupergraph) {
  const subgraphs = Object.keys(made.subgraphs).map((name) => new Subgraph(made, name));
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, document }) => ({ name, url: `http://${name}`, typeDefs: document })),
  );
  if (!supergraphSdl) throw new Error(`${made.name}: ${errors?.map(({ message }) => message).join('\n')}`);
  return { subgraphs, supergraphSdl };
}

/** Our executor over these data sources, and the schema that its clients see. */
export async function ownExecutor(
  supergraphSdl: string,
  sources: ReadonlyMap<string, GraphQLDataSource>,
  counts = new ExecutionCounts(),
): Promise<{ clients: GraphQLSchema; executor: Executor }> {
  const document = parse(supergraphSdl, { noLocation: true });
  const planner = await openPlanner(document, new Set(sources.keys()));
  const clients = hidesNames(document)
    ? schemaOf(parse(printSchema(planner.api.toGraphQLJSSchema()), { noLocation: true }).definitions)
    : schemaOf(clientDefinitions(document));
  return { clients, executor: executorOf({ planner, clients, sources, counts }) };
}

/** One made supergraph behind our executor and behind a bare `ApolloGateway`. */
export class Gateways implements AsyncDisposable {
  /** How operations are made that the stock gateway answers rightly. */
  readonly asking: Asking;
  /** Names of fields that the subgraphs need of each other. */
  readonly needed: readonly string[];
  readonly places: Places;
  /** Whether the stock gateway is spared what it is known to stumble over; see `withoutOwnNames`. */
  #isSparing = false;
  #run: Run = { faults: new Faults([]), state: { log: [] } };
  /** What subgraphs were asked when these errors came of it. */
  readonly #fetches = new WeakMap<object, Fetch>();
  /** The fetches of this run that brought nothing. */
  #empty: Fetch[] = [];

  private constructor(
    made: MadeSupergraph,
    subgraphs: readonly Subgraph[],
    readonly api: GraphQLSchema,
    private readonly parts: {
      ours: Executor;
      stock: GatewayExecutor;
      stop: () => Promise<void>;
    },
    hold: { answering: Gateways | undefined },
  ) {
    hold.answering = this;
    const needed = neededNames(subgraphs.map(({ document }) => document));
    this.needed = needed.all;
    this.asking = {
      api,
      samples: made.samples,
      aliases: ALIASES,
      mustHaveAlias: needed.withArguments,
      hasConditions: true,
    };
    const places = subgraphs.map((subgraph) => ({ name: subgraph.name, ...subgraph.places() }));
    const own = (of: 'fields' | 'entities') =>
      places.flatMap((place) => place[of].map((at) => `${place.name}:${at}`));
    this.places = {
      fields: [...new Set(places.flatMap(({ fields }) => fields))],
      ownFields: own('fields'),
      entities: own('entities'),
      subgraphs: subgraphs.map(({ name }) => name),
    };
  }

  static async open(made: MadeSupergraph): Promise<Gateways> {
    const { subgraphs, supergraphSdl } = composed(made);
    const hold: { answering: Gateways | undefined } = { answering: undefined };
    const sources = new Map<string, GraphQLDataSource>(
      subgraphs.map((subgraph) => [
        subgraph.name,
        { process: (asked) => (hold.answering as Gateways).#process(subgraph, asked) },
      ]),
    );

    const { clients, executor: ours } = await ownExecutor(supergraphSdl, sources);

    process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
    const gateway = new ApolloGateway({
      supergraphSdl,
      buildService: ({ name }) => sources.get(name) as GraphQLDataSource,
      validateSupergraph: false,
      logger: LOGGER,
    });
    const { executor: stock } = await gateway.load({ apollo: {} });
    return new Gateways(
      made,
      subgraphs,
      clients,
      { ours, stock: stock as GatewayExecutor, stop: () => gateway.stop() },
      hold,
    );
  }

  isValid({ source }: Asked): boolean {
    return validate(this.api, parse(source)).length === 0;
  }

  async ours(asked: Asked, faults: readonly Fault[]): Promise<Answer> {
    const { data, errors = [] } = await this.#ours(asked, faults);
    return {
      data: JSON.stringify(data),
      errors: errors.map(({ message, path }) => ({ message, path })),
    };
  }

  /** As it is, or spared the names of interface objects, which it takes for types that things have. */
  async stock(asked: Asked, faults: readonly Fault[], how: { sparing: boolean }): Promise<StockAnswer> {
    // What was fetched, and what of it was not fit, it keeps to itself.
    let fetched: unknown;
    let unfit: readonly GraphQLError[] = [];
    this.#isSparing = how.sparing;
    const { computeResponse } = shaping;
    shaping.computeResponse = (given) => {
      fetched = given.input;
      const answer = computeResponse(given);
      unfit = answer.errors;
      return answer;
    };
    try {
      const { data, errors = [] } = await this.#stock(asked, faults);
      return {
        data: JSON.stringify(data),
        ordered: JSON.stringify(inSpecifiedOrder(this.api, asked, data, fetched)),
        errors: errors.map((error) => this.#told(error, fetched)),
        incomplete: unfit.map(({ message, path }) => ({ message, path })),
        unsaid: this.#empty.map((fetch) => ({
          message: 'nothing was answered',
          path: undefined,
          allowed: ofWhole(fetch, placesOf(fetch.path, fetched)),
        })),
        ofUnknownType: [...this.#ofUnknownType(fetched, [])],
      };
    } finally {
      shaping.computeResponse = computeResponse;
      this.#isSparing = false;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.parts.stop();
  }

  #told(error: GraphQLError, fetched: unknown): Told {
    const { message, path, originalError = error } = error;
    const fetch = this.#fetches.get(originalError);
    if (!fetch) return { message, path };
    const places = placesOf(fetch.path, fetched);
    const [root, at, ...after] = (originalError as { path?: Path }).path ?? [];
    const ofNoThing = root === undefined || (fetch.representations !== undefined && at === undefined);
    if (ofNoThing) return { message, path, allowed: ofWhole(fetch, places) };
    if (fetch.representations === undefined || fetch.representations === places.length)
      return { message, path };
    return { message, path, allowed: places.map((place) => [...place, ...after]) };
  }

  #begin(faults: readonly Fault[]): void {
    this.#run = { faults: new Faults(faults), state: { log: [] } };
    this.#empty = [];
  }

  #ours({ source, operationName, variables }: Asked, faults: readonly Fault[]) {
    this.#begin(faults);
    return this.parts.ours({
      document: parse(source),
      operationName,
      hash: source,
      variables,
      context: {},
    });
  }

  #stock({ source, operationName, variables }: Asked, faults: readonly Fault[]) {
    this.#begin(faults);
    const context = {
      request: { query: source, variables, ...(operationName === undefined ? {} : { operationName }) },
      source,
      document: parse(source),
      operationName: operationName ?? null,
      queryHash: createHash('sha256').update(source).digest('hex'),
      schema: this.api,
      context: {},
      metrics: {},
      logger: LOGGER,
    };
    return this.parts.stock(context as unknown as GatewayGraphQLRequestContext);
  }

  async #process(subgraph: Subgraph, asked: Parameters<GraphQLDataSource['process']>[0]) {
    const { query = '', variables = {}, operationName } = asked.request;
    const representations = variables['representations'];
    const fetch: Fetch = {
      path: (('pathInIncomingRequest' in asked && asked.pathInIncomingRequest) || []) as Path,
      representations: Array.isArray(representations) ? representations.length : undefined,
    };
    const answer = await subgraph.answer(query, variables, operationName, this.#run).catch((error: Error) => {
      this.#fetches.set(error, fetch);
      throw error;
    });
    for (const error of ('errors' in answer && answer.errors) || []) this.#fetches.set(error, fetch);
    if ('data' in answer && answer.data === null && !('errors' in answer)) this.#empty.push(fetch);
    if (this.#isSparing && representations && 'data' in answer) this.#withoutOwnNames(answer.data);
    return answer as Awaited<ReturnType<GraphQLDataSource['process']>>;
  }

  /**
   * An entity that was asked for as an interface object answers with the interface's name where a plan asks for its
   * type, and the stock gateway forgets the type it knew. Where the name is missing, it keeps that.
   */
  #withoutOwnNames(
    data: { _entities?: readonly (Record<string, unknown> | null)[] } | null | undefined,
  ): void {
    for (const entity of data?._entities ?? [])
      for (const [key, value] of Object.entries(entity ?? {}))
        if (this.#isInterface(value)) delete entity?.[key];
  }

  #isInterface = (name: unknown): boolean =>
    typeof name === 'string' && isInterfaceType(this.api.getType(name));

  *#ofUnknownType(data: unknown, path: Path): Generator<Path> {
    if (typeof data !== 'object' || data === null) return;
    if (this.#isInterface((data as { __typename?: unknown }).__typename)) yield path;
    const keyOf = (key: string): string | number => (Array.isArray(data) ? Number(key) : key);
    for (const [key, value] of Object.entries(data)) yield* this.#ofUnknownType(value, [...path, keyOf(key)]);
  }
}

/** Where an error may stand that is of a whole fetch: nowhere, at its list, or at one of its things. */
const ofWhole = ({ path }: Fetch, places: readonly Path[]): readonly (Path | undefined)[] => [
  undefined,
  path.includes('@') ? path.slice(0, path.indexOf('@')) : path,
  ...places,
];

/** Where in what was fetched the things are that a path leads to. */
function placesOf([head, ...rest]: Path, data: unknown, parent: Path = []): Path[] {
  if (data === null || data === undefined) return [];
  if (head === undefined) return [parent];
  if (head === '@')
    return (data as readonly unknown[]).flatMap((item, at) => placesOf(rest, item, [...parent, at]));
  return placesOf(rest, (data as Readonly<Record<string, unknown>>)[head], [...parent, head]);
}
