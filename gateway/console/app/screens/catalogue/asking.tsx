import {
  Alert,
  Button,
  Checkbox,
  Group,
  Modal,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { dayInJakarta } from '../../days.js';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { Refused } from '../../shell/states.js';
import { useSession } from '../../viewer.js';
import type { Described, DescribedColumn } from './described.js';

const KEYS = graphql(`query KeysToAskFor { serviceKeys { id name active owner } }`);
const REQUEST = graphql(`
  mutation RequestAccess($dataset: ID!, $purpose: String!, $until: String!, $columns: [String!], $key: ID) {
    requestAccess(dataset: $dataset, purpose: $purpose, until: $until, columns: $columns, key: $key) { id waitsOn }
  }
`);

const WORDS = {
  title: { id: 'Minta izin akses', en: 'Ask for access' },
  columns: { id: 'Kolom', en: 'Columns' },
  columnsHint: { id: 'Mintalah hanya yang Anda perlukan.', en: 'Ask only for what you need.' },
  purpose: { id: 'Tujuan penggunaan', en: 'Purpose' },
  purposeHint: {
    id: '10 sampai 1.000 karakter; dibaca oleh pemutus.',
    en: '10 to 1,000 characters; read by whoever decides.',
  },
  until: { id: 'Berlaku sampai', en: 'Until' },
  untilHint: { id: 'Paling lama satu tahun.', en: 'Within a year at most.' },
  reader: { id: 'Untuk siapa', en: 'For whom' },
  myself: { id: 'Saya sendiri', en: 'Myself' },
  key: { id: 'Kunci', en: 'Key' },
  send: { id: 'Kirim permintaan', en: 'Send the request' },
  cancel: { id: 'Batal', en: 'Cancel' },
  sent: { id: 'Permintaan terkirim', en: 'The request is sent' },
  sentMore: {
    id: 'Produsen data memutuskannya. Ikuti di menu Izin akses.',
    en: 'The producer decides. Follow it under Access requests.',
  },
  none: { id: 'Pilih sekurangnya satu kolom.', en: 'Choose one column at least.' },
} as const satisfies Record<string, Words>;

interface Props {
  readonly dataset: Described;
  /** RESTRICTED columns that the caller may not read yet. */
  readonly restricted: readonly DescribedColumn[];
  readonly opened: boolean;
  readonly close: () => void;
  readonly asked: () => void;
}

export function Asking(props: Props) {
  const say = useWords();
  return (
    <Modal opened={props.opened} onClose={props.close} title={say(WORDS.title)} size="lg">
      <Form {...props} />
    </Modal>
  );
}

/** Stands in the modal, so that it begins anew each time. */
function Form({ dataset, restricted, close, asked }: Props) {
  const say = useWords();
  const { viewer } = useSession();
  const [columns, setColumns] = useState(restricted.map(({ name }) => name));
  const [purpose, setPurpose] = useState('');
  const [until, setUntil] = useState(dayInJakarta(90));
  const [key, setKey] = useState('');
  const [{ data }] = useQuery({ query: KEYS });
  const [result, request] = useMutation(REQUEST);
  const keys = (data?.serviceKeys ?? []).filter(({ active, owner }) => active && owner === viewer.name);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const { error } = await request({
      dataset: dataset.name,
      purpose,
      until,
      columns,
      key: key === '' ? null : key,
    });
    if (error) return;
    notifications.show({ title: say(WORDS.sent), message: say(WORDS.sentMore) });
    close();
    asked();
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text c="dimmed">{dataset.title}</Text>
        {result.error && <Refused refusal={refusalOf(result.error)} />}
        <Checkbox.Group
          label={say(WORDS.columns)}
          description={say(WORDS.columnsHint)}
          value={columns}
          onChange={setColumns}
        >
          <Stack gap="xs" mt="xs">
            {restricted.map(({ name, title }) => (
              <Checkbox key={name} value={name} label={title} />
            ))}
          </Stack>
        </Checkbox.Group>
        {columns.length === 0 && <Alert color="yellow">{say(WORDS.none)}</Alert>}
        <Textarea
          label={say(WORDS.purpose)}
          description={say(WORDS.purposeHint)}
          required
          minLength={10}
          maxLength={1000}
          autosize
          minRows={3}
          value={purpose}
          onChange={(event) => setPurpose(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={say(WORDS.until)}
          description={say(WORDS.untilHint)}
          required
          min={dayInJakarta(1)}
          max={dayInJakarta(365)}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        {keys.length > 0 && (
          <Select
            label={say(WORDS.reader)}
            allowDeselect={false}
            data={[
              { value: '', label: say(WORDS.myself) },
              ...keys.map(({ id, name }) => ({ value: id, label: `${say(WORDS.key)}: ${name}` })),
            ]}
            value={key}
            onChange={(value) => setKey(value ?? '')}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {say(WORDS.cancel)}
          </Button>
          <Button type="submit" loading={result.fetching} disabled={columns.length === 0}>
            {say(WORDS.send)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
