import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  Kind,
  type NameNode,
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

/** What an audience may know of. */
export interface Visible {
  /** Asked for the fields of object and input types. */
  field(type: string, field: string): boolean;
  /** Asked for the values of enums. */
  value(type: string, value: string): boolean;
}

/**
 * The schema of what is visible, and of the types that can be reached through it; a name outside it is, to its
 * callers, one that was never there.
 */
export function audienceSchema(full: GraphQLSchema, visible: Visible): GraphQLSchema {
  const document = parse(printSchema(full), { noLocation: true });
  const definitions = new Map<string, DefinitionNode>();
  const gone = new Set<string>();
  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name) continue;
    const kept = restrict(definition, visible);
    if (kept) definitions.set(kept.name.value, kept);
    else gone.add(definition.name.value);
  }
  withoutTypes(definitions, gone);
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

type Named = Extract<DefinitionNode, { name: unknown }> & { readonly name: NameNode };

/** The definition with its visible members alone; undefined when none is left. */
function restrict(definition: DefinitionNode, visible: Visible): Named | undefined {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const type = definition.name.value;
      const fields = (definition.fields ?? []).filter(({ name }) => visible.field(type, name.value));
      return fields.length > 0 ? ({ ...definition, fields } as Named) : undefined;
    }
    case Kind.ENUM_TYPE_DEFINITION: {
      const type = definition.name.value;
      const values = (definition.values ?? []).filter(({ name }) => visible.value(type, name.value));
      return values.length > 0 ? { ...definition, values } : undefined;
    }
    case Kind.SCHEMA_DEFINITION:
    case Kind.DIRECTIVE_DEFINITION:
      return undefined;
    default:
      return 'name' in definition && definition.name ? (definition as Named) : undefined;
  }
}

/** Takes away what a type of which nothing is left would have been the type of: fields and arguments. */
function withoutTypes(definitions: Map<string, DefinitionNode>, gone: ReadonlySet<string>): void {
  let lost = gone;
  while (lost.size > 0) {
    const next = new Set<string>();
    const stays = ({ type }: { readonly type: TypeNode }) => !lost.has(typeName(type));
    for (const [name, definition] of definitions) {
      if (
        definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
        definition.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION
      )
        continue;
      const all: readonly (FieldDefinitionNode | InputValueDefinitionNode)[] = definition.fields ?? [];
      const fields = all
        .filter(stays)
        .map((field) =>
          field.kind === Kind.FIELD_DEFINITION && field.arguments
            ? { ...field, arguments: field.arguments.filter(stays) }
            : field,
        );
      if (fields.length > 0) definitions.set(name, { ...definition, fields } as DefinitionNode);
      else {
        definitions.delete(name);
        next.add(name);
      }
    }
    lost = next;
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
