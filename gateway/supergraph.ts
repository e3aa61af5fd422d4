import type { GraphQLDataSource } from '@apollo/gateway';
import {
  type DefinitionNode,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  parse,
  printSchema,
} from 'graphql';
import { audienceSchema, restricted } from '../schema/audience.js';
import { clientDefinitions, hidesNames, publicCoordinates, schemaOf } from '../schema/clients.js';
import { HOSTED_SUBGRAPH } from '../schema/compose.js';
import { contentHash } from '../schema/definition.js';
import { isPublic } from '../schema/exposure.js';
import { isKitType } from '../schema/kit.js';
import type { Layer } from '../subgraphs/context.js';
import {
  type DatasetDirectory,
  everyColumnIsReadable,
  readableColumns,
  someColumnIsReadable,
} from '../subgraphs/directory.js';
import { HostedSubgraph } from '../subgraphs/hosted/index.js';
import type { LocalSubgraph } from '../subgraphs/local.js';
import { subjectOf } from '../subgraphs/subject.js';
import { ANONYMOUS, isSignedIn, type Viewer } from '../subgraphs/viewer.js';
import { Audience } from './audience.js';
import { type Executor, executorOf } from './executor/executor.js';
import { ExecutionCounts } from './executor/trace.js';
import { type Gate, gate, OPEN } from './exposure/gate.js';
import { type Layers, secondLook } from './exposure/second-look.js';
import { entitlements } from './planning/entitled.js';
import { openPlanner } from './planning/planner.js';
import { smokePlan } from './planning/smoke.js';
import { mapInSteps, step } from './steps.js';
import { HostedDataSource } from './transport/hosted.js';
import { LocalDataSource } from './transport/local.js';
import { Remotes } from './transport/remotes.js';

/** A supergraph of the registry. */
export interface StoredSupergraph {
  readonly id: number;
  readonly sdl: string;
}

/** What belongs to the supergraph that is served. */
interface ServedGraph {
  readonly id: number;
  readonly members: GraphQLSchema;
  /** Definitions of the schema that members see; the public sees some of them. */
  readonly definitions: readonly DefinitionNode[];
  readonly executor: Executor;
  readonly publicTags: ReadonlySet<string>;
  readonly sources: ReadonlySet<GraphQLDataSource>;
}

export interface GraphOptions {
  /** Values that an answer can have. */
  readonly costLimit: number;
  /** Whether JSON that PostgreSQL has made may be an answer as it is. */
  readonly straight: boolean;
  /** The datasets as this hub knows them now. */
  readonly directory: () => DatasetDirectory;
  readonly remotes: Remotes;
  /** The layer of exposure that is switched off. */
  readonly without?: Layer | undefined;
}

/**
 * The graph that this hub serves, with one audience for members and one for the public before it. A swap is made
 * ready in steps while the old graph goes on, and then shows both audiences the new one; a supergraph that cannot be
 * served changes nothing.
 */
export class LiveGraph {
  readonly members: Audience;
  readonly public: Audience;
  /** Coordinates of the hub's own subgraphs. */
  readonly platform: ReadonlySet<string>;
  /** How operations have been executed, whatever graph was served. */
  readonly counts = new ExecutionCounts();
  readonly #locals: ReadonlyMap<string, LocalDataSource>;
  #served: ServedGraph | undefined;
  #publicHash = '';

  readonly #layers: Layers;
  private readonly directory: () => DatasetDirectory;
  private readonly remotes: Remotes;
  readonly #without: Layer | undefined;

  constructor(
    locals: readonly LocalSubgraph[],
    { costLimit, straight, directory, remotes, without }: GraphOptions,
  ) {
    this.directory = directory;
    this.remotes = remotes;
    this.#without = without;
    this.#locals = new Map(locals.map(({ name, schema }) => [name, new LocalDataSource(schema)]));
    this.platform = platformCoordinates(locals.map(({ schema }) => schema));
    const judged: Gate = (operation, variables, context) =>
      gate(operation, variables, context, this.platform);
    this.#layers = {
      gate: without === 'GATE' ? OPEN : judged,
      look: without === 'PLAN_CHECK' ? () => undefined : secondLook(this.platform),
    };
    this.members = new Audience(this.#layers, costLimit, straight);
    this.public = new Audience(this.#layers, costLimit, straight);
  }

  /** Id of the supergraph that is served; undefined before the first. */
  get servedId(): number | undefined {
    return this.#served?.id;
  }

  /** The schema that this caller knows, and what stands before its plans. */
  knownTo(viewer: Viewer): Layers & { readonly schema: GraphQLSchema } {
    return { ...this.#layers, schema: (isSignedIn(viewer) ? this.members : this.public).schema };
  }

  /** Serves another supergraph. Throws, and changes nothing, where it cannot be served. */
  async serve(supergraph: StoredSupergraph): Promise<void> {
    try {
      await this.#serve(supergraph);
    } finally {
      this.remotes.keep(this.#served?.sources ?? new Set());
    }
  }

  async #serve({ id, sdl }: StoredSupergraph): Promise<void> {
    const document = await step(() => parse(sdl, { noLocation: true }));
    const sources = new Map<string, GraphQLDataSource>(this.#locals);
    const planner = await openPlanner(document, {
      has: (name, url) => name === HOSTED_SUBGRAPH || sources.has(name) || Remotes.isUrl(url),
    });
    for (const { name, url } of planner.subgraphs)
      if (name !== HOSTED_SUBGRAPH && !sources.has(name)) sources.set(name, this.remotes.source(name, url));
    const definitions = hidesNames(document)
      ? parse(printSchema(planner.api.toGraphQLJSSchema()), { noLocation: true }).definitions
      : await step(() => clientDefinitions(document));
    const members = await step(() => schemaOf(definitions));
    await step(() => smokePlan(planner, members));
    sources.set(HOSTED_SUBGRAPH, new HostedDataSource(await step(() => new HostedSubgraph(members))));
    const entitled = entitlements(document, members, {
      ofRemote: (name) =>
        name === HOSTED_SUBGRAPH || this.#locals.has(name)
          ? undefined
          : (this.remotes.entry(name)?.agency ?? null),
      ofDataset: (type) => this.directory().byType(type)?.agency,
    });
    const maySend = this.#without === 'PLAN_CHECK' ? () => true : entitled;
    const executor = executorOf({ planner, clients: members, sources, counts: this.counts, maySend });
    const next: ServedGraph = {
      id,
      members,
      definitions,
      executor,
      publicTags: publicCoordinates(document),
      sources: new Set(sources.values()),
    };
    const { schema, hash } = await this.#publicSchema(() => next);
    this.#served = next;
    this.#publicHash = hash;
    this.members.show(members, executor, `members ${id}`);
    this.public.show(schema, executor, `public ${id} ${hash}`);
  }

  /** Rebuilds the public schema where what is public has changed; no plan is touched. */
  async refreshPublic(): Promise<void> {
    if (!this.#served || publicHash(this.directory()) === this.#publicHash) return;
    const { schema, hash, graph } = await this.#publicSchema(() => this.#served as ServedGraph);
    this.#publicHash = hash;
    this.public.show(schema, graph.executor, `public ${graph.id} ${hash}`);
  }

  /** Of the graph and the datasets as they are when it is made: what changes meanwhile is followed. */
  async #publicSchema(graphNow: () => ServedGraph) {
    for (;;) {
      const graph = graphNow();
      const directory = this.directory();
      const hash = publicHash(directory);
      const isVisible = (type: string, field: string): boolean =>
        isVisibleToPublic(type, field, directory, this.platform, graph.publicTags);
      const visible = {
        field: isVisible,
        argument: (type: string, field: string, argument: string) => {
          const coordinate = `${type}.${field}(${argument}:)`;
          const { kind } = subjectOf(coordinate, directory, this.platform);
          return kind === 'UNKNOWN' || isVisible(type, `${field}(${argument}:)`);
        },
        // An enum of the hub's own subgraphs is whole wherever it is reached.
        value: (type: string, value: string) =>
          this.platform.has(`${type}.${value}`) || isVisible(type, value),
      };
      if (this.#without === 'PUBLIC_SCHEMA') return { schema: graph.members, hash, graph };
      const left = await mapInSteps(graph.definitions, (definition) => restricted(definition, visible));
      const schema = await step(() => audienceSchema(graph.definitions, left));
      if (graphNow() === graph && publicHash(this.directory()) === hash) return { schema, hash, graph };
    }
  }
}

/** `Type.field` and `Enum.VALUE` of everything that the hub's own subgraphs define. */
function platformCoordinates(schemas: readonly GraphQLSchema[]): Set<string> {
  const coordinates = new Set<string>();
  for (const schema of schemas)
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('_')) continue;
      if (isObjectType(type) || isInputObjectType(type))
        for (const field of Object.keys(type.getFields())) coordinates.add(`${type.name}.${field}`);
      if (isEnumType(type)) for (const { name } of type.getValues()) coordinates.add(`${type.name}.${name}`);
    }
  return coordinates;
}

/** What of the datasets the public may know, as one text that can be compared. */
const publicHash = (directory: DatasetDirectory): string => {
  const known = publicHashes.get(directory);
  if (known) return known;
  const hash = contentHash(
    directory.datasets.map((dataset) => [
      dataset.names.field,
      readableColumns(dataset, ANONYMOUS).map(({ definition }) => definition.name),
    ]),
  );
  publicHashes.set(directory, hash);
  return hash;
};

const publicHashes = new WeakMap<DatasetDirectory, string>();

function isVisibleToPublic(
  type: string,
  field: string,
  directory: DatasetDirectory,
  platform: ReadonlySet<string>,
  tags: ReadonlySet<string>,
): boolean {
  const coordinate = `${type}.${field}`;
  const subject = subjectOf(coordinate, directory, platform);
  switch (subject.kind) {
    case 'PLATFORM':
      return tags.has(coordinate);
    case 'UNKNOWN':
      // Types of the kit come along with what uses them; tags of others count for nothing.
      return isKitType(type);
    case 'SELECTION':
      return everyColumnIsReadable(subject.dataset, ANONYMOUS);
    case 'DATASET':
      return someColumnIsReadable(subject.dataset, ANONYMOUS);
    case 'BY_KEY':
      return subject.dataset.columns
        .filter(({ definition }) => definition.key)
        .every((column) => isPublic(column.status, column.accessClass, subject.dataset.released));
    default:
      return isPublic(subject.column.status, subject.column.accessClass, subject.dataset.released);
  }
}
