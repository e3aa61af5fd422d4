import {
  Alert,
  Badge,
  Button,
  Card,
  Code,
  Collapse,
  Group,
  List,
  ScrollArea,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useId } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask, Reason } from '../../shell/dialog.js';
import { Answered, Empty } from '../../shell/states.js';
import { useSession } from '../../viewer.js';
import { FINDING, Findings } from './findings.js';

const LAUNCHES = graphql(
  `query Launches {
    supergraph { id hash composedAt rollbackOf }
    launches(first: 50) {
      id at by reason supergraph milliseconds errors
      findings { ...FindingShown }
    }
  }`,
  [FINDING],
);
const SDL = graphql(`query SupergraphSdl($id: ID) { supergraph(id: $id) { sdl } }`);
const ROLLBACK = graphql(`
  mutation Rollback($supergraph: ID!, $reason: String!) {
    rollback(supergraph: $supergraph, reason: $reason) { id supergraph errors }
  }
`);
type Answer = ResultOf<typeof LAUNCHES>;
type Launch = NonNullable<Answer['launches']>[number];

const WORDS = {
  current: { id: 'Supergraf yang dilayani', en: 'The supergraph that is served' },
  composed: { id: 'Disusun', en: 'Composed' },
  rollbackOf: { id: 'kembali ke supergraf', en: 'back to supergraph' },
  showSdl: { id: 'Tampilkan skema', en: 'Show its schema' },
  hideSdl: { id: 'Sembunyikan skema', en: 'Hide its schema' },
  history: { id: 'Riwayat peluncuran', en: 'Launches' },
  supergraph: { id: 'Supergraf', en: 'Supergraph' },
  served: { id: 'Dilayani sekarang', en: 'Served now' },
  failed: { id: 'Gagal', en: 'Failed' },
  followed: { id: 'Hub mengikuti datasetnya', en: 'The hub followed its datasets' },
  composing: { id: 'disusun dalam', en: 'composed in' },
  findings: { id: 'temuan', en: 'findings' },
  errors: { id: 'Yang gagal', en: 'What failed' },
  rollback: { id: 'Kembalikan ke sini', en: 'Roll back to this' },
  rollbackLead: {
    id: 'Subgraf yang dijalankan instansi kembali ke versinya di supergraf ini. Dataset yang dikelola hub mengikuti permohonannya; status kolom tidak berubah.',
    en: 'Subgraphs run by agencies go back to what they were in this supergraph. Hosted datasets follow their cases; no column changes its status.',
  },
  confirm: { id: 'Ya, kembalikan', en: 'Yes, roll back' },
  rolledBack: { id: 'Graf telah dikembalikan.', en: 'The graph is rolled back.' },
  isServed: { id: 'Sedang dilayani', en: 'It is served now' },
  forTeam: { id: 'Hanya tim teknis dan pengelola', en: 'The technical team and the administrator alone' },
  none: { id: 'Belum ada peluncuran.', en: 'Nothing was launched yet.' },
} as const satisfies Record<string, Words>;

/** What is served, what was tried, and the way back. */
export function Launches() {
  const say = useWords();
  const { moment } = useFormats();
  const [result, again] = useQuery({ query: LAUNCHES });
  const refresh = () => again({ requestPolicy: 'network-only' });
  return (
    <Answered result={result} retry={again}>
      {({ supergraph, launches }) => (
        <Stack gap="lg">
          {supergraph && (
            <Card>
              <Title order={2}>{say(WORDS.current)}</Title>
              <Text>
                {say(WORDS.supergraph)} {supergraph.id}
                {supergraph.rollbackOf && `, ${say(WORDS.rollbackOf)} ${supergraph.rollbackOf}`}
              </Text>
              <Text size="sm" c="dimmed">
                {say(WORDS.composed)} {moment(supergraph.composedAt)} · {supergraph.hash.slice(0, 12)}
              </Text>
              <Schema id={supergraph.id} />
            </Card>
          )}
          <Title order={2}>{say(WORDS.history)}</Title>
          {launches?.length === 0 && <Empty title={say(WORDS.none)} />}
          {launches?.map((launch) => (
            <OneLaunch key={launch.id} launch={launch} served={supergraph?.id ?? null} refresh={refresh} />
          ))}
        </Stack>
      )}
    </Answered>
  );
}

function Schema({ id }: { readonly id: string }) {
  const say = useWords();
  const [opened, { toggle }] = useDisclosure(false);
  const [result, again] = useQuery({ query: SDL, variables: { id }, pause: !opened });
  return (
    <>
      <Group mt="sm">
        <Button size="xs" variant="light" onClick={toggle} aria-expanded={opened}>
          {say(opened ? WORDS.hideSdl : WORDS.showSdl)}
        </Button>
      </Group>
      {opened && (
        <Answered result={result} retry={again}>
          {({ supergraph }) => (
            <ScrollArea.Autosize mah={360} mt="sm" viewportProps={{ tabIndex: 0 }}>
              <Code block>{supergraph?.sdl}</Code>
            </ScrollArea.Autosize>
          )}
        </Answered>
      )}
    </>
  );
}

function OneLaunch({
  launch,
  served,
  refresh,
}: {
  readonly launch: Launch;
  readonly served: string | null;
  readonly refresh: () => void;
}) {
  const say = useWords();
  const { moment, number } = useFormats();
  const { has } = useSession();
  const region = useId();
  const [opened, { toggle }] = useDisclosure(false);
  const [, rollback] = useMutation(ROLLBACK);
  const { at, by, reason, supergraph, milliseconds, errors, findings } = launch;
  const isServed = supergraph !== null && supergraph === served;
  return (
    <Card component="article" p="md">
      <Group justify="space-between" align="flex-start">
        <Stack gap={4}>
          <Group gap="xs">
            <Title order={3}>{supergraph ? `${say(WORDS.supergraph)} ${supergraph}` : moment(at)}</Title>
            {isServed && (
              <Badge variant="light" color="teal">
                {say(WORDS.served)}
              </Badge>
            )}
            {errors.length > 0 && (
              <Badge variant="light" color="red">
                {say(WORDS.failed)}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {[
              moment(at),
              by ?? say(WORDS.followed),
              milliseconds !== null && `${say(WORDS.composing)} ${number(milliseconds)} ms`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          {reason && <Text size="sm">{reason}</Text>}
        </Stack>
        <Group gap="xs">
          {findings.length > 0 && (
            <Button
              size="xs"
              variant="default"
              onClick={toggle}
              aria-expanded={opened}
              aria-controls={region}
            >
              {number(findings.length)} {say(WORDS.findings)}
            </Button>
          )}
          {supergraph && (
            <Ask
              label={say(WORDS.rollback)}
              about={`${say(WORDS.supergraph)} ${supergraph}`}
              title={`${say(WORDS.rollback)}: ${say(WORDS.supergraph)} ${supergraph}`}
              lead={say(WORDS.rollbackLead)}
              confirm={say(WORDS.confirm)}
              done={say(WORDS.rolledBack)}
              danger
              quiet
              because={
                isServed ? say(WORDS.isServed) : has('TECHNICAL_TEAM', 'ADMIN') ? null : say(WORDS.forTeam)
              }
              submit={({ text }) => rollback({ supergraph, reason: text('reason') })}
              onDone={refresh}
            >
              <Reason />
            </Ask>
          )}
        </Group>
      </Group>
      {errors.length > 0 && (
        <Alert color="red" title={say(WORDS.errors)} mt="sm">
          <List size="sm">
            {errors.map((error) => (
              <List.Item key={error}>{error}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Collapse expanded={opened} id={region} mt="sm">
        <Findings findings={findings} />
      </Collapse>
    </Card>
  );
}
