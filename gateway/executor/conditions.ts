import { type DirectiveNode, type DocumentNode, Kind, visit } from 'graphql';

/** What an operation's conditions say for one request. */
export type Conditions = Readonly<Record<string, unknown>>;

/** Names of the variables that decide about `@skip` and `@include`. */
export function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].sort();
}

/** Whether something is asked for at all. */
export function isAsked(directives: readonly DirectiveNode[] | undefined, values: Conditions): boolean {
  for (const { name, arguments: given = [] } of directives ?? []) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const value = given[0]?.value;
    const holds =
      value?.kind === Kind.VARIABLE
        ? values[value.name.value] === true
        : value?.kind === Kind.BOOLEAN && value.value;
    if (holds === (name.value === 'skip')) return false;
  }
  return true;
}
