import { Badge, Stack, Text } from '@mantine/core';
import { useFormats, useWords, type Words } from '../../language.js';

const WORDS = {
  outside: { id: 'Di luar graf', en: 'Out of the graph' },
  quarantined: { id: 'Dikarantina', en: 'Quarantined' },
  healthy: { id: 'Sehat', en: 'Healthy' },
  failing: { id: 'Gagal', en: 'Failing' },
  maintained: { id: 'Pemeliharaan', en: 'Maintenance' },
  until: { id: 'sampai', en: 'until' },
  checked: { id: 'diperiksa', en: 'checked' },
  served: { id: 'Dilayani', en: 'Served' },
} as const satisfies Record<string, Words>;

interface Shown {
  readonly currentVersion: number | null;
  readonly quarantine: string | null;
  readonly health: {
    readonly healthy: boolean;
    readonly failure: string | null;
    readonly checkedAt: string;
    readonly milliseconds: number;
  } | null;
  readonly maintenance: { readonly notice: string; readonly until: string | null } | null;
}

/** How a subgraph does: whether it is served, is well, or is being worked on. */
export function SubgraphState({
  subgraph: { currentVersion, quarantine, health, maintenance },
}: {
  readonly subgraph: Shown;
}) {
  const say = useWords();
  const { moment, number } = useFormats();
  return (
    <Stack gap={4} align="flex-start">
      {currentVersion === null && (
        <Badge variant="light" color="gray">
          {say(WORDS.outside)}
        </Badge>
      )}
      {quarantine && (
        <>
          <Badge variant="light" color="red">
            {say(WORDS.quarantined)}
          </Badge>
          <Text size="sm">{quarantine}</Text>
        </>
      )}
      {health && (
        <>
          <Badge variant="light" color={health.healthy ? 'teal' : 'red'}>
            {say(health.healthy ? WORDS.healthy : WORDS.failing)}
          </Badge>
          <Text size="sm" c="dimmed">
            {[
              health.failure,
              `${number(health.milliseconds)} ms`,
              `${say(WORDS.checked)} ${moment(health.checkedAt)}`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </>
      )}
      {maintenance && (
        <>
          <Badge variant="light" color="orange">
            {say(WORDS.maintained)}
          </Badge>
          <Text size="sm">
            {maintenance.notice}
            {maintenance.until && ` (${say(WORDS.until)} ${moment(maintenance.until)})`}
          </Text>
        </>
      )}
      {currentVersion !== null && !quarantine && !health && !maintenance && (
        <Badge color="teal" variant="light">
          {say(WORDS.served)}
        </Badge>
      )}
    </Stack>
  );
}
