import { Alert, Anchor, Badge, Card, Grid, SimpleGrid, Stack, Tabs, Text, Title } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { useAgencyName } from '../../agency-name.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths, TAB } from '../../paths.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { ROLES, STEPS } from '../../terms.js';
import { Actions, type Place } from './actions.js';
import { Desk } from './desk.js';
import { Deviations } from './deviations.js';
import { Documents } from './documents.js';
import { History } from './history.js';
import { Messages } from './messages.js';
import { STATUSES } from './names.js';
import { CASE, isOpenTo, type OpenCase, runningAttempt } from './open-case.js';
import { Track } from './track.js';

const WORDS = {
  all: { id: 'Semua permohonan', en: 'All cases' },
  none: { id: 'Permohonan ini tidak ada.', en: 'There is no such case.' },
  noneMore: {
    id: 'Mungkin nomornya keliru, atau bukan permohonan instansi Anda.',
    en: 'The number may be wrong, or it is not a case of your agency.',
  },
  closed: {
    id: 'Isi permohonan terbuka bagi produsennya, tim teknis, dan para kepala.',
    en: 'Its contents are open to its producer, the technical team and the heads.',
  },
  next: { id: 'Giliran', en: 'Next actor' },
  due: { id: 'Batas waktu', en: 'Due' },
  noDue: { id: 'tanpa batas', en: 'none' },
  late: { id: 'terlambat', en: 'late' },
  days: { id: 'hari kerja', en: 'working days' },
  step: { id: 'Langkah', en: 'Step' },
  status: { id: 'Keadaan', en: 'Status' },
  application: { id: 'Permohonan', en: 'Application' },
  agency: { id: 'Instansi', en: 'Agency' },
  dataset: { id: 'Dataset', en: 'Dataset' },
  purpose: { id: 'Tujuan', en: 'Purpose' },
  contacts: { id: 'Narahubung', en: 'Contacts' },
  procedure: { id: 'SOP', en: 'Procedure' },
  previous: { id: 'Mengubah permohonan', en: 'Changes the case' },
  fields: { id: 'Kolom', en: 'Columns' },
  documents: { id: 'Dokumen', en: 'Documents' },
  deviations: { id: 'Penyimpangan', en: 'Deviations' },
  history: { id: 'Riwayat', en: 'History' },
  messages: { id: 'Percakapan', en: 'Conversation' },
  unread: { id: 'baru', en: 'new' },
} as const satisfies Record<string, Words>;

const BELOW_HEADER = 'calc(var(--app-shell-header-offset, 0px) + 1rem)';

/** One case: where it stands, what can be done, and everything on file. */
export function Case() {
  const say = useWords();
  const { number = '' } = useParams();
  const [result, reexecute] = useQuery({ query: CASE, variables: { number } });
  const again = () => reexecute({ requestPolicy: 'network-only' });
  const back = (
    <Anchor component={Link} to={paths.cases()}>
      {say(WORDS.all)}
    </Anchor>
  );
  return (
    <Answered result={result} retry={again}>
      {({ case: one }) =>
        isOpenTo(one) ? (
          <>
            <Heading title={one.dossier.title || one.number} lead={one.number}>
              {back}
            </Heading>
            <Whole key={one.number} one={one} again={again} />
          </>
        ) : (
          <>
            <Heading title={number}>{back}</Heading>
            <Empty title={say(one ? STEPS[one.step] : WORDS.none)}>
              {say(one ? WORDS.closed : WORDS.noneMore)}
            </Empty>
          </>
        )
      }
    </Answered>
  );
}

function Whole({ one, again }: { readonly one: OpenCase; readonly again: () => void }) {
  const say = useWords();
  // In the address, so that the list of cases leads to what is unread.
  const [params, setParams] = useSearchParams();
  const setTab = (tab: string | null) => setParams(tab ? { [TAB]: tab } : {}, { replace: true });
  const [written, write] = useState('');
  const tabs = useRef<HTMLDivElement>(null);
  const still = useReducedMotion();
  const isLedTo = useRef(params.has(TAB));
  useEffect(() => {
    // Once the shell has gone to the top, as it does on every new screen.
    const timer = isLedTo.current ? setTimeout(() => tabs.current?.scrollIntoView()) : undefined;
    return () => clearTimeout(timer);
  }, []);
  const { dossier } = one;
  const goTo = (place: Place) => {
    setTab(place);
    tabs.current?.scrollIntoView({ behavior: still ? 'instant' : 'smooth' });
    tabs.current?.focus({ preventScroll: true });
  };
  const panels = [
    ['fields', WORDS.fields, dossier.fields.length, <Desk key="fields" one={one} again={again} />],
    [
      'documents',
      WORDS.documents,
      dossier.documents.length,
      <Documents key="documents" one={one} again={again} />,
    ],
    [
      'deviations',
      WORDS.deviations,
      one.deviations?.length ?? 0,
      <Deviations key="deviations" one={one} again={again} />,
    ],
    ['history', WORDS.history, dossier.events.length, <History key="history" events={dossier.events} />],
    [
      'messages',
      WORDS.messages,
      dossier.messages?.totalCount ?? 0,
      <Messages key="messages" one={one} again={again} written={written} write={write} />,
    ],
  ] as const;
  const unread = (dossier.unreadMessages ?? 0) > 0 && (
    <Badge variant="light">
      {dossier.unreadMessages} {say(WORDS.unread)}
    </Badge>
  );
  return (
    <Stack gap="lg">
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="lg">
            <Standing one={one} />
            <Actions one={one} again={again} goTo={goTo} />
            <Application dossier={one.dossier} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Track one={one} />
        </Grid.Col>
      </Grid>
      <Tabs
        value={params.get(TAB) ?? 'fields'}
        onChange={setTab}
        ref={tabs}
        tabIndex={-1}
        keepMounted={false}
        style={{ scrollMarginTop: BELOW_HEADER }}
      >
        <Tabs.List mb="md">
          {panels.map(([value, words, count]) => (
            <Tabs.Tab key={value} value={value} rightSection={value === 'messages' && unread}>
              {say(words)} ({count})
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {panels.map(([value, , , panel]) => (
          <Tabs.Panel key={value} value={value}>
            {panel}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
}

function Standing({ one }: { readonly one: OpenCase }) {
  const say = useWords();
  const { date } = useFormats();
  const attempt = one.status === 'OPEN' ? runningAttempt(one.dossier.steps) : undefined;
  const late = attempt?.lateDays ?? 0;
  const facts = [
    [WORDS.status, one.status ? say(STATUSES[one.status]) : '–'],
    [WORDS.step, say(STEPS[one.step])],
    [WORDS.next, one.nextActor ? say(ROLES[one.nextActor]) : '–'],
    [WORDS.due, attempt?.dueOn ? date(attempt.dueOn) : attempt ? say(WORDS.noDue) : '–'],
  ] as const;
  return (
    <Alert color={late > 0 ? 'red' : 'teal'} variant="light">
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {facts.map(([label, value]) => (
          <div key={label.en}>
            <Text size="sm" c="dimmed">
              {say(label)}
            </Text>
            <Text fw={600}>{value}</Text>
          </div>
        ))}
      </SimpleGrid>
      {late > 0 && (
        <Badge color="red" mt="sm">
          {say(WORDS.late)} {late} {say(WORDS.days)}
        </Badge>
      )}
    </Alert>
  );
}

function Application({
  dossier: { agency, dataset, purpose, contacts, procedure, previous },
}: Pick<OpenCase, 'dossier'>) {
  const say = useWords();
  const agencyName = useAgencyName();
  return (
    <Card>
      <Stack gap="xs">
        <Title order={2}>{say(WORDS.application)}</Title>
        <Fact label={WORDS.agency}>{agencyName(agency)}</Fact>
        {dataset && (
          <Fact label={WORDS.dataset}>
            <Anchor component={Link} to={paths.dataset(dataset)}>
              {dataset}
            </Anchor>
          </Fact>
        )}
        {previous && (
          <Fact label={WORDS.previous}>
            <Anchor component={Link} to={paths.case(previous)}>
              {previous}
            </Anchor>
          </Fact>
        )}
        <Fact label={WORDS.purpose}>{purpose || '–'}</Fact>
        <Fact label={WORDS.contacts}>
          {contacts.map(({ name, position, reach }) => `${name} (${position}, ${reach})`).join('; ') || '–'}
        </Fact>
        <Fact label={WORDS.procedure}>{procedure}</Fact>
      </Stack>
    </Card>
  );
}

function Fact({ label, children }: { readonly label: Words; readonly children: ReactNode }) {
  const say = useWords();
  return (
    <div>
      <Text size="sm" c="dimmed">
        {say(label)}
      </Text>
      <Text component="div">{children}</Text>
    </div>
  );
}
