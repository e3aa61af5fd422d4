import { Anchor, Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { useWords, type Words } from '../../language.js';
import { paths, REGION } from '../../paths.js';
import { SignInButton } from '../../shell/signed-in.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { useSession } from '../../viewer.js';
import { Columns } from './columns.js';
import { DATASET, type Described, PUBLIC_DATASET } from './described.js';
import { ErasureDecision } from './erasure-decision.js';
import { useExplanations } from './explaining.js';
import { Facts } from './facts.js';
import { Preview } from './preview.js';
import { useRegionNames } from './region-names.js';
import { ReleaseDecision } from './release-decision.js';
import { Tracks } from './track.js';
import { Using } from './using.js';
import { Withheld } from './withheld.js';

const WORDS = {
  catalogue: { id: 'Katalog', en: 'Catalogue' },
  public: { id: 'Rilis publik', en: 'Public' },
  internal: { id: 'Belum dirilis untuk umum', en: 'Not released to the public' },
  none: {
    id: 'Tidak ada dataset dengan nama ini bagi Anda.',
    en: 'There is no dataset of this name for you.',
  },
  noneStranger: {
    id: 'Mungkin belum dirilis untuk umum. Setelah masuk Anda kembali ke sini.',
    en: 'It may not be released to the public. Having signed in you come back to it.',
  },
  noneMember: {
    id: 'Periksa namanya, atau cari di katalog.',
    en: 'Check its name, or search the catalogue.',
  },
  back: { id: 'Ke katalog', en: 'To the catalogue' },
  within: {
    id: 'Yang ditampilkan di bawah ini hanya baris wilayah',
    en: 'What follows is of one region alone:',
  },
  notWithin: {
    id: 'Anda tidak dapat menyaring dataset ini menurut wilayah; yang ditampilkan seluruhnya, bukan hanya',
    en: 'You cannot filter this dataset by region; all of it is shown, and not only',
  },
  whole: { id: 'Tampilkan semua wilayah', en: 'Show all regions' },
  case: { id: 'Proses menurut SOP', en: 'Where the procedure stands' },
} as const satisfies Record<string, Words>;

/** Everything about one dataset. */
export function DatasetPage() {
  const { name = '' } = useParams();
  const { isSignedIn } = useSession();
  const [result, again] = useQuery<{ dataset: Described | null }>({
    query: isSignedIn ? DATASET : PUBLIC_DATASET,
    variables: { name },
  });
  return (
    <Answered result={result} retry={again}>
      {({ dataset }) => (dataset ? <Shown key={dataset.name} dataset={dataset} /> : <Missing />)}
    </Answered>
  );
}

function Missing() {
  const say = useWords();
  const { isSignedIn } = useSession();
  return (
    <Empty
      title={say(WORDS.none)}
      action={
        isSignedIn ? (
          <Button component={Link} to={paths.catalogue()}>
            {say(WORDS.back)}
          </Button>
        ) : (
          <SignInButton />
        )
      }
    >
      {say(isSignedIn ? WORDS.noneMember : WORDS.noneStranger)}
    </Empty>
  );
}

function Shown({ dataset }: { readonly dataset: Described }) {
  const say = useWords();
  const { isSignedIn, viewer, has } = useSession();
  const { name, type, columns, released } = dataset;
  const [erased, setErased] = useState(0);
  const names = useMemo(() => columns.map((column) => column.name), [columns]);
  const [explanations, explainAgain] = useExplanations(type, name, names);
  const readable = useMemo(
    () => explanations && columns.filter((column) => explanations.get(column.name)?.readable ?? !isSignedIn),
    [explanations, columns, isSignedIn],
  );
  const [params, setParams] = useSearchParams();
  const code = params.get(REGION);
  const field = readable?.find(({ reference }) => reference?.entity === 'Region')?.reference?.field;
  const within = code && field ? { code, field } : null;
  const region = useRegionNames(code ? [code] : []).get(code ?? '') ?? code;
  // To others than those who oversee it a case is there where it withholds something, and asking for it is an error.
  const oversees =
    has('TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD', 'ADMIN') ||
    (has('PRODUCER') && viewer.agency === dataset.agency.slug);
  const cases = useMemo(() => {
    const decided = columns.filter(
      (column) => oversees || explanations?.get(column.name)?.readable === false,
    );
    return [...new Set(decided.flatMap((column) => column.case ?? []))].sort().reverse();
  }, [columns, explanations, oversees]);
  return (
    <Stack gap="xl">
      <div>
        <Text size="sm" mb={4}>
          <Anchor component={Link} to={paths.catalogue()}>
            {say(WORDS.catalogue)}
          </Anchor>
          {' / '}
          {dataset.agency.name}
        </Text>
        <Heading title={dataset.title} lead={dataset.description}>
          {released !== undefined && (
            <Badge size="lg" variant="light" c="dark" color={released ? 'teal' : 'gray'}>
              {say(released ? WORDS.public : WORDS.internal)}
            </Badge>
          )}
        </Heading>
        <Facts dataset={dataset} />
      </div>
      {has('DIVISION_HEAD') && <ReleaseDecision dataset={dataset} />}
      {has('TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD') && (
        <ErasureDecision dataset={name} signed={() => setErased(erased + 1)} />
      )}
      {explanations && <Withheld dataset={dataset} explanations={explanations} asked={explainAgain} />}
      {code && readable && (
        <Card role="status" p="md">
          <Group justify="space-between">
            <Text size="sm">
              {say(within ? WORDS.within : WORDS.notWithin)}{' '}
              <Anchor component={Link} to={paths.region(code)} inherit>
                {region}
              </Anchor>
              .
            </Text>
            <Button size="xs" variant="default" onClick={() => setParams({}, { replace: true })}>
              {say(WORDS.whole)}
            </Button>
          </Group>
        </Card>
      )}
      {readable && (
        <Preview
          key={erased}
          dataset={dataset}
          columns={readable}
          within={within}
          root={explanations?.get('')}
        />
      )}
      {readable && <Using dataset={dataset} columns={readable} within={within} />}
      <Columns dataset={dataset} explanations={explanations} asked={explainAgain} />
      {cases.length > 0 && (
        <section>
          <Title order={2} mb="sm">
            {say(WORDS.case)}
          </Title>
          <Tracks numbers={cases} />
        </section>
      )}
    </Stack>
  );
}
