import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/**
 * Names selected below a field, following fragments, along `path`: `['nodes']` gives the row fields under `nodes`.
 * Conditions (`@skip`, `@include`) are ignored: a name too many costs a column, never a value.
 */
export function selectedNames(info: GraphQLResolveInfo, path: readonly string[]): Set<string> {
  let sets = info.fieldNodes.flatMap((node) => node.selectionSet ?? []);
  for (const step of path) sets = sets.flatMap((set) => children(set, step, info));
  const names = new Set<string>();
  for (const set of sets) collect(set, info, (name) => names.add(name));
  return names;
}

function children(set: SelectionSetNode, step: string, info: GraphQLResolveInfo): SelectionSetNode[] {
  const found: SelectionSetNode[] = [];
  collect(set, info, (name, selection) => {
    if (name === step && selection) found.push(selection);
  });
  return found;
}

function collect(
  set: SelectionSetNode,
  info: GraphQLResolveInfo,
  visit: (name: string, selection: SelectionSetNode | undefined) => void,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) visit(selection.name.value, selection.selectionSet);
    else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, info, visit);
    else {
      const fragment = info.fragments[selection.name.value];
      if (fragment) collect(fragment.selectionSet, info, visit);
    }
  }
}
