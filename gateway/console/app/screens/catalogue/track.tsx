import { Anchor, Card, Group, Loader, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { ROLES, STEPS } from '../../terms.js';

const CASE = graphql(
  `query CaseTrack($number: ID!) { case(number: $number) { number status step nextActor } }`,
);
type Case = NonNullable<ResultOf<typeof CASE>['case']>;

const WORDS = {
  case: { id: 'Permohonan', en: 'Case' },
  unreadable: {
    id: 'Langkahnya tidak terbuka bagi Anda.',
    en: 'Its step is not open to you.',
  },
  done: { id: 'selesai', en: 'done' },
  now: { id: 'berjalan', en: 'under way' },
  later: { id: 'belum', en: 'to come' },
  ended: { id: 'Permohonan telah selesai.', en: 'The case is finished.' },
  stopped: { id: 'Permohonan dihentikan.', en: 'The case has been stopped.' },
  waits: { id: 'Menunggu', en: 'Waits on' },
} as const satisfies Record<string, Words>;

/** The cases that gave the dataset's columns their status, newest first. */
export function Tracks({ numbers }: { readonly numbers: readonly string[] }) {
  return (
    <Stack>
      {numbers.map((number) => (
        <Track key={number} number={number} />
      ))}
    </Stack>
  );
}

function Track({ number }: { readonly number: string }) {
  const say = useWords();
  const [{ data, fetching }] = useQuery({ query: CASE, variables: { number } });
  const found = data?.case;
  return (
    <Card>
      <Group justify="space-between" mb="md">
        <Text fw={600}>
          {say(WORDS.case)}{' '}
          {found?.status ? (
            <Anchor component={Link} to={paths.case(number)} inherit>
              {number}
            </Anchor>
          ) : (
            number
          )}
        </Text>
        {found && <Waiting found={found} />}
      </Group>
      {found ? (
        <Steps found={found} />
      ) : fetching ? (
        <Loader size="sm" />
      ) : (
        <Text c="dimmed" size="sm">
          {say(WORDS.unreadable)}
        </Text>
      )}
    </Card>
  );
}

function Waiting({ found: { status, nextActor } }: { readonly found: Case }) {
  const say = useWords();
  if (status === 'CANCELLED' || status === 'REFUSED') return <Text size="sm">{say(WORDS.stopped)}</Text>;
  if (!nextActor) return <Text size="sm">{say(WORDS.ended)}</Text>;
  return (
    <Text size="sm">
      {say(WORDS.waits)}: {say(ROLES[nextActor])}
    </Text>
  );
}

function Steps({ found: { status, step, nextActor } }: { readonly found: Case }) {
  const say = useWords();
  const steps = Object.entries(STEPS);
  const stopped = status === 'CANCELLED' || status === 'REFUSED';
  const at = nextActor || stopped ? steps.findIndex(([id]) => id === step) : steps.length;
  return (
    <SimpleGrid component="ol" m={0} p={0} cols={{ base: 1, xs: 3, lg: 9 }} spacing="xs">
      {steps.map(([id, words], index) => {
        const state = index < at ? WORDS.done : index === at && !stopped ? WORDS.now : WORDS.later;
        return (
          <Stack
            key={id}
            component="li"
            gap={4}
            display="flex"
            aria-current={state === WORDS.now ? 'step' : undefined}
          >
            <Progress
              size="xs"
              value={state === WORDS.done ? 100 : state === WORDS.now ? 50 : 0}
              aria-hidden
            />
            <Text size="sm" fw={state === WORDS.now ? 700 : 400}>
              {say(words)}
            </Text>
            <Text size="xs" c="dimmed">
              {say(state)}
            </Text>
          </Stack>
        );
      })}
    </SimpleGrid>
  );
}
