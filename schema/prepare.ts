import { Supergraph } from '@apollo/federation-internals';
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  printSchema,
  visit,
} from 'graphql';
import { hostedDocument } from './compose.js';

/** What a hub that serves a supergraph needs besides, as texts: they can be made in another thread. */
export interface Prepared {
  /** The merged hosted subgraph; empty where there is none. */
  readonly hostedSdl: string;
  /** The schema that clients see, everything in it. */
  readonly apiSdl: string;
  /** `Type.field` of every field that the supergraph marks `@tag(name: "public")`. */
  readonly publicTags: readonly string[];
}

/** Makes what serving a supergraph needs; `hostedSdls` are the datasets it was composed of. Throws where it is none. */
export function prepare(supergraphSdl: string, hostedSdls: readonly string[]): Prepared {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  return {
    hostedSdl: hostedSdls.length === 0 ? '' : hostedDocument(hostedSdls),
    // What is inaccessible takes more with it than its own name: that is left to Apollo.
    apiSdl: supergraphSdl.includes('@inaccessible')
      ? printSchema(Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema())
      : print(apiDocument(supergraph)),
    publicTags: publicCoordinates(supergraph),
  };
}

function publicCoordinates({ definitions }: DocumentNode): string[] {
  return definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (definition.fields ?? [])
          .filter(({ directives }) => directives?.some(isPublicTag))
          .map((field) => `${definition.name.value}.${field.name.value}`)
      : [],
  );
}

const isPublicTag = (directive: ConstDirectiveNode): boolean =>
  directive.name.value === 'tag' &&
  (directive.arguments ?? []).some(({ value }) => value.kind === Kind.STRING && value.value === 'public');

/** Directives of GraphQL itself that stand in a schema; all others are words between subgraphs and gateway. */
const FOR_CLIENTS = new Set(['deprecated', 'specifiedBy']);

function apiDocument(supergraph: DocumentNode): DocumentNode {
  const definitions = supergraph.definitions.filter(isForClients);
  return visit(
    { kind: Kind.DOCUMENT, definitions },
    { Directive: ({ name }) => (FOR_CLIENTS.has(name.value) ? false : null) },
  );
}

const isForClients = (definition: DefinitionNode): boolean =>
  definition.kind !== Kind.SCHEMA_DEFINITION &&
  definition.kind !== Kind.DIRECTIVE_DEFINITION &&
  !('name' in definition && /^(join|link)__/.test(definition.name?.value ?? ''));
