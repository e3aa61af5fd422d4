import { Accordion, Badge, Button, Card, Group, NavLink, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { PartHeading, Refused } from '../../shell/states.js';
import { ANSWER_IMPORT, type Understood } from './file-import.js';

const WORDS = {
  title: { id: 'Yang perlu Anda jawab', en: 'What you have to answer' },
  lead: {
    id: 'Berkas tidak menentukannya sendiri. Klik jawaban yang benar; berkas lalu dibaca lagi.',
    en: 'The file does not say it by itself. Click the right answer; the file is then read again.',
  },
  proposed: { id: 'usulan', en: 'proposed' },
  all: { id: 'Terima semua usulan', en: 'Take all that is proposed' },
  seen: { id: 'Terlihat pada', en: 'Seen in' },
  row: { id: 'baris', en: 'row' },
  reading: { id: 'Membaca lagi…', en: 'Reading again…' },
  answered: { id: 'Sudah dijawab', en: 'Answered already' },
  chosen: { id: 'dipilih', en: 'chosen' },
} as const satisfies Record<string, Words>;

/** What the file leaves open, answered by a click; and what was answered, which can be changed. */
export function Questions({
  understood,
  onAnswered,
}: {
  readonly understood: Understood;
  readonly onAnswered: () => void;
}) {
  const say = useWords();
  const [{ fetching }, answerImport] = useMutation(ANSWER_IMPORT);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function answer(answers: readonly { question: string; value: string }[]): Promise<void> {
    const { error } = await answerImport({ import: understood.id, answers: [...answers], overrides: [] });
    setRefusal(error ? refusalOf(error) : null);
    if (!error) onAnswered();
  }

  const { questions, answered } = understood;
  const proposed = questions.flatMap(({ id, proposed: value }) =>
    value === null ? [] : [{ question: id, value }],
  );
  return (
    <Stack>
      {refusal && <Refused refusal={refusal} />}
      {questions.length > 0 && (
        <>
          <Group justify="space-between" align="flex-end">
            <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
            {proposed.length > 1 && (
              <Button variant="light" loading={fetching} onClick={() => answer(proposed)}>
                {say(WORDS.all)} ({proposed.length})
              </Button>
            )}
          </Group>
          <Text size="sm" role="status">
            {fetching ? say(WORDS.reading) : ''}
          </Text>
        </>
      )}
      {questions.map(({ id, words, options, proposed: likely, evidence }) => (
        <Card key={id} component="section" aria-label={say(words)}>
          <Title order={3}>{say(words)}</Title>
          {evidence.length > 0 && (
            <Text size="sm" c="dimmed" mb="xs">
              {say(WORDS.seen)}:{' '}
              {evidence
                .slice(0, 5)
                .map(({ row, text }) => `“${text}” (${say(WORDS.row)} ${row})`)
                .join(', ')}
            </Text>
          )}
          <Stack gap="xs">
            {options.map(({ value, words: option }) => (
              <NavLink
                key={value}
                component="button"
                type="button"
                disabled={fetching}
                bd="1px solid gray.4"
                label={say(option)}
                active={value === likely}
                variant="light"
                rightSection={value === likely ? <Badge variant="light">{say(WORDS.proposed)}</Badge> : null}
                onClick={() => answer([{ question: id, value }])}
              />
            ))}
          </Stack>
        </Card>
      ))}
      {answered.length > 0 && (
        <Accordion variant="contained">
          <Accordion.Item value="answered">
            <Accordion.Control>
              {say(WORDS.answered)} ({answered.length})
            </Accordion.Control>
            <Accordion.Panel>
              <Stack>
                {answered.map(({ id, words, options, answer: given }) => (
                  <div key={id}>
                    <Text size="sm">{say(words)}</Text>
                    <Group gap="xs" mt={4}>
                      {options.map(({ value, words: option }) => (
                        <Button
                          key={value}
                          size="xs"
                          variant={value === given ? 'filled' : 'default'}
                          aria-pressed={value === given}
                          disabled={fetching}
                          onClick={() => answer([{ question: id, value }])}
                        >
                          {say(option)}
                          {value === given ? ` (${say(WORDS.chosen)})` : ''}
                        </Button>
                      ))}
                    </Group>
                  </div>
                ))}
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      )}
    </Stack>
  );
}
