import './webhooks.css';
import { Badge, Button, Card, Checkbox, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { useAgencyName } from '../../agency-name.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask } from '../../shell/dialog.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty, Refused } from '../../shell/states.js';
import { Once } from './once.js';

const WEBHOOKS = graphql(`
  query Webhooks {
    webhooks {
      id url agency events createdAt createdBy endedAt
      deliveries(first: 5) { id event subject createdAt deliveredAt failure attempts nextAt }
    }
  }
`);
const CREATE = graphql(`
  mutation CreateWebhook($url: String!, $events: [WebhookEvent!]!) {
    createWebhook(url: $url, events: $events) { secret webhook { id url } }
  }
`);
const END = graphql(`mutation EndWebhook($id: ID!) { endWebhook(id: $id) { id } }`);
const TEST = graphql(`mutation TestWebhook($id: ID!) { testWebhook(id: $id) { id deliveredAt failure } }`);
type Webhook = NonNullable<ResultOf<typeof WEBHOOKS>['webhooks']>[number];

const WORDS = {
  lead: {
    id: 'Alamat yang diberi tahu tentang kejadian. Izinkan alamatnya lebih dahulu.',
    en: 'Addresses that are told of events. Allow the address first.',
  },
  create: { id: 'Buat webhook', en: 'Make a webhook' },
  created: { id: 'Webhook dibuat.', en: 'The webhook is made.' },
  url: { id: 'Alamat (https://…)', en: 'Address (https://…)' },
  events: { id: 'Kejadian', en: 'Events' },
  secret: { id: 'Rahasia webhook', en: 'Secret of the webhook' },
  secretLead: {
    id: 'Penerima memeriksa tanda tangan pesan (satugraf-signature) dengan rahasia ini.',
    en: 'The receiver checks the signature of messages (satugraf-signature) with it.',
  },
  hub: { id: 'Milik hub', en: 'The hub’s own' },
  test: { id: 'Kirim uji', en: 'Send a test' },
  tested: { id: 'Pesan uji diterima.', en: 'The test was received.' },
  testFailed: { id: 'Pesan uji gagal', en: 'The test failed' },
  end: { id: 'Akhiri', en: 'End' },
  endLead: { id: 'Webhook ini berakhir untuk seterusnya.', en: 'The webhook ends for good.' },
  ended: { id: 'Berakhir', en: 'Ended' },
  event: { id: 'Kejadian', en: 'Event' },
  when: { id: 'Waktu', en: 'When' },
  outcome: { id: 'Hasil', en: 'Outcome' },
  delivered: { id: 'Diterima', en: 'Delivered' },
  waiting: { id: 'dicoba lagi', en: 'tried again' },
  pending: { id: 'Menunggu dikirim', en: 'Waits to be sent' },
  gaveUp: { id: 'tidak dicoba lagi', en: 'given up' },
  quiet: { id: 'Belum ada pesan.', en: 'No message yet.' },
  none: { id: 'Belum ada webhook.', en: 'There is no webhook.' },
  noneMore: {
    id: 'Buat satu agar sistem lain diberi tahu, misalnya saat graf berubah.',
    en: 'Make one so that another system is told, for instance when the graph changes.',
  },
} as const satisfies Record<string, Words>;

const EVENTS = {
  LAUNCH: { id: 'Peluncuran graf', en: 'Launches of the graph' },
  CASE_STEP: { id: 'Langkah permohonan', en: 'Steps of cases' },
  DRIFT: { id: 'Karantina subgraf', en: 'Quarantined subgraphs' },
  GRANT: { id: 'Izin akses', en: 'Access requests' },
} as const satisfies Record<string, Words>;
type EventName = keyof typeof EVENTS;

/** Addresses that are told of events, and what became of the last messages. */
export function Webhooks() {
  const say = useWords();
  const [result, again] = useQuery({ query: WEBHOOKS });
  const [, create] = useMutation(CREATE);
  const [secret, setSecret] = useState<string | null>(null);
  const refresh = () => again({ requestPolicy: 'network-only' });
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" maw={640}>
          {say(WORDS.lead)}
        </Text>
        <Ask
          label={say(WORDS.create)}
          done={say(WORDS.created)}
          submit={({ text, all }) => create({ url: text('url'), events: all('events') as EventName[] })}
          onDone={(data) => {
            setSecret(data?.createWebhook.secret ?? null);
            refresh();
          }}
        >
          <TextInput name="url" type="url" label={say(WORDS.url)} required />
          <Checkbox.Group label={say(WORDS.events)} defaultValue={Object.keys(EVENTS)}>
            <Stack gap="xs" mt="xs">
              {Object.entries(EVENTS).map(([value, words]) => (
                <Checkbox key={value} name="events" value={value} label={say(words)} />
              ))}
            </Stack>
          </Checkbox.Group>
        </Ask>
      </Group>
      <Answered result={result} retry={again}>
        {({ webhooks }) =>
          webhooks && webhooks.length > 0 ? (
            webhooks.map((one) => <OneWebhook key={one.id} webhook={one} refresh={refresh} />)
          ) : (
            <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
          )
        }
      </Answered>
      {secret !== null && (
        <Once
          title={say(WORDS.secret)}
          label={say(WORDS.secret)}
          lead={say(WORDS.secretLead)}
          value={secret}
          close={() => setSecret(null)}
        />
      )}
    </Stack>
  );
}

function OneWebhook({ webhook, refresh }: { readonly webhook: Webhook; readonly refresh: () => void }) {
  const say = useWords();
  const { date } = useFormats();
  const agencyName = useAgencyName();
  const [, end] = useMutation(END);
  const [testing, test] = useMutation(TEST);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { id, url, agency, events, createdAt, createdBy, endedAt, deliveries } = webhook;

  async function tryOut(): Promise<void> {
    const { data, error } = await test({ id });
    setRefusal(error ? refusalOf(error) : null);
    const delivery = data?.testWebhook;
    if (delivery)
      notifications.show(
        delivery.deliveredAt
          ? { message: say(WORDS.tested) }
          : { color: 'red', message: `${say(WORDS.testFailed)}: ${delivery.failure}` },
      );
    refresh();
  }

  return (
    <Card component="article">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} className="address">
            {url}
          </Title>
          <Text size="sm" c="dimmed">
            {agency ? agencyName(agency) : say(WORDS.hub)} · {createdBy}, {date(createdAt)}
          </Text>
          <Group gap={4} mt="xs">
            {endedAt && (
              <Badge variant="light" color="gray">
                {say(WORDS.ended)} {date(endedAt)}
              </Badge>
            )}
            {events.map((event) => (
              <Badge key={event} variant="light">
                {say(EVENTS[event])}
              </Badge>
            ))}
          </Group>
        </div>
        {!endedAt && (
          <Group gap="xs">
            <Button size="xs" variant="default" loading={testing.fetching} onClick={tryOut}>
              {say(WORDS.test)}
            </Button>
            <Ask
              label={say(WORDS.end)}
              about={url}
              lead={say(WORDS.endLead)}
              done={say(WORDS.ended)}
              danger
              quiet
              submit={() => end({ id })}
              onDone={refresh}
            />
          </Group>
        )}
      </Group>
      {refusal && <Refused refusal={refusal} />}
      <Deliveries deliveries={deliveries ?? []} />
    </Card>
  );
}

function Deliveries({ deliveries }: { readonly deliveries: NonNullable<Webhook['deliveries']> }) {
  const say = useWords();
  const { moment } = useFormats();
  if (deliveries.length === 0)
    return (
      <Text size="sm" c="dimmed" mt="sm">
        {say(WORDS.quiet)}
      </Text>
    );
  return (
    <Sheet width={480} heads={[WORDS.event, WORDS.when, WORDS.outcome]}>
      {deliveries.map(({ id, event, subject, createdAt, deliveredAt, failure, nextAt }) => (
        <Table.Tr key={id}>
          <Table.Td>
            {event in EVENTS ? say(EVENTS[event as EventName]) : event}
            <Text size="sm" c="dimmed">
              {subject}
            </Text>
          </Table.Td>
          <Table.Td>{moment(createdAt)}</Table.Td>
          <Table.Td>
            {deliveredAt
              ? say(WORDS.delivered)
              : failure
                ? `${failure}, ${nextAt ? `${say(WORDS.waiting)} ${moment(nextAt)}` : say(WORDS.gaveUp)}`
                : say(WORDS.pending)}
          </Table.Td>
        </Table.Tr>
      ))}
    </Sheet>
  );
}
