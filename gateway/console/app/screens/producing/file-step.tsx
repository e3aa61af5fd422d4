import { Button, Card, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Sheet } from '../../shell/sheet.js';
import { PartHeading } from '../../shell/states.js';
import { IMPORT_FILE, type Understood } from './file-import.js';
import { Questions } from './questions.js';
import { SendFile } from './send-file.js';
import { FileUnderstood } from './understood.js';

const IMPORTS = graphql(`
  query EarlierImports { imports { id filename dataset ready rows updatedAt } }
`);

const WORDS = {
  title: { id: 'Berkas', en: 'The file' },
  data: { id: 'Berkas data', en: 'Data file' },
  kinds: {
    id: 'CSV, XLSX, JSON, tabel HTML, atau ZIP berisi berkas itu. Baris judul, baris jumlah, dan pemisah ribuan dikenali.',
    en: 'CSV, XLSX, JSON, an HTML table, or a ZIP of them. Title rows, totals and thousand separators are recognised.',
  },
  lead: {
    id: 'Berkas dipahami dahulu; belum ada yang dimuat.',
    en: 'The file is understood first; nothing is loaded yet.',
  },
  earlier: { id: 'Atau lanjutkan dengan berkas yang sudah diunggah', en: 'Or go on with a file sent before' },
  take: { id: 'Pakai', en: 'Use' },
  open: { id: 'ada pertanyaan', en: 'has questions' },
  ready: { id: 'siap', en: 'ready' },
  file: { id: 'Berkas', en: 'File' },
  state: { id: 'Keadaan', en: 'State' },
  when: { id: 'Terakhir diubah', en: 'Last changed' },
  another: { id: 'Ganti berkas', en: 'Another file' },
  next: { id: 'Lanjut', en: 'Go on' },
  without: {
    id: 'Lanjut tanpa berkas: hanya melepas kolom',
    en: 'Go on without a file: only drop columns',
  },
  first: { id: 'Jawab semua pertanyaan dahulu.', en: 'Answer all questions first.' },
} as const satisfies Record<string, Words>;

/** A file is sent, or one sent before is taken up, and understood with the producer’s answers. */
export function FileStep({
  dataset,
  understood,
  onFile,
  reread,
  onNext,
  without,
}: {
  readonly dataset: string | null;
  readonly understood: Understood | null;
  readonly onFile: (id: string) => void;
  readonly reread: () => void;
  readonly onNext?: () => void;
  /** Goes on with no file at all: a change may be to drop columns alone. */
  readonly without?: (() => void) | null;
}) {
  const say = useWords();
  const [another, setAnother] = useState(false);
  const [, importFile] = useMutation(IMPORT_FILE);

  async function understand(upload: string): Promise<Refusal | null> {
    const { data, error } = await importFile({ upload, dataset });
    if (data) onFile(data.importFile.id);
    return error ? refusalOf(error) : null;
  }

  if (!understood || another)
    return (
      <Stack>
        <Card>
          <Stack>
            <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
            <SendFile label={say(WORDS.data)} kinds={say(WORDS.kinds)} onSent={understand} />
          </Stack>
        </Card>
        <Earlier dataset={dataset} onFile={onFile} />
        {without && (
          <Group>
            <Button variant="subtle" onClick={without}>
              {say(WORDS.without)}
            </Button>
          </Group>
        )}
      </Stack>
    );
  return (
    <Stack>
      <Questions understood={understood} onAnswered={reread} />
      <FileUnderstood understood={understood} onChanged={reread} />
      <Group>
        {onNext && (
          <Button onClick={onNext} disabled={!understood.ready}>
            {say(WORDS.next)}
          </Button>
        )}
        <Button variant="default" onClick={() => setAnother(true)}>
          {say(WORDS.another)}
        </Button>
        {!understood.ready && (
          <Text size="sm" c="dimmed">
            {say(WORDS.first)}
          </Text>
        )}
      </Group>
    </Stack>
  );
}

const SHOWN = 5;

function Earlier({
  dataset,
  onFile,
}: {
  readonly dataset: string | null;
  readonly onFile: (id: string) => void;
}) {
  const say = useWords();
  const { moment } = useFormats();
  const [{ data }] = useQuery({ query: IMPORTS });
  const earlier = (data?.imports ?? []).filter((one) => one.dataset === dataset).slice(0, SHOWN);
  if (earlier.length === 0) return null;
  return (
    <div>
      <Title order={3}>{say(WORDS.earlier)}</Title>
      <Sheet width={420} heads={[WORDS.file, WORDS.state, WORDS.when, WORDS.take]}>
        {earlier.map(({ id, filename, ready, updatedAt }) => (
          <Table.Tr key={id}>
            <Table.Td>{filename}</Table.Td>
            <Table.Td>{say(ready ? WORDS.ready : WORDS.open)}</Table.Td>
            <Table.Td>{moment(updatedAt)}</Table.Td>
            <Table.Td>
              <Button
                size="xs"
                variant="light"
                aria-label={`${say(WORDS.take)} ${filename}`}
                onClick={() => onFile(id)}
              >
                {say(WORDS.take)}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Sheet>
    </div>
  );
}
