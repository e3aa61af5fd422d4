import { Card, Table, Text } from '@mantine/core';
import { useAsked } from '../../hub/asked.js';
import { useFormats, useLanguage, useWords, type Words } from '../../language.js';
import { Loading, Refused } from '../../shell/states.js';
import { type Cell, type Row, rowsQuery, type Within } from './asked-rows.js';
import type { DescribedColumn } from './described.js';

const WORDS = {
  caption: { id: 'Baris pertama', en: 'First rows' },
  of: { id: 'dari', en: 'of' },
  rows: { id: 'baris', en: 'rows' },
  yes: { id: 'ya', en: 'yes' },
  no: { id: 'tidak', en: 'no' },
} as const satisfies Record<string, Words>;

const FIRST = 20;
const NUMBERS = new Set(['INTEGER', 'BIGINT', 'DECIMAL']);

/** The first rows as they are stored. */
export function RowTable({
  name,
  columns,
  within,
}: {
  readonly name: string;
  readonly within: Within | null;
  readonly columns: readonly DescribedColumn[];
}) {
  const say = useWords();
  const { number } = useFormats();
  const names = columns.map((column) => column.name);
  const { data, refusal } = useAsked<{ totalCount: number | null; nodes: Row[] | null }>(
    rowsQuery(name, names, FIRST, within),
    name,
  );
  if (refusal && !data) return <Refused refusal={refusal} />;
  if (!data) return <Loading />;
  const rows = data.nodes ?? [];
  return (
    <Card p={0}>
      <Table.ScrollContainer minWidth={Math.min(columns.length * 110, 1400)}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column.name} ta={NUMBERS.has(column.type) ? 'right' : undefined}>
                  {column.title}
                  {column.unit && (
                    <Text span size="xs" c="dimmed">
                      {' '}
                      ({column.unit})
                    </Text>
                  )}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer; they never move
              <Table.Tr key={at}>
                {columns.map((column) => (
                  <Table.Td key={column.name} ta={NUMBERS.has(column.type) ? 'right' : undefined}>
                    <Value column={column} cell={row[column.name] ?? null} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed" p="md">
        {say(WORDS.caption)}: {number(rows.length)} {say(WORDS.of)} {number(data.totalCount ?? rows.length)}{' '}
        {say(WORDS.rows)}
      </Text>
    </Card>
  );
}

function Value({ column, cell }: { readonly column: DescribedColumn; readonly cell: Cell }) {
  const say = useWords();
  const { date, number } = useFormats();
  const { language } = useLanguage();
  if (cell === null) return '–';
  if (typeof cell === 'boolean') return say(cell ? WORDS.yes : WORDS.no);
  if (column.type === 'DATE' && typeof cell === 'string') return date(cell);
  // A key is a name and not an amount: 2024, not 2.024.
  if (typeof cell === 'number') return column.key || column.reference ? cell : number(cell);
  if (column.type === 'DECIMAL') return language === 'id' ? cell.replace('.', ',') : cell;
  return cell;
}
