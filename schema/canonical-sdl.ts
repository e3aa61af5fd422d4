import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type NameNode,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';

/** What federation libraries add to the SDL that they answer with. */
const MACHINERY = /^(_Service|_Any|_Entity|_FieldSet|(federation|link)__\w+)$/;
/** The link to what links are, which libraries write out. */
const LINKS_ITSELF = /specs\.apollo\.dev\/link\//;
const MACHINE_FIELDS = new Set(['_service', '_entities']);

type Part = { readonly kind: Kind; readonly name?: NameNode };

/**
 * An SDL by its coordinates, each with a text that is equal for equal meanings: descriptions, order, and whether a type
 * is extended or defined, do not count, nor what federation libraries add by themselves. Throws where it is no SDL.
 */
export function canonicalParts(sdl: string): ReadonlyMap<string, string> {
  const parts = new Map<string, Set<string>>();
  const add = (coordinate: string, text: string): void => {
    const known = parts.get(coordinate);
    if (known) known.add(text);
    else parts.set(coordinate, new Set([text]));
  };
  const { definitions } = visit(parse(sdl, { noLocation: true }), {
    // A description is for people, and of no consequence to what is asked.
    enter: (node) =>
      'description' in node && node.description ? { ...node, description: undefined } : undefined,
  });
  for (const definition of definitions) addDefinition(definition, add);
  return new Map([...parts].map(([coordinate, texts]) => [coordinate, [...texts].sort().join('\n')]));
}

/**
 * The SDL that a subgraph answers with, as its agency would write it: without what federation libraries add by
 * themselves. Throws where it is no SDL.
 */
export function withoutMachinery(sdl: string): string {
  const { definitions } = parse(sdl, { noLocation: true });
  return `${definitions
    .flatMap((one) => ownPart(one) ?? [])
    .map(print)
    .join('\n\n')}\n`;
}

function ownPart(definition: DefinitionNode): DefinitionNode | undefined {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return undefined;
  if (definition.kind === Kind.SCHEMA_DEFINITION) {
    // Other root types than `Query` are the agency's own words, and for the check to judge.
    if (definition.operationTypes.map(print).join() !== 'query: Query') return definition;
    const directives = (definition.directives ?? []).filter((one) => !LINKS_ITSELF.test(print(one)));
    return directives.length > 0 ? { kind: Kind.SCHEMA_EXTENSION, directives } : undefined;
  }
  if ('name' in definition && definition.name && MACHINERY.test(definition.name.value)) return undefined;
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION)
    return definition;
  const fields = definition.fields?.filter(({ name }) => !MACHINE_FIELDS.has(name.value)) ?? [];
  if (fields.length === definition.fields?.length) return definition;
  return fields.length > 0 ? { ...definition, fields } : undefined;
}

function addDefinition(definition: DefinitionNode, add: (coordinate: string, text: string) => void): void {
  if (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION) {
    for (const directive of definition.directives ?? [])
      if (!LINKS_ITSELF.test(print(directive))) add('schema', sorted(directive));
    return;
  }
  if (definition.kind === Kind.DIRECTIVE_DEFINITION || !('name' in definition) || !definition.name) return;
  const name = definition.name.value;
  if (MACHINERY.test(name)) return;
  const kind = definition.kind.replace('Extension', 'Definition');
  const members = membersOf(definition).filter((one) => !MACHINE_FIELDS.has(one.name?.value ?? ''));
  if (name !== 'Query' || members.length > 0) add(name, kind);
  for (const directive of (definition as { readonly directives?: readonly ConstDirectiveNode[] })
    .directives ?? [])
    add(name, sorted(directive));
  for (const member of members)
    add(`${name}.${member.name?.value}`, sorted(member as ObjectTypeDefinitionNode));
  if ('interfaces' in definition)
    for (const one of definition.interfaces ?? []) add(name, `implements ${one.name.value}`);
  if ('types' in definition) for (const one of definition.types ?? []) add(name, `| ${one.name.value}`);
}

const membersOf = (definition: DefinitionNode): readonly Part[] => {
  if ('fields' in definition) return definition.fields ?? [];
  return 'values' in definition ? (definition.values ?? []) : [];
};

/** The text of a node with its arguments and directives in one order. */
function sorted(node: ConstDirectiveNode | ObjectTypeDefinitionNode): string {
  const byText = <Node extends { readonly kind: Kind }>(nodes: readonly Node[] | undefined): Node[] =>
    [...(nodes ?? [])].sort((a, b) => (print(a as never) < print(b as never) ? -1 : 1));
  return print(
    visit(node, {
      leave: (one) => ({
        ...one,
        ...('arguments' in one && one.arguments
          ? { arguments: byText<ArgumentNode | InputValueDefinitionNode>(one.arguments) }
          : {}),
        ...('directives' in one && one.directives ? { directives: byText(one.directives) } : {}),
        ...(one.kind === Kind.LIST ? { values: byText(one.values) } : {}),
      }),
    }),
  );
}

/** Coordinates at which two SDLs differ, in order; none where they mean the same. Throws where one is no SDL. */
export function differingCoordinates(one: string, other: string): string[] {
  if (one === other) return [];
  const [a, b] = [canonicalParts(one), canonicalParts(other)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key)).sort();
}
