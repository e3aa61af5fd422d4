import { Anchor, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { useSession } from '../../viewer.js';
import { Asking } from './asking.js';
import type { Described, DescribedColumn } from './described.js';

const OPEN_REQUESTS = graphql(`
  query OpenRequests($dataset: ID!) {
    accessRequests(dataset: $dataset, status: REQUESTED, first: 100) { nodes { id columns requestedBy } }
  }
`);

const WORDS = {
  request: { id: 'Minta izin akses', en: 'Ask for access' },
  waiting: { id: 'Permintaan Anda menunggu keputusan.', en: 'Your request awaits a decision.' },
  follow: { id: 'Lihat permintaan', en: 'See the request' },
} as const satisfies Record<string, Words>;

/** Asks for restricted columns, and says where that was done already: for a key one may well ask again. */
export function AskFor({
  dataset,
  restricted,
  asked,
}: {
  readonly dataset: Described;
  readonly restricted: readonly DescribedColumn[];
  readonly asked: () => void;
}) {
  const say = useWords();
  const { viewer } = useSession();
  const [opened, { open, close }] = useDisclosure(false);
  const [{ data }, again] = useQuery({ query: OPEN_REQUESTS, variables: { dataset: dataset.name } });
  const waits = data?.accessRequests?.nodes.some(
    ({ columns, requestedBy }) =>
      requestedBy === viewer.name &&
      (columns === null || restricted.some(({ name }) => columns.includes(name))),
  );
  return (
    <Group gap="sm">
      <Button size="xs" variant={waits ? 'default' : 'filled'} onClick={open}>
        {say(WORDS.request)}
      </Button>
      {waits && (
        <Text size="sm">
          {say(WORDS.waiting)}{' '}
          <Anchor component={Link} to={paths.requests()} inherit>
            {say(WORDS.follow)}
          </Anchor>
        </Text>
      )}
      <Asking
        dataset={dataset}
        restricted={restricted}
        opened={opened}
        close={close}
        asked={() => {
          again({ requestPolicy: 'network-only' });
          asked();
        }}
      />
    </Group>
  );
}
