import { Alert, Card, Stack, Text, Title } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { useWords, type Words } from '../../language.js';
import { ON_THE_WAY } from '../../paths.js';
import { Answered } from '../../shell/states.js';
import { ONE_IMPORT } from './file-import.js';
import { FileStep } from './file-step.js';
import { Load } from './load.js';
import { ProposeChange } from './propose-change.js';

const WORDS = {
  load: { id: 'Muat', en: 'Load' },
  more: {
    id: 'Berkas memuat kolom yang belum disepakati',
    en: 'The file has columns that are not agreed on',
  },
  moreLead: {
    id: 'Kolom itu tidak ikut dimuat. Agar tersedia di graf, ajukan perubahan; berkas ini dibawa serta.',
    en: 'They are not loaded. To have them in the graph, propose a change; this file goes along.',
  },
  first: { id: 'Jawab semua pertanyaan dahulu.', en: 'Answer all questions first.' },
} as const satisfies Record<string, Words>;

/** The next file of a dataset: understood by the answers of the last one, then loaded. */
export function NewRelease({
  dataset,
  onLoaded,
}: {
  readonly dataset: string;
  readonly onLoaded: () => void;
}) {
  const say = useWords();
  const [params, setParams] = useSearchParams();
  const file = params.get(ON_THE_WAY.file);
  const [result, again] = useQuery({
    query: ONE_IMPORT,
    variables: { id: file ?? '' },
    pause: file === null,
  });
  const step = (understood: Parameters<typeof FileStep>[0]['understood']) => (
    <FileStep
      key={file}
      dataset={dataset}
      understood={understood}
      onFile={(id) =>
        setParams((now) => {
          const then = new URLSearchParams(now);
          then.set(ON_THE_WAY.file, id);
          return then;
        })
      }
      reread={() => again({ requestPolicy: 'network-only' })}
    />
  );
  if (file === null) return step(null);
  return (
    <Answered result={result} retry={again}>
      {({ import: understood }) => (
        <Stack>
          {step(understood)}
          {understood?.differences.some(({ kind }) => kind === 'NEW') && (
            <Alert color="blue" title={say(WORDS.more)}>
              <Stack gap="sm" align="flex-start">
                <Text size="sm">{say(WORDS.moreLead)}</Text>
                <ProposeChange dataset={dataset} file={understood.id} />
              </Stack>
            </Alert>
          )}
          {understood && (
            <Card>
              <Title order={2} mb="sm">
                {say(WORDS.load)}
              </Title>
              <Load
                key={file}
                dataset={dataset}
                from={understood.id}
                blocked={understood.ready ? null : say(WORDS.first)}
                onLoaded={onLoaded}
              />
            </Card>
          )}
        </Stack>
      )}
    </Answered>
  );
}
