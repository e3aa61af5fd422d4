import { Anchor, Badge, Button, Group, Select, SimpleGrid, Table, Text, TextInput } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { useAgencyName } from '../../agency-name.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { ROLES, STEPS } from '../../terms.js';
import { useSession } from '../../viewer.js';
import { STATUSES } from './names.js';
import { runningAttempt } from './open-case.js';

const CASES = graphql(`
  query Cases {
    cases {
      number step status nextActor
      dossier { title agency kind unreadMessages steps { step dueOn completedAt lateDays } }
    }
  }
`);
type Listed = NonNullable<ResultOf<typeof CASES>['cases']>[number];

const WORDS = {
  title: { id: 'Permohonan', en: 'Cases' },
  lead: {
    id: 'Setiap permohonan integrasi data menempuh sembilan langkah SOP.',
    en: 'Every case goes through the nine steps of the procedure.',
  },
  apply: { id: 'Ajukan permohonan', en: 'Apply' },
  search: { id: 'Cari nomor atau judul', en: 'Find a number or title' },
  status: { id: 'Keadaan', en: 'Status' },
  agency: { id: 'Instansi', en: 'Agency' },
  step: { id: 'Langkah', en: 'Step' },
  all: { id: 'Semua', en: 'All' },
  what: { id: 'Permohonan', en: 'Case' },
  next: { id: 'Giliran', en: 'Next' },
  due: { id: 'Batas waktu', en: 'Due' },
  late: { id: 'terlambat', en: 'late' },
  days: { id: 'hari kerja', en: 'working days' },
  change: { id: 'perubahan', en: 'change' },
  unread: { id: 'Pesan baru', en: 'New messages' },
  count: { id: 'permohonan', en: 'cases' },
  none: { id: 'Belum ada permohonan.', en: 'There are no cases yet.' },
  noneMore: {
    id: 'Produsen mengajukan permohonan dari halaman Terbitkan dataset; setelah diajukan, permohonan tampil di sini.',
    en: 'Producers apply on the page Publish a dataset; once submitted, cases appear here.',
  },
  noMatch: { id: 'Tidak ada permohonan yang cocok.', en: 'No case matches.' },
  noMatchMore: { id: 'Longgarkan saringan.', en: 'Widen the filter.' },
  reset: { id: 'Hapus saringan', en: 'Clear the filter' },
} as const satisfies Record<string, Words>;

/** All cases that the viewer may know of, by status, agency and step. */
export function Cases() {
  const say = useWords();
  const { has } = useSession();
  const [result, again] = useQuery({ query: CASES });
  const apply = has('PRODUCER') && (
    <Button component={Link} to={paths.publishing()}>
      {say(WORDS.apply)}
    </Button>
  );
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(WORDS.lead)}>
        {apply}
      </Heading>
      <Answered result={result} retry={again}>
        {({ cases }) =>
          cases && cases.length > 0 ? (
            <Filtered cases={cases} />
          ) : (
            <Empty title={say(WORDS.none)} action={apply}>
              {say(WORDS.noneMore)}
            </Empty>
          )
        }
      </Answered>
    </>
  );
}

function Filtered({ cases }: { readonly cases: readonly Listed[] }) {
  const say = useWords();
  const agencyName = useAgencyName();
  // In the address, so that the way back from a case leads to the same list.
  const [asked, ask] = useSearchParams();
  const of = (name: string) => asked.get(name) ?? '';
  const choose = (name: string) => (value: string | null) =>
    ask(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const sought = of('cari').trim().toLowerCase();
  const shown = cases.filter(
    ({ number, status, step, dossier }) =>
      (of('keadaan') === '' || status === of('keadaan')) &&
      (of('langkah') === '' || step === of('langkah')) &&
      (of('instansi') === '' || dossier?.agency === of('instansi')) &&
      `${number} ${dossier?.title ?? ''}`.toLowerCase().includes(sought),
  );
  const agencies = [...new Set(cases.flatMap(({ dossier }) => dossier?.agency ?? []))].sort();
  const options = (words: Readonly<Record<string, Words>>) =>
    Object.entries(words).map(([value, name]) => ({ value, label: say(name) }));
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} mb="md">
        <TextInput
          label={say(WORDS.search)}
          value={of('cari')}
          onChange={(event) => choose('cari')(event.currentTarget.value)}
        />
        <Select
          label={say(WORDS.status)}
          placeholder={say(WORDS.all)}
          clearable
          data={options(STATUSES)}
          value={of('keadaan') || null}
          onChange={choose('keadaan')}
        />
        <Select
          label={say(WORDS.step)}
          placeholder={say(WORDS.all)}
          clearable
          data={options(STEPS)}
          value={of('langkah') || null}
          onChange={choose('langkah')}
        />
        <Select
          label={say(WORDS.agency)}
          placeholder={say(WORDS.all)}
          clearable
          searchable
          data={agencies.map((slug) => ({ value: slug, label: agencyName(slug) }))}
          value={of('instansi') || null}
          onChange={choose('instansi')}
        />
      </SimpleGrid>
      {shown.length > 0 ? (
        <>
          <Text size="sm" c="dimmed" mb="xs" role="status">
            {shown.length} {say(WORDS.count)}
          </Text>
          <Sheet width={720} heads={[WORDS.what, WORDS.step, WORDS.next, WORDS.due]}>
            {shown.map((one) => (
              <Row key={one.number} one={one} agency={one.dossier && agencyName(one.dossier.agency)} />
            ))}
          </Sheet>
        </>
      ) : (
        <Empty
          title={say(WORDS.noMatch)}
          action={
            <Button variant="light" onClick={() => ask({}, { replace: true })}>
              {say(WORDS.reset)}
            </Button>
          }
        >
          {say(WORDS.noMatchMore)}
        </Empty>
      )}
    </>
  );
}

function Row({ one, agency }: { readonly one: Listed; readonly agency: string | null }) {
  const say = useWords();
  const { date } = useFormats();
  const { number, step, status, nextActor, dossier } = one;
  const attempt = status === 'OPEN' ? runningAttempt(dossier?.steps ?? []) : undefined;
  const late = attempt?.lateDays ?? 0;
  const unread = dossier?.unreadMessages ?? 0;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={paths.case(number)} fw={600}>
          {dossier?.title || number}
        </Anchor>
        <Text size="sm" c="dimmed">
          {[number, agency, dossier?.kind === 'CHANGE' && say(WORDS.change)].filter(Boolean).join(' · ')}
        </Text>
        {unread > 0 && (
          <Anchor component={Link} to={paths.case(number, 'messages')} size="sm" fw={600}>
            {say(WORDS.unread)}: {unread}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td>
        {say(STEPS[step])}
        {status && status !== 'OPEN' && (
          <Text size="sm" c="dimmed">
            {say(STATUSES[status])}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{nextActor ? say(ROLES[nextActor]) : '–'}</Table.Td>
      <Table.Td>
        <Group gap="xs">
          {attempt?.dueOn ? date(attempt.dueOn) : '–'}
          {late > 0 && (
            <Badge color="red">
              {say(WORDS.late)} {late} {say(WORDS.days)}
            </Badge>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
