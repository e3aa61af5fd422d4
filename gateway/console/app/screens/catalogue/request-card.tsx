import { Anchor, Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { FactList } from '../../shell/facts.js';
import { REQUEST_STATUSES, ROLES } from '../../terms.js';
import { useSession } from '../../viewer.js';
import { type Act, ActOn } from './act-on-request.js';
import type { Request, Titled } from './requests.js';

const WORDS = {
  columns: { id: 'Kolom', en: 'Columns' },
  all: { id: 'Semua kolom terbatas', en: 'All restricted columns' },
  reader: { id: 'Pembaca', en: 'Reader' },
  key: { id: 'kunci', en: 'key' },
  purpose: { id: 'Tujuan', en: 'Purpose' },
  until: { id: 'Berlaku sampai', en: 'Until' },
  asked: { id: 'Diminta oleh', en: 'Asked by' },
  waits: { id: 'Menunggu', en: 'Waits on' },
  decided: { id: 'Diputus oleh', en: 'Decided by' },
  ended: { id: 'Diakhiri oleh', en: 'Ended by' },
  grant: { id: 'Berikan', en: 'Grant' },
  refuse: { id: 'Tolak', en: 'Refuse' },
  cancel: { id: 'Batalkan permintaan', en: 'Take the request back' },
  withdraw: { id: 'Cabut izin', en: 'Withdraw the grant' },
  giveBack: { id: 'Kembalikan izin', en: 'Give the grant back' },
  hidden: { id: 'tidak terbuka bagi Anda', en: 'not open to you' },
} as const satisfies Record<string, Words>;

const COLOURS: Readonly<Record<Request['status'], string>> = {
  REQUESTED: 'yellow',
  GRANTED: 'teal',
  REFUSED: 'red',
  WITHDRAWN: 'red',
  CANCELLED: 'gray',
  EXPIRED: 'gray',
};

interface Props {
  readonly request: Request;
  /** Its entry in the catalogue; none where it is no longer there. */
  readonly dataset: Titled | undefined;
  /** Whether it waits for the viewer's decision. */
  readonly deciding: boolean;
  readonly done: () => void;
}

/** One request: who wants to read what, for what, until when, and what became of it. */
export function RequestCard({ request, dataset, deciding, done }: Props) {
  const say = useWords();
  const { date, moment } = useFormats();
  const { viewer } = useSession();
  const [act, setAct] = useState<Act | null>(null);
  const { status, columns, reader, purpose, waitsOn, requestedBy, decidedBy, decidedAt, endedBy, endedAt } =
    request;
  const title = (column: string): string =>
    dataset?.columns.find(({ name }) => name === column)?.title ?? column;
  const mine = requestedBy === viewer.name;
  const facts: readonly (readonly [Words, string])[] = [
    [WORDS.columns, columns ? columns.map(title).join(', ') : say(WORDS.all)],
    [WORDS.reader, [reader.name, reader.kind === 'KEY' && `(${say(WORDS.key)})`].filter(Boolean).join(' ')],
    [WORDS.until, date(request.until)],
    [WORDS.asked, `${requestedBy}, ${moment(request.requestedAt)}`],
    ...(waitsOn ? [[WORDS.waits, `${say(ROLES[waitsOn])}, ${request.producer.name}`] as const] : []),
    ...(decidedBy && decidedAt
      ? [[WORDS.decided, told(decidedBy, moment(decidedAt), request.reason)] as const]
      : []),
    ...(endedBy && endedAt
      ? [[WORDS.ended, told(endedBy, moment(endedAt), request.endReason)] as const]
      : []),
  ];
  return (
    <Card component="article">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <Title order={2}>
            <Anchor component={Link} to={paths.dataset(request.dataset)} inherit>
              {dataset?.title ?? request.dataset}
            </Anchor>
          </Title>
          <Badge variant="light" c="dark" color={COLOURS[status]}>
            {say(REQUEST_STATUSES[status])}
          </Badge>
        </Group>
        <div>
          <Text size="sm" c="dimmed">
            {say(WORDS.purpose)}
          </Text>
          <Text>{purpose ?? say(WORDS.hidden)}</Text>
        </div>
        <FactList facts={facts} />
        <Group>
          {deciding && status === 'REQUESTED' && (
            <>
              <Button onClick={() => setAct('GRANT')}>{say(WORDS.grant)}</Button>
              <Button variant="light" color="red" onClick={() => setAct('REFUSE')}>
                {say(WORDS.refuse)}
              </Button>
            </>
          )}
          {mine && status === 'REQUESTED' && (
            <Button variant="default" onClick={() => setAct('CANCEL')}>
              {say(WORDS.cancel)}
            </Button>
          )}
          <Ending request={request} mine={mine} act={setAct} />
        </Group>
      </Stack>
      <ActOn request={request} act={act} close={() => setAct(null)} done={done} />
    </Card>
  );
}

const told = (name: string, at: string, reason: string | null): string =>
  [`${name}, ${at}`, reason].filter(Boolean).join(': ');

/** Whoever reads by a grant gives it back; producers, the team and heads withdraw it. */
function Ending({
  request: { status, producer },
  mine,
  act,
}: {
  readonly request: Request;
  readonly mine: boolean;
  readonly act: (act: Act) => void;
}) {
  const say = useWords();
  const { viewer, has } = useSession();
  if (status !== 'GRANTED') return null;
  const ends =
    has('TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD') ||
    (has('PRODUCER') && viewer.agency === producer.slug);
  if (ends)
    return (
      <Button variant="light" color="red" onClick={() => act('WITHDRAW')}>
        {say(WORDS.withdraw)}
      </Button>
    );
  return mine ? (
    <Button variant="default" onClick={() => act('GIVE_BACK')}>
      {say(WORDS.giveBack)}
    </Button>
  ) : null;
}
