import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import { useMutation } from 'urql';
import { refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Refused } from '../../shell/states.js';
import { ANSWER_IMPORT } from './file-import.js';
import { Load } from './load.js';
import { PlanPull } from './plan-pull.js';
import { Pulling } from './pulling.js';
import type { Source } from './source.js';

const WORDS = {
  again: { id: 'Baca berkas ini sebagai rilis baru', en: 'Read this file as a new release' },
  later: {
    id: 'Strukturnya sudah diserahkan; barisnya belum ada. Muat dari berkas yang judul kolomnya sama dengan nama kolom tabel, atau tarik dari basis datanya.',
    en: 'The structure is handed over; there are no rows yet. Load them from a file whose headers are the table’s column names, or pull them from the database.',
  },
  file: { id: 'Muat dari berkas', en: 'Load from a file' },
  pull: { id: 'Tarik dari basis data', en: 'Pull from a database' },
} as const satisfies Record<string, Words>;

/** Brings the rows of a dataset that was handed over from where its definition came from. */
export function LoadFrom({
  source,
  dataset,
  isChange,
  onLoaded,
}: {
  readonly source: Source;
  readonly dataset: string;
  readonly isChange: boolean;
  readonly onLoaded: () => void;
}) {
  const say = useWords();
  if (source.kind === 'CONNECTION') {
    const { connection, table } = source;
    return (
      <Pulling dataset={dataset} onLoaded={onLoaded}>
        {(begin) => (
          <Card>
            <PlanPull
              dataset={dataset}
              place={{ connection, schema: table.schema ?? '', table: table.name }}
              onPlanned={begin}
            />
          </Card>
        )}
      </Pulling>
    );
  }
  return (
    <Card>
      {source.kind === 'STRUCTURE' ? (
        <Stack>
          <Text>{say(WORDS.later)}</Text>
          <Group>
            {(['upload', 'pull'] as const).map((part) => (
              <Button
                key={part}
                component={Link}
                to={paths.mineDataset(dataset, { part })}
                variant={part === 'upload' ? 'filled' : 'default'}
              >
                {say(part === 'upload' ? WORDS.file : WORDS.pull)}
              </Button>
            ))}
          </Group>
        </Stack>
      ) : isChange ? (
        <ReadAgain dataset={dataset} file={source.file.id} />
      ) : (
        <Load dataset={dataset} from={source.file.id} onLoaded={onLoaded} />
      )}
    </Card>
  );
}

/** The file was understood before the dataset had its columns: read once more it fills them. */
function ReadAgain({ dataset, file }: { readonly dataset: string; readonly file: string }) {
  const say = useWords();
  const navigate = useNavigate();
  const [{ error, fetching }, answer] = useMutation(ANSWER_IMPORT);

  async function read(): Promise<void> {
    const outcome = await answer({ import: file, answers: [], overrides: [] });
    if (!outcome.error) navigate(paths.mineDataset(dataset, { part: 'upload', file }));
  }

  return (
    <Stack align="flex-start">
      {error && <Refused refusal={refusalOf(error)} />}
      <Button onClick={read} loading={fetching}>
        {say(WORDS.again)}
      </Button>
    </Stack>
  );
}
