import {
  Button,
  Card,
  Checkbox,
  Code,
  CopyButton,
  Group,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { download } from '../../hub/files.js';
import type { Refusal } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { Refused } from '../../shell/states.js';
import { conditionOf, rowsQuery, type Within } from './asked-rows.js';
import type { Described, DescribedColumn } from './described.js';

const WORDS = {
  title: { id: 'Pakai data ini', en: 'Use these data' },
  query: { id: 'Kueri', en: 'Query' },
  copy: { id: 'Salin kueri', en: 'Copy the query' },
  copied: { id: 'Tersalin', en: 'Copied' },
  open: { id: 'Buka di penjelajah', en: 'Open in the explorer' },
  export: { id: 'Unduh berkas', en: 'Download a file' },
  exportMore: {
    id: 'Semua baris, dengan kolom yang boleh Anda baca.',
    en: 'All rows, with the columns that you may read.',
  },
  exportWithin: {
    id: 'Semua baris wilayah ini, dengan kolom yang boleh Anda baca.',
    en: 'All rows of this region, with the columns that you may read.',
  },
  names: { id: 'Sertakan nama wilayah', en: 'With names of regions' },
  excel: { id: 'CSV untuk Excel', en: 'CSV for Excel' },
  nothing: {
    id: 'Tidak ada kolom yang dapat Anda baca, sehingga tidak ada yang dapat diunduh.',
    en: 'There is no column that you may read, and so nothing to download.',
  },
  done: { id: 'Berkas diunduh', en: 'The file is downloaded' },
} as const satisfies Record<string, Words>;

const FILES: readonly { readonly label: Words; readonly ending: string; readonly excel: boolean }[] = [
  { label: { id: 'CSV', en: 'CSV' }, ending: 'csv', excel: false },
  { label: WORDS.excel, ending: 'csv', excel: true },
  { label: { id: 'XLSX', en: 'XLSX' }, ending: 'xlsx', excel: false },
  { label: { id: 'NDJSON', en: 'NDJSON' }, ending: 'ndjson', excel: false },
];

const FIRST = 20;

/** Ways out of the catalogue: the query, the explorer, and files. */
export function Using({
  dataset,
  columns,
  within,
}: {
  readonly dataset: Described;
  readonly columns: readonly DescribedColumn[];
  readonly within: Within | null;
}) {
  const say = useWords();
  const asked = columns.length > 0 ? columns : dataset.columns;
  const query = rowsQuery(
    dataset.name,
    asked.map(({ name }) => name),
    FIRST,
    within,
  );
  return (
    <section>
      <Title order={2} mb="sm">
        {say(WORDS.title)}
      </Title>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Card>
          <Stack align="flex-start">
            <Title order={3}>{say(WORDS.query)}</Title>
            <Code block w="100%" mah={300} tabIndex={0} aria-label={say(WORDS.query)}>
              {query}
            </Code>
            <Group>
              <CopyButton value={query}>
                {({ copied, copy }) => (
                  <Button variant={copied ? 'filled' : 'light'} onClick={copy} aria-live="polite">
                    {say(copied ? WORDS.copied : WORDS.copy)}
                  </Button>
                )}
              </CopyButton>
              <Button component="a" href={`/explorer/?query=${encodeURIComponent(query)}`} variant="default">
                {say(WORDS.open)}
              </Button>
            </Group>
          </Stack>
        </Card>
        <Files dataset={dataset} readable={columns} within={within} />
      </SimpleGrid>
    </section>
  );
}

function Files({
  dataset,
  readable,
  within,
}: {
  readonly dataset: Described;
  readonly readable: readonly DescribedColumn[];
  readonly within: Within | null;
}) {
  const say = useWords();
  const [names, setNames] = useState(true);
  const [busy, setBusy] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const regions = readable.some(({ reference }) => reference?.entity === 'Region');

  async function save(ending: string, excel: boolean, label: string): Promise<void> {
    setBusy(label);
    setRefusal(null);
    const how = new URLSearchParams();
    if (regions && names) how.set('names', '1');
    if (excel) how.set('excel', '1');
    if (within) how.set('where', JSON.stringify(conditionOf(within)));
    const path = `/exports/${dataset.name}.${ending}`;
    const outcome = await download(how.size > 0 ? `${path}?${how}` : path);
    setBusy(null);
    if (outcome.ok) notifications.show({ message: `${say(WORDS.done)}: ${dataset.title} (${label})` });
    else setRefusal(outcome.refusal);
  }

  return (
    <Card>
      <Stack>
        <div>
          <Title order={3}>{say(WORDS.export)}</Title>
          <Text c="dimmed">{say(within ? WORDS.exportWithin : WORDS.exportMore)}</Text>
        </div>
        {refusal && <Refused refusal={refusal} />}
        {readable.length === 0 && <Text size="sm">{say(WORDS.nothing)}</Text>}
        {regions && (
          <Checkbox
            label={say(WORDS.names)}
            checked={names}
            onChange={(event) => setNames(event.currentTarget.checked)}
          />
        )}
        <Group>
          {FILES.map(({ label, ending, excel }) => (
            <Button
              key={label.en}
              variant="light"
              disabled={readable.length === 0 || (busy !== null && busy !== say(label))}
              loading={busy === say(label)}
              onClick={() => void save(ending, excel, say(label))}
            >
              {say(label)}
            </Button>
          ))}
        </Group>
      </Stack>
    </Card>
  );
}
