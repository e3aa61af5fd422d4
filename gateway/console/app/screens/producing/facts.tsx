import {
  Button,
  Card,
  Group,
  List,
  Progress,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { PartHeading, Refused } from '../../shell/states.js';
import { CADENCES, DATASET_FACTS } from '../../terms.js';
import type { OwnDataset } from './my-dataset.js';

const DESCRIBE = graphql(`
  mutation DescribeDataset($dataset: ID!, $facts: DatasetFactsInput!) {
    describeDataset(dataset: $dataset, facts: $facts) { name completeness { score missing { attribute column id en } } }
  }
`);

const WORDS = {
  title: { id: 'Keterangan dataset', en: 'What the dataset is' },
  lead: {
    id: 'Dapat diubah kapan saja, tanpa permohonan baru.',
    en: 'It can be changed at any time, without a new case.',
  },
  choose: { id: 'Belum ditetapkan', en: 'Not stated' },
  coverageMore: { id: 'Wilayah, periode, dan populasi', en: 'Region, period and population' },
  contactMore: {
    id: 'Siapa yang menjawab, dan cara menghubunginya',
    en: 'Who answers, and how to reach them',
  },
  licenceMore: { id: 'Misalnya: CC BY 4.0', en: 'Such as: CC BY 4.0' },
  save: { id: 'Simpan keterangan', en: 'Save' },
  saved: { id: 'Keterangan tersimpan.', en: 'It is saved.' },
  complete: { id: 'Kelengkapan', en: 'Completeness' },
  missing: { id: 'Yang belum ada', en: 'What is missing' },
  nothing: { id: 'Semuanya lengkap.', en: 'Nothing is missing.' },
  columns: {
    id: 'Makna kolom diubah lewat permohonan perubahan; keterangan di atas tidak.',
    en: 'What columns mean is changed by a case of kind CHANGE; what stands above is not.',
  },
} as const satisfies Record<string, Words>;

type CadenceName = keyof typeof CADENCES;

/** The facts of a dataset that need no case, and what is still missing of all metadata. */
export function Facts({
  dataset,
  onChanged,
}: {
  readonly dataset: OwnDataset;
  readonly onChanged: () => void;
}) {
  const say = useWords();
  const { number } = useFormats();
  const [cadence, setCadence] = useState<CadenceName | null>(dataset.cadence);
  const [coverage, setCoverage] = useState(dataset.coverage ?? '');
  const [contact, setContact] = useState(dataset.contact ?? '');
  const [licence, setLicence] = useState(dataset.licence ?? '');
  const [result, describe] = useMutation(DESCRIBE);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const { error } = await describe({
      dataset: dataset.name,
      facts: {
        cadence,
        coverage: coverage.trim() || null,
        contact: contact.trim() || null,
        licence: licence.trim() || null,
      },
    });
    if (error) return;
    notifications.show({ message: say(WORDS.saved), color: 'teal' });
    onChanged();
  }

  // What is asked again right away may be answered before the hub has followed its own change.
  const { score, missing } = result.data?.describeDataset?.completeness ?? dataset.completeness;
  return (
    <Stack>
      <Card component="form" onSubmit={save}>
        <Stack>
          <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select
              label={say(DATASET_FACTS.cadence)}
              placeholder={say(WORDS.choose)}
              data={Object.entries(CADENCES).map(([value, words]) => ({ value, label: say(words) }))}
              clearable
              value={cadence}
              onChange={(value) => setCadence(value as CadenceName | null)}
            />
            <TextInput
              label={say(DATASET_FACTS.licence)}
              placeholder={say(WORDS.licenceMore)}
              value={licence}
              onChange={(event) => setLicence(event.currentTarget.value)}
            />
          </SimpleGrid>
          <Textarea
            label={say(DATASET_FACTS.coverage)}
            description={say(WORDS.coverageMore)}
            autosize
            value={coverage}
            onChange={(event) => setCoverage(event.currentTarget.value)}
          />
          <TextInput
            label={say(DATASET_FACTS.contact)}
            description={say(WORDS.contactMore)}
            value={contact}
            onChange={(event) => setContact(event.currentTarget.value)}
          />
          {result.error && <Refused refusal={refusalOf(result.error)} />}
          <Group>
            <Button type="submit" loading={result.fetching}>
              {say(WORDS.save)}
            </Button>
          </Group>
        </Stack>
      </Card>
      <Card>
        <Stack gap="sm">
          <Title order={2}>
            {say(WORDS.complete)}: {number(score)} / 100
          </Title>
          <Progress value={score} aria-label={say(WORDS.complete)} />
          {missing && missing.length > 0 ? (
            <>
              <Title order={3}>
                {say(WORDS.missing)} ({number(missing.length)})
              </Title>
              <List size="sm">
                {missing.map((one) => (
                  <List.Item key={`${one.attribute} ${one.column}`}>{say(one)}</List.Item>
                ))}
              </List>
              <Text size="sm" c="dimmed">
                {say(WORDS.columns)}
              </Text>
            </>
          ) : (
            <Text c="dimmed">{say(WORDS.nothing)}</Text>
          )}
        </Stack>
      </Card>
    </Stack>
  );
}
