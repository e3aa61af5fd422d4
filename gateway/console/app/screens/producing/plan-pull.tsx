import { Button, Group, Radio, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { Loading, Refused } from '../../shell/states.js';
import { PULL_MODES, type Pull, type PullMode, rhythmOf, rhythmsWith, SCHEDULE_PULL } from './pull-state.js';

const COLUMNS = graphql(`
  query ColumnsOfTables($connection: ID!) {
    connectionTables(connection: $connection) { tables { schema name columns { name sqlType } } }
  }
`);

const WORDS = {
  rhythm: { id: 'Kapan ditarik', en: 'When it is pulled' },
  mode: { id: 'Cara memuat', en: 'How to load' },
  by: { id: 'Kolom yang terus bertambah', en: 'A column that only grows' },
  byMore: {
    id: 'Nomor urut, tanggal, atau waktu: hanya yang melewati nilai terakhir yang diambil.',
    en: 'A number, date or moment: only what lies beyond its last value is taken.',
  },
  all: { id: 'Tidak ada: seluruh tabel setiap kali', en: 'None: the whole table each time' },
  keepClock: { id: 'Simpan jadwal', en: 'Keep the schedule' },
  keepHand: { id: 'Simpan dan tarik sekarang', en: 'Keep it and pull now' },
  keepChange: { id: 'Simpan', en: 'Keep' },
  soon: { id: 'Ditarik dalam satu menit setelah disimpan.', en: 'It is pulled within a minute of this.' },
  cancel: { id: 'Batal', en: 'Cancel' },
} as const satisfies Record<string, Words>;

type Place = Pick<Pull, 'connection' | 'schema' | 'table'>;

/** How a table is to fill a dataset: when, and what is taken of it. */
export function PlanPull({
  dataset,
  place,
  before = null,
  onPlanned,
  onCancel,
}: {
  readonly dataset: string;
  readonly place: Place;
  /** The plan that is changed. */
  readonly before?: Pull | null;
  readonly onPlanned: (pull: Pull) => void;
  readonly onCancel?: () => void;
}) {
  const say = useWords();
  const [every, setEvery] = useState(before?.everyMinutes ?? null);
  const [mode, setMode] = useState<PullMode>(before?.mode ?? 'REPLACE');
  const [by, setBy] = useState(before?.incrementalBy ?? null);
  const [{ error, fetching }, schedule] = useMutation(SCHEDULE_PULL);

  async function plan(): Promise<void> {
    const { connection, schema, table } = place;
    const { data } = await schedule({
      dataset,
      connection,
      schema,
      table,
      mode,
      incrementalBy: mode === 'REPLACE' ? null : by,
      everyMinutes: every,
    });
    if (data) onPlanned(data.schedulePull);
  }

  const keep = before ? WORDS.keepChange : every === null ? WORDS.keepHand : WORDS.keepClock;
  return (
    <Stack>
      <Select
        label={say(WORDS.rhythm)}
        maw={320}
        allowDeselect={false}
        data={rhythmsWith(before?.everyMinutes ?? null).map((minutes) => ({
          value: String(minutes),
          label: say(rhythmOf(minutes)),
        }))}
        value={String(every)}
        onChange={(value) => setEvery(value === null || value === 'null' ? null : Number(value))}
      />
      <Radio.Group label={say(WORDS.mode)} value={mode} onChange={(value) => setMode(value as PullMode)}>
        <Stack gap="xs" mt="xs">
          {(Object.keys(PULL_MODES) as PullMode[]).map((value) => (
            <Radio key={value} value={value} label={say(PULL_MODES[value])} />
          ))}
        </Stack>
      </Radio.Group>
      {mode !== 'REPLACE' && <Growing place={place} value={by} onChange={setBy} />}
      {error && <Refused refusal={refusalOf(error)} />}
      <Group>
        <Button onClick={plan} loading={fetching}>
          {say(keep)}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {say(WORDS.cancel)}
          </Button>
        )}
        {every !== null && (
          <Text size="sm" c="dimmed">
            {say(WORDS.soon)}
          </Text>
        )}
      </Group>
    </Stack>
  );
}

/** The source's own columns: what tells new rows from old ones need not be in the dataset. */
function Growing({
  place,
  value,
  onChange,
}: {
  readonly place: Place;
  readonly value: string | null;
  readonly onChange: (column: string | null) => void;
}) {
  const say = useWords();
  const [{ data, error }, again] = useQuery({
    query: COLUMNS,
    variables: { connection: place.connection },
    requestPolicy: 'cache-first',
  });
  if (error)
    return <Refused refusal={refusalOf(error)} retry={() => again({ requestPolicy: 'network-only' })} />;
  if (!data) return <Loading />;
  const table = data.connectionTables?.tables.find(
    ({ schema, name }) => (schema ?? '') === place.schema && name === place.table,
  );
  return (
    <Select
      label={say(WORDS.by)}
      description={say(WORDS.byMore)}
      placeholder={say(WORDS.all)}
      maw={420}
      clearable
      searchable
      data={(table?.columns ?? []).map(({ name, sqlType }) => ({
        value: name,
        label: `${name} (${sqlType})`,
      }))}
      value={value}
      onChange={onChange}
    />
  );
}
