import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type TypeNode as TypeReference,
} from 'graphql';
import { type Federation, federationOf } from './federation.js';
import type { Proposed } from './landscape.js';

/** A proposed subgraph that has been read. */
export interface Subject {
  readonly proposed: Proposed;
  readonly document: DocumentNode;
  readonly federation: Federation;
  /** Names of the root types, `Query` whatever it is called here among them, with their operations. */
  readonly roots: ReadonlyMap<string, 'query' | 'mutation' | 'subscription'>;
}

export const subjectOf = (proposed: Proposed, document: DocumentNode): Subject => ({
  proposed,
  document,
  federation: federationOf(document),
  roots: rootsOf(document),
});

export function rootsOf({ definitions }: DocumentNode): Map<string, 'query' | 'mutation' | 'subscription'> {
  const roots = new Map<string, 'query' | 'mutation' | 'subscription'>([
    ['Query', 'query'],
    ['Mutation', 'mutation'],
    ['Subscription', 'subscription'],
  ]);
  for (const definition of definitions)
    if (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION)
      for (const { operation, type } of definition.operationTypes ?? [])
        roots.set(type.name.value, operation);
  return roots;
}

export type TypeNode = TypeDefinitionNode | TypeExtensionNode;

/** A definition or an extension of a type of any kind. */
export const isTypeNode = (node: DefinitionNode): node is TypeNode =>
  /^(Object|Interface|Union|Enum|Scalar|InputObject)Type(Definition|Extension)$/.test(node.kind);

/** Fields of a type, or values of an enum. */
export const membersOf = (
  node: TypeNode,
): readonly (FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode)[] => [
  ...('fields' in node ? (node.fields ?? []) : []),
  ...('values' in node ? (node.values ?? []) : []),
];

export type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

export const isObjectNode = (one: DefinitionNode): one is ObjectNode =>
  one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION;

/** Name of a type without what wraps it. */
export const typeName = (type: TypeReference): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : typeName(type.type);

/** Directives of this name of the federation specification. */
export const directivesOf = (
  { directive }: Federation,
  node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): ConstDirectiveNode[] => (node.directives ?? []).filter((one) => directive(one.name.value) === name);

export const coordinate = (type: string, field: FieldDefinitionNode): string => `${type}.${field.name.value}`;
