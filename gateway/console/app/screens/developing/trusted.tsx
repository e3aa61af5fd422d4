import { Button, Code, Group, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Refused } from '../../shell/states.js';
import type { ServiceKey } from './keys.js';

const TRUST = graphql(`
  mutation TrustOperations($key: ID!, $operations: [String!]!) { trustOperations(key: $key, operations: $operations) { id } }
`);
const DISTRUST = graphql(`
  mutation DistrustOperation($key: ID!, $hash: ID!) { distrustOperation(key: $key, hash: $hash) { id } }
`);

const WORDS = {
  what: {
    id: 'Kueri yang Anda kenal. Aplikasi dapat mengirim hash-nya saja; teksnya harus persis sama dengan yang dikirim aplikasi.',
    en: 'Queries that you know. The application can send the hash alone; the text has to be exactly what it sends.',
  },
  required: {
    id: 'Kunci ini tidak dapat mengirim apa pun selain yang terdaftar di sini.',
    en: 'This key can send nothing but what stands here.',
  },
  none: {
    id: 'Belum ada. Tempelkan teks kueri di bawah, lalu daftarkan.',
    en: 'None yet. Paste a query’s text below and register it.',
  },
  text: { id: 'Teks operasi', en: 'Text of the operation' },
  add: { id: 'Daftarkan', en: 'Register' },
  added: { id: 'Operasi didaftarkan', en: 'The operation was registered' },
  distrust: { id: 'Cabut kepercayaan', en: 'Distrust' },
  gone: { id: 'Operasi tidak lagi dipercaya', en: 'The operation is no longer trusted' },
  since: { id: 'Sejak', en: 'Since' },
  hash: { id: 'Hash', en: 'Hash' },
} as const satisfies Record<string, Words>;

interface Props {
  readonly id: string;
  readonly isRequired: boolean;
  readonly operations: NonNullable<ServiceKey['trustedOperations']>;
  readonly changed: () => void;
}

export function Trusted({ id, isRequired, operations, changed }: Props) {
  const say = useWords();
  const { date } = useFormats();
  const [text, setText] = useState('');
  const [adding, trust] = useMutation(TRUST);
  const [removing, distrust] = useMutation(DISTRUST);
  const error = adding.error ?? removing.error;

  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    if ((await trust({ key: id, operations: [text] })).error) return;
    setText('');
    notifications.show({ message: say(WORDS.added) });
    changed();
  }
  async function remove(hash: string): Promise<void> {
    if ((await distrust({ key: id, hash })).error) return;
    notifications.show({ message: say(WORDS.gone) });
    changed();
  }

  return (
    <Stack>
      <Text size="sm">
        {say(WORDS.what)} {isRequired && say(WORDS.required)}
      </Text>
      {error && <Refused refusal={refusalOf(error)} />}
      {operations.length === 0 && (
        <Text size="sm" c="dimmed">
          {say(WORDS.none)}
        </Text>
      )}
      {operations.map((operation) => (
        <Stack key={operation.hash} gap="xs">
          <Code block tabIndex={0}>
            {operation.text}
          </Code>
          <Group justify="space-between" gap="xs">
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {say(WORDS.since)} {date(operation.registeredAt)} · {say(WORDS.hash)} {operation.hash}
            </Text>
            <Button
              size="xs"
              variant="default"
              loading={removing.fetching}
              onClick={() => remove(operation.hash)}
            >
              {say(WORDS.distrust)}
            </Button>
          </Group>
        </Stack>
      ))}
      <form onSubmit={add}>
        <Stack gap="xs" align="flex-start">
          <Textarea
            w="100%"
            label={say(WORDS.text)}
            placeholder="query Data { … }"
            required
            autosize
            minRows={3}
            maxRows={16}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button size="xs" type="submit" loading={adding.fetching} disabled={text.trim() === ''}>
            {say(WORDS.add)}
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}
