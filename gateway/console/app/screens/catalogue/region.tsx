import { Anchor, Button, Card, Group, Stack, Table, Text, Title } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { AT_ONCE, useEach } from '../../hub/asked.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { REGION_LEVELS } from '../../terms.js';
import { countField } from './asked-rows.js';

const REGION = graphql(`
  query Region($code: ID!) {
    region(code: $code) {
      code name level
      parent { code name parent { code name parent { code name } } }
      children(first: 100) { nodes { code name } }
    }
    datasets { name title rows agency { name } columns { name reference { entity field } } }
  }
`);
type Answer = ResultOf<typeof REGION>;
type Entry = NonNullable<Answer['datasets']>[number];

const WORDS = {
  crumb: { id: 'Katalog', en: 'Catalogue' },
  code: { id: 'kode', en: 'code' },
  datasets: { id: 'Data tentang wilayah ini', en: 'Data about this region' },
  dataset: { id: 'Dataset', en: 'Dataset' },
  rows: { id: 'Baris wilayah ini', en: 'Rows of this region' },
  noRows: { id: 'tidak ada', en: 'none' },
  noData: { id: 'belum ada data', en: 'no data yet' },
  closed: { id: 'tidak terbuka bagi Anda', en: 'not open to you' },
  none: { id: 'Belum ada dataset yang merujuk wilayah.', en: 'No dataset refers to regions yet.' },
  noneMore: {
    id: 'Dataset muncul di sini bila kolomnya berisi kode wilayah.',
    en: 'A dataset appears here where a column of it holds codes of regions.',
  },
  below: { id: 'Wilayah di dalamnya', en: 'Regions within it' },
  unknown: { id: 'Tidak ada wilayah dengan kode ini.', en: 'There is no region of this code.' },
  unknownMore: {
    id: 'Cari namanya di katalog.',
    en: 'Look for its name in the catalogue.',
  },
  catalogue: { id: 'Ke katalog', en: 'To the catalogue' },
} as const satisfies Record<string, Words>;

/** What there is of one region: the datasets that refer to regions, each with its rows of this one. */
export function RegionPage() {
  const say = useWords();
  const { code = '' } = useParams();
  const [result, again] = useQuery({ query: REGION, variables: { code } });
  return (
    <Answered result={result} retry={again}>
      {({ region, datasets }) =>
        region ? (
          <Known region={region} datasets={datasets ?? []} />
        ) : (
          <>
            <Heading title={code} />
            <Empty
              title={say(WORDS.unknown)}
              action={
                <Button component={Link} to={paths.catalogue()}>
                  {say(WORDS.catalogue)}
                </Button>
              }
            >
              {say(WORDS.unknownMore)}
            </Empty>
          </>
        )
      }
    </Answered>
  );
}

function Known({
  region: { code, name, level, parent, children },
  datasets,
}: {
  readonly region: NonNullable<Answer['region']>;
  readonly datasets: readonly Entry[];
}) {
  const say = useWords();
  const above = [parent?.parent?.parent, parent?.parent, parent].flatMap((one) => one ?? []);
  const referring = datasets.flatMap((dataset) => {
    const field = dataset.columns.find(({ reference }) => reference?.entity === 'Region')?.reference?.field;
    return field ? [{ dataset, field }] : [];
  });
  const below = children?.nodes ?? [];
  return (
    <Stack gap="xl">
      <div>
        <Text size="sm" mb={4}>
          <Anchor component={Link} to={paths.catalogue()}>
            {say(WORDS.crumb)}
          </Anchor>
          {' / '}
          {above.map((one) => (
            <span key={one.code}>
              <Anchor component={Link} to={paths.region(one.code)}>
                {one.name}
              </Anchor>
              {' / '}
            </span>
          ))}
        </Text>
        <Heading title={name} lead={`${say(REGION_LEVELS[level])}, ${say(WORDS.code)} ${code}`} />
      </div>
      <section>
        <Title order={2} mb="sm">
          {say(WORDS.datasets)}
        </Title>
        {referring.length > 0 ? (
          <Card p={0}>
            <Sheet width={300} heads={[WORDS.dataset, WORDS.rows]}>
              {Array.from({ length: Math.ceil(referring.length / AT_ONCE) }, (_, at) => (
                <Counted
                  // biome-ignore lint/suspicious/noArrayIndexKey: some of one list, which is asked for together
                  key={at}
                  code={code}
                  referring={referring.slice(at * AT_ONCE, (at + 1) * AT_ONCE)}
                />
              ))}
            </Sheet>
          </Card>
        ) : (
          <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
        )}
      </section>
      {below.length > 0 && (
        <section>
          <Title order={2} mb="sm">
            {say(WORDS.below)}
          </Title>
          <Group gap="sm" component="ul" p={0} m={0}>
            {below.map((one) => (
              <li key={one.code} style={{ listStyle: 'none' }}>
                <Anchor component={Link} to={paths.region(one.code)}>
                  {one.name}
                </Anchor>
              </li>
            ))}
          </Group>
        </section>
      )}
    </Stack>
  );
}

/** Datasets with their rows of the region, as many as one request may count. */
function Counted({
  code,
  referring,
}: {
  readonly code: string;
  readonly referring: readonly { readonly dataset: Entry; readonly field: string }[];
}) {
  const say = useWords();
  const { number } = useFormats();
  const loaded = referring.filter(({ dataset }) => dataset.rows !== null);
  const counts = useEach<{ totalCount: number | null }>(
    loaded.map(({ dataset, field }) => countField(dataset.name, { field, code })),
  );
  const told = (dataset: Entry): string => {
    if (dataset.rows === null) return say(WORDS.noData);
    if (!counts) return '…';
    const count = counts[loaded.findIndex((one) => one.dataset === dataset)]?.totalCount ?? null;
    return count === null ? say(WORDS.closed) : count === 0 ? say(WORDS.noRows) : number(count);
  };
  return referring.map(({ dataset }) => (
    <Table.Tr key={dataset.name}>
      <Table.Td>
        <Anchor component={Link} to={paths.dataset(dataset.name, code)} fw={600}>
          {dataset.title}
        </Anchor>
        <Text size="sm" c="dimmed">
          {dataset.agency.name}
        </Text>
      </Table.Td>
      <Table.Td>{told(dataset)}</Table.Td>
    </Table.Tr>
  ));
}
