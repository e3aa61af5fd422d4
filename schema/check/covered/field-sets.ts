import { Kind, parse, type SelectionSetNode } from 'graphql';

/** What a field set is looked up in. */
export interface Fields {
  /** Name of the type of a field; undefined where there is no such field. */
  target(type: string, field: string): string | undefined;
}

/** `Type.field` of everything that a field set on a type names; undefined where it names what is not there. */
export function namedBy(fields: Fields, type: string, text: string): string[] | undefined {
  try {
    const [operation] = parse(`{ ${text} }`, { noLocation: true }).definitions;
    return operation?.kind === Kind.OPERATION_DEFINITION
      ? walk(fields, type, operation.selectionSet)
      : undefined;
  } catch {
    return undefined;
  }
}

function walk(fields: Fields, type: string, { selections }: SelectionSetNode): string[] | undefined {
  const found: string[] = [];
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return undefined;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const inner = walk(fields, selection.typeCondition?.name.value ?? type, selection.selectionSet);
      if (!inner) return undefined;
      found.push(...inner);
      continue;
    }
    const { name, selectionSet } = selection;
    if (name.value === '__typename') continue;
    const target = fields.target(type, name.value);
    if (target === undefined) return undefined;
    found.push(`${type}.${name.value}`);
    const inner = selectionSet ? walk(fields, target, selectionSet) : [];
    if (!inner) return undefined;
    found.push(...inner);
  }
  return found;
}
