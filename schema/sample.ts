import { type DefinitionNode, type DocumentNode, type FieldDefinitionNode, Kind } from 'graphql';
import { isObject, nameOf } from './merge.js';

/** What one dataset adds to the graph. */
export interface Addition {
  /** Definitions that no other subgraph has. */
  readonly own: readonly DefinitionNode[];
  /** Fields that no other dataset has, of types that others have too: `Query`, shared entities. */
  readonly fields: readonly (readonly [type: string, field: FieldDefinitionNode])[];
}

/** Hosted datasets, divided into a few that stand for all of them and the others. */
export interface Sample {
  readonly chosen: readonly DocumentNode[];
  readonly others: readonly Addition[];
}

/**
 * Chooses datasets until they have, between them, everything that more than one of them has, and every kind of
 * definition and directive that any of them uses.
 */
export function sampleOf(hosted: readonly DocumentNode[], locals: readonly DocumentNode[]): Sample {
  const times = new Map<string, number>();
  const count = (name: string) => times.set(name, (times.get(name) ?? 0) + 1);
  for (const { definitions } of hosted)
    for (const definition of definitions) {
      count(nameOf(definition));
      if (isObject(definition))
        for (const field of definition.fields ?? []) count(coordinate(definition, field));
    }
  const elsewhere = new Set(locals.flatMap(({ definitions }) => definitions.map(nameOf)));
  const isOwn = (definition: DefinitionNode): boolean =>
    times.get(nameOf(definition)) === 1 && !elsewhere.has(nameOf(definition));

  const met = new Set<string>();
  const chosen: DocumentNode[] = [];
  const others: Addition[] = [];
  for (const document of hosted) {
    const own = document.definitions.filter(isOwn);
    const fields: [string, FieldDefinitionNode][] = [];
    const before = met.size;
    for (const definition of own) for (const trait of traitsOf(definition)) met.add(trait);
    for (const definition of document.definitions) {
      if (isOwn(definition)) continue;
      met.add(nameOf(definition));
      if (!isObject(definition)) continue;
      for (const field of definition.fields ?? []) {
        const name = coordinate(definition, field);
        if (times.get(name) === 1) fields.push([nameOf(definition), field]);
        else met.add(name);
      }
    }
    if (met.size > before) chosen.push(document);
    else others.push({ own, fields });
  }
  return { chosen, others };
}

const coordinate = (type: DefinitionNode, { name }: FieldDefinitionNode): string =>
  `${nameOf(type)}.${name.value}`;

function traitsOf(definition: DefinitionNode): string[] {
  const used = 'directives' in definition ? (definition.directives ?? []) : [];
  const traits = [definition.kind, ...used.map(({ name }) => `${definition.kind} @${name.value}`)];
  if (isObject(definition) || definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
    for (const { directives = [] } of definition.fields ?? [])
      for (const { name } of directives) traits.push(`field @${name.value}`);
  return traits;
}
