import { Button, Card, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask, Reason } from '../../shell/dialog.js';
import { Answered, Empty, PartHeading, Refused } from '../../shell/states.js';

const CONSENTS = graphql(`query Consents { ownershipConsents { id subgraph coordinates reason signer at } }`);
const CONSENT = graphql(`
  mutation ConsentToSubgraph($subgraph: ID!, $coordinates: [String!]!, $reason: String!) {
    consentToSubgraph(subgraph: $subgraph, coordinates: $coordinates, reason: $reason)
  }
`);
const WITHDRAW = graphql(`mutation WithdrawConsent($id: ID!) { withdrawOwnershipConsent(id: $id) }`);

const WORDS = {
  title: { id: 'Persetujuan bagi instansi lain', en: 'Consents to other agencies' },
  lead: {
    id: 'Subgraf instansi lain dapat menambahkan field pada tipe Anda hanya dengan persetujuan Anda.',
    en: 'A subgraph of another agency adds fields to your types only by your consent.',
  },
  none: { id: 'Belum ada persetujuan.', en: 'There is no consent.' },
  noneMore: {
    id: 'Temuan pemeriksaan instansi itu menyebut koordinat mana yang memerlukannya.',
    en: 'The findings of that agency’s check name the coordinates that need one.',
  },
  give: { id: 'Beri persetujuan', en: 'Give a consent' },
  given: { id: 'Persetujuan diberikan.', en: 'The consent is given.' },
  subgraph: { id: 'Subgraf yang menambahkan', en: 'The subgraph that adds' },
  coordinates: { id: 'Koordinat', en: 'Coordinates' },
  coordinatesHint: {
    id: 'Satu per baris: Tipe atau Tipe.field.',
    en: 'One a line: Type or Type.field.',
  },
  withdraw: { id: 'Cabut', en: 'Withdraw' },
  withdrawn: {
    id: 'Dicabut; berlaku sejak penerbitan berikutnya.',
    en: 'Withdrawn, from the next publish on.',
  },
} as const satisfies Record<string, Words>;

/** What the agency lets subgraphs of others do with its types. */
export function Consents() {
  const say = useWords();
  const { moment } = useFormats();
  const [result, ask] = useQuery({ query: CONSENTS });
  const [, consent] = useMutation(CONSENT);
  const [withdrawing, withdraw] = useMutation(WITHDRAW);
  const again = () => ask({ requestPolicy: 'network-only' });

  async function takeBack(id: string): Promise<void> {
    if ((await withdraw({ id })).error) return;
    notifications.show({ message: say(WORDS.withdrawn) });
    again();
  }

  return (
    <Stack>
      <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      <Ask
        label={say(WORDS.give)}
        done={say(WORDS.given)}
        submit={(filled) =>
          consent({
            subgraph: filled.text('subgraph'),
            coordinates: filled.text('coordinates').split(/[\s,]+/),
            reason: filled.text('reason'),
          })
        }
        onDone={again}
      >
        <TextInput name="subgraph" label={say(WORDS.subgraph)} required />
        <Textarea
          name="coordinates"
          label={say(WORDS.coordinates)}
          description={say(WORDS.coordinatesHint)}
          required
          autosize
          minRows={2}
        />
        <Reason />
      </Ask>
      {withdrawing.error && <Refused refusal={refusalOf(withdrawing.error)} />}
      <Answered result={result} retry={again}>
        {({ ownershipConsents }) =>
          ownershipConsents && ownershipConsents.length > 0 ? (
            ownershipConsents.map(({ id, subgraph, coordinates, reason, signer, at }) => (
              <Card key={id} component="section" aria-label={subgraph} p="md">
                <Group justify="space-between" align="flex-start">
                  <div>
                    <Text fw={600}>{subgraph}</Text>
                    <Text style={{ overflowWrap: 'anywhere' }}>{coordinates.join(', ')}</Text>
                    <Text size="sm">{reason}</Text>
                    <Text size="sm" c="dimmed">
                      {signer}, {moment(at)}
                    </Text>
                  </div>
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`${say(WORDS.withdraw)}: ${subgraph}`}
                    loading={withdrawing.fetching}
                    onClick={() => takeBack(id)}
                  >
                    {say(WORDS.withdraw)}
                  </Button>
                </Group>
              </Card>
            ))
          ) : (
            <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
          )
        }
      </Answered>
    </Stack>
  );
}
