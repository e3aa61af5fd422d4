import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { PartHeading, Refused } from '../../shell/states.js';
import type { OwnDataset } from './my-dataset.js';

const REQUEST = graphql(`
  mutation RequestRelease($dataset: ID!) { requestRelease(dataset: $dataset) { name released } }
`);

const WORDS = {
  title: { id: 'Rilis kepada publik', en: 'Release to the public' },
  lead: {
    id: 'Kolom terbuka dapat dibaca siapa pun tanpa masuk. Anda meminta, kepala bidang memutuskan.',
    en: 'Whoever it is can then read the open columns without signing in. You ask, the division head decides.',
  },
  request: { id: 'Minta rilis publik', en: 'Ask for the public release' },
  asked: {
    id: 'Permintaan terkirim; giliran kepala bidang untuk memutuskan.',
    en: 'The request is sent; the division head decides next.',
  },
  already: { id: 'Dataset ini sudah dirilis kepada publik.', en: 'The dataset is released to the public.' },
} as const satisfies Record<string, Words>;

/** Asks for the release of a dataset to the public. */
export function PublicRelease({
  dataset,
  onChanged,
}: {
  readonly dataset: OwnDataset;
  readonly onChanged: () => void;
}) {
  const say = useWords();
  const [result, request] = useMutation(REQUEST);
  const asked = result.data !== undefined && !result.error;

  async function ask(): Promise<void> {
    const { error } = await request({ dataset: dataset.name });
    if (error) return;
    notifications.show({ message: say(WORDS.asked), color: 'teal' });
    onChanged();
  }

  return (
    <Card>
      <Stack gap="sm">
        <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
        {result.error && <Refused refusal={refusalOf(result.error)} />}
        <Group>
          <Button onClick={ask} loading={result.fetching} disabled={dataset.released || asked}>
            {say(WORDS.request)}
          </Button>
          {(dataset.released || asked) && (
            <Text size="sm" role="status">
              {say(dataset.released ? WORDS.already : WORDS.asked)}
            </Text>
          )}
        </Group>
      </Stack>
    </Card>
  );
}
