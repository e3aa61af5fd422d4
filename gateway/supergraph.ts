import { ApolloGateway, type GraphQLDataSource, type ServiceEndpointDefinition } from '@apollo/gateway';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { type GraphQLSchema, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { audienceSchema, publicCoordinates } from '../schema/audience.js';
import { HOSTED_SUBGRAPH } from '../schema/compose.js';
import { contentHash } from '../schema/definition.js';
import { isPublic } from '../schema/exposure.js';
import { isKitType } from '../schema/kit.js';
import { type DatasetDirectory, readableColumns } from '../subgraphs/directory.js';
import { HostedSubgraph } from '../subgraphs/hosted/index.js';
import type { LocalSubgraph } from '../subgraphs/local.js';
import { subjectOf } from '../subgraphs/subject.js';
import { ANONYMOUS, isSignedIn, type Viewer } from '../subgraphs/viewer.js';
import { Audience, type Served } from './audience.js';
import { silenceTelemetry } from './config.js';
import { HostedDataSource } from './transport/hosted.js';
import { LocalDataSource } from './transport/local.js';

/** A supergraph of the registry with the text of the hosted subgraph that it was composed of. */
export interface StoredSupergraph {
  readonly id: number;
  readonly sdl: string;
  readonly hostedSdl: string;
}

/**
 * The graph that this hub serves: one gateway, and before it one audience for members and one for the public. Swaps
 * happen in place; a supergraph that cannot be served is refused while the old one goes on.
 */
export class LiveGraph implements AsyncDisposable {
  readonly members: Audience;
  readonly public: Audience;
  /** Coordinates of the hub's own subgraphs. */
  readonly platform: ReadonlySet<string>;
  readonly #locals: ReadonlyMap<string, LocalDataSource>;
  #gateway: ApolloGateway | undefined;
  #update: ((sdl: string) => void) | undefined;
  #full: GraphQLSchema | undefined;
  #served: StoredSupergraph | undefined;
  #hosted: HostedSubgraph | undefined;
  #shown: GraphQLSchema | undefined;
  #publicTags: ReadonlySet<string> = new Set();
  #publicHash = '';

  constructor(locals: readonly LocalSubgraph[], costLimit: number) {
    this.#locals = new Map(locals.map(({ name, schema }) => [name, new LocalDataSource(schema)]));
    this.platform = platformCoordinates(locals.map(({ schema }) => schema));
    const served = (): Served => ({ executor: this.#executor(), platform: this.platform, costLimit });
    this.members = new Audience(served);
    this.public = new Audience(served);
  }

  /** Id of the supergraph that is served; undefined before the first. */
  get servedId(): number | undefined {
    return this.#served?.id;
  }

  /** The schema that this caller knows, and which of its coordinates guard themselves. */
  knownTo(viewer: Viewer): { readonly schema: GraphQLSchema; readonly platform: ReadonlySet<string> } {
    const schema = isSignedIn(viewer) ? this.#full : this.#shown;
    if (!schema) throw new Error('no supergraph is served yet');
    return { schema, platform: this.platform };
  }

  /** Serves another supergraph. Throws, and changes nothing, where it cannot be served. */
  async serve(next: StoredSupergraph, directory: DatasetDirectory): Promise<void> {
    const before = this.#hosted;
    this.#hosted = next.hostedSdl === '' ? undefined : new HostedSubgraph(next.hostedSdl);
    try {
      if (this.#update) this.#update(next.sdl);
      else await this.#start(next.sdl);
    } catch (error) {
      this.#hosted = before;
      throw error;
    }
    this.#served = next;
    this.#publicTags = publicCoordinates(next.sdl);
    this.#publicHash = '';
    if (this.#full) this.members.show(this.#full, `members ${next.id}`);
    this.refreshPublic(directory);
  }

  /** Rebuilds the public schema where what is public has changed; no plan is touched. */
  refreshPublic(directory: DatasetDirectory): void {
    if (!this.#full) return;
    const hash = contentHash(publicNames(directory));
    if (hash === this.#publicHash) return;
    this.#publicHash = hash;
    this.#shown = audienceSchema(this.#full, {
      field: (type, field) => isVisibleToPublic(type, field, directory, this.platform, this.#publicTags),
      // An enum of the hub's own subgraphs is whole wherever it is reached.
      value: (type, value) =>
        this.platform.has(`${type}.${value}`) ||
        isVisibleToPublic(type, value, directory, this.platform, this.#publicTags),
    });
    this.public.show(this.#shown, `public ${this.servedId} ${hash}`);
  }

  async #start(sdl: string): Promise<void> {
    silenceTelemetry();
    let offered: ((sdl: string) => void) | undefined;
    const gateway = new ApolloGateway({
      supergraphSdl: async ({ update }) => {
        offered = update as (sdl: string) => void;
        return { supergraphSdl: sdl };
      },
      buildService: (definition) => this.#source(definition),
      validateSupergraph: false,
      logger: SILENT,
    });
    gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
      this.#full = apiSchema;
    });
    await gateway.load({ apollo: {} });
    this.#gateway = gateway;
    this.#update = offered;
  }

  #source({ name }: ServiceEndpointDefinition): GraphQLDataSource {
    if (name === HOSTED_SUBGRAPH && this.#hosted) return new HostedDataSource(this.#hosted);
    const source = this.#locals.get(name);
    if (!source) throw new Error(`the supergraph names a subgraph that this hub does not have: ${name}`);
    return source;
  }

  #executor(): GatewayExecutor {
    if (!this.#gateway) throw new Error('no supergraph is served yet');
    return this.#gateway.executor as unknown as GatewayExecutor;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#gateway?.stop();
  }
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

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
const publicNames = (directory: DatasetDirectory): unknown =>
  directory.datasets.map((dataset) => [
    dataset.names.field,
    readableColumns(dataset, ANONYMOUS).map(({ definition }) => definition.name),
  ]);

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
      // Types of the kit come along with what uses them.
      return isKitType(type);
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
