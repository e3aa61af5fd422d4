import { Anchor, Badge, Button, Card, Group, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty, Heading, PartHeading } from '../../shell/states.js';
import { STEPS } from '../../terms.js';
import { useSession } from '../../viewer.js';
import { TOUCHED, Touched } from './touched.js';

const INBOX = graphql(`
  query Inbox { inboxTotal inbox(first: 50) { kind case dataset title step dueOn overdue reminder since } }
`);
type Item = NonNullable<ResultOf<typeof INBOX>['inbox']>[number];

const WORDS = {
  welcome: { id: 'Satu graf untuk data kabupaten', en: 'One graph for the regency’s data' },
  lead: {
    id: 'Temukan dataset, tanyakan dalam satu kueri, dan gabungkan menurut wilayah atau waktu.',
    en: 'Find datasets, ask them in one query, and join them by region or time.',
  },
  find: { id: 'Cari dataset', en: 'Find a dataset' },
  findMore: {
    id: 'Apa yang ada, siapa pemiliknya, dan mengapa suatu kolom ditahan.',
    en: 'What there is, who owns it, and why a column is withheld.',
  },
  ask: { id: 'Tanyakan', en: 'Ask' },
  askMore: {
    id: 'Penjelajah kueri melengkapi nama dan menunjukkan contoh.',
    en: 'The query explorer completes names and shows an example.',
  },
  start: { id: 'Pakai di aplikasi', en: 'Use it in an application' },
  startMore: {
    id: 'Kunci, contoh untuk fetch, Apollo Client, dan Excel.',
    en: 'Keys, starters for fetch, Apollo Client and Excel.',
  },
  waits: { id: 'Menunggu Anda', en: 'What waits on you' },
  nothing: { id: 'Tidak ada yang menunggu Anda.', en: 'Nothing waits on you.' },
  nothingMore: {
    id: 'Jelajahi katalog, atau lihat permohonan yang berjalan.',
    en: 'Look through the catalogue, or at the cases under way.',
  },
  what: { id: 'Perihal', en: 'What' },
  step: { id: 'Langkah', en: 'Step' },
  due: { id: 'Batas waktu', en: 'Due' },
  overdue: { id: 'terlambat', en: 'overdue' },
  soon: { id: 'segera', en: 'soon' },
  first: { id: 'Ditampilkan', en: 'Shown' },
  of: { id: 'dari', en: 'of' },
} as const satisfies Record<string, Words>;

const KINDS: Readonly<Record<Item['kind'], Words>> = {
  CASE: { id: 'Langkah permohonan', en: 'A step of a case' },
  DEVIATION: { id: 'Penyimpangan', en: 'A deviation' },
  REPORT: { id: 'Laporan', en: 'A report' },
  OVERDUE: { id: 'Langkah bawahan terlambat', en: 'A subordinate’s step is overdue' },
  RELEASE_REQUEST: { id: 'Permintaan rilis publik', en: 'A request for public release' },
  WAIVER: { id: 'Dokumen yang belum ada', en: 'A missing document' },
  LIFT: { id: 'Pencabutan penghentian', en: 'Lifting a suspension' },
  LATE_RELEASE: { id: 'Data terlambat diperbarui', en: 'Data that are late' },
  ERASURE: { id: 'Usulan penghapusan', en: 'A proposed erasure' },
};

/** What waits on who is signed in; for others, where to begin. */
export function Home() {
  const { isSignedIn } = useSession();
  return isSignedIn ? <Inbox /> : <Welcome />;
}

function Welcome() {
  const say = useWords();
  const places = [
    { title: WORDS.find, more: WORDS.findMore, to: paths.catalogue() },
    { title: WORDS.ask, more: WORDS.askMore, to: null },
    { title: WORDS.start, more: WORDS.startMore, to: paths.starter() },
  ];
  return (
    <>
      <Heading title={say(WORDS.welcome)} lead={say(WORDS.lead)} />
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {places.map(({ title, more, to }) => (
          <Card key={title.en}>
            <Stack gap="xs" align="flex-start" h="100%" justify="space-between">
              <PartHeading title={say(title)} lead={say(more)} />
              {to ? (
                <Button component={Link} to={to} variant="light">
                  {say(title)}
                </Button>
              ) : (
                <Button component="a" href="/explorer/" variant="light">
                  {say(title)}
                </Button>
              )}
            </Stack>
          </Card>
        ))}
      </SimpleGrid>
    </>
  );
}

function Inbox() {
  const say = useWords();
  const [result, again] = useQuery({ query: INBOX });
  const [saved] = useQuery({ query: TOUCHED });
  const touched = (saved.data?.savedQueries ?? []).filter(({ changes }) => changes.length > 0);
  return (
    <>
      <Heading title={say(WORDS.waits)} />
      {touched.length > 0 && <Touched queries={touched} />}
      <Answered result={result} retry={again}>
        {({ inbox, inboxTotal }) =>
          inbox && inbox.length > 0 ? (
            <>
              {' '}
              <Sheet width={480} heads={[WORDS.what, WORDS.step, WORDS.due]}>
                {inbox.map((item) => (
                  <Row key={`${item.kind} ${item.case} ${item.dataset} ${item.since}`} item={item} />
                ))}
              </Sheet>
              {inboxTotal !== null && inboxTotal > inbox.length && (
                <Text size="sm" c="dimmed">
                  {say(WORDS.first)} {inbox.length} {say(WORDS.of)} {inboxTotal}.
                </Text>
              )}
            </>
          ) : (
            touched.length === 0 && (
              <Empty
                title={say(WORDS.nothing)}
                action={
                  <Button component={Link} to={paths.catalogue()} variant="light">
                    {say(WORDS.find)}
                  </Button>
                }
              >
                {say(WORDS.nothingMore)}
              </Empty>
            )
          )
        }
      </Answered>
    </>
  );
}

function Row({ item }: { readonly item: Item }) {
  const say = useWords();
  const { date } = useFormats();
  const { has } = useSession();
  // Late data are renewed where they are loaded; what else is about a dataset is decided on its page.
  const ofDataset = item.kind === 'LATE_RELEASE' && has('PRODUCER') ? paths.mineDataset : paths.dataset;
  const to = item.case ? paths.case(item.case) : item.dataset ? ofDataset(item.dataset) : paths.home();
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={to} fw={600}>
          {item.title}
        </Anchor>
        <Text size="sm" c="dimmed">
          {[say(KINDS[item.kind]), item.case].filter(Boolean).join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td>{item.step ? say(STEPS[item.step]) : '–'}</Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          {item.dueOn ? date(item.dueOn) : '–'}
          {item.overdue && <Badge color="red">{say(WORDS.overdue)}</Badge>}
          {item.reminder && <Badge color="yellow.8">{say(WORDS.soon)}</Badge>}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
