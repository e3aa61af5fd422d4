import { Button, Card, Code, CopyButton, Group, Stack, Text, Title } from '@mantine/core';
import { useWords, type Words } from '../../language.js';

const WORDS = {
  copy: { id: 'Salin', en: 'Copy' },
  copied: { id: 'Tersalin', en: 'Copied' },
} as const satisfies Record<string, Words>;

interface SnippetProps {
  readonly title: string;
  readonly note: string;
  readonly code: string;
}

/** One starter, to be copied. */
export function Snippet({ title, note, code }: SnippetProps) {
  const say = useWords();
  return (
    <Card component="section" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={2}>{title}</Title>
          <CopyButton value={code}>
            {({ copied, copy }) => (
              <Button size="xs" variant="light" onClick={copy} aria-label={`${say(WORDS.copy)} ${title}`}>
                {say(copied ? WORDS.copied : WORDS.copy)}
              </Button>
            )}
          </CopyButton>
        </Group>
        <Text size="sm" c="dimmed">
          {note}
        </Text>
        <Code block tabIndex={0}>
          {code}
        </Code>
      </Stack>
    </Card>
  );
}
