import type { Difference } from './difference.js';
import type { SeenOperation } from './landscape.js';
import type { Affected } from './verdict.js';

/** Who uses what: operations by the coordinates that they name. */
export interface Use {
  /** Operations that meet a difference: those that it breaks, if it breaks anything. */
  of(difference: Difference): readonly SeenOperation[];
}

/** `Type.field(argument:)` as operations name it. */
const seen = (coordinate: string): string => coordinate.replace(/\((.*):\)$/, '.$1');

export function recordedUse(operations: readonly SeenOperation[]): Use {
  /** By coordinate, by type, and by field for arguments: whatever a coordinate lies within. */
  const index = new Map<string, Set<SeenOperation>>();
  for (const operation of operations)
    for (const coordinate of operation.coordinates.map(seen)) {
      const parts = coordinate.split('.');
      for (let length = 1; length <= parts.length; length++) {
        const name = parts.slice(0, length).join('.');
        const known = index.get(name);
        if (known) known.add(operation);
        else index.set(name, new Set([operation]));
      }
    }
  const naming = (name: string): readonly SeenOperation[] => [...(index.get(name) ?? [])];
  const saying = (pattern: RegExp): readonly SeenOperation[] =>
    operations.filter(({ text }) => pattern.test(text));

  const of = ({ kind, coordinate, meta }: Difference): readonly SeenOperation[] => {
    const [type = ''] = coordinate.split('.');
    const field = coordinate.replace(/\(.*$/, '');
    const exactly = naming(seen(coordinate));
    switch (kind.rule) {
      case 'argument-added':
        return naming(field);
      case 'argument-type-changed':
        return isNowRequired(meta['oldArgumentType'], meta['newArgumentType']) ? naming(field) : exactly;
      case 'input-field-added':
        return [...naming(type), ...saying(variableOf(type))];
      case 'input-field-type-changed':
        return isNowRequired(meta['oldInputFieldType'], meta['newInputFieldType'])
          ? [...naming(type), ...saying(variableOf(type))]
          : exactly;
      case 'type-removed':
      case 'type-kind-changed':
        return [...exactly, ...saying(conditionOf(type)), ...saying(variableOf(type))];
      case 'union-member-removed':
        return saying(conditionOf(String(meta['removedUnionMemberTypeName'])));
      case 'interface-removed': {
        const name = String(meta['removedInterfaceName']);
        return [...naming(name), ...saying(conditionOf(name))];
      }
      default:
        return exactly;
    }
  };
  return { of };
}

const isNowRequired = (before: unknown, after: unknown): boolean =>
  String(after).endsWith('!') && !String(before).endsWith('!');
const variableOf = (type: string): RegExp => new RegExp(`\\$\\w+\\s*:[\\s[]*${type}\\b`);
const conditionOf = (type: string): RegExp => new RegExp(`\\bon\\s+${type}\\b`);

/** One line an operation of a client, however often it was recorded; the most used first. */
export function affectedOf(operations: readonly SeenOperation[]): Affected[] {
  const lines = new Map<string, Affected>();
  for (const { client, name, hash, owner, versions, count } of new Set(operations)) {
    const operation = name ?? hash;
    const key = JSON.stringify([client, operation, owner]);
    const known = lines.get(key);
    const all = [...new Set([...(known?.versions ?? []), ...versions])].sort();
    lines.set(key, { client, versions: all, operation, owner, count: (known?.count ?? 0) + count });
  }
  const text = ({ client, operation, owner }: Affected) => `${client} ${operation} ${owner ?? ''}`;
  return [...lines.values()].sort(
    (one, other) => other.count - one.count || (text(one) < text(other) ? -1 : 1),
  );
}
