import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';

/** The schema of a document that is known to be valid. */
export const schemaOf = (document: DocumentNode): GraphQLSchema =>
  buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });

/**
 * What `isVisible` names of a definition; undefined when nothing is left. It is asked for the fields of object and
 * input types, which alone are restricted.
 */
export function restricted(
  definition: DefinitionNode,
  isVisible: (type: string, field: string) => boolean,
): DefinitionNode | undefined {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION: {
      const fields =
        definition.fields?.filter((field) => isVisible(definition.name.value, field.name.value)) ?? [];
      return fields.length > 0 ? { ...definition, fields } : undefined;
    }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const fields =
        definition.fields?.filter((field) => isVisible(definition.name.value, field.name.value)) ?? [];
      return fields.length > 0 ? { ...definition, fields } : undefined;
    }
    case Kind.SCHEMA_DEFINITION:
    case Kind.DIRECTIVE_DEFINITION:
      return undefined;
    default:
      return definition;
  }
}

/**
 * The document of those definitions that can be reached from the root types; a name outside it is, to those who know
 * this document alone, one that was never there.
 */
export function reachable(visible: readonly DefinitionNode[]): DocumentNode {
  const definitions = new Map<string, DefinitionNode>();
  for (const one of visible) if ('name' in one && one.name) definitions.set(one.name.value, one);
  const reached = new Set<string>();
  const queue = ['Query', 'Mutation'].filter((name) => definitions.has(name));
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const definition = definitions.get(name);
    if (definition) queue.push(...referencedTypes(definition));
  }
  return {
    kind: Kind.DOCUMENT,
    definitions: [...definitions].filter(([name]) => reached.has(name)).map(([, definition]) => definition),
  };
}

function referencedTypes(definition: DefinitionNode): string[] {
  if (definition.kind === Kind.OBJECT_TYPE_DEFINITION)
    return [...fieldTypes(definition), ...(definition.interfaces ?? []).map((type) => type.name.value)];
  if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
    return (definition.fields ?? []).map(({ type }) => typeName(type));
  if (definition.kind === Kind.UNION_TYPE_DEFINITION)
    return (definition.types ?? []).map((type) => type.name.value);
  return [];
}

const fieldTypes = ({ fields }: ObjectTypeDefinitionNode): string[] =>
  (fields ?? []).flatMap((field: FieldDefinitionNode) => [
    typeName(field.type),
    ...(field.arguments ?? []).map((argument: InputValueDefinitionNode) => typeName(argument.type)),
  ]);

const typeName = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : typeName(type.type);
