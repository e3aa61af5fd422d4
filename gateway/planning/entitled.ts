import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, getNamedType, Kind } from 'graphql';
import { ENTITY_KEYS, isEntity } from '../../schema/entities.js';
import type { MaySend } from '../executor/program.js';

/** Whose subgraphs and types are; undefined of what belongs to no agency. */
export interface Owners {
  /** The agency of a remote subgraph; null of one that belongs to none any more, undefined of all others. */
  ofRemote(subgraph: string): string | null | undefined;
  /** The agency of the dataset whose rows are of this type. */
  ofDataset(type: string): string | undefined;
}

/**
 * Says what a remote subgraph may be sent to find objects by or to work with: what its own agency's types hold, and of
 * the shared entities the key. Checks at a publish see to it that no other plan is made; this is the second look.
 */
export function entitlements(supergraph: DocumentNode, clients: GraphQLSchema, owners: Owners): MaySend {
  const definers = definersOf(supergraph);
  const ownerOf = (type: string): string | undefined => {
    const dataset = owners.ofDataset(type);
    if (dataset !== undefined) return dataset;
    const agencies = new Set((definers.get(type) ?? []).map((name) => owners.ofRemote(name)));
    const [only] = agencies;
    return agencies.size === 1 ? (only ?? undefined) : undefined;
  };
  const isOwn = (
    selections: readonly QueryPlanSelectionNode[],
    type: string | undefined,
    agency: string,
  ): boolean =>
    selections.every((selection) => {
      if (selection.kind === 'InlineFragment')
        return isOwn(selection.selections, selection.typeCondition ?? type, agency);
      const { name, selections: below } = selection;
      if (name === '__typename') return true;
      if (type === undefined) return false;
      if (isEntity(type)) return name === ENTITY_KEYS[type] && !below;
      if (ownerOf(type) !== agency) return false;
      return !below || isOwn(below, typeOf(clients, type, name), agency);
    });
  return (subgraph, requires) => {
    const agency = owners.ofRemote(subgraph);
    return agency === undefined || (agency !== null && isOwn(requires, undefined, agency));
  };
}

/** The named type of a field; undefined where clients know of none. */
function typeOf(clients: GraphQLSchema, type: string, field: string): string | undefined {
  const found = clients.getType(type);
  const fields = found && 'getFields' in found ? found.getFields() : {};
  return fields[field] && getNamedType(fields[field].type).name;
}

/** Names of the subgraphs that define each type of a supergraph. */
function definersOf({ definitions }: DocumentNode): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string>();
  for (const definition of definitions)
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph')
      for (const { name, directives } of definition.values ?? [])
        for (const { name: of, value } of directives?.[0]?.arguments ?? [])
          if (of.value === 'name' && value.kind === Kind.STRING) names.set(name.value, value.value);
  const definers = new Map<string, string[]>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    const of: string[] = [];
    for (const directive of definition.directives ?? [])
      if (directive.name.value === 'join__type')
        for (const { name, value } of directive.arguments ?? [])
          if (name.value === 'graph' && value.kind === Kind.ENUM) of.push(names.get(value.value) ?? '');
    definers.set(definition.name.value, of);
  }
  return definers;
}
