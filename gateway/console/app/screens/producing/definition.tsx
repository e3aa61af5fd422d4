import {
  Accordion,
  Alert,
  Badge,
  Button,
  Card,
  Checkbox,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useWords, type Words } from '../../language.js';
import { PartHeading } from '../../shell/states.js';
import { CLASS_COLOURS, CLASSES, type ClassName, COLUMN_FACTS, TYPES } from '../../terms.js';
import { type Changed, isDelivered, type Standing } from './changing.js';
import { CodesOfColumn } from './codes-of-column.js';
import { type Column, type Draft, isUnwritten } from './draft-definition.js';
import { StandingColumns } from './standing-columns.js';

const WORDS = {
  title: { id: 'Makna dataset dan kolomnya', en: 'What the dataset and its columns mean' },
  lead: {
    id: 'Diusulkan dari sumber datanya. Isian Anda tersimpan di peramban ini.',
    en: 'Proposed from where the data come from. What you write is kept in this browser.',
  },
  changeTitle: { id: 'Apa yang berubah', en: 'What changes' },
  added: { id: 'Kolom baru', en: 'New columns' },
  replaces: { id: 'Menggantikan kolom', en: 'Takes the place of' },
  new: { id: 'Tidak ada: kolom tambahan', en: 'None: it is added' },
  nothingNew: {
    id: 'Belum ada. Untuk menambah atau mengganti kolom, unggah berkas yang memuatnya dengan judul sendiri.',
    en: 'None yet. To add or replace a column, upload a file that holds it under a header of its own.',
  },
  datasetTitle: { id: 'Judul dataset', en: 'Title of the dataset' },
  name: { id: 'Nama di graf', en: 'Name in the graph' },
  nameMore: {
    id: 'Huruf dan angka, diawali huruf kecil: tenagaKesehatan. Tidak berubah lagi setelah diserahkan.',
    en: 'Letters and digits, beginning small: tenagaKesehatan. It stays once it is handed over.',
  },
  description: { id: 'Uraian dataset', en: 'Description of the dataset' },
  columns: { id: 'Kolom', en: 'Columns' },
  allClasses: { id: 'Kelas untuk semua kolom', en: 'One class for all columns' },
  choose: { id: 'Pilih kelas', en: 'Choose a class' },
  columnTitle: { id: 'Judul kolom', en: 'Title of the column' },
  key: { id: 'Bagian dari kunci baris', en: 'Part of the key of a row' },
  label: { id: 'Nama di sumber', en: 'Name in the source' },
  leads: { id: 'Terhubung ke', en: 'Leads to' },
  incomplete: { id: 'perlu dilengkapi', en: 'to be completed' },
  unwritten: {
    id: 'Uraian yang masih perlu dilengkapi',
    en: 'Descriptions that have still to be completed',
  },
  unwrittenMore: {
    id: 'Boleh diserahkan tanpa itu, tetapi tim teknis akan menanyakannya pada langkah 3.',
    en: 'It may be handed over without them, but the technical team will ask in step 3.',
  },
  next: { id: 'Lanjut ke penyerahan', en: 'On to the hand-over' },
} as const satisfies Record<string, Words>;

/** The classes, and what each of them means to a reader. */
const MEANINGS: Readonly<Record<ClassName, Words>> = {
  OPEN: { id: 'Terbuka: siapa pun yang masuk', en: 'Open: whoever is signed in' },
  RESTRICTED: { id: 'Terbatas: dengan izin bertujuan', en: 'Restricted: with a grant for a purpose' },
  CLOSED: { id: 'Tertutup: tidak pernah disajikan', en: 'Closed: never served' },
};
const TEXTS = ['unit', 'concept', 'classification', 'measure', 'referenceTime', 'validationRule'] as const;

/** Edits the metadata of a proposed definition: what it is called, what it means, and who may read it. */
export function DefinitionEditor({
  draft,
  changed,
  onNext,
}: {
  /** The dataset that is changed; null for a new one. */
  readonly changed: Changed | null;
  readonly draft: Draft;
  readonly onNext: () => void;
}) {
  const say = useWords();
  const { definition, describe, describeColumn } = draft;
  if (!definition) return null;
  const classes = Object.entries(MEANINGS).map(([value, words]) => ({ value, label: say(words) }));
  /** What a column may take the place of: what was delivered and does not leave otherwise. */
  const replaceable = ({ name }: Column) =>
    (changed?.columns ?? []).filter(
      (one) =>
        isDelivered(one) &&
        !draft.drops.includes(one.name) &&
        !definition.columns.some((other) => other.name !== name && other.replaces === one.name),
    );
  const unwritten = definition.columns.filter(({ description }) => isUnwritten(description)).length;
  return (
    <Stack>
      <PartHeading title={say(changed ? WORDS.changeTitle : WORDS.title)} lead={say(WORDS.lead)} />
      {changed ? (
        <StandingColumns changed={changed} draft={draft} />
      ) : (
        <Card>
          <Stack>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput
                label={say(WORDS.datasetTitle)}
                value={definition.title}
                onChange={(event) => describe({ title: event.currentTarget.value })}
              />
              <TextInput
                label={say(WORDS.name)}
                description={say(WORDS.nameMore)}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                value={definition.name}
                onChange={(event) => describe({ name: event.currentTarget.value })}
              />
            </SimpleGrid>
            <Textarea
              label={say(WORDS.description)}
              autosize
              minRows={2}
              value={definition.description}
              onChange={(event) => describe({ description: event.currentTarget.value })}
            />
          </Stack>
        </Card>
      )}
      <Group justify="space-between" align="flex-end">
        <Title order={3}>
          {say(changed ? WORDS.added : WORDS.columns)} ({definition.columns.length})
        </Title>
        {definition.columns.length > 0 && (
          <Select
            label={say(WORDS.allClasses)}
            placeholder={say(WORDS.choose)}
            data={classes}
            value={null}
            w={280}
            onChange={(value) => value && draft.classify(value as ClassName)}
          />
        )}
      </Group>
      {definition.columns.length === 0 && <Text c="dimmed">{say(WORDS.nothingNew)}</Text>}
      <Accordion variant="contained" multiple>
        {definition.columns.map((column) => (
          <Accordion.Item key={column.label} value={column.label}>
            <Accordion.Control>
              <ColumnHead column={column} />
            </Accordion.Control>
            <Accordion.Panel>
              <ColumnFields
                column={column}
                classes={classes}
                replaceable={replaceable(column)}
                all={draft.isMatched(column.label) ? null : definition.columns}
                change={(facts) => describeColumn(column.label, facts)}
              />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      {unwritten > 0 && (
        <Alert color="blue" title={`${say(WORDS.unwritten)}: ${unwritten}`}>
          {say(WORDS.unwrittenMore)}
        </Alert>
      )}
      <Group>
        <Button onClick={onNext}>{say(WORDS.next)}</Button>
      </Group>
    </Stack>
  );
}

function ColumnHead({ column }: { readonly column: Column }) {
  const say = useWords();
  return (
    <Group gap="xs">
      <Text fw={600}>{column.title}</Text>
      <Text size="sm" c="dimmed">
        {[say(TYPES[column.type]), column.unit].filter(Boolean).join(', ')}
      </Text>
      <Badge color={CLASS_COLOURS[column.accessClass]}>{say(CLASSES[column.accessClass])}</Badge>
      {isUnwritten(column.description) && (
        <Badge variant="outline" color="orange.9">
          {say(WORDS.incomplete)}
        </Badge>
      )}
    </Group>
  );
}

function ColumnFields({
  column,
  classes,
  replaceable,
  all,
  change,
}: {
  readonly column: Column;
  /** Those among which it may come to hold codes; null where it does by its proposal. */
  readonly all: readonly Column[] | null;
  readonly replaceable: readonly Standing[];
  readonly classes: readonly { readonly value: string; readonly label: string }[];
  readonly change: (facts: Partial<Column>) => void;
}) {
  const say = useWords();
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {say(WORDS.label)}: {column.label}
        {!all && column.reference && ` · ${say(WORDS.leads)} ${column.reference.entity}`}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={say(WORDS.columnTitle)}
          value={column.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <TextInput
          label={say(WORDS.name)}
          value={column.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={say(COLUMN_FACTS.accessClass)}
          data={[...classes]}
          allowDeselect={false}
          value={column.accessClass}
          onChange={(value) => value && change({ accessClass: value as ClassName })}
        />
        {replaceable.length > 0 && (
          <Select
            label={say(WORDS.replaces)}
            placeholder={say(WORDS.new)}
            data={replaceable.map(({ name, title }) => ({ value: name, label: title }))}
            clearable
            value={column.replaces ?? null}
            onChange={(replaces) => change({ replaces })}
          />
        )}
        {all && column.type === 'TEXT' && <CodesOfColumn column={column} all={all} change={change} />}
        {TEXTS.map((fact) => (
          <TextInput
            key={fact}
            label={say(COLUMN_FACTS[fact])}
            value={column[fact] ?? ''}
            onChange={(event) => change({ [fact]: event.currentTarget.value || null })}
          />
        ))}
      </SimpleGrid>
      <Textarea
        label={say(COLUMN_FACTS.definition)}
        autosize
        minRows={2}
        value={column.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <Checkbox
        label={say(WORDS.key)}
        checked={column.key ?? false}
        onChange={(event) => change({ key: event.currentTarget.checked })}
      />
    </Stack>
  );
}
