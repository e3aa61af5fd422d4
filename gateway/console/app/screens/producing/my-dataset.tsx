import { Anchor, Badge, Button, Group, SimpleGrid, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { Freshness } from '../../freshness.js';
import { download } from '../../hub/files.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import type { Refusal } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths, TAB } from '../../paths.js';
import { Answered, Empty, Heading, Refused } from '../../shell/states.js';
import { DATASET_FACTS } from '../../terms.js';
import { useSession } from '../../viewer.js';
import { Delegation } from './delegation.js';
import { Erasing } from './erasing.js';
import { Facts } from './facts.js';
import { NewRelease } from './new-release.js';
import { OwnPull } from './own-pull.js';
import { ProposeChange } from './propose-change.js';
import { PublicRelease } from './public-release.js';
import { Releases } from './releases.js';
import { Uses } from './uses.js';

const DATASET = graphql(`
  query OwnDataset($name: ID!) {
    dataset(name: $name) {
      name title description rows updatedAt released templatePath
      agency { slug } cadence coverage contact licence
      freshness { state dueOn lateDays promised }
      completeness { score missing { attribute column id en } }
    }
  }
`);
export type OwnDataset = NonNullable<ResultOf<typeof DATASET>['dataset']>;

const WORDS = {
  none: { id: 'Instansi Anda tidak memiliki dataset ini.', en: 'Your agency has no such dataset.' },
  mine: { id: 'Ke data saya', en: 'To my data' },
  releases: { id: 'Rilis', en: 'Releases' },
  upload: { id: 'Unggah rilis baru', en: 'Upload a new release' },
  pull: { id: 'Tarikan', en: 'Pulls' },
  facts: { id: 'Keterangan', en: 'Description' },
  uses: { id: 'Pemakaian', en: 'Uses' },
  public: { id: 'Rilis publik', en: 'Public release' },
  erasing: { id: 'Penghapusan', en: 'Erasure' },
  template: { id: 'Unduh templat XLSX', en: 'Download the XLSX template' },
  catalogue: { id: 'Lihat di katalog', en: 'See it in the catalogue' },
  live: { id: 'Rilis berlaku', en: 'Live release' },
  rows: { id: 'baris', en: 'rows' },
  empty: { id: 'belum ada data', en: 'no data yet' },
  complete: { id: 'Kelengkapan', en: 'Completeness' },
  released: { id: 'dirilis ke publik', en: 'released to the public' },
  sections: { id: 'Bagian', en: 'Sections' },
} as const satisfies Record<string, Words>;

const TABS = ['releases', 'upload', 'pull', 'facts', 'uses', 'public', 'erasing'] as const;

/** One of the agency's datasets: its releases, a new one, what fills it, what it means, who uses it. */
export function MyDataset() {
  const say = useWords();
  const { viewer } = useSession();
  const { name = '' } = useParams();
  const [result, again] = useQuery({ query: DATASET, variables: { name } });
  return (
    <Answered result={result} retry={again}>
      {({ dataset }) =>
        dataset?.agency.slug === viewer.agency ? (
          <Whole dataset={dataset} reread={() => again({ requestPolicy: 'network-only' })} />
        ) : (
          <Empty
            title={say(WORDS.none)}
            action={
              <Button component={Link} to={paths.mine()}>
                {say(WORDS.mine)}
              </Button>
            }
          />
        )
      }
    </Answered>
  );
}

function Whole({ dataset, reread }: { readonly dataset: OwnDataset; readonly reread: () => void }) {
  const say = useWords();
  const { number, date } = useFormats();
  const [params, setParams] = useSearchParams();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { name, templatePath } = dataset;
  const facts = [
    [DATASET_FACTS.freshness, <Freshness key="fresh" freshness={dataset.freshness} />],
    [
      WORDS.live,
      dataset.updatedAt
        ? `${date(dataset.updatedAt)}, ${number(dataset.rows ?? 0)} ${say(WORDS.rows)}`
        : say(WORDS.empty),
    ],
    [WORDS.complete, `${number(dataset.completeness.score)} / 100`],
  ] as const;
  return (
    <>
      <Heading title={dataset.title} lead={dataset.description}>
        <ProposeChange dataset={name} />
        {templatePath && (
          <Button
            variant="default"
            onClick={async () => {
              const got = await download(templatePath);
              setRefusal(got.ok ? null : got.refusal);
            }}
          >
            {say(WORDS.template)}
          </Button>
        )}
      </Heading>
      {refusal && <Refused refusal={refusal} />}
      <Group mb="md" gap="md">
        <Text c="dimmed">{name}</Text>
        {dataset.released && <Badge variant="light">{say(WORDS.released)}</Badge>}
        <Anchor component={Link} to={paths.dataset(name)}>
          {say(WORDS.catalogue)}
        </Anchor>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 3 }} mb="lg">
        {facts.map(([words, fact]) => (
          <Stack key={words.en} gap={4}>
            <Text size="sm" c="dimmed">
              {say(words)}
            </Text>
            {typeof fact === 'string' ? <Text>{fact}</Text> : fact}
          </Stack>
        ))}
      </SimpleGrid>
      <Tabs
        value={params.get(TAB) ?? TABS[0]}
        onChange={(tab) => setParams(tab ? { [TAB]: tab } : {})}
        keepMounted={false}
      >
        <Tabs.List mb="lg" aria-label={say(WORDS.sections)}>
          {TABS.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {say(WORDS[tab])}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="releases">
          <Releases dataset={name} onChanged={reread} />
        </Tabs.Panel>
        <Tabs.Panel value="upload">
          <NewRelease dataset={name} onLoaded={reread} />
        </Tabs.Panel>
        <Tabs.Panel value="pull">
          <OwnPull dataset={name} onLoaded={reread} />
        </Tabs.Panel>
        <Tabs.Panel value="facts">
          <Facts dataset={dataset} onChanged={reread} />
        </Tabs.Panel>
        <Tabs.Panel value="uses">
          <Stack gap="lg">
            <Uses dataset={name} />
            <Delegation dataset={name} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="public">
          <PublicRelease dataset={dataset} onChanged={reread} />
        </Tabs.Panel>
        <Tabs.Panel value="erasing">
          <Erasing dataset={name} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
