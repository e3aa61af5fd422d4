import { Supergraph } from '@apollo/federation-internals';
import type { Change } from '@graphql-inspector/core';
import { diffSchema } from '@graphql-inspector/core/diff/schema';
import { type DefinitionNode, Kind, parse, printSchema, visit } from 'graphql';
import { clientDefinitions, hidesNames, schemaOf } from '../clients.js';
import { nameOf } from '../merge.js';
import { KINDS, type KindOfChange } from './change-kinds.js';

export type Level = 'BREAKING' | 'DANGEROUS' | 'SAFE';

/** A difference that clients can see, down to arguments, enum values and input fields. */
export interface Difference {
  readonly kind: KindOfChange;
  readonly level: Level;
  /** `Type`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE`, `Input.field`. */
  readonly coordinate: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** What clients see of a supergraph, by the names of its types. */
export type ClientTypes = ReadonlyMap<string, DefinitionNode>;

/** The types of a supergraph as it was composed; those of nothing for null. */
export function supergraphTypes(sdl: string | null): ClientTypes {
  if (sdl === null) return new Map();
  const document = parse(sdl, { noLocation: true });
  const definitions = hidesNames(document)
    ? parse(printSchema(Supergraph.build(sdl).apiSchema().toGraphQLJSSchema()), { noLocation: true })
        .definitions
    : document.definitions;
  return new Map(definitions.map((one) => [nameOf(one), one]));
}

/**
 * The differences of two supergraphs as their clients see them. Only types that differ are compared, beside stubs of
 * what they refer to: a publish changes a few of thousands.
 */
export function differences(before: ClientTypes, after: ClientTypes): Difference[] {
  const names = changedNames(before, after);
  if (names.length === 0) return [];
  const [old, next] = [definitionsOf(before, names), definitionsOf(after, names)];
  const changes = diffSchema(schemaWithStubs(old, before), schemaWithStubs(next, after));
  // A stub may stand on one side alone, where what differs no longer refers to it, or does so only now.
  const differing = new Set(names);
  const found = changes
    .flatMap(differenceOf)
    .filter(({ coordinate }) => differing.has(coordinate.split('.')[0] ?? ''));
  const added = new Set(found.filter(({ kind }) => kind.covers).map(({ coordinate }) => coordinate));
  return found.filter(({ coordinate, kind }) => {
    const around = coordinate.replace(/(\.[^.(]*|\(.*)$/, '');
    return kind.removes || around === coordinate || !isWithin(around, added);
  });
}

const isWithin = (coordinate: string, added: ReadonlySet<string>): boolean =>
  added.has(coordinate) || added.has(coordinate.split('.')[0] ?? '');

/** Definitions of what clients see, without the words between gateway and subgraphs. */
export const definitionsOf = (types: ClientTypes, names: readonly string[]): DefinitionNode[] =>
  clientDefinitions({
    kind: Kind.DOCUMENT,
    definitions: names.flatMap((name) => types.get(name) ?? []),
  });

/** Names of the types that differ for clients, sorted. */
export function changedNames(before: ClientTypes, after: ClientTypes): string[] {
  const all = [...new Set([...before.keys(), ...after.keys()])].sort();
  return all.filter((name) => {
    const [one, other] = [before.get(name), after.get(name)];
    if (isSame(one, other)) return false;
    const [[seen], [next]] = [definitionsOf(before, [name]), definitionsOf(after, [name])];
    return !isSame(seen, next);
  });
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return (
    keys.length === others.length &&
    keys.every((key) =>
      isSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
    )
  );
}

/** A schema of these definitions, in which whatever else they refer to is there by name and kind alone. */
function schemaWithStubs(definitions: readonly DefinitionNode[], types: ClientTypes) {
  const known = new Set(definitions.map(nameOf));
  const stubs: DefinitionNode[] = [];
  for (const definition of definitions)
    visit(definition, {
      NamedType({ name: { value: name } }) {
        const other = types.get(name);
        if (known.has(name) || !other) return;
        known.add(name);
        stubs.push({ ...other, directives: [], fields: [], values: [], types: [], interfaces: [] } as never);
      },
    });
  return schemaOf([...definitions, ...stubs]);
}

const LEVELS: Readonly<Record<string, Level>> = { BREAKING: 'BREAKING', DANGEROUS: 'DANGEROUS' };

function differenceOf({ type, path = '', meta, criticality }: Change): Difference[] {
  const kind = KINDS[type as string];
  if (!kind) return [];
  const [parent = '', member, third] = path.replace(/\.@deprecated$/, '').split('.');
  const coordinate =
    member === undefined
      ? parent
      : third === undefined
        ? `${parent}.${member}`
        : `${parent}.${member}(${third}:)`;
  // An argument that may be left out changes nothing for who leaves it out.
  const isOptional = meta.isAddedFieldArgumentBreaking === false && meta.hasDefaultValue === false;
  const level = isOptional ? 'SAFE' : (LEVELS[criticality.level] ?? 'SAFE');
  return [{ kind, level, coordinate, meta }];
}
