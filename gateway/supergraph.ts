import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import {
  type DefinitionNode,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import { reachable, restricted, schemaOf } from '../schema/audience.js';
import { HOSTED_SUBGRAPH } from '../schema/compose.js';
import { contentHash } from '../schema/definition.js';
import { isPublic } from '../schema/exposure.js';
import { isKitFilter } from '../schema/kit.js';
import { nameOf } from '../schema/merge.js';
import type { Prepared } from '../schema/prepare.js';
import { type DatasetDirectory, readableColumns } from '../subgraphs/directory.js';
import { hostedSubgraph } from '../subgraphs/hosted/index.js';
import type { LocalSubgraph } from '../subgraphs/local.js';
import { ANONYMOUS } from '../subgraphs/viewer.js';
import { Audience } from './audience.js';
import { subjectOf } from './exposure/subject.js';
import { executorOf } from './planning/executor.js';
import { openPlanner, type Planner } from './planning/planner.js';
import { mapInSteps, step } from './steps.js';
import { LocalDataSource } from './transport/local.js';

/** A supergraph of the registry, with what serving it needs. */
export interface StoredSupergraph extends Prepared {
  readonly id: number;
  readonly sdl: string;
}

/** What belongs to the supergraph that is served. */
interface ServedGraph {
  readonly id: number;
  /** Definitions of the schema that members see; the public sees some of them. */
  readonly definitions: readonly DefinitionNode[];
  readonly executor: GatewayExecutor;
  readonly planner: Planner;
  readonly publicTags: ReadonlySet<string>;
}

/**
 * The graph that this hub serves, with one audience for members and one for the public before it. A swap is made
 * ready in steps while the old graph goes on, and then shows both audiences the new one; a supergraph that cannot be
 * served changes nothing.
 */
export class LiveGraph implements AsyncDisposable {
  readonly members: Audience;
  readonly public: Audience;
  readonly #locals: ReadonlyMap<string, LocalDataSource>;
  readonly #platform: ReadonlySet<string>;
  #served: ServedGraph | undefined;
  #publicHash = '';

  constructor(locals: readonly LocalSubgraph[]) {
    this.#locals = new Map(locals.map(({ name, schema }) => [name, new LocalDataSource(schema)]));
    this.#platform = platformCoordinates(locals.map(({ schema }) => schema));
    this.members = new Audience(this.#platform);
    this.public = new Audience(this.#platform);
  }

  /** Id of the supergraph that is served; undefined before the first. */
  get servedId(): number | undefined {
    return this.#served?.id;
  }

  /** Serves another supergraph. Throws, and changes nothing, where it cannot be served. */
  async serve(next: StoredSupergraph, directory: DatasetDirectory): Promise<void> {
    const { definitions } = await step(() => parse(next.apiSdl, { noLocation: true }));
    const members = await step(() => schemaOf({ kind: Kind.DOCUMENT, definitions }));
    const hosted =
      next.hostedSdl === ''
        ? undefined
        : new LocalDataSource(await step(() => hostedSubgraph(next.hostedSdl)));
    const sources = Object.fromEntries(this.#locals);
    if (hosted) sources[HOSTED_SUBGRAPH] = hosted;
    const planner = await openPlanner(next.sdl, Object.keys(sources));
    const byName = new Map(definitions.map((definition) => [nameOf(definition), definition]));
    const executor = executorOf({ planner, clients: members, definitions: byName, sources });
    const served = { id: next.id, definitions, executor, planner, publicTags: new Set(next.publicTags) };
    const forPublic = await this.#publicSchema(served, directory).catch(async (error) => {
      await planner[Symbol.asyncDispose]();
      throw error;
    });
    const before = this.#served;
    this.#served = served;
    this.#publicHash = publicHash(directory);
    this.members.show(members, executor);
    this.public.show(forPublic, executor);
    await before?.planner[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#served?.planner[Symbol.asyncDispose]();
  }

  /** Rebuilds the public schema where what is public has changed; nothing else is touched. */
  async refreshPublic(directory: DatasetDirectory): Promise<void> {
    const served = this.#served;
    const hash = publicHash(directory);
    if (!served || hash === this.#publicHash) return;
    const schema = await this.#publicSchema(served, directory);
    this.#publicHash = hash;
    this.public.show(schema, served.executor);
  }

  async #publicSchema(
    { definitions, publicTags }: ServedGraph,
    directory: DatasetDirectory,
  ): Promise<GraphQLSchema> {
    const isVisible = (type: string, field: string): boolean =>
      isVisibleToPublic(type, field, directory, this.#platform, publicTags);
    const visible = await mapInSteps(definitions, (definition) => restricted(definition, isVisible));
    return step(() => schemaOf(reachable(visible.filter((definition) => definition !== undefined))));
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

/** What of the datasets the public may know, in a form that can be compared. */
const publicHash = (directory: DatasetDirectory): string =>
  contentHash(
    directory.datasets.map((dataset) => [
      dataset.names.field,
      readableColumns(dataset, ANONYMOUS).map(({ definition }) => definition.name),
    ]),
  );

function isVisibleToPublic(
  type: string,
  field: string,
  directory: DatasetDirectory,
  platform: ReadonlySet<string>,
  tags: ReadonlySet<string>,
): boolean {
  const coordinate = `${type}.${field}`;
  if (tags.has(coordinate)) return true;
  const subject = subjectOf(coordinate, directory, platform);
  switch (subject.kind) {
    case 'PLATFORM':
      return false;
    case 'UNKNOWN':
      // Filters of the kit come along with the inputs that use them.
      return isKitFilter(type);
    case 'DATASET':
      return readableColumns(subject.dataset, ANONYMOUS).length > 0;
    case 'BY_KEY':
      return subject.dataset.columns
        .filter(({ definition }) => definition.key)
        .every((column) => isPublic(column.status, column.accessClass, subject.dataset.released));
    default:
      return isPublic(subject.column.status, subject.column.accessClass, subject.dataset.released);
  }
}
