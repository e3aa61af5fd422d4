import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  visit,
} from 'graphql';

/** `Type.field` of every field that a supergraph marks `@tag(name: "public")`. */
export function publicCoordinates({ definitions }: DocumentNode): Set<string> {
  const coordinates = new Set<string>();
  for (const definition of definitions) {
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

/** The schema of definitions that are known to be valid. */
export const schemaOf = (definitions: readonly DefinitionNode[]): GraphQLSchema =>
  buildASTSchema({ kind: Kind.DOCUMENT, definitions }, { assumeValid: true, assumeValidSDL: true });

/** Whether a supergraph marks things `@inaccessible`, under whatever name: that takes more with it than its own name. */
export const hidesNames = ({ definitions }: DocumentNode): boolean =>
  definitions.some(
    (definition) =>
      (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION) &&
      (definition.directives ?? []).some((directive) =>
        (directive.arguments ?? []).some(
          ({ value }) => value.kind === Kind.STRING && value.value.includes('specs.apollo.dev/inaccessible/'),
        ),
      ),
  );

/** Directives of GraphQL itself that stand in a schema; all others are words between subgraphs and gateway. */
const FOR_CLIENTS = new Set(['deprecated', 'specifiedBy', 'oneOf']);

/** What clients see of a supergraph that hides no names: its types without what joins and links them. */
export const clientDefinitions = ({ definitions }: DocumentNode): DefinitionNode[] =>
  definitions.filter(isForClients).map(withoutJoins);

const withoutJoins = (definition: DefinitionNode): DefinitionNode =>
  visit(definition, { Directive: ({ name }) => (FOR_CLIENTS.has(name.value) ? false : null) });

const isForClients = (definition: DefinitionNode): boolean =>
  definition.kind !== Kind.SCHEMA_DEFINITION &&
  definition.kind !== Kind.DIRECTIVE_DEFINITION &&
  !('name' in definition && /^(join|link|core)__/.test(definition.name?.value ?? ''));
