import { type DocumentNode, Kind } from 'graphql';
import { ENTITY_KEYS, isEntity } from '../../entities.js';
import { endingOf, KIT, withoutEnding } from '../owners.js';
import { directivesOf, isObjectNode, type Subject } from '../subject.js';

/** `Type.field` of every field that holds data: neither helpers, nor keys of entities, nor what others hold. */
export function dataCoordinates(
  { definitions }: DocumentNode,
  { federation, roots }: Pick<Subject, 'federation' | 'roots'>,
): string[] {
  const objects = new Set(definitions.filter(isObjectNode).map(({ name }) => name.value));
  return definitions.flatMap((node) => {
    if (
      !isObjectNode(node) &&
      node.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      node.kind !== Kind.INTERFACE_TYPE_EXTENSION
    )
      return [];
    const type = node.name.value;
    const isHelper = endingOf(type) !== undefined && objects.has(withoutEnding(type));
    if (isHelper || KIT.has(type) || federation.isMachinery(type)) return [];
    const shown = roots.get(type) === 'query' ? 'Query' : type;
    const key = isEntity(type) ? ENTITY_KEYS[type] : 'id';
    return (node.fields ?? [])
      .filter((field) => directivesOf(federation, field, 'external').length === 0)
      .map(({ name }) => name.value)
      .filter((name) => name !== key || shown === 'Query')
      .map((name) => `${shown}.${name}`);
  });
}
