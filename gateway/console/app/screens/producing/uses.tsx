import { Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty, PartHeading } from '../../shell/states.js';

const USES = graphql(`
  query DatasetUses($dataset: ID!, $from: String, $to: String, $after: String) {
    datasetUses(dataset: $dataset, from: $from, to: $to, first: 50, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        consumer { kind name key agency { name } }
        queries exports restricted lastDay purposes
      }
    }
  }
`);
type Use = NonNullable<ResultOf<typeof USES>['datasetUses']>['nodes'][number];

const WORDS = {
  title: { id: 'Siapa yang memakai', en: 'Who uses it' },
  lead: {
    id: 'Dihitung selambatnya semenit kemudian, disimpan 400 hari.',
    en: 'Counted a minute later at the most, kept for 400 days.',
  },
  from: { id: 'Dari tanggal', en: 'From' },
  to: { id: 'Sampai tanggal', en: 'To' },
  none: { id: 'Belum ada yang membaca dataset ini pada masa itu.', en: 'Nobody has read it in that time.' },
  noneMore: {
    id: 'Lengkapi keterangannya agar mudah ditemukan di katalog.',
    en: 'Complete its description, so that it is found in the catalogue.',
  },
  who: { id: 'Pemakai', en: 'Consumer' },
  inAll: { id: 'Pemakai seluruhnya', en: 'Consumers in all' },
  queries: { id: 'Kueri', en: 'Queries' },
  exports: { id: 'Berkas', en: 'Files' },
  restricted: { id: 'Memakai kolom terbatas', en: 'Used restricted columns' },
  last: { id: 'Terakhir', en: 'Last' },
  purpose: { id: 'Tujuan', en: 'Purpose' },
  ANONYMOUS: { id: 'Tanpa masuk', en: 'Not signed in' },
  KEY: { id: 'Kunci aplikasi', en: 'Application key' },
  OFFICIAL: { id: 'Pejabat', en: 'Official' },
  more: { id: 'Halaman berikutnya', en: 'Next page' },
  first: { id: 'Kembali ke awal', en: 'Back to the first' },
} as const satisfies Record<string, Words>;

/** Who has read a dataset, how much, and for what. */
export function Uses({ dataset }: { readonly dataset: string }) {
  const say = useWords();
  const { number } = useFormats();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [after, setAfter] = useState<string | null>(null);
  const [result, again] = useQuery({
    query: USES,
    variables: { dataset, from: from || null, to: to || null, after },
  });
  const between = (set: (day: string) => void) => (day: string) => {
    set(day);
    setAfter(null);
  };
  return (
    <Stack>
      <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      <Group>
        <TextInput
          type="date"
          label={say(WORDS.from)}
          value={from}
          onChange={(event) => between(setFrom)(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={say(WORDS.to)}
          value={to}
          onChange={(event) => between(setTo)(event.currentTarget.value)}
        />
      </Group>
      <Answered result={result} retry={again}>
        {({ datasetUses }) =>
          datasetUses && datasetUses.nodes.length > 0 ? (
            <>
              <Sheet
                width={640}
                heads={[WORDS.who, WORDS.queries, WORDS.exports, WORDS.restricted, WORDS.last, WORDS.purpose]}
              >
                {datasetUses.nodes.map((use) => (
                  <Row key={`${use.consumer.kind} ${use.consumer.key} ${use.consumer.name}`} use={use} />
                ))}
              </Sheet>
              <Group>
                <Text size="sm" c="dimmed">
                  {say(WORDS.inAll)}: {number(datasetUses.totalCount)}
                </Text>
                {datasetUses.pageInfo.hasNextPage && (
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => setAfter(datasetUses.pageInfo.endCursor)}
                  >
                    {say(WORDS.more)}
                  </Button>
                )}
                {after !== null && (
                  <Button size="xs" variant="default" onClick={() => setAfter(null)}>
                    {say(WORDS.first)}
                  </Button>
                )}
              </Group>
            </>
          ) : (
            <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
          )
        }
      </Answered>
    </Stack>
  );
}

function Row({ use: { consumer, queries, exports, restricted, lastDay, purposes } }: { readonly use: Use }) {
  const say = useWords();
  const { number, date } = useFormats();
  return (
    <Table.Tr>
      <Table.Td>
        {consumer.name ?? say(WORDS[consumer.kind])}
        <Text size="sm" c="dimmed">
          {[consumer.name && say(WORDS[consumer.kind]), consumer.agency?.name].filter(Boolean).join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td>{number(queries)}</Table.Td>
      <Table.Td>{number(exports)}</Table.Td>
      <Table.Td>{number(restricted)}</Table.Td>
      <Table.Td>{date(lastDay)}</Table.Td>
      <Table.Td>{purposes.length > 0 ? purposes.join('; ') : '–'}</Table.Td>
    </Table.Tr>
  );
}
