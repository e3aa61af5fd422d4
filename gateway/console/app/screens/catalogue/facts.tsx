import { Card, List, Progress, Stack, Text } from '@mantine/core';
import { Freshness } from '../../freshness.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { FactList } from '../../shell/facts.js';
import { CADENCES, DATASET_FACTS } from '../../terms.js';
import type { Described } from './described.js';

const WORDS = {
  agency: { id: 'Perangkat daerah', en: 'Agency' },
  rows: { id: 'Jumlah baris', en: 'Rows' },
  due: { id: 'berikutnya paling lambat', en: 'the next by' },
  completeness: { id: 'Kelengkapan metadata', en: 'Completeness of the metadata' },
  missing: { id: 'Yang masih kurang', en: 'What is missing' },
  outOf: { id: 'dari 100', en: 'of 100' },
} as const satisfies Record<string, Words>;

/** What is known of a dataset beside its columns. */
export function Facts({ dataset }: { readonly dataset: Described }) {
  const say = useWords();
  const { date, number } = useFormats();
  const { agency, cadence, coverage, contact, licence, rows, freshness, updatedAt, completeness } = dataset;
  return (
    <Card>
      <FactList
        cols={4}
        facts={[
          [WORDS.agency, agency.name],
          [DATASET_FACTS.freshness, <Freshness key="fresh" freshness={freshness} updatedAt={updatedAt} />],
          [WORDS.rows, rows === null ? null : number(rows)],
          [
            DATASET_FACTS.cadence,
            cadence &&
              [say(CADENCES[cadence]), freshness.dueOn && `${say(WORDS.due)} ${date(freshness.dueOn)}`]
                .filter(Boolean)
                .join('; '),
          ],
          [DATASET_FACTS.coverage, coverage],
          [DATASET_FACTS.contact, contact],
          [DATASET_FACTS.licence, licence],
          ...(completeness
            ? [
                [
                  WORDS.completeness,
                  <Stack key="complete" gap={4}>
                    {number(completeness.score)} {say(WORDS.outOf)}
                    <Progress value={completeness.score} aria-label={say(WORDS.completeness)} size="sm" />
                  </Stack>,
                ] as const,
              ]
            : []),
        ]}
      />
      {completeness?.missing && completeness.missing.length > 0 && <Missing missing={completeness.missing} />}
    </Card>
  );
}

function Missing({
  missing,
}: {
  readonly missing: readonly { readonly column: string | null; readonly id: string; readonly en: string }[];
}) {
  const say = useWords();
  return (
    <details>
      <Text component="summary" size="sm" mt="md">
        {say(WORDS.missing)} ({missing.length})
      </Text>
      <List size="sm" mt="xs">
        {missing.map((one) => (
          <List.Item key={`${one.column} ${one.id}`}>
            {one.column && `${one.column}: `}
            {say(one)}
          </List.Item>
        ))}
      </List>
    </details>
  );
}
