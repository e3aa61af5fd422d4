import { type DefinitionNode, type DocumentNode, Kind, parse } from 'graphql';

/**
 * Merges the SDLs of hosted datasets into one physical subgraph: shared kit types stand once, and the fields that
 * each dataset adds to `Query` and to shared entities are joined. The datasets are disjoint by construction.
 */
export function mergeHosted(sdls: readonly string[]): DocumentNode {
  const merged = new Map<string, DefinitionNode>();
  for (const sdl of sdls) {
    for (const definition of parse(sdl, { noLocation: true }).definitions) {
      const name = 'name' in definition && definition.name ? definition.name.value : '@schema';
      const known = merged.get(name);
      merged.set(name, known ? join(known, definition) : definition);
    }
  }
  return { kind: Kind.DOCUMENT, definitions: [...merged.values()] };
}

function join(known: DefinitionNode, added: DefinitionNode): DefinitionNode {
  if (known.kind !== Kind.OBJECT_TYPE_DEFINITION || added.kind !== Kind.OBJECT_TYPE_DEFINITION) return known;
  const names = new Set(known.fields?.map((field) => field.name.value));
  const fresh = (added.fields ?? []).filter((field) => !names.has(field.name.value));
  return { ...known, fields: [...(known.fields ?? []), ...fresh] };
}
