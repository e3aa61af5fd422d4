import { Anchor, Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { Freshness } from '../../freshness.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { DATASET_FACTS, ROLES, STEPS } from '../../terms.js';
import { useSession } from '../../viewer.js';
import { type ListedCase, OWN_CASES } from './case.js';

const DATASETS = graphql(`
  query OwnDatasets($agency: ID!) {
    datasets(agency: $agency) {
      name title rows updatedAt released
      freshness { state dueOn lateDays promised }
      completeness { score }
    }
  }
`);
type Own = NonNullable<ResultOf<typeof DATASETS>['datasets']>[number];

const WORDS = {
  title: { id: 'Data saya', en: 'My data' },
  lead: {
    id: 'Dataset instansi Anda: langkah permohonan, kemutakhiran, dan rilis yang berlaku.',
    en: 'Your agency’s datasets: the step of the case, how fresh they are, and the live release.',
  },
  publish: { id: 'Terbitkan dataset', en: 'Publish a dataset' },
  none: { id: 'Instansi Anda belum memiliki dataset.', en: 'Your agency has no dataset yet.' },
  noneMore: {
    id: 'Mulailah dengan mengajukan permohonan dan mengunggah berkas.',
    en: 'Begin with an application and a file.',
  },
  dataset: { id: 'Dataset', en: 'Dataset' },
  step: { id: 'Langkah', en: 'Step' },
  next: { id: 'giliran', en: 'next' },
  release: { id: 'Rilis berlaku', en: 'Live release' },
  rows: { id: 'baris', en: 'rows' },
  empty: { id: 'belum ada data', en: 'no data yet' },
  complete: { id: 'Kelengkapan', en: 'Completeness' },
  closed: { id: 'selesai', en: 'closed' },
  public: { id: 'dirilis ke publik', en: 'released to the public' },
} as const satisfies Record<string, Words>;

/** The datasets of one's own agency. */
export function Mine() {
  const say = useWords();
  const { viewer } = useSession();
  const [result, again] = useQuery({
    query: DATASETS,
    variables: { agency: viewer.agency ?? '' },
    pause: viewer.agency === null,
  });
  const [{ data: known }] = useQuery({ query: OWN_CASES });
  const publish = (
    <Button component={Link} to={paths.publishing()}>
      {say(WORDS.publish)}
    </Button>
  );
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(WORDS.lead)}>
        {publish}
      </Heading>
      <Answered
        result={viewer.agency === null ? { data: { datasets: [] }, fetching: false } : result}
        retry={again}
      >
        {({ datasets }) =>
          datasets && datasets.length > 0 ? (
            <Sheet
              width={640}
              heads={[WORDS.dataset, WORDS.step, DATASET_FACTS.freshness, WORDS.release, WORDS.complete]}
            >
              {datasets.map((dataset) => (
                <Row
                  key={dataset.name}
                  dataset={dataset}
                  // Newest first: a change that is under way comes before what it changes.
                  under={known?.cases?.find(({ dossier }) => dossier?.dataset === dataset.name)}
                />
              ))}
            </Sheet>
          ) : (
            <Empty title={say(WORDS.none)} action={publish}>
              {say(WORDS.noneMore)}
            </Empty>
          )
        }
      </Answered>
    </>
  );
}

function Row({ dataset, under }: { readonly dataset: Own; readonly under: ListedCase | undefined }) {
  const say = useWords();
  const { number, date } = useFormats();
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={paths.mineDataset(dataset.name)} fw={600}>
          {dataset.title}
        </Anchor>
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {dataset.name}
          </Text>
          {dataset.released && <Badge variant="light">{say(WORDS.public)}</Badge>}
        </Group>
      </Table.Td>
      <Table.Td>
        {under ? (
          <Stack gap={0}>
            <Anchor component={Link} to={paths.case(under.number)}>
              {say(under.status === 'CLOSED' ? WORDS.closed : STEPS[under.step])}
            </Anchor>
            {under.nextActor && (
              <Text size="sm" c="dimmed">
                {say(WORDS.next)}: {say(ROLES[under.nextActor])}
              </Text>
            )}
          </Stack>
        ) : (
          '–'
        )}
      </Table.Td>
      <Table.Td>
        <Freshness freshness={dataset.freshness} />
      </Table.Td>
      <Table.Td>
        {dataset.updatedAt ? (
          <>
            {date(dataset.updatedAt)}
            <Text size="sm" c="dimmed">
              {number(dataset.rows ?? 0)} {say(WORDS.rows)}
            </Text>
          </>
        ) : (
          <Badge color="orange.9">{say(WORDS.empty)}</Badge>
        )}
      </Table.Td>
      <Table.Td>{number(dataset.completeness.score)} / 100</Table.Td>
    </Table.Tr>
  );
}
