import { Alert, Badge, Button, Checkbox, Group, List, Stack, Table, Text } from '@mantine/core';
import { useWords, type Words } from '../../language.js';
import { Sheet } from '../../shell/sheet.js';
import { Empty, PartHeading } from '../../shell/states.js';
import { CLASS_COLOURS, CLASSES, COLUMN_FACTS, TYPES } from '../../terms.js';
import type { Draft } from './draft-definition.js';
import type { Source } from './source.js';

const WORDS = {
  lead: {
    id: 'Beginilah tabel ini dipahami. Lepas centang kolom yang tidak perlu; judul, uraian, dan kelas akses diisi pada langkah berikut.',
    en: 'This is how the table is understood. Untick columns that are not needed; titles, descriptions and access classes come in the next step.',
  },
  take: { id: 'Sertakan', en: 'Take' },
  column: { id: 'Kolom', en: 'Column' },
  becomes: { id: 'Menjadi', en: 'Becomes' },
  key: { id: 'kunci', en: 'key' },
  why: { id: 'Mengapa', en: 'Why' },
  notes: { id: 'Yang perlu diperhatikan', en: 'What to look at' },
  omitted: { id: 'Tidak ditawarkan', en: 'Not offered' },
  none: {
    id: 'Tidak satu pun kolom tabel ini dapat disajikan.',
    en: 'No column of this table can be served.',
  },
  noneMore: { id: 'Pilih tabel lain.', en: 'Choose another table.' },
  nothing: { id: 'Sertakan sedikitnya satu kolom.', en: 'Take one column at least.' },
  rowsLater: {
    id: 'Dari dump dan struktur hanya definisi tabelnya yang dipakai. Barisnya dimuat setelah diserahkan: dari berkas dengan judul kolom yang sama, atau dari sambungan ke basis datanya.',
    en: 'Of a dump or a structure only the tables’ definitions are used. Rows are loaded after the hand-over: from a file with the same headers, or from a connection to the database.',
  },
  pullLater: {
    id: 'Barisnya ditarik setelah struktur diserahkan; kolom tertutup tidak pernah meninggalkan basis data Anda.',
    en: 'Rows are pulled after the hand-over; a closed column never leaves your database.',
  },
  next: { id: 'Lanjut', en: 'Go on' },
  another: { id: 'Tabel lain', en: 'Another table' },
} as const satisfies Record<string, Words>;

/** A table as it is proposed to be a dataset: which columns, why some are closed, and what was left out. */
export function TableUnderstood({
  source,
  draft,
  onAnother,
  onNext,
}: {
  readonly source: Exclude<Source, { readonly kind: 'FILE' }>;
  readonly draft: Draft;
  readonly onAnother: () => void;
  readonly onNext: () => void;
}) {
  const say = useWords();
  const { found, table, proposal } = source;
  const another = (
    <Button variant="default" onClick={onAnother}>
      {say(WORDS.another)}
    </Button>
  );
  const omitted = found.omitted.length > 0 && (
    <Alert color="gray" title={say(WORDS.omitted)}>
      <List size="sm">
        {found.omitted.map(({ column, reason }) => (
          <List.Item key={column}>
            {column}: {say(reason)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
  if (!proposal)
    return (
      <Stack>
        <Empty title={say(WORDS.none)} action={another}>
          {say(WORDS.noneMore)}
        </Empty>
        {omitted}
      </Stack>
    );
  const isEmpty = proposal.columns.every(({ label }) => draft.left.includes(label));
  return (
    <Stack>
      <PartHeading title={table.name} lead={say(WORDS.lead)} />
      {found.notes.length > 0 && (
        <Alert color="blue" title={say(WORDS.notes)}>
          <List size="sm">
            {found.notes.map((note) => (
              <List.Item key={note.en}>{say(note)}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Sheet
        width={520}
        heads={[WORDS.take, WORDS.column, WORDS.becomes, COLUMN_FACTS.accessClass, WORDS.why]}
      >
        {proposal.columns.map(({ label, title, type, key, accessClass }) => (
          <Table.Tr key={label}>
            <Table.Td>
              <Checkbox
                aria-label={`${say(WORDS.take)} ${label}`}
                checked={!draft.left.includes(label)}
                onChange={(event) => draft.leave(label, !event.currentTarget.checked)}
              />
            </Table.Td>
            <Table.Td fw={600}>{label}</Table.Td>
            <Table.Td>
              {title}
              <Text size="sm" c="dimmed">
                {[say(TYPES[type]), key && say(WORDS.key)].filter(Boolean).join(', ')}
              </Text>
            </Table.Td>
            <Table.Td>
              <Badge color={CLASS_COLOURS[accessClass]}>{say(CLASSES[accessClass])}</Badge>
            </Table.Td>
            <Table.Td>
              {found.personal
                .filter(({ column }) => column === label)
                .map(({ reason }) => say(reason))
                .join(' ')}
            </Table.Td>
          </Table.Tr>
        ))}
      </Sheet>
      {omitted}
      <Text size="sm" c="dimmed">
        {say(source.kind === 'CONNECTION' ? WORDS.pullLater : WORDS.rowsLater)}
      </Text>
      <Group>
        <Button onClick={onNext} disabled={isEmpty}>
          {say(WORDS.next)}
        </Button>
        {another}
        {isEmpty && (
          <Text size="sm" c="dimmed">
            {say(WORDS.nothing)}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
