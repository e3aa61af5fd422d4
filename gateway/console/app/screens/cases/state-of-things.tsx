import { Button, Card, Group, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useAgencies, useAgencyName } from '../../agency-name.js';
import { dayInJakarta } from '../../days.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Answered, Heading } from '../../shell/states.js';
import { DEVIATION_KINDS, STATUSES } from './names.js';
import { Agencies, Standard, Steps, Waiting } from './state-tables.js';

const STATE = graphql(`
  query StateOfThings($from: String, $to: String, $agency: ID) {
    procedureStatistics(from: $from, to: $to, agency: $agency) {
      cases { total byStatus { status count } }
      byStep { step count }
      withinStandard { step completed within share medianWorkingDays totalLateDays }
      loops { cases contested rejected }
      deviations { agency performer completeness time output total }
      waiting { number title agency step dueOn overdue workingDays }
      waitingTotal
    }
  }
`);
export type Statistics = NonNullable<ResultOf<typeof STATE>['procedureStatistics']>;

const WORDS = {
  title: { id: 'Keadaan', en: 'State of things' },
  lead: {
    id: 'Jalannya SOP: yang berjalan, yang terlambat, dan yang menyimpang.',
    en: 'How the procedure goes: what is under way, late, or has deviated.',
  },
  print: { id: 'Cetak', en: 'Print' },
  period: { id: 'Masa', en: 'Period' },
  all: { id: 'Seluruhnya', en: 'All time' },
  year: { id: 'Tahun ini', en: 'This year' },
  month: { id: 'Bulan ini', en: 'This month' },
  own: { id: 'Pilih tanggal', en: 'Choose dates' },
  from: { id: 'Dari', en: 'From' },
  to: { id: 'Sampai', en: 'To' },
  agency: { id: 'Instansi', en: 'Agency' },
  every: { id: 'Semua instansi', en: 'All agencies' },
  submitted: { id: 'Permohonan yang diajukan', en: 'Cases submitted' },
  asOf: { id: 'Keadaan per', en: 'As of' },
  cases: { id: 'Permohonan', en: 'Cases' },
  underWay: { id: 'Berjalan', en: 'Under way' },
  overdue: { id: 'Terlambat', en: 'Overdue' },
  deviations: { id: 'Penyimpangan belum tuntas', en: 'Unsettled deviations' },
  share: { id: 'Dalam mutu baku waktu', en: 'Within the standard' },
  ofSteps: { id: 'langkah yang selesai', en: 'completed steps' },
  loops: { id: 'Putaran', en: 'Loops' },
  rejected: { id: 'tidak sepakat', en: 'not agreed' },
  contested: { id: 'belum sesuai', en: 'contested' },
  in: { id: 'pada', en: 'in' },
} as const satisfies Record<string, Words>;

type Span = 'all' | 'year' | 'month' | 'own';

/** First day of a span that has one, `YYYY-MM-DD`. */
function startOf(span: Span, today: string): string | null {
  if (span === 'year') return `${today.slice(0, 4)}-01-01`;
  return span === 'month' ? `${today.slice(0, 7)}-01` : null;
}

/** One page for the heads and the team, on screen and on paper. */
export function StateOfThings() {
  const say = useWords();
  const { date, moment } = useFormats();
  const [span, setSpan] = useState<Span>('all');
  const [own, setOwn] = useState({ from: '', to: '' });
  const [agency, setAgency] = useState<string | null>(null);
  const now = new Date();
  const from = span === 'own' ? own.from || null : startOf(span, dayInJakarta());
  const to = span === 'own' ? own.to || null : null;
  const [result, again] = useQuery({ query: STATE, variables: { from, to, agency } });
  const agencies = useAgencies();
  const named = useAgencyName();
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(WORDS.lead)}>
        <Button variant="light" onClick={() => window.print()}>
          {say(WORDS.print)}
        </Button>
      </Heading>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} mb="md" className="no-print">
        <Select
          label={say(WORDS.period)}
          description={say(WORDS.submitted)}
          allowDeselect={false}
          data={(['all', 'year', 'month', 'own'] as const).map((one) => ({
            value: one,
            label: say(WORDS[one]),
          }))}
          value={span}
          onChange={(value) => value && setSpan(value as Span)}
        />
        {span === 'own' &&
          (['from', 'to'] as const).map((end) => (
            <TextInput
              key={end}
              type="date"
              label={say(WORDS[end])}
              description={say(WORDS.submitted)}
              value={own[end]}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setOwn((before) => ({ ...before, [end]: value }));
              }}
            />
          ))}
        <Select
          label={say(WORDS.agency)}
          description={say(WORDS.submitted)}
          placeholder={say(WORDS.every)}
          clearable
          searchable
          data={agencies.map(({ slug, name }) => ({ value: slug, label: name }))}
          value={agency}
          onChange={setAgency}
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed" mb="md">
        {[
          `${say(WORDS.asOf)} ${moment(now.toISOString())}`,
          agency ? named(agency) : say(WORDS.every),
          from && `${say(WORDS.from).toLowerCase()} ${date(from)}`,
          to && `${say(WORDS.to).toLowerCase()} ${date(to)}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      <Answered result={result} retry={again}>
        {({ procedureStatistics: statistics }) =>
          statistics && (
            <Stack gap="lg">
              <Figures statistics={statistics} />
              <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
                <Steps statistics={statistics} />
                <Agencies statistics={statistics} named={named} />
              </SimpleGrid>
              <Standard statistics={statistics} />
              <Waiting statistics={statistics} named={named} />
            </Stack>
          )
        }
      </Answered>
    </>
  );
}

/** What a head looks at first. */
function Figures({ statistics }: { readonly statistics: Statistics }) {
  const say = useWords();
  const { number } = useFormats();
  const { cases, byStep, waiting, deviations, withinStandard, loops } = statistics;
  const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
  const completed = sum(withinStandard.map((one) => one.completed));
  const within = sum(withinStandard.map((one) => one.within));
  const kinds = [
    [DEVIATION_KINDS.TIME, sum(deviations.map(({ time }) => time))],
    [DEVIATION_KINDS.COMPLETENESS, sum(deviations.map(({ completeness }) => completeness))],
    [DEVIATION_KINDS.OUTPUT, sum(deviations.map(({ output }) => output))],
  ] as const;
  const figures = [
    {
      label: WORDS.cases,
      value: number(cases.total),
      more: cases.byStatus
        .filter(({ count }) => count > 0)
        .map(({ status, count }) => `${say(STATUSES[status]).toLowerCase()} ${number(count)}`)
        .join(', '),
    },
    {
      label: WORDS.overdue,
      value: number(waiting.filter(({ overdue }) => overdue).length),
      more: `${say(WORDS.underWay).toLowerCase()} ${number(sum(byStep.map(({ count }) => count)))}`,
    },
    {
      label: WORDS.deviations,
      value: number(sum(deviations.map(({ total }) => total))),
      more: kinds.map(([kind, count]) => `${say(kind).toLowerCase()} ${number(count)}`).join(', '),
    },
    {
      label: WORDS.share,
      value: completed === 0 ? '–' : `${number(Math.round((within / completed) * 100))} %`,
      more: `${number(within)} / ${number(completed)} ${say(WORDS.ofSteps)}`,
    },
    {
      label: WORDS.loops,
      value: number(loops.rejected + loops.contested),
      more: `${say(WORDS.rejected)} ${number(loops.rejected)}, ${say(WORDS.contested)} ${number(loops.contested)}`,
    },
  ];
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 5 }}>
      {figures.map(({ label, value, more }) => (
        <Card key={label.en} padding="md">
          <Text size="sm" c="dimmed">
            {say(label)}
          </Text>
          <Title order={2}>{value}</Title>
          <Group>
            <Text size="sm" c="dimmed">
              {more}
            </Text>
          </Group>
        </Card>
      ))}
    </SimpleGrid>
  );
}
