import { Badge, Button, Group, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useFormats, useWords, type Words } from '../../language.js';
import { Sheet } from '../../shell/sheet.js';
import type { Understood } from './file-import.js';

const WORDS = {
  title: { id: 'Kode yang dicocokkan', en: 'Codes that were matched' },
  text: { id: 'Isi berkas', en: 'In the file' },
  code: { id: 'Kode', en: 'Code' },
  name: { id: 'Nama resmi', en: 'Official name' },
  sure: { id: 'Keyakinan', en: 'Confidence' },
  rows: { id: 'Baris', en: 'Rows' },
  none: { id: 'tidak ditemukan', en: 'not found' },
  check: { id: 'periksa', en: 'look at it' },
  certain: { id: 'pasti', en: 'certain' },
  all: { id: 'Tampilkan semua', en: 'Show all' },
} as const satisfies Record<string, Words>;

const SHOWN = 10;

/** The codes found for what the file says, the least certain first. */
export function Matches({ matches }: Pick<Understood, 'matches'>) {
  const say = useWords();
  const { number } = useFormats();
  const [whole, setWhole] = useState(false);
  if (matches.length === 0) return null;
  return (
    <div>
      <Title order={3}>
        {say(WORDS.title)} ({number(matches.length)})
      </Title>
      <Sheet width={560} heads={[WORDS.text, WORDS.code, WORDS.name, WORDS.sure, WORDS.rows]}>
        {matches
          .slice(0, whole ? matches.length : SHOWN)
          .map(({ column, text, code, label, confidence, rows }) => (
            <Table.Tr key={`${column} ${text} ${code}`}>
              <Table.Td>
                {text}
                <Text size="sm" c="dimmed">
                  {column}
                </Text>
              </Table.Td>
              <Table.Td>{code ?? say(WORDS.none)}</Table.Td>
              <Table.Td>{label ?? '–'}</Table.Td>
              <Table.Td>
                <Group gap="xs" wrap="nowrap">
                  {number(Math.round(confidence * 100))} %
                  <Badge color={confidence < 1 ? 'orange.9' : 'teal'}>
                    {say(confidence < 1 ? WORDS.check : WORDS.certain)}
                  </Badge>
                </Group>
              </Table.Td>
              <Table.Td>{number(rows)}</Table.Td>
            </Table.Tr>
          ))}
      </Sheet>
      {matches.length > SHOWN && !whole && (
        <Button variant="subtle" onClick={() => setWhole(true)}>
          {say(WORDS.all)}
        </Button>
      )}
    </div>
  );
}
