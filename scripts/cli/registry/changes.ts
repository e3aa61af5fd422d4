import { type DefinitionNode, parse } from 'graphql';
import { Failure } from '../failure.js';
import type { Sentence } from '../importing/file-import.js';

export interface Change {
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED';
  /** By the schema alone; a check judges by who uses what, too. */
  readonly severity: 'BREAKING' | 'DANGEROUS' | 'SAFE';
  readonly coordinate: string;
  readonly words: Sentence;
}

/** What clients would see of a subgraph's SDL that they do not see of its earlier one, and the other way round. */
export async function changesOf(before: string, after: string): Promise<readonly Change[]> {
  // Loads composition, which takes other commands a second that they do not need.
  const { differences } = await import('../../../schema/check/difference.js');
  return differences(typesOf(before), typesOf(after)).map(({ kind, level, coordinate, meta }) => ({
    kind: kind.removes ? 'REMOVED' : kind.rule.endsWith('-added') ? 'ADDED' : 'CHANGED',
    severity: level,
    coordinate,
    words: kind.words(coordinate, meta),
  }));
}

/** The types of a subgraph by their names; what extends one is part of it. */
function typesOf(sdl: string): ReadonlyMap<string, DefinitionNode> {
  const types = new Map<string, DefinitionNode>();
  for (const node of parsed(sdl).definitions) {
    if (!('name' in node) || !node.name) continue;
    const known = types.get(node.name.value) as Record<string, unknown> | undefined;
    const whole: Record<string, unknown> = {
      ...known,
      ...node,
      kind: node.kind.replace('Extension', 'Definition'),
    };
    for (const [key, value] of Object.entries(node))
      if (known && Array.isArray(value)) whole[key] = [...((known[key] as unknown[]) ?? []), ...value];
    types.set(node.name.value, whole as unknown as DefinitionNode);
  }
  return types;
}

function parsed(sdl: string) {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    throw new Failure(1, error instanceof Error ? error.message : String(error));
  }
}
