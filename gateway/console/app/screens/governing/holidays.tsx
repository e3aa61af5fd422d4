import { Group, NativeSelect, NumberInput, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { dayInJakarta } from '../../days.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask, Reason } from '../../shell/dialog.js';
import { Answered, Empty } from '../../shell/states.js';
import { useSession } from '../../viewer.js';

const HOLIDAYS = graphql(`
  query Holidays($year: Int!) {
    holidays(year: $year) { date kind name source }
    holidayChanges { id date at reason before { name } after { name } }
  }
`);
const SET = graphql(`
  mutation SetHoliday($date: String!, $kind: HolidayKind!, $name: String!, $source: String!, $reason: String!) {
    setHoliday(date: $date, kind: $kind, name: $name, source: $source, reason: $reason) { movedDeadlines }
  }
`);
const REMOVE = graphql(`
  mutation RemoveHoliday($date: String!, $reason: String!) {
    removeHoliday(date: $date, reason: $reason) { movedDeadlines }
  }
`);
type Answer = ResultOf<typeof HOLIDAYS>;

const WORDS = {
  year: { id: 'Tahun', en: 'Year' },
  date: { id: 'Tanggal', en: 'Date' },
  name: { id: 'Nama hari', en: 'Name of the day' },
  kind: { id: 'Jenis', en: 'Kind' },
  source: { id: 'Dasar (nomor dan tanggal keputusan)', en: 'Decree (number and date)' },
  action: { id: 'Tindakan', en: 'Action' },
  add: { id: 'Tetapkan hari libur', en: 'Enter a holiday' },
  addLead: {
    id: 'Hanya batas waktu yang belum terlampaui yang bergeser. Tanggal yang sudah ada diganti.',
    en: 'Only deadlines that are not yet due move. A date that is there already is replaced.',
  },
  added: { id: 'Hari libur ditetapkan.', en: 'The holiday is entered.' },
  remove: { id: 'Hapus', en: 'Remove' },
  removeLead: { id: 'Hari ini menjadi hari kerja lagi.', en: 'The day becomes an ordinary one again.' },
  removed: { id: 'Hari libur dihapus.', en: 'The holiday is removed.' },
  moved: { id: 'Batas waktu yang bergeser', en: 'Deadlines that have moved' },
  past: { id: 'Sudah lewat', en: 'Past' },
  forAdmin: { id: 'Hanya pengelola', en: 'The administrator alone' },
  none: { id: 'Tidak ada hari libur tercatat pada tahun ini.', en: 'No holiday of this year is known.' },
  noneMore: {
    id: 'Tetapkan menurut SKB tiga menteri, agar batas waktu dihitung benar.',
    en: 'Enter them by the joint decree, so that deadlines are counted right.',
  },
  changes: { id: 'Riwayat perubahan', en: 'Changes' },
  ordinary: { id: 'hari kerja', en: 'an ordinary day' },
} as const satisfies Record<string, Words>;

const KINDS = {
  HOLIDAY: { id: 'Libur nasional', en: 'Public holiday' },
  COLLECTIVE_LEAVE: { id: 'Cuti bersama', en: 'Collective leave' },
} as const satisfies Record<string, Words>;

/** Days without work, by year. */
export function Holidays() {
  const say = useWords();
  const { has } = useSession();
  const today = dayInJakarta();
  const [year, setYear] = useState(Number(today.slice(0, 4)));
  const [result, again] = useQuery({ query: HOLIDAYS, variables: { year } });
  const [, set] = useMutation(SET);
  const refresh = () => again({ requestPolicy: 'network-only' });
  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <NumberInput
          label={say(WORDS.year)}
          value={year}
          onChange={(next) => typeof next === 'number' && setYear(next)}
          min={2000}
          max={2100}
          allowDecimal={false}
          clampBehavior="strict"
          w={120}
        />
        <Ask
          label={say(WORDS.add)}
          lead={say(WORDS.addLead)}
          done={say(WORDS.added)}
          because={has('ADMIN') ? null : say(WORDS.forAdmin)}
          submit={({ text }) =>
            set({
              date: text('date'),
              kind: text('kind') as keyof typeof KINDS,
              name: text('name'),
              source: text('source'),
              reason: text('reason'),
            })
          }
          onDone={(data) => {
            tellMoved(say(WORDS.moved), data?.setHoliday.movedDeadlines);
            refresh();
          }}
        >
          <TextInput name="date" type="date" label={say(WORDS.date)} min={today} required />
          <NativeSelect
            name="kind"
            label={say(WORDS.kind)}
            data={Object.entries(KINDS).map(([value, words]) => ({ value, label: say(words) }))}
          />
          <TextInput name="name" label={say(WORDS.name)} required />
          <TextInput name="source" label={say(WORDS.source)} required />
          <Reason />
        </Ask>
      </Group>
      <Answered result={result} retry={again}>
        {({ holidays, holidayChanges }) => (
          <>
            {holidays && holidays.length > 0 ? (
              <Days holidays={holidays} today={today} refresh={refresh} />
            ) : (
              <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
            )}
            {holidayChanges && holidayChanges.length > 0 && <Changes changes={holidayChanges} />}
          </>
        )}
      </Answered>
    </Stack>
  );
}

function tellMoved(words: string, count = 0): void {
  if (count > 0) notifications.show({ message: `${words}: ${count}` });
}

function Days({
  holidays,
  today,
  refresh,
}: {
  readonly holidays: NonNullable<Answer['holidays']>;
  readonly today: string;
  readonly refresh: () => void;
}) {
  const say = useWords();
  const { date: asDate } = useFormats();
  const { has } = useSession();
  const [, remove] = useMutation(REMOVE);
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={140}>{say(WORDS.date)}</Table.Th>
            <Table.Th>{say(WORDS.name)}</Table.Th>
            <Table.Th w={140}>{say(WORDS.kind)}</Table.Th>
            <Table.Th>{say(WORDS.action)}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {holidays.map(({ date, kind, name, source }) => (
            <Table.Tr key={date}>
              <Table.Td>{asDate(date)}</Table.Td>
              <Table.Td>
                {name}
                <Text size="sm" c="dimmed">
                  {source}
                </Text>
              </Table.Td>
              <Table.Td>{say(KINDS[kind])}</Table.Td>
              <Table.Td>
                <Ask
                  label={say(WORDS.remove)}
                  about={`${name}, ${asDate(date)}`}
                  title={`${say(WORDS.remove)}: ${name}, ${asDate(date)}`}
                  lead={say(WORDS.removeLead)}
                  done={say(WORDS.removed)}
                  danger
                  quiet
                  because={has('ADMIN') ? (date < today ? say(WORDS.past) : null) : say(WORDS.forAdmin)}
                  submit={({ text }) => remove({ date, reason: text('reason') })}
                  onDone={(data) => {
                    tellMoved(say(WORDS.moved), data?.removeHoliday.movedDeadlines);
                    refresh();
                  }}
                >
                  <Reason />
                </Ask>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Changes({ changes }: { readonly changes: NonNullable<Answer['holidayChanges']> }) {
  const say = useWords();
  const { date, moment } = useFormats();
  return (
    <section>
      <Title order={2} mb="sm">
        {say(WORDS.changes)}
      </Title>
      <Stack gap="xs">
        {changes.toReversed().map((one) => (
          <div key={one.id}>
            <Text size="sm">
              {date(one.date)}: {one.before?.name ?? say(WORDS.ordinary)} →{' '}
              {one.after?.name ?? say(WORDS.ordinary)}
            </Text>
            <Text size="sm" c="dimmed">
              {moment(one.at)}. {one.reason}
            </Text>
          </div>
        ))}
      </Stack>
    </section>
  );
}
