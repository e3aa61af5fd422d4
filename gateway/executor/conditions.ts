import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

import { unusedName } from '../exposure/cut.js';

/** What an operation's conditions say for one request. */
export type Conditions = Readonly<Record<string, unknown>>;

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';

/** Names of the variables that decide about `@skip` and `@include`. */
export function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      if (!isCondition(directive)) return;
      for (const { value } of directive.arguments ?? [])
        if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].sort();
}

/** Whether something is asked for at all. */
export function isAsked(directives: readonly DirectiveNode[] | undefined, values: Conditions): boolean {
  for (const directive of directives ?? []) {
    if (!isCondition(directive)) continue;
    const value = directive.arguments?.[0]?.value;
    const holds =
      value?.kind === Kind.VARIABLE
        ? values[value.name.value] === true
        : value?.kind === Kind.BOOLEAN && value.value;
    if (holds === (directive.name.value === 'skip')) return false;
  }
  return true;
}

/** A document with nothing in it that is not asked. */
export interface Decided {
  readonly document: DocumentNode;
  /** Response key of what stands in selections of which nothing is left: they may not be empty. */
  readonly nothing: string;
}

/**
 * Takes out what is not asked: planned with its conditions, a field that is required by what is
 * asked was lost with one that is not. Fields of a mutation stand in the order in which they are written, also those of
 * fragments, which planning would put first.
 */
export function decided(document: DocumentNode, values: Conditions): Decided {
  const nothing = unusedName(document);
  const placeholder: SelectionNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: nothing },
    name: { kind: Kind.NAME, value: '__typename' },
  };
  const asked = visit(document, {
    enter(node) {
      if (
        node.kind !== Kind.FIELD &&
        node.kind !== Kind.INLINE_FRAGMENT &&
        node.kind !== Kind.FRAGMENT_SPREAD
      )
        return undefined;
      if (!node.directives?.length) return undefined;
      if (!isAsked(node.directives, values)) return null;
      return { ...node, directives: node.directives.filter((one) => !isCondition(one)) };
    },
    leave(node) {
      if (node.kind !== Kind.SELECTION_SET || node.selections.length > 0) return undefined;
      return { ...node, selections: [placeholder] };
    },
  });
  const fragments = new Map(
    asked.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const definitions = asked.definitions.map((one) =>
    one.kind === Kind.OPERATION_DEFINITION && one.operation === 'mutation'
      ? { ...one, selectionSet: flat(one.selectionSet, fragments) }
      : one,
  );
  return { document: { ...asked, definitions }, nothing };
}

/** Of a root type there are no others: its fragments can be written out. */
function flat(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionSetNode {
  const selections = set.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return [selection];
    const body = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return body ? flat(body.selectionSet, fragments).selections : [];
  });
  return { ...set, selections };
}
