import { Badge, Button, Card, Code, List, ScrollArea, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { OperationTable } from '../../operations.js';
import { Answered, Empty } from '../../shell/states.js';
import { SightTable } from '../../sights.js';
import { called } from '../../terms.js';

const REHEARSAL = graphql(`
  query Rehearsal($id: ID!) {
    proposal(id: $id) {
      rehearsal {
        changedSdl
        operations { client owner operation count outcome how { id en } }
        sights { standing seen { coordinate verdict } }
      }
    }
  }
`);
type Shown = NonNullable<NonNullable<ResultOf<typeof REHEARSAL>['proposal']>['rehearsal']>;

const WORDS = {
  title: { id: 'Gladi', en: 'Rehearsal' },
  lead: {
    id: 'Bagaimana jadinya bila usulan ini diterbitkan sekarang.',
    en: 'What it would be like if this were published now.',
  },
  begin: { id: 'Jalankan gladi', en: 'Rehearse' },
  refused: {
    id: 'Usulan ini akan ditolak bila diterbitkan sekarang.',
    en: 'It would be refused if it were published now.',
  },
  refusedMore: {
    id: 'Graf sudah berubah sejak usulan diajukan. Kembalikan dengan alasan, agar instansinya memperbaiki.',
    en: 'The graph has moved on since. Return it with a reason, so that its agency mends it.',
  },
  sights: { id: 'Yang dilihat tiap pemanggil', en: 'What each caller would see' },
  noSights: {
    id: 'Tidak ada bagian skema yang berubah bagi pemanggil.',
    en: 'No part of the schema changes for callers.',
  },
  operations: { id: 'Kueri terekam yang berubah', en: 'Recorded queries that change' },
  noOperations: { id: 'Tidak ada kueri terekam yang berubah.', en: 'No recorded query changes.' },
  effect: { id: 'Akibat', en: 'Effect' },
  types: { id: 'Tipe yang ditambah atau berubah', en: 'Types added or changed' },
} as const satisfies Record<string, Words>;

const OUTCOMES: Readonly<Record<string, Words>> = {
  INVALID: { id: 'Ditolak', en: 'Refused' },
  CHANGED: { id: 'Berubah', en: 'Changed' },
};

/** Composes the proposal as though it were published; asked for by hand, since the hub composes the whole graph for it. */
export function Rehearsal({ id, hash }: { readonly id: string; readonly hash: string }) {
  const say = useWords();
  const [asked, setAsked] = useState<string | null>(null);
  const [result, again] = useQuery({
    query: REHEARSAL,
    variables: { id },
    pause: asked !== hash,
    requestPolicy: 'network-only',
  });
  return (
    <section>
      <Title order={2}>{say(WORDS.title)}</Title>
      <Text c="dimmed" size="sm" mb="sm">
        {say(WORDS.lead)}
      </Text>
      {asked !== hash ? (
        <Button variant="light" onClick={() => setAsked(hash)}>
          {say(WORDS.begin)}
        </Button>
      ) : (
        <Answered result={result} retry={again}>
          {({ proposal }) =>
            proposal?.rehearsal ? (
              <Rehearsed rehearsal={proposal.rehearsal} />
            ) : (
              <Empty title={say(WORDS.refused)}>{say(WORDS.refusedMore)}</Empty>
            )
          }
        </Answered>
      )}
    </section>
  );
}

function Rehearsed({ rehearsal: { sights, operations, changedSdl } }: { readonly rehearsal: Shown }) {
  const say = useWords();
  return (
    <Stack gap="lg">
      <section>
        <Title order={3} mb="xs">
          {say(WORDS.operations)}
        </Title>
        {operations.length > 0 ? (
          <OperationTable
            operations={operations}
            effect={{ head: WORDS.effect, of: (one) => <Effect operation={one} /> }}
          />
        ) : (
          <Text size="sm">{say(WORDS.noOperations)}</Text>
        )}
      </section>
      <section>
        <Title order={3} mb="xs">
          {say(WORDS.sights)}
        </Title>
        <Sights sights={sights} />
      </section>
      {changedSdl !== '' && (
        <section>
          <Title order={3} mb="xs">
            {say(WORDS.types)}
          </Title>
          <Card p={0}>
            <ScrollArea.Autosize mah={360} viewportProps={{ tabIndex: 0 }}>
              <Code block>{changedSdl}</Code>
            </ScrollArea.Autosize>
          </Card>
        </section>
      )}
    </Stack>
  );
}

function Effect({ operation: { outcome, how } }: { readonly operation: Shown['operations'][number] }) {
  const say = useWords();
  return (
    <>
      <Badge variant="light" color={outcome === 'INVALID' ? 'red' : 'orange'}>
        {say(called(OUTCOMES, outcome))}
      </Badge>
      <List size="sm" mt={4}>
        {how.map((words) => (
          <List.Item key={words.en}>{say(words)}</List.Item>
        ))}
      </List>
    </>
  );
}

function Sights({ sights }: Pick<Shown, 'sights'>) {
  const say = useWords();
  const rows = new Map<string, Record<string, string>>();
  for (const { standing, seen } of sights)
    for (const { coordinate, verdict } of seen)
      rows.set(coordinate, { ...rows.get(coordinate), [standing]: verdict });
  if (rows.size === 0) return <Text size="sm">{say(WORDS.noSights)}</Text>;
  return <SightTable rows={[...rows].map(([name, seen]) => ({ name, seen }))} />;
}
