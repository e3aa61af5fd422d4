import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask } from '../../shell/dialog.js';
import type { Described } from './described.js';

const ASKED = graphql(`query ReleaseRequests { inbox(first: 200) { kind dataset since } }`);
const DECIDE = graphql(`
  mutation DecideRelease($dataset: ID!, $released: Boolean!) {
    decideRelease(dataset: $dataset, released: $released) { name released }
  }
`);

const WORDS = {
  title: { id: 'Rilis kepada publik', en: 'Release to the public' },
  asked: {
    id: 'Produsennya memintanya; giliran Anda memutuskan. Diminta',
    en: 'Its producer asks for it, and you decide. Asked',
  },
  not: {
    id: 'Belum dirilis, dan produsennya belum memintanya.',
    en: 'It is not released, and its producer has not asked.',
  },
  is: {
    id: 'Siapa pun membaca kolom terbukanya tanpa masuk.',
    en: 'Whoever it is reads its open columns without signing in.',
  },
  release: { id: 'Rilis kepada publik', en: 'Release it' },
  releaseLead: {
    id: 'Siapa pun akan dapat membaca kolom terbukanya tanpa masuk.',
    en: 'Whoever it is will read its open columns without signing in.',
  },
  released: { id: 'Dataset dirilis kepada publik.', en: 'The dataset is released to the public.' },
  refuse: { id: 'Tolak permintaan', en: 'Refuse the request' },
  refuseLead: {
    id: 'Dataset tetap terbuka hanya bagi yang masuk.',
    en: 'It stays open to who is signed in alone.',
  },
  refused: { id: 'Permintaan ditolak.', en: 'The request is refused.' },
  back: { id: 'Tarik dari publik', en: 'Take it back' },
  backLead: {
    id: 'Yang tidak masuk tidak lagi menemukan dataset ini.',
    en: 'Who is not signed in will find it no more.',
  },
  takenBack: { id: 'Dataset ditarik dari publik.', en: 'The dataset is taken back.' },
} as const satisfies Record<string, Words>;

/** What the division head decides about a dataset's release. */
export function ReleaseDecision({ dataset: { name, released: known } }: { readonly dataset: Described }) {
  const say = useWords();
  const { date } = useFormats();
  const [{ data }, again] = useQuery({ query: ASKED });
  const [result, decide] = useMutation(DECIDE);
  // What is asked again right away may be answered before the hub has followed its own change.
  const released = result.data?.decideRelease.released ?? known ?? false;
  const asked = data?.inbox?.find(({ kind, dataset }) => kind === 'RELEASE_REQUEST' && dataset === name);
  const choice = (to: boolean, label: Words, lead: Words, done: Words) => (
    <Ask
      label={say(label)}
      lead={say(lead)}
      done={say(done)}
      quiet
      danger={!to}
      submit={() => decide({ dataset: name, released: to })}
      onDone={() => again({ requestPolicy: 'network-only' })}
    />
  );
  return (
    <Card component="section" aria-label={say(WORDS.title)}>
      <Stack gap="sm" align="flex-start">
        <Title order={2}>{say(WORDS.title)}</Title>
        <Text size="sm">
          {released ? say(WORDS.is) : asked ? `${say(WORDS.asked)} ${date(asked.since)}.` : say(WORDS.not)}
        </Text>
        <Group gap="xs">
          {released ? (
            choice(false, WORDS.back, WORDS.backLead, WORDS.takenBack)
          ) : (
            <>
              {choice(true, WORDS.release, WORDS.releaseLead, WORDS.released)}
              {asked && choice(false, WORDS.refuse, WORDS.refuseLead, WORDS.refused)}
            </>
          )}
        </Group>
      </Stack>
    </Card>
  );
}
