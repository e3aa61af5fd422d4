import { Badge, Group } from '@mantine/core';
import { useWords, type Words } from './language.js';

export const TOUCHES = {
  BROKEN: { words: { id: 'rusak', en: 'broken' }, color: 'red' },
  DEPRECATED: { words: { id: 'usang', en: 'deprecated' }, color: 'orange' },
  PROPOSED: { words: { id: 'ada usulan', en: 'proposal' }, color: 'orange' },
} as const satisfies Record<string, { readonly words: Words; readonly color: string }>;

export type TouchingKind = keyof typeof TOUCHES;

/** How a change of the graph touches a saved query. */
export function TouchBadge({ kind }: { readonly kind: TouchingKind }) {
  const say = useWords();
  const { words, color } = TOUCHES[kind];
  return (
    <Badge variant="light" color={color}>
      {say(words)}
    </Badge>
  );
}

/** Each way in which a query is touched once, the gravest first. */
export function TouchBadges({ changes }: { readonly changes: readonly { readonly kind: TouchingKind }[] }) {
  const kinds = (Object.keys(TOUCHES) as TouchingKind[]).filter((kind) =>
    changes.some((change) => change.kind === kind),
  );
  return (
    <Group gap="xs">
      {kinds.map((kind) => (
        <TouchBadge key={kind} kind={kind} />
      ))}
    </Group>
  );
}
