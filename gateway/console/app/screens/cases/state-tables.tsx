import { Anchor, Badge, Card, Group, Progress, Table, Text, Title } from '@mantine/core';
import type { ComponentProps } from 'react';
import { Link } from 'react-router';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Sheet } from '../../shell/sheet.js';
import { called, STEPS } from '../../terms.js';
import type { Statistics } from './state-of-things.js';

const WORDS = {
  steps: { id: 'Permohonan menurut langkah', en: 'Cases by step' },
  step: { id: 'Langkah', en: 'Step' },
  cases: { id: 'Berjalan', en: 'Under way' },
  overdue: { id: 'Terlambat', en: 'Overdue' },
  agencies: { id: 'Menurut instansi', en: 'By agency' },
  agency: { id: 'Instansi', en: 'Agency' },
  deviations: { id: 'Penyimpangan', en: 'Deviations' },
  noAgency: {
    id: 'Tidak ada permohonan berjalan atau penyimpangan yang belum tuntas.',
    en: 'No cases under way and no unsettled deviations.',
  },
  standard: { id: 'Dalam mutu baku waktu', en: 'Within the standard of time' },
  completed: { id: 'Selesai', en: 'Completed' },
  share: { id: 'Tepat waktu', en: 'In time' },
  median: { id: 'Median hari kerja', en: 'Median working days' },
  late: { id: 'Jumlah hari terlambat', en: 'Days late in all' },
  waiting: { id: 'Yang berjalan, paling mendesak dahulu', en: 'Under way, the most urgent first' },
  noWaiting: { id: 'Tidak ada permohonan yang berjalan.', en: 'No cases are under way.' },
  case: { id: 'Permohonan', en: 'Case' },
  due: { id: 'Batas waktu', en: 'Due' },
  since: { id: 'Hari kerja berjalan', en: 'Working days so far' },
  isLate: { id: 'terlambat', en: 'overdue' },
  first: { id: 'Ditampilkan', en: 'Shown' },
  of: { id: 'dari', en: 'of' },
} as const satisfies Record<string, Words>;

interface Shown {
  readonly statistics: Statistics;
}
interface Named extends Shown {
  readonly named: (slug: string) => string;
}

/** A table with its title. */
function Titled({ title, ...sheet }: { readonly title: Words } & ComponentProps<typeof Sheet>) {
  const say = useWords();
  return (
    <Card>
      <Title order={2} mb="sm">
        {say(title)}
      </Title>
      <Sheet {...sheet} horizontalSpacing="xs" />
    </Card>
  );
}

function useStepName(): (step: string) => string {
  const say = useWords();
  return (step) => say(called(STEPS, step));
}

export function Steps({ statistics: { byStep, waiting } }: Shown) {
  const { number } = useFormats();
  const nameOf = useStepName();
  return (
    <Titled title={WORDS.steps} heads={[WORDS.step, WORDS.cases, WORDS.overdue]} width={240}>
      {byStep.map(({ step, count }) => {
        const late = waiting.filter((one) => one.step === step && one.overdue).length;
        return (
          <Table.Tr key={step}>
            <Table.Td>{nameOf(step)}</Table.Td>
            <Table.Td>{number(count)}</Table.Td>
            <Table.Td>{late > 0 ? <Badge color="red">{number(late)}</Badge> : '–'}</Table.Td>
          </Table.Tr>
        );
      })}
    </Titled>
  );
}

export function Agencies({ statistics: { waiting, deviations }, named }: Named) {
  const say = useWords();
  const { number } = useFormats();
  const slugs = [...new Set([...waiting, ...deviations].map(({ agency }) => agency))];
  const rows = slugs
    .map((slug) => {
      const cases = waiting.filter(({ agency }) => agency === slug);
      return {
        slug,
        cases: cases.length,
        late: cases.filter(({ overdue }) => overdue).length,
        deviations: deviations
          .filter(({ agency }) => agency === slug)
          .reduce((sum, { total }) => sum + total, 0),
      };
    })
    .sort((a, b) => b.late - a.late || b.deviations - a.deviations || b.cases - a.cases);
  return (
    <Titled
      title={WORDS.agencies}
      heads={[WORDS.agency, WORDS.cases, WORDS.overdue, WORDS.deviations]}
      width={240}
    >
      {rows.length === 0 && (
        <Table.Tr>
          <Table.Td colSpan={4}>{say(WORDS.noAgency)}</Table.Td>
        </Table.Tr>
      )}
      {rows.map(({ slug, cases, late, deviations }) => (
        <Table.Tr key={slug}>
          <Table.Td>{named(slug)}</Table.Td>
          <Table.Td>{number(cases)}</Table.Td>
          <Table.Td>{late > 0 ? <Badge color="red">{number(late)}</Badge> : '–'}</Table.Td>
          <Table.Td>{deviations > 0 ? number(deviations) : '–'}</Table.Td>
        </Table.Tr>
      ))}
    </Titled>
  );
}

export function Standard({ statistics: { withinStandard } }: Shown) {
  const { number } = useFormats();
  const nameOf = useStepName();
  return (
    <Titled
      title={WORDS.standard}
      heads={[WORDS.step, WORDS.completed, WORDS.share, WORDS.median, WORDS.late]}
      width={640}
    >
      {withinStandard.map(({ step, completed, share, medianWorkingDays, totalLateDays }) => {
        const percent = share === null ? null : Math.round(share * 100);
        return (
          <Table.Tr key={step}>
            <Table.Td>{nameOf(step)}</Table.Td>
            <Table.Td>{number(completed)}</Table.Td>
            <Table.Td>
              {percent === null ? (
                '–'
              ) : (
                <Group gap="sm" wrap="nowrap">
                  <Text size="sm" w={56}>
                    {number(percent)} %
                  </Text>
                  <Progress value={percent} w={120} aria-label={nameOf(step)} className="no-print" />
                </Group>
              )}
            </Table.Td>
            <Table.Td>{medianWorkingDays === null ? '–' : number(medianWorkingDays)}</Table.Td>
            <Table.Td>{number(totalLateDays)}</Table.Td>
          </Table.Tr>
        );
      })}
    </Titled>
  );
}

export function Waiting({ statistics: { waiting, waitingTotal }, named }: Named) {
  const say = useWords();
  const { date, number } = useFormats();
  const nameOf = useStepName();
  return (
    <div>
      <Titled title={WORDS.waiting} heads={[WORDS.case, WORDS.step, WORDS.due, WORDS.since]} width={640}>
        {waiting.length === 0 && (
          <Table.Tr>
            <Table.Td colSpan={4}>{say(WORDS.noWaiting)}</Table.Td>
          </Table.Tr>
        )}
        {waiting.map((one) => (
          <Table.Tr key={one.number}>
            <Table.Td>
              <Anchor component={Link} to={paths.case(one.number)} fw={600}>
                {one.title}
              </Anchor>
              <Text size="sm" c="dimmed">
                {one.number} · {named(one.agency)}
              </Text>
            </Table.Td>
            <Table.Td>{nameOf(one.step)}</Table.Td>
            <Table.Td>
              <Group gap="xs">
                {one.dueOn ? date(one.dueOn) : '–'}
                {one.overdue && <Badge color="red">{say(WORDS.isLate)}</Badge>}
              </Group>
            </Table.Td>
            <Table.Td>{number(one.workingDays)}</Table.Td>
          </Table.Tr>
        ))}
      </Titled>
      {waiting.length < waitingTotal && (
        <Text size="sm" c="dimmed" mt="xs">
          {say(WORDS.first)} {number(waiting.length)} {say(WORDS.of)} {number(waitingTotal)}.
        </Text>
      )}
    </div>
  );
}
