import { Button, Group, List, Text } from '@mantine/core';
import { useState } from 'react';
import { useEach } from '../../hub/asked.js';
import { useFormats, useWords, type Words } from '../../language.js';

const WORDS = {
  show: { id: 'Profil data', en: 'Data profile' },
  reading: { id: 'Membaca…', en: 'Reading…' },
  none: {
    id: 'Belum ada data yang dimuat; profil tampil setelah produsen memuat berkasnya.',
    en: 'No data are loaded yet; the profile appears once the producer has loaded a file.',
  },
  filled: { id: 'terisi', en: 'filled' },
  of: { id: 'dari', en: 'of' },
  different: { id: 'nilai berbeda', en: 'different values' },
  from: { id: 'terkecil', en: 'least' },
  to: { id: 'terbesar', en: 'greatest' },
  frequent: { id: 'Paling sering', en: 'Most frequent' },
  blank: { id: 'kosong', en: 'blank' },
  times: { id: 'kali', en: 'times' },
} as const satisfies Record<string, Words>;

const FREQUENT = 5;

interface Profile {
  readonly totalCount: number;
  readonly aggregate?: {
    readonly countDistinct: number | null;
    readonly range: { readonly min: string | null; readonly max: string | null } | null;
  } | null;
  readonly groups?:
    | readonly { readonly key: readonly { readonly value: string | null }[]; readonly count: number }[]
    | null;
}

const profileField = (dataset: string, column: string): string => `${dataset} {
  totalCount
  aggregate { countDistinct(column: ${column}) range(column: ${column}) { min max } }
  groups(by: [${column}], orderBy: { of: COUNT, direction: DESC }, first: ${FREQUENT}) { key { value } count }
}`;
const blankField = (dataset: string, column: string): string =>
  `${dataset}(where: { ${column}: { isNull: true } }) { totalCount }`;

/** What the values of a column are like, for those who may read them before it is agreed on; read when it is asked for. */
export function ColumnProfile({ dataset, column }: { readonly dataset: string; readonly column: string }) {
  const say = useWords();
  const [shown, setShown] = useState(false);
  return shown ? (
    <Shown dataset={dataset} column={column} />
  ) : (
    <Group>
      <Button size="xs" variant="default" onClick={() => setShown(true)}>
        {say(WORDS.show)}
      </Button>
    </Group>
  );
}

function Shown({ dataset, column }: { readonly dataset: string; readonly column: string }) {
  const say = useWords();
  const { number } = useFormats();
  const found = useEach<Profile>([profileField(dataset, column), blankField(dataset, column)]);
  const [profile, blank] = found ?? [];
  if (!found)
    return (
      <Text size="sm" role="status">
        {say(WORDS.reading)}
      </Text>
    );
  if (!profile?.aggregate || profile.totalCount === 0) return <Text size="sm">{say(WORDS.none)}</Text>;
  const { totalCount, aggregate, groups } = profile;
  const facts = [
    `${number(totalCount - (blank?.totalCount ?? 0))} ${say(WORDS.of)} ${number(totalCount)} ${say(WORDS.filled)}`,
    aggregate.countDistinct !== null && `${number(aggregate.countDistinct)} ${say(WORDS.different)}`,
    aggregate.range?.min != null && `${say(WORDS.from)} ${aggregate.range.min}`,
    aggregate.range?.max != null && `${say(WORDS.to)} ${aggregate.range.max}`,
  ];
  return (
    <div role="status">
      <Text size="sm">{facts.filter(Boolean).join(' · ')}</Text>
      {groups && groups.length > 0 && (
        <>
          <Text size="sm" c="dimmed" mt="xs">
            {say(WORDS.frequent)}
          </Text>
          <List size="sm">
            {groups.map(({ key, count }) => (
              <List.Item key={key[0]?.value ?? ''}>
                {key[0]?.value ?? say(WORDS.blank)} · {number(count)} {say(WORDS.times)}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </div>
  );
}
