import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { graphql, type VariablesOf } from '../../hub/graphql.js';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Refused } from '../../shell/states.js';
import { LoadReport, REPORT, type Report } from './load-report.js';

const LOAD = graphql(
  `mutation LoadRelease($dataset: ID!, $import: ID!, $mode: LoadMode!, $rejects: LoadRejects!) {
    loadRelease(dataset: $dataset, import: $import, mode: $mode, rejects: $rejects) {
      number rows live dataset report { ...Report }
    }
  }`,
  [REPORT],
);
const REPORTS = graphql(
  `query ReportsOfRefused($dataset: ID!) { loadReports(dataset: $dataset) { ...Report } }`,
  [REPORT],
);
type Choices = VariablesOf<typeof LOAD>;

const WORDS = {
  mode: { id: 'Cara memuat', en: 'How to load' },
  REPLACE: { id: 'Ganti seluruh isi', en: 'Replace everything' },
  APPEND: { id: 'Tambahkan di belakang isi sekarang', en: 'Add behind what is there' },
  UPSERT: { id: 'Perbarui menurut kunci baris', en: 'Update by the rows’ key' },
  rejects: { id: 'Bila ada baris yang salah', en: 'Where rows are wrong' },
  REFUSE: { id: 'Jangan muat apa pun', en: 'Load nothing' },
  SET_ASIDE: {
    id: 'Muat yang lain, sisihkan baris yang salah ke sebuah berkas',
    en: 'Load the others, set the wrong rows aside in a file',
  },
  load: { id: 'Muat sebagai rilis baru', en: 'Load as a new release' },
  done: { id: 'Rilis baru berlaku.', en: 'The new release is live.' },
  release: { id: 'Rilis', en: 'Release' },
  live: { id: 'berlaku', en: 'is live' },
  rows: { id: 'baris', en: 'rows' },
} as const satisfies Record<string, Words>;

/** Loads an import into its dataset, as the producer chooses, and shows what became of it. */
export function Load({
  dataset,
  from,
  blocked = null,
  onLoaded,
}: {
  readonly dataset: string;
  /** The import. */
  readonly from: string;
  /** Why it cannot be loaded now. */
  readonly blocked?: string | null;
  readonly onLoaded?: () => void;
}) {
  const say = useWords();
  const { number } = useFormats();
  const client = useClient();
  const [mode, setMode] = useState<Choices['mode']>('REPLACE');
  const [rejects, setRejects] = useState<Choices['rejects']>('REFUSE');
  const [result, load] = useMutation(LOAD);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [report, setReport] = useState<Report | null>(null);

  async function start(): Promise<void> {
    setRefusal(null);
    setReport(null);
    const { data, error } = await load({ dataset, import: from, mode, rejects });
    if (data) {
      setReport(data.loadRelease.report);
      notifications.show({ message: say(WORDS.done), color: 'teal' });
    }
    if (error) {
      setRefusal(refusalOf(error));
      // A refused load has left a report, which says which rows.
      const id = error.graphQLErrors[0]?.extensions['report'];
      if (typeof id === 'string') {
        const answer = await client
          .query(REPORTS, { dataset }, { requestPolicy: 'network-only' })
          .toPromise();
        setReport(answer.data?.loadReports?.find((one) => one.id === id) ?? null);
      }
    }
    onLoaded?.();
  }

  const loaded = result.data?.loadRelease;
  return (
    <Stack>
      <Radio.Group
        label={say(WORDS.mode)}
        value={mode}
        onChange={(value) => setMode(value as Choices['mode'])}
      >
        <Stack gap="xs" mt="xs">
          {(['REPLACE', 'APPEND', 'UPSERT'] as const).map((value) => (
            <Radio key={value} value={value} label={say(WORDS[value])} />
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={say(WORDS.rejects)}
        value={rejects}
        onChange={(value) => setRejects(value as Choices['rejects'])}
      >
        <Stack gap="xs" mt="xs">
          {(['REFUSE', 'SET_ASIDE'] as const).map((value) => (
            <Radio key={value} value={value} label={say(WORDS[value])} />
          ))}
        </Stack>
      </Radio.Group>
      <Group>
        <Button onClick={start} loading={result.fetching} disabled={blocked !== null}>
          {say(WORDS.load)}
        </Button>
        {blocked && (
          <Text size="sm" c="dimmed">
            {blocked}
          </Text>
        )}
      </Group>
      {refusal && <Refused refusal={refusal} />}
      {report && <LoadReport report={report} />}
      {loaded && (
        <Text role="status" fw={600}>
          {say(WORDS.release)} {number(loaded.number)} {say(WORDS.live)}: {number(loaded.rows)}{' '}
          {say(WORDS.rows)}
        </Text>
      )}
    </Stack>
  );
}
