import { Badge, Button, Code, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Fragment } from 'react';
import { useFormats, useWords, type Words } from '../../language.js';

/** What is shown of an entry. */
export interface EntryShown {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly actorName: string;
  readonly agency: string | null;
  readonly action: string;
  readonly subject: string | null;
  readonly outcome: string;
  readonly requestId: string;
  readonly facts: string;
}

const WORDS = {
  when: { id: 'Waktu', en: 'When' },
  who: { id: 'Siapa', en: 'Who' },
  what: { id: 'Tindakan', en: 'What' },
  outcome: { id: 'Hasil', en: 'Outcome' },
  details: { id: 'Rincian', en: 'Details' },
  ok: { id: 'Berhasil', en: 'Done' },
  only: { id: 'Hanya pelaku ini', en: 'This actor alone' },
  request: { id: 'Permintaan', en: 'Request' },
} as const satisfies Record<string, Words>;

interface Props {
  readonly entries: readonly EntryShown[];
  readonly onActor: (entry: EntryShown) => void;
}

export function AuditTable({ entries, onActor }: Props) {
  const say = useWords();
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say(WORDS.when)}</Table.Th>
            <Table.Th>{say(WORDS.who)}</Table.Th>
            <Table.Th>{say(WORDS.what)}</Table.Th>
            <Table.Th w={150}>{say(WORDS.outcome)}</Table.Th>
            <Table.Th>{say(WORDS.details)}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <Row key={entry.id} entry={entry} onActor={onActor} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ entry, onActor }: { readonly entry: EntryShown; readonly onActor: Props['onActor'] }) {
  const say = useWords();
  const { moment } = useFormats();
  const [opened, { toggle }] = useDisclosure(false);
  const { id, at, actor, actorName, agency, action, subject, outcome, requestId, facts } = entry;
  const isDone = outcome === 'OK';
  return (
    <Fragment>
      <Table.Tr>
        <Table.Td>{moment(at)}</Table.Td>
        <Table.Td>
          {actorName}
          <Text size="sm" c="dimmed">
            {agency}
          </Text>
        </Table.Td>
        <Table.Td>
          {action.replace(/^Mutation\./, '')}
          <Text size="sm" c="dimmed">
            {subject}
          </Text>
        </Table.Td>
        <Table.Td>
          <Badge color={isDone ? 'teal' : 'red'} variant="light">
            {isDone ? say(WORDS.ok) : outcome}
          </Badge>
        </Table.Td>
        <Table.Td>
          <Button
            size="xs"
            variant="default"
            aria-expanded={opened}
            aria-label={`${say(WORDS.details)}: ${id}`}
            onClick={toggle}
          >
            {say(WORDS.details)}
          </Button>
        </Table.Td>
      </Table.Tr>
      {opened && (
        <Table.Tr>
          <Table.Td colSpan={5}>
            <Group justify="space-between" mb="xs">
              <Text size="sm" c="dimmed">
                {actor} · {say(WORDS.request)} {requestId}
              </Text>
              <Button size="xs" variant="light" onClick={() => onActor(entry)}>
                {say(WORDS.only)}
              </Button>
            </Group>
            <Code block>{pretty(facts)}</Code>
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}

/** JSON in lines that can be read; as it is where it is none. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
