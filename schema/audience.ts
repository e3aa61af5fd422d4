import {
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  Kind,
  type NameNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { schemaOf } from './clients.js';

/** What an audience may know of. */
export interface Visible {
  /** Asked for the fields of object and input types. */
  field(type: string, field: string): boolean;
  /** Asked for the arguments of such fields of object types. */
  argument(type: string, field: string, argument: string): boolean;
  /** Asked for the values of enums. */
  value(type: string, value: string): boolean;
}

/**
 * The schema of what is left of `definitions`, given as `restricted` has left each, and of the types that can be
 * reached through it; a name outside it is, to its callers, one that was never there.
 */
export function audienceSchema(
  definitions: readonly DefinitionNode[],
  left: readonly (NamedDefinition | undefined)[],
): GraphQLSchema {
  const kept = new Map<string, DefinitionNode>();
  const gone = new Set<string>();
  definitions.forEach((definition, at) => {
    const one = left[at];
    if (one) kept.set(one.name.value, one);
    else if ('name' in definition && definition.name) gone.add(definition.name.value);
  });
  withoutTypes(kept, gone);
  const reached = new Set<string>();
  const queue = ['Query', 'Mutation'].filter((name) => kept.has(name));
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const definition = kept.get(name);
    if (definition) queue.push(...referencedTypes(definition));
  }
  return schemaOf([...kept].filter(([name]) => reached.has(name)).map(([, definition]) => definition));
}

export type NamedDefinition = Extract<DefinitionNode, { name: unknown }> & { readonly name: NameNode };

/** The definition with its visible members alone; undefined when none is left. */
export function restricted(definition: DefinitionNode, visible: Visible): NamedDefinition | undefined {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const type = definition.name.value;
      const all: readonly (FieldDefinitionNode | InputValueDefinitionNode)[] = definition.fields ?? [];
      const fields = all
        .filter(({ name }) => visible.field(type, name.value))
        .map((field) => {
          const inputs = inputsOf(field);
          const left = inputs?.filter((one) => visible.argument(type, field.name.value, one.name.value));
          return left && left.length < (inputs?.length ?? 0) ? { ...field, arguments: left } : field;
        });
      return fields.length > 0 ? ({ ...definition, fields } as NamedDefinition) : undefined;
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
      return 'name' in definition && definition.name ? (definition as NamedDefinition) : undefined;
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
      if (all.every((field) => stays(field) && (inputsOf(field)?.every(stays) ?? true))) continue;
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

const inputsOf = (field: FieldDefinitionNode | InputValueDefinitionNode) =>
  field.kind === Kind.FIELD_DEFINITION ? field.arguments : undefined;

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
