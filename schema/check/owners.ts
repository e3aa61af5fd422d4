import { type FieldDefinitionNode, Kind, parse, type TypeDefinitionNode } from 'graphql';
import { isEntity } from '../entities.js';
import { KIT_SDL } from '../kit.js';
import { RESERVED_ENDINGS } from '../names.js';
import type { Landscape } from './landscape.js';

/** Whose a name of the graph is. */
export type Owner =
  | { readonly kind: 'AGENCY'; readonly agency: string }
  /** The hub's own: `subgraph` says which part of it. */
  | { readonly kind: 'HUB'; readonly subgraph: string };

/** The types of the kit, which every subgraph may have as long as they are the kit's to the letter. */
export const KIT: ReadonlyMap<string, TypeDefinitionNode> = new Map(
  parse(KIT_SDL, { noLocation: true })
    .definitions.filter((one): one is TypeDefinitionNode => 'name' in one)
    .map((one) => [one.name.value, one]),
);

const ENDING = new RegExp(`(${RESERVED_ENDINGS.join('|')})$`);

/** A helper's name without the ending that the kit gave it: `Dinkes_Puskesmas` of its connection. */
export const withoutEnding = (name: string): string => name.replace(ENDING, '');
export const endingOf = (name: string): string | undefined => ENDING.exec(name)?.[1];

export interface Owners {
  /** Null where nobody has claim to such a name. */
  ofType(name: string): Owner | null;
  /** Of a root field, or of a back-reference, which is named as one. */
  ofField(name: string): Owner | null;
  /** The hub's own fields of a type: `Region.name`. */
  isHubField(type: string, field: string): boolean;
}

/** Names belong to whom the store says; only names that it does not know belong to whom they begin with. */
export function ownersOf({ members, datasets }: Landscape): Owners {
  const hubTypes = new Map<string, string>();
  const hubFields = new Set<string>();
  for (const { name, kind, sdl } of members) {
    if (kind !== 'LOCAL') continue;
    for (const definition of parse(sdl, { noLocation: true }).definitions) {
      if (!('name' in definition) || !definition.name || definition.kind === Kind.DIRECTIVE_DEFINITION)
        continue;
      const type = definition.name.value;
      if (type !== 'Query' && type !== 'Mutation') hubTypes.set(type, name);
      if (definition.kind === Kind.OBJECT_TYPE_DEFINITION)
        for (const field of definition.fields ?? []) hubFields.add(coordinateOf(type, field));
    }
  }
  const types = new Map(datasets.map(({ agency, names }) => [names.type, agency]));
  const fields = new Map(datasets.map(({ agency, names }) => [names.field, agency]));
  return {
    ofType(name) {
      if (isEntity(name)) return { kind: 'HUB', subgraph: 'reference' };
      if (KIT.has(name)) return { kind: 'HUB', subgraph: 'kit' };
      const subgraph = hubTypes.get(name);
      if (subgraph !== undefined) return { kind: 'HUB', subgraph };
      return byAgency(types.get(name) ?? types.get(withoutEnding(name)) ?? prefixOf(name));
    },
    ofField(name) {
      if (hubFields.has(`Query.${name}`)) return { kind: 'HUB', subgraph: 'Query' };
      return byAgency(fields.get(name) ?? fields.get(withoutEnding(name)) ?? prefixOf(name));
    },
    isHubField: (type, field) => hubFields.has(`${type}.${field}`),
  };
}

const coordinateOf = (type: string, { name }: FieldDefinitionNode): string => `${type}.${name.value}`;

const byAgency = (agency: string | undefined): Owner | null =>
  agency === undefined ? null : { kind: 'AGENCY', agency };

/** The agency that a name begins with, whatever its capitals. */
const prefixOf = (name: string): string | undefined =>
  /^([A-Za-z][A-Za-z0-9]*)_/.exec(name)?.[1]?.toLowerCase();

export const isOf = (owner: Owner | null, agency: string): boolean =>
  owner?.kind === 'AGENCY' && owner.agency === agency;

/** The owner as people are told of it. */
export const ownerName = (owner: Owner): string =>
  owner.kind === 'AGENCY' ? owner.agency : `SatuGraf (${owner.subgraph})`;
