import { type ConstDirectiveNode, parse, visit } from 'graphql';

interface PublishedVersion {
  readonly sdl: string;
  readonly publishedAt: Date;
}

/**
 * Since when each coordinate has been published as deprecated without a break, `YYYY-MM-DD`; `versions` of one
 * subgraph, newest first.
 */
export function deprecatedSince(versions: readonly PublishedVersion[]): Map<string, string> {
  const since = new Map<string, string>();
  let still: ReadonlySet<string> | undefined;
  for (const { sdl, publishedAt } of versions) {
    const own = deprecatedIn(sdl);
    const both: ReadonlySet<string> = still ? new Set([...own].filter((one) => still?.has(one))) : own;
    for (const coordinate of both) since.set(coordinate, publishedAt.toISOString().slice(0, 10));
    if (both.size === 0) break;
    still = both;
  }
  return since;
}

const isDeprecated = (directives: readonly ConstDirectiveNode[] | undefined): boolean =>
  directives?.some(({ name }) => name.value === 'deprecated') ?? false;

function deprecatedIn(sdl: string): Set<string> {
  const found = new Set<string>();
  let type = '';
  let field = '';
  const enter = (node: { readonly name: { readonly value: string } }): void => {
    type = node.name.value;
  };
  visit(parse(sdl, { noLocation: true }), {
    ObjectTypeDefinition: enter,
    ObjectTypeExtension: enter,
    InterfaceTypeDefinition: enter,
    InputObjectTypeDefinition: enter,
    EnumTypeDefinition: enter,
    EnumTypeExtension: enter,
    FieldDefinition: {
      enter({ name, directives }) {
        field = name.value;
        if (isDeprecated(directives)) found.add(`${type}.${field}`);
      },
      leave() {
        field = '';
      },
    },
    InputValueDefinition({ name, directives }) {
      if (isDeprecated(directives))
        found.add(field === '' ? `${type}.${name.value}` : `${type}.${field}(${name.value}:)`);
    },
    EnumValueDefinition({ name, directives }) {
      if (isDeprecated(directives)) found.add(`${type}.${name.value}`);
    },
  });
  return found;
}
