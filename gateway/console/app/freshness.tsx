import { Badge, Stack, Text } from '@mantine/core';
import { useFormats, useWords, type Words } from './language.js';
import { CADENCES, FRESHNESS } from './terms.js';

const WORDS = {
  loaded: { id: 'dimuat', en: 'loaded' },
  never: { id: 'belum ada data', en: 'no data yet' },
  late: { id: 'hari terlambat', en: 'days late' },
  until: { id: 'rilis berikutnya paling lambat', en: 'next release by' },
} as const satisfies Record<string, Words>;

/** Whether a dataset keeps its promise; with what was promised, or when it was loaded last, as far as that is given. */
export function Freshness({
  freshness: { state, lateDays, dueOn, promised },
  updatedAt,
}: {
  readonly freshness: {
    readonly state: keyof typeof FRESHNESS;
    readonly lateDays: number;
    readonly dueOn: string | null;
    readonly promised?: keyof typeof CADENCES | null;
  };
  readonly updatedAt?: string | null;
}) {
  const say = useWords();
  const { date, number } = useFormats();
  const { words, color } = FRESHNESS[state];
  const more = [
    updatedAt !== undefined && (updatedAt ? `${say(WORDS.loaded)} ${date(updatedAt)}` : say(WORDS.never)),
    lateDays > 0 && `${number(lateDays)} ${say(WORDS.late)}`,
    promised && say(CADENCES[promised]),
    promised && dueOn && `${say(WORDS.until)} ${date(dueOn)}`,
  ].filter(Boolean);
  return (
    <Stack gap={2} align="flex-start">
      <Badge variant="light" c="dark" color={color}>
        {say(words)}
      </Badge>
      {more.length > 0 && (
        <Text size="xs" c="dimmed">
          {more.join(', ')}
        </Text>
      )}
    </Stack>
  );
}
