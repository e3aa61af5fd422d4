import { Card, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useAsked } from '../../hub/asked.js';
import { useWords, type Words } from '../../language.js';
import { Loading, Refused } from '../../shell/states.js';
import { groupsQuery, measures, type Within } from './asked-rows.js';
import { type Bar, Bars } from './bars.js';
import type { DescribedColumn } from './described.js';
import { useRegionNames } from './region-names.js';

const WORDS = {
  by: { id: 'Kelompokkan menurut', en: 'Group by' },
  measure: { id: 'Ukuran', en: 'Measure' },
  count: { id: 'Jumlah baris', en: 'Number of rows' },
  sum: { id: 'Jumlah', en: 'Sum of' },
  more: { id: 'kelompok terbesar dari', en: 'largest groups of' },
  none: { id: 'Tidak ada kelompok untuk ditampilkan.', en: 'There is no group to show.' },
  blank: { id: '(kosong)', en: '(empty)' },
  per: { id: 'menurut', en: 'by' },
} as const satisfies Record<string, Words>;

const FIRST = 12;
const COUNT = '';

interface Groups {
  readonly groupCount: number | null;
  readonly groups:
    | readonly {
        readonly key: readonly { readonly value: string | null }[];
        readonly count: number;
        readonly sum?: Readonly<Record<string, string | number | null>>;
      }[]
    | null;
}

/** What is grouped by at first: what a reader recognises, before what is a number. */
const firstBy = (columns: readonly DescribedColumn[]): string | undefined =>
  (
    columns.find(({ reference }) => reference?.entity === 'Region') ??
    columns.find(({ type }) => type === 'TEXT') ??
    columns[0]
  )?.name;

/** A group by one column, as bars. */
export function Chart({
  name,
  columns,
  within,
}: {
  readonly name: string;
  readonly within: Within | null;
  readonly columns: readonly DescribedColumn[];
}) {
  const say = useWords();
  const amounts = measures(columns);
  const [by, setBy] = useState(firstBy(columns) ?? '');
  const [measure, setMeasure] = useState(amounts.find((one) => one.name !== by)?.name ?? COUNT);
  const sum = measure === COUNT ? null : measure;
  const { data, refusal } = useAsked<Groups>(groupsQuery(name, by, sum, FIRST, within), name);
  const column = columns.find((one) => one.name === by);
  const counted = columns.find((one) => one.name === measure);
  const groups = data?.groups ?? [];
  const codes =
    column?.reference?.entity === 'Region' ? groups.flatMap(({ key }) => key[0]?.value ?? []) : [];
  const regionNames = useRegionNames(codes);
  const bars = groups.map(({ key, count, sum: sums }): Bar => {
    const value = key[0]?.value ?? null;
    return {
      label: value === null ? say(WORDS.blank) : (regionNames.get(value) ?? value),
      amount: sum ? Number(sums?.[sum] ?? 0) : count,
    };
  });
  const title = `${counted ? `${say(WORDS.sum)} ${counted.title}` : say(WORDS.count)} ${say(WORDS.per)} ${column?.title ?? ''}`;
  return (
    <Card>
      <Stack>
        <Group align="flex-end">
          <Select
            label={say(WORDS.by)}
            allowDeselect={false}
            data={columns.map((one) => ({ value: one.name, label: one.title }))}
            value={by}
            onChange={(value) => setBy(value ?? by)}
            flex="1 1 14rem"
          />
          <Select
            label={say(WORDS.measure)}
            allowDeselect={false}
            data={[
              { value: COUNT, label: say(WORDS.count) },
              ...amounts.map((one) => ({ value: one.name, label: `${say(WORDS.sum)} ${one.title}` })),
            ]}
            value={measure}
            onChange={(value) => setMeasure(value ?? COUNT)}
            flex="1 1 14rem"
          />
        </Group>
        {refusal && !data && <Refused refusal={refusal} />}
        {!refusal && !data && <Loading />}
        {data && bars.length === 0 && <Text c="dimmed">{say(WORDS.none)}</Text>}
        {bars.length > 0 && <Bars title={title} unit={counted?.unit ?? null} bars={bars} />}
        {data?.groupCount && data.groupCount > FIRST && (
          <Text size="sm" c="dimmed">
            {FIRST} {say(WORDS.more)} {data.groupCount}.
          </Text>
        )}
      </Stack>
    </Card>
  );
}
