import { Button, Card, Code, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { Ask } from '../../shell/dialog.js';
import { Empty, Refused } from '../../shell/states.js';
import type { OwnSubgraph } from './own-subgraphs.js';
import { SubgraphState } from './subgraph-state.js';

const NOTICE = graphql(`
  mutation NoticeMaintenance($subgraph: ID!, $notice: String, $until: String) {
    noticeMaintenance(subgraph: $subgraph, notice: $notice, until: $until)
  }
`);
const SIGNING_KEY = graphql(
  `query SubgraphSigningKey($subgraph: ID!) { subgraphSigningKey(subgraph: $subgraph) }`,
);

const NOTICE_CHARACTERS = 300;

const WORDS = {
  none: {
    id: 'Instansi Anda belum menjalankan subgraf sendiri.',
    en: 'Your agency runs no subgraph of its own.',
  },
  noneMore: {
    id: 'Periksa SDL layanan Anda pada bagian “Periksa dan terbitkan”.',
    en: 'Check the SDL of your service under “Check and publish”.',
  },
  version: { id: 'Versi', en: 'Version' },
  notice: { id: 'Umumkan pemeliharaan', en: 'Announce maintenance' },
  noticeLead: {
    id: 'Pemanggil membacanya di setiap jawaban yang menyangkut subgraf ini.',
    en: 'Callers read it with every answer that this subgraph has part in.',
  },
  text: { id: 'Pemberitahuan', en: 'Notice' },
  until: { id: 'Sampai (boleh kosong)', en: 'Until (may be left empty)' },
  noticed: { id: 'Pemeliharaan diumumkan.', en: 'The maintenance is announced.' },
  over: { id: 'Pemeliharaan selesai', en: 'Maintenance is over' },
  overDone: { id: 'Pemberitahuan dicabut.', en: 'The notice is gone.' },
  key: { id: 'Tampilkan kunci penanda tangan', en: 'Show the signing key' },
  keyMore: {
    id: 'Dengan kunci ini layanan Anda memastikan bahwa sebuah permintaan datang dari hub. Simpan di pengaturan layanan, bukan di kode.',
    en: 'By this key your service makes sure that a request comes from the hub. Keep it in the service’s settings, not in code.',
  },
} as const satisfies Record<string, Words>;

/** Each with how it does, its maintenance, and the key by which it knows the hub. */
export function OwnList({
  subgraphs,
  refresh,
}: {
  readonly subgraphs: readonly OwnSubgraph[];
  readonly refresh: () => void;
}) {
  const say = useWords();
  if (subgraphs.length === 0) return <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>;
  return (
    <Stack>
      {subgraphs.map((one) => (
        <One key={one.name} subgraph={one} refresh={refresh} />
      ))}
    </Stack>
  );
}

function One({ subgraph, refresh }: { readonly subgraph: OwnSubgraph; readonly refresh: () => void }) {
  const say = useWords();
  const { name, url, currentVersion, maintenance } = subgraph;
  const [, announce] = useMutation(NOTICE);
  const [ending, end] = useMutation(NOTICE);

  async function finish(): Promise<void> {
    if ((await end({ subgraph: name })).error) return;
    notifications.show({ message: say(WORDS.overDone) });
    refresh();
  }

  return (
    <Card component="section" aria-label={name}>
      <Stack gap="sm" align="flex-start">
        <div>
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {say(WORDS.version)} {currentVersion ?? '–'} · {url}
          </Text>
        </div>
        <SubgraphState subgraph={subgraph} />
        {ending.error && <Refused refusal={refusalOf(ending.error)} />}
        <Group gap="xs">
          <Ask
            label={say(WORDS.notice)}
            about={name}
            lead={say(WORDS.noticeLead)}
            done={say(WORDS.noticed)}
            quiet
            submit={(filled) => {
              const until = filled.optional('until');
              return announce({
                subgraph: name,
                notice: filled.text('notice'),
                until: until && new Date(until).toISOString(),
              });
            }}
            onDone={refresh}
          >
            <Textarea name="notice" label={say(WORDS.text)} required autosize maxLength={NOTICE_CHARACTERS} />
            <TextInput name="until" type="datetime-local" label={say(WORDS.until)} />
          </Ask>
          {maintenance && (
            <Button size="xs" variant="default" loading={ending.fetching} onClick={finish}>
              {say(WORDS.over)}
            </Button>
          )}
          <SigningKey subgraph={name} />
        </Group>
      </Stack>
    </Card>
  );
}

/** Shown when it is asked for: it is a secret. */
export function SigningKey({ subgraph }: { readonly subgraph: string }) {
  const say = useWords();
  const client = useClient();
  const [key, setKey] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function show(): Promise<void> {
    const { data, error } = await client
      .query(SIGNING_KEY, { subgraph }, { requestPolicy: 'network-only' })
      .toPromise();
    setRefusal(error ? refusalOf(error) : null);
    setKey(data?.subgraphSigningKey ?? null);
  }

  if (key !== null)
    return (
      <Stack gap={4}>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {key}
        </Code>
        <Text size="sm" c="dimmed">
          {say(WORDS.keyMore)}
        </Text>
      </Stack>
    );
  return (
    <>
      <Button size="xs" variant="default" onClick={show}>
        {say(WORDS.key)}
      </Button>
      {refusal && <Refused refusal={refusal} />}
    </>
  );
}
