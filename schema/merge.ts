import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/**
 * Merges the SDLs of hosted datasets into one physical subgraph: shared kit types stand once, and the fields that
 * each dataset adds to `Query` and to shared entities are joined. The datasets are disjoint by construction.
 */
export function mergeHosted(documents: readonly DocumentNode[]): DocumentNode {
  const merged = new Map<string, DefinitionNode>();
  const joined = new Map<string, Map<string, FieldDefinitionNode>>();
  for (const { definitions } of documents)
    for (const definition of definitions) {
      const name = nameOf(definition);
      const known = merged.get(name);
      if (!known) merged.set(name, definition);
      else if (isObject(known) && isObject(definition)) {
        const fields = joined.get(name) ?? byName(known);
        joined.set(name, fields);
        for (const field of definition.fields ?? [])
          if (!fields.has(field.name.value)) fields.set(field.name.value, field);
      }
    }
  for (const [name, fields] of joined)
    merged.set(name, { ...(merged.get(name) as ObjectTypeDefinitionNode), fields: [...fields.values()] });
  return { kind: Kind.DOCUMENT, definitions: [...merged.values()] };
}

/** Name of a definition; that of the schema itself for what has none. */
export const nameOf = (definition: DefinitionNode): string =>
  'name' in definition && definition.name ? definition.name.value : '@schema';

export const isObject = (definition: DefinitionNode): definition is ObjectTypeDefinitionNode =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION;

const byName = ({ fields }: ObjectTypeDefinitionNode): Map<string, FieldDefinitionNode> =>
  new Map((fields ?? []).map((field) => [field.name.value, field]));
