import { Badge, Group, Stack, Text, Timeline, Title } from '@mantine/core';
import { useFormats, useWords, type Words } from '../../language.js';
import { ROLES, STEPS } from '../../terms.js';
import { recordOf } from './names.js';
import type { Dossier } from './open-case.js';

const WORDS = {
  title: { id: 'Riwayat', en: 'History' },
  outside: { id: 'di luar SOP', en: 'outside the SOP' },
  for: { id: 'a.n.', en: 'for' },
  to: { id: 'ke langkah', en: 'to step' },
} as const satisfies Record<string, Words>;

/** Everything that was recorded, the newest first. */
export function History({ events }: { readonly events: Dossier['events'] }) {
  const say = useWords();
  const { moment } = useFormats();
  return (
    <Stack>
      <Title order={2}>{say(WORDS.title)}</Title>
      <Timeline bulletSize={12}>
        {events.toReversed().map((event) => {
          const next = event.toStep === event.fromStep ? undefined : STEPS[event.toStep];
          const who = [
            event.actor,
            event.role && say(ROLES[event.role]),
            event.onBehalfOf && `${event.actingKind ?? ''} ${say(WORDS.for)} ${event.onBehalfOf}`,
          ];
          return (
            <Timeline.Item
              key={event.hash ?? `${event.version} ${event.action} ${event.at}`}
              title={
                <Group gap="xs">
                  <Text span fw={600}>
                    {say(recordOf(event.action))}
                  </Text>
                  {event.outsideSop && <Badge color="gray">{say(WORDS.outside)}</Badge>}
                </Group>
              }
            >
              <Text size="sm" c="dimmed">
                {[moment(event.at), ...who, next && `${say(WORDS.to)} ${say(next)}`]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
              {event.reason && <Text size="sm">{event.reason}</Text>}
            </Timeline.Item>
          );
        })}
      </Timeline>
    </Stack>
  );
}
