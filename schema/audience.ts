import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  printSchema,
  type TypeNode,
} from 'graphql';

/** `Type.field` of every field that a supergraph marks `@tag(name: "public")`. */
export function publicCoordinates(supergraphSdl: string): Set<string> {
  const coordinates = new Set<string>();
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? [])
      if (field.directives?.some(isPublicTag))
        coordinates.add(`${definition.name.value}.${field.name.value}`);
  }
  return coordinates;
}

const isPublicTag = (directive: ConstDirectiveNode): boolean =>
  directive.name.value === 'tag' &&
  (directive.arguments ?? []).some(({ value }) => value.kind === Kind.STRING && value.value === 'public');

/**
 * The schema of what `isVisible` names, and of the types that can be reached through it; a name outside it is, to
 * its callers, one that was never there. `isVisible` is asked for the fields of object and input types.
 */
export function audienceSchema(
  full: GraphQLSchema,
  isVisible: (type: string, field: string) => boolean,
): GraphQLSchema {
  const document = parse(printSchema(full), { noLocation: true });
  const definitions = new Map<string, DefinitionNode>();
  for (const definition of document.definitions) {
    const kept = restrict(definition, isVisible);
    if (kept && 'name' in kept && kept.name) definitions.set(kept.name.value, kept);
  }
  const reached = new Set<string>();
  const queue = ['Query', 'Mutation'].filter((name) => definitions.has(name));
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const definition = definitions.get(name);
    if (definition) queue.push(...referencedTypes(definition));
  }
  return buildASTSchema(
    {
      kind: Kind.DOCUMENT,
      definitions: [...definitions].filter(([name]) => reached.has(name)).map(([, d]) => d),
    },
    { assumeValid: true, assumeValidSDL: true },
  );
}

/** The definition with its visible fields alone; undefined when none is left. */
function restrict(
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
