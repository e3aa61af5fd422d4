import { Card, Stack, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { Answered, PartHeading, Refused } from '../../shell/states.js';

const DELEGATION = graphql(
  `query GrantDelegation($dataset: ID!) { grantDelegation(dataset: $dataset) { dataset toTeam } }`,
);
const DELEGATE = graphql(`
  mutation DelegateGrants($dataset: ID!, $toTeam: Boolean!) {
    delegateGrants(dataset: $dataset, toTeam: $toTeam) { dataset toTeam }
  }
`);

const WORDS = {
  title: { id: 'Siapa yang memutuskan izin', en: 'Who decides about access' },
  lead: {
    id: 'Permintaan atas kolom terbatas diputuskan oleh Anda, di halaman Izin akses.',
    en: 'You decide about requests for restricted columns, on the page Access requests.',
  },
  team: { id: 'Tim teknis boleh memutuskan juga', en: 'The technical team may decide, too' },
  saved: { id: 'Tersimpan.', en: 'Saved.' },
} as const satisfies Record<string, Words>;

/** Lets the technical team decide about requests for a dataset, beside its producer. */
export function Delegation({ dataset }: { readonly dataset: string }) {
  const say = useWords();
  const [result, again] = useQuery({ query: DELEGATION, variables: { dataset } });
  const [{ error, fetching }, delegate] = useMutation(DELEGATE);

  async function change(toTeam: boolean): Promise<void> {
    const outcome = await delegate({ dataset, toTeam });
    if (!outcome.error) notifications.show({ message: say(WORDS.saved) });
  }

  return (
    <Card>
      <Stack gap="sm">
        <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
        <Answered result={result} retry={again}>
          {({ grantDelegation }) => (
            <Switch
              label={say(WORDS.team)}
              checked={grantDelegation?.toTeam ?? false}
              disabled={fetching}
              onChange={(event) => void change(event.currentTarget.checked)}
            />
          )}
        </Answered>
        {error && <Refused refusal={refusalOf(error)} />}
      </Stack>
    </Card>
  );
}
