import { Table, type TableProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords, type Words } from '../language.js';

/** A table under its heads; what is narrower than `width` scrolls it sideways. */
export function Sheet({
  heads,
  width,
  mah,
  children,
  ...table
}: {
  readonly heads: readonly Words[];
  readonly width: number;
  /** As high as it grows before it scrolls. */
  readonly mah?: number;
  readonly children: ReactNode;
} & Pick<TableProps, 'horizontalSpacing' | 'verticalSpacing'>) {
  const say = useWords();
  return (
    <Table.ScrollContainer minWidth={width} {...(mah === undefined ? {} : { mah })}>
      <Table {...table}>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={head.en}>{say(head)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
