import { Button, Group, Select, Stack, Tabs } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { REQUEST_STATUSES } from '../../terms.js';
import { useSession } from '../../viewer.js';
import { RequestCard } from './request-card.js';

const REQUESTS = graphql(`
  query AccessRequests($waitingOnMe: Boolean, $status: AccessStatus, $after: String) {
    accessRequests(waitingOnMe: $waitingOnMe, status: $status, first: 20, after: $after) {
      nodes {
        id dataset columns purpose until status waitsOn requestedBy requestedAt
        producer { slug name } reader { kind name }
        decidedBy decidedAs decidedAt reason endedBy endedAt endReason
      }
      pageInfo { hasNextPage endCursor }
    }
    datasets { name title columns { name title } }
  }
`);
type Answer = ResultOf<typeof REQUESTS>;
export type Request = NonNullable<Answer['accessRequests']>['nodes'][number];
export type Titled = NonNullable<Answer['datasets']>[number];
type Status = Request['status'];

const WORDS = {
  title: { id: 'Izin akses', en: 'Access requests' },
  lead: {
    id: 'Permintaan membaca kolom terbatas, dan keputusannya.',
    en: 'Requests to read restricted columns, and what was decided.',
  },
  mine: { id: 'Permintaan saya', en: 'My requests' },
  known: { id: 'Semua permintaan', en: 'All requests' },
  waiting: { id: 'Menunggu keputusan saya', en: 'Awaiting my decision' },
  status: { id: 'Keadaan', en: 'Status' },
  any: { id: 'Semua', en: 'All' },
  none: { id: 'Belum ada permintaan.', en: 'There is no request yet.' },
  noneMore: {
    id: 'Buka sebuah dataset di katalog; kolom yang terbatas dapat Anda minta di sana.',
    en: 'Open a dataset in the catalogue; you can ask for its restricted columns there.',
  },
  noneWaiting: {
    id: 'Tidak ada permintaan yang menunggu keputusan Anda.',
    en: 'No request awaits your decision.',
  },
  noneWaitingMore: {
    id: 'Permintaan baru muncul di sini begitu dikirim.',
    en: 'A new request appears here as soon as it is sent.',
  },
  catalogue: { id: 'Ke katalog', en: 'To the catalogue' },
  newest: { id: 'Ke yang terbaru', en: 'Back to the newest' },
  older: { id: 'Yang lebih lama', en: 'Older ones' },
} as const satisfies Record<string, Words>;

/** Requests for restricted data: one's own, and those that one decides about. */
export function AccessRequests() {
  const say = useWords();
  const { has } = useSession();
  const decides = has('PRODUCER', 'TECHNICAL_TEAM');
  const sees = decides || has('DIVISION_HEAD', 'DEPARTMENT_HEAD', 'ADMIN');
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      {decides ? (
        <Tabs defaultValue="waiting" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="waiting">{say(WORDS.waiting)}</Tabs.Tab>
            <Tabs.Tab value="known">{say(WORDS.known)}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="waiting">
            <List waitingOnMe name={say(WORDS.waiting)} />
          </Tabs.Panel>
          <Tabs.Panel value="known">
            <List waitingOnMe={false} name={say(WORDS.known)} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <List waitingOnMe={false} name={say(sees ? WORDS.known : WORDS.mine)} />
      )}
    </>
  );
}

function List({ waitingOnMe, name }: { readonly waitingOnMe: boolean; readonly name: string }) {
  const say = useWords();
  const [status, setStatus] = useState<Status | null>(null);
  const [after, setAfter] = useState<string | null>(null);
  const [result, again] = useQuery({
    query: REQUESTS,
    variables: { waitingOnMe, status, after },
    requestPolicy: 'cache-and-network',
  });
  return (
    <section aria-label={name}>
      {!waitingOnMe && (
        <Select
          label={say(WORDS.status)}
          placeholder={say(WORDS.any)}
          clearable
          maw={280}
          mb="md"
          data={Object.entries(REQUEST_STATUSES).map(([value, words]) => ({ value, label: say(words) }))}
          value={status}
          onChange={(value) => {
            setStatus(value as Status | null);
            setAfter(null);
          }}
        />
      )}
      <Answered result={result} retry={again}>
        {({ accessRequests, datasets }) => (
          <Stack>
            {accessRequests && accessRequests.nodes.length > 0 ? (
              accessRequests.nodes.map((request) => (
                <RequestCard
                  key={request.id}
                  request={request}
                  dataset={datasets?.find((one) => one.name === request.dataset)}
                  deciding={waitingOnMe}
                  done={() => again({ requestPolicy: 'network-only' })}
                />
              ))
            ) : (
              <Nothing waiting={waitingOnMe} />
            )}
            <Group>
              {after !== null && (
                <Button variant="default" onClick={() => setAfter(null)}>
                  {say(WORDS.newest)}
                </Button>
              )}
              {accessRequests?.pageInfo.hasNextPage && (
                <Button variant="default" onClick={() => setAfter(accessRequests.pageInfo.endCursor)}>
                  {say(WORDS.older)}
                </Button>
              )}
            </Group>
          </Stack>
        )}
      </Answered>
    </section>
  );
}

function Nothing({ waiting }: { readonly waiting: boolean }) {
  const say = useWords();
  return (
    <Empty
      title={say(waiting ? WORDS.noneWaiting : WORDS.none)}
      action={
        !waiting && (
          <Button component={Link} to={paths.catalogue()} variant="light">
            {say(WORDS.catalogue)}
          </Button>
        )
      }
    >
      {say(waiting ? WORDS.noneWaitingMore : WORDS.noneMore)}
    </Empty>
  );
}
