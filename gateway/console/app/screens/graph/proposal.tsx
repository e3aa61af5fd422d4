import { Anchor, Badge, Card, Group, Stack, Text, Title } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { useAgencyName } from '../../agency-name.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { FINDING, Findings } from './findings.js';
import { Rehearsal } from './rehearsal.js';
import { Review } from './review.js';
import { SdlDiff } from './sdl-diff.js';
import { SEVERITIES, STATUSES } from './severities.js';

const PROPOSAL = graphql(
  `query Proposal($id: ID!) {
    proposal(id: $id) {
      id status hash agency publisher createdAt updatedAt
      subgraphs { name base before sdl url }
      reviews { at counts decision reason reviewer }
      findings { ...FindingShown }
    }
  }`,
  [FINDING],
);
export type ProposalShown = NonNullable<ResultOf<typeof PROPOSAL>['proposal']>;

const WORDS = {
  back: { id: 'Semua usulan', en: 'All proposals' },
  by: { id: 'Diajukan oleh', en: 'Proposed by' },
  changed: { id: 'terakhir diubah', en: 'last changed' },
  findings: { id: 'Temuan tanpa baris', en: 'Findings without a line' },
  first: { id: 'Versi pertama.', en: 'Its first version.' },
  live: { id: 'Terhadap versi yang digantikannya.', en: 'Against the version that it takes the place of.' },
  base: { id: 'Terhadap versi', en: 'Against version' },
  leaves: {
    id: 'Subgraf ini diusulkan keluar dari graf.',
    en: 'This subgraph is proposed to leave the graph.',
  },
  none: { id: 'Usulan ini tidak ada.', en: 'There is no such proposal.' },
} as const satisfies Record<string, Words>;

/** A proposal whole: what changes, what the check has found, how it would be, and the decision. */
export function Proposal() {
  const say = useWords();
  const { id = '' } = useParams();
  const [result, again] = useQuery({ query: PROPOSAL, variables: { id } });
  return (
    <Answered result={result} retry={again}>
      {({ proposal }) =>
        proposal ? (
          <Shown proposal={proposal} refresh={() => again({ requestPolicy: 'network-only' })} />
        ) : (
          <Empty
            title={say(WORDS.none)}
            action={
              <Anchor component={Link} to={paths.proposals()}>
                {say(WORDS.back)}
              </Anchor>
            }
          />
        )
      }
    </Answered>
  );
}

function Shown({ proposal, refresh }: { readonly proposal: ProposalShown; readonly refresh: () => void }) {
  const say = useWords();
  const { moment } = useFormats();
  const agencyName = useAgencyName();
  const { agency, publisher, createdAt, updatedAt, status, findings, subgraphs } = proposal;
  const hasPlace = ({ line, subgraph }: (typeof findings)[number]): boolean =>
    line !== null && subgraphs.some(({ name, sdl }) => name === subgraph && sdl !== null);
  const outside = findings.filter((finding) => !hasPlace(finding));
  return (
    <>
      <Anchor component={Link} to={paths.proposals()} size="sm">
        {say(WORDS.back)}
      </Anchor>
      <Heading
        title={subgraphs.map(({ name }) => name).join(', ')}
        lead={`${agencyName(agency)}. ${say(WORDS.by)} ${publisher}, ${moment(createdAt)}${
          updatedAt === createdAt ? '' : `; ${say(WORDS.changed)} ${moment(updatedAt)}`
        }.`}
      />
      <Stack gap="xl">
        <Group gap="xs">
          <Badge variant="light" color={STATUSES[status].color}>
            {say(STATUSES[status].words)}
          </Badge>
          <Counts findings={findings} />
        </Group>
        <Review proposal={proposal} refresh={refresh} />
        {outside.length > 0 && (
          <section>
            <Title order={2} mb="sm">
              {say(WORDS.findings)}
            </Title>
            <Findings findings={outside} />
          </section>
        )}
        {subgraphs.map(({ name, base, before, sdl, url }) => (
          <section key={name}>
            <Title order={2}>{name}</Title>
            <Text c="dimmed" size="sm" mb="sm">
              {before === null
                ? say(WORDS.first)
                : base === null
                  ? say(WORDS.live)
                  : `${say(WORDS.base)} ${base}.`}{' '}
              {url}
            </Text>
            {sdl === null && <Text mb="sm">{say(WORDS.leaves)}</Text>}
            <Card p={0}>
              <SdlDiff
                before={before ?? ''}
                after={sdl ?? ''}
                findings={findings.filter((finding) => finding.subgraph === name && hasPlace(finding))}
              />
            </Card>
          </section>
        ))}
        <Rehearsal id={proposal.id} hash={proposal.hash} />
      </Stack>
    </>
  );
}

function Counts({ findings }: Pick<ProposalShown, 'findings'>) {
  const say = useWords();
  const { number } = useFormats();
  return Object.entries(SEVERITIES).map(([severity, { words, color }]) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return (
      count > 0 && (
        <Badge key={severity} color={color} variant="light">
          {say(words)}: {number(count)}
        </Badge>
      )
    );
  });
}
