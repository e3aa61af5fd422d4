import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormats, type Words } from './language.js';
import { Sheet } from './shell/sheet.js';

const WORDS = {
  operation: { id: 'Kueri', en: 'Query' },
  client: { id: 'Klien', en: 'Client' },
  count: { id: 'Dipakai', en: 'Used' },
} as const satisfies Record<string, Words>;

interface Operation {
  readonly client: string;
  readonly owner: string | null;
  readonly operation: string;
  readonly count: number;
}

/** Recorded queries, whose they are and how often they were used; with what becomes of each, where that is asked. */
export function OperationTable<One extends Operation>({
  operations,
  effect,
}: {
  readonly operations: readonly One[];
  readonly effect?: { readonly head: Words; readonly of: (operation: One) => ReactNode };
}) {
  const { number } = useFormats();
  const heads = [WORDS.operation, WORDS.client, WORDS.count];
  return (
    <Sheet width={effect ? 560 : 420} heads={effect ? [...heads, effect.head] : heads}>
      {operations.map((one) => (
        <Table.Tr key={`${one.client} ${one.owner} ${one.operation}`}>
          <Table.Td>{one.operation}</Table.Td>
          <Table.Td>
            {one.client}
            <Text size="sm" c="dimmed">
              {one.owner}
            </Text>
          </Table.Td>
          <Table.Td>{number(one.count)}×</Table.Td>
          {effect && <Table.Td>{effect.of(one)}</Table.Td>}
        </Table.Tr>
      ))}
    </Sheet>
  );
}
