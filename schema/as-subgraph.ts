import { type DefinitionNode, type GraphQLSchema, Kind, parse } from 'graphql';
import { audienceSchema, type NamedDefinition } from './audience.js';
import { ENTITY_KEYS, isEntity } from './entities.js';
import { isKitType } from './kit.js';

/** Name under which the hub stands in the supergraphs of others. */
export const HUB_SUBGRAPH = 'satugraf';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])';

/** The definitions of a schema that was made of definitions. */
export const definitionsOf = (schema: GraphQLSchema): NamedDefinition[] =>
  Object.values(schema.getTypeMap()).flatMap(({ astNode }) => astNode ?? []);

/**
 * An audience's schema as one Federation 2 subgraph, for routers of others. Shared entities lend their keys, so that
 * others may add to those that the hub gives; it is asked by its root fields alone, so nobody else can refer to one. There are no mutations: nobody signs in
 * through somebody else's router.
 */
export function asSubgraph(schema: GraphQLSchema): DefinitionNode[] {
  const all = definitionsOf(schema);
  const queried = audienceSchema(
    all,
    all.map((one) => (one.name.value === schema.getMutationType()?.name ? undefined : one)),
  );
  return [...parse(LINK, { noLocation: true }).definitions, ...definitionsOf(queried).map(federated)];
}

function federated(definition: NamedDefinition): NamedDefinition {
  const directive = directiveOf(definition);
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || !directive) return definition;
  const [marked] = parse(`type T ${directive}`, { noLocation: true }).definitions;
  const added = marked?.kind === Kind.OBJECT_TYPE_DEFINITION ? (marked.directives ?? []) : [];
  return { ...definition, directives: [...(definition.directives ?? []), ...added] };
}

function directiveOf(definition: NamedDefinition): string | undefined {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return undefined;
  const name = definition.name.value;
  const key = isEntity(name) ? ENTITY_KEYS[name] : undefined;
  if (key !== undefined && definition.fields?.some((field) => field.name.value === key))
    return `@key(fields: "${key}", resolvable: false)`;
  return name === 'PageInfo' || isKitType(name) ? '@shareable' : undefined;
}
