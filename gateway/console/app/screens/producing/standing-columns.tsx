import { Checkbox, Table, Text, Title } from '@mantine/core';
import { useWords, type Words } from '../../language.js';
import { Sheet } from '../../shell/sheet.js';
import { CLASSES, COLUMN_FACTS, called, FIELD_STATUSES, TYPES } from '../../terms.js';
import { type Changed, isDelivered } from './changing.js';
import type { Draft } from './draft-definition.js';

const WORDS = {
  title: { id: 'Kolom yang sudah ada', en: 'Columns that are there' },
  lead: {
    id: 'Tetap seperti disepakati, kecuali yang Anda lepas atau ganti. Yang dilepas masih disajikan sampai masa tenggangnya lewat.',
    en: 'They stay as agreed, but for those that you drop or replace. What is dropped is served until its grace period is over.',
  },
  column: { id: 'Kolom', en: 'Column' },
  change: { id: 'Perubahan', en: 'Change' },
  drop: { id: 'Lepas', en: 'Drop' },
  replaced: { id: 'diganti oleh', en: 'replaced by' },
  stays: { id: 'tetap', en: 'stays' },
} as const satisfies Record<string, Words>;

/** The agreed columns of a dataset that is changed, each of which can be dropped. */
export function StandingColumns({
  changed,
  draft: { definition, drops, drop },
}: {
  readonly changed: Changed;
  readonly draft: Draft;
}) {
  const say = useWords();
  // What was deferred and is in the file is proposed below.
  const standing = changed.columns.filter(
    ({ name }) => !definition?.columns.some((column) => column.name === name),
  );
  return (
    <div>
      <Title order={3}>
        {say(WORDS.title)} ({standing.length})
      </Title>
      <Text c="dimmed" mb="xs">
        {say(WORDS.lead)}
      </Text>
      <Sheet
        width={560}
        heads={[WORDS.column, WORDS.change, COLUMN_FACTS.type, COLUMN_FACTS.accessClass, COLUMN_FACTS.status]}
      >
        {standing.map((column) => {
          const { name, title, type, unit, accessClass, status } = column;
          const replacing = definition?.columns.find(({ replaces }) => replaces === name);
          return (
            <Table.Tr key={name}>
              <Table.Td>
                {title}
                <Text size="sm" c="dimmed">
                  {name}
                </Text>
              </Table.Td>
              <Table.Td>
                {replacing ? (
                  `${say(WORDS.replaced)} ${replacing.title}`
                ) : isDelivered(column) ? (
                  <Checkbox
                    label={say(WORDS.drop)}
                    aria-label={`${say(WORDS.drop)}: ${title}`}
                    checked={drops.includes(name)}
                    onChange={(event) => drop(name, event.currentTarget.checked)}
                  />
                ) : (
                  say(WORDS.stays)
                )}
              </Table.Td>
              <Table.Td>{[say(called(TYPES, type)), unit].filter(Boolean).join(', ')}</Table.Td>
              <Table.Td>{say(CLASSES[accessClass])}</Table.Td>
              <Table.Td>{say(FIELD_STATUSES[status])}</Table.Td>
            </Table.Tr>
          );
        })}
      </Sheet>
    </div>
  );
}
