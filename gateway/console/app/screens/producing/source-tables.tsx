import { Accordion, Alert, Button, Group, List, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Sheet } from '../../shell/sheet.js';
import { Empty, PartHeading } from '../../shell/states.js';
import { TYPES } from '../../terms.js';
import type { TableName } from './source.js';

export const TABLES = graphql(`
  fragment Tables on SourceStructure {
    dialect
    notes { id en }
    tables {
      name schema comment rows primaryKey
      foreignKeys { columns table }
      columns { name sqlType type nullable comment }
    }
  }
`);
type Tables = ResultOf<typeof TABLES>;
type SourceTable = Tables['tables'][number];

const WORDS = {
  title: { id: 'Tabel', en: 'Tables' },
  lead: {
    id: 'Pilih tabel yang akan menjadi dataset. Isi barisnya belum dibaca.',
    en: 'Choose the table that is to become a dataset. Its rows are not read yet.',
  },
  search: { id: 'Cari tabel', en: 'Find a table' },
  none: { id: 'Tidak ada tabel yang dapat dibaca.', en: 'There is no table that can be read.' },
  noMatch: { id: 'Tidak ada tabel bernama begitu.', en: 'No table is called so.' },
  more: { id: 'tabel lain; persempit dengan pencarian.', en: 'more; find them by name.' },
  columns: { id: 'kolom', en: 'columns' },
  rows: { id: 'baris', en: 'rows' },
  key: { id: 'kunci', en: 'key' },
  noKey: { id: 'tanpa kunci', en: 'no key' },
  column: { id: 'Kolom', en: 'Column' },
  inDatabase: { id: 'Di basis data', en: 'In the database' },
  inGraph: { id: 'Di graf', en: 'In the graph' },
  facts: { id: 'Keterangan', en: 'Facts' },
  unserved: { id: 'tidak dapat disajikan', en: 'cannot be served' },
  required: { id: 'wajib terisi', en: 'never empty' },
  leads: { id: 'merujuk', en: 'refers to' },
  choose: { id: 'Pakai tabel ini', en: 'Use this table' },
  notes: { id: 'Yang tidak dibaca', en: 'What was not read' },
} as const satisfies Record<string, Words>;

const SHOWN = 40;

/** The tables of a database or of its dump, each with its columns and keys, one of which is chosen. */
export function SourceTables({
  structure,
  whenNone,
  onChosen,
}: {
  readonly structure: Tables;
  /** What to do where there are no tables. */
  readonly whenNone: string;
  readonly onChosen: (table: TableName) => void;
}) {
  const say = useWords();
  const { number } = useFormats();
  const [sought, setSought] = useState('');
  /** The one whose columns are shown; those of all at once would be thousands. */
  const [opened, setOpened] = useState<string | null>(null);
  const { tables, notes } = structure;
  if (tables.length === 0) return <Empty title={say(WORDS.none)}>{whenNone}</Empty>;
  const words = sought.trim().toLowerCase();
  const found = tables.filter(({ name, comment }) =>
    `${name} ${comment ?? ''}`.toLowerCase().includes(words),
  );
  return (
    <Stack>
      <PartHeading title={`${say(WORDS.title)} (${number(tables.length)})`} lead={say(WORDS.lead)} />
      {tables.length > 5 && (
        <TextInput
          label={say(WORDS.search)}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
          maw={420}
        />
      )}
      {found.length === 0 && <Text c="dimmed">{say(WORDS.noMatch)}</Text>}
      <Accordion variant="contained" value={opened} onChange={setOpened}>
        {found.slice(0, SHOWN).map((table) => {
          const { name, schema, comment, columns, rows, primaryKey } = table;
          const id = `${schema ?? ''}.${name}`;
          return (
            <Accordion.Item key={id} value={id}>
              <Accordion.Control>
                <Text fw={600}>{name}</Text>
                <Text size="sm" c="dimmed">
                  {[
                    comment,
                    `${number(columns.length)} ${say(WORDS.columns)}`,
                    primaryKey.length > 0 ? `${say(WORDS.key)} ${primaryKey.join(', ')}` : say(WORDS.noKey),
                    rows !== null && `${number(rows)} ${say(WORDS.rows)}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </Text>
              </Accordion.Control>
              <Accordion.Panel>
                {opened === id && <OneTable table={table} onChosen={() => onChosen({ schema, name })} />}
              </Accordion.Panel>
            </Accordion.Item>
          );
        })}
      </Accordion>
      {found.length > SHOWN && (
        <Text c="dimmed">
          {number(found.length - SHOWN)} {say(WORDS.more)}
        </Text>
      )}
      {notes.length > 0 && (
        <Alert color="gray" title={say(WORDS.notes)}>
          <List size="sm">
            {notes.map((note) => (
              <List.Item key={note.en}>{say(note)}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}

function OneTable({ table, onChosen }: { readonly table: SourceTable; readonly onChosen: () => void }) {
  const say = useWords();
  const { columns, primaryKey, foreignKeys } = table;
  const factsOf = ({ name, nullable, comment }: SourceTable['columns'][number]): string =>
    [
      primaryKey.includes(name) ? say(WORDS.key) : !nullable && say(WORDS.required),
      ...foreignKeys
        .filter((key) => key.columns.includes(name))
        .map((key) => `${say(WORDS.leads)} ${key.table}`),
      comment,
    ]
      .filter(Boolean)
      .join(', ');
  return (
    <Stack>
      <Sheet width={480} mah={420} heads={[WORDS.column, WORDS.inDatabase, WORDS.inGraph, WORDS.facts]}>
        {columns.map((column) => (
          <Table.Tr key={column.name}>
            <Table.Td fw={600}>{column.name}</Table.Td>
            <Table.Td>{column.sqlType}</Table.Td>
            <Table.Td>{say(column.type ? TYPES[column.type] : WORDS.unserved)}</Table.Td>
            <Table.Td>{factsOf(column)}</Table.Td>
          </Table.Tr>
        ))}
      </Sheet>
      <Group>
        <Button onClick={onChosen}>{say(WORDS.choose)}</Button>
      </Group>
    </Stack>
  );
}
