import { Button, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useAgencyName } from '../../agency-name.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty } from '../../shell/states.js';
import { SubgraphState } from './subgraph-state.js';

const SUBGRAPHS = graphql(`
  query Subgraphs {
    subgraphs {
      name kind agency currentVersion url quarantine
      health { healthy failure checkedAt milliseconds }
      maintenance { notice until }
      versions { version publishedAt publishedBy }
    }
  }
`);
type SubgraphShown = NonNullable<ResultOf<typeof SUBGRAPHS>['subgraphs']>[number];

const WORDS = {
  search: { id: 'Cari nama', en: 'Search by name' },
  kind: { id: 'Jenis', en: 'Kind' },
  all: { id: 'Semua', en: 'All' },
  name: { id: 'Subgraf', en: 'Subgraph' },
  owner: { id: 'Pemilik', en: 'Owner' },
  hub: { id: 'SatuGraf', en: 'SatuGraf' },
  version: { id: 'Versi', en: 'Version' },
  state: { id: 'Keadaan', en: 'State' },
  more: { id: 'Tampilkan lebih banyak', en: 'Show more' },
  none: { id: 'Tidak ada subgraf yang cocok.', en: 'No subgraph matches.' },
  noneMore: {
    id: 'Hapus pencarian, atau pilih jenis lain.',
    en: 'Clear the search, or choose another kind.',
  },
} as const satisfies Record<string, Words>;

const KINDS: Readonly<Record<SubgraphShown['kind'], Words>> = {
  LOCAL: { id: 'Bawaan hub', en: 'The hub’s own' },
  HOSTED: { id: 'Dikelola hub', en: 'Hosted' },
  REMOTE: { id: 'Dijalankan instansi', en: 'Run by its agency' },
};

const PAGE = 50;

/** What makes up the graph, and how it does. */
export function Subgraphs() {
  const say = useWords();
  const [result, again] = useQuery({ query: SUBGRAPHS });
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState('');
  const [shown, setShown] = useState(PAGE);
  const agencyName = useAgencyName();
  return (
    <Answered result={result} retry={again}>
      {({ subgraphs }) => {
        const found = (subgraphs ?? []).filter(
          (one) => one.name.includes(search.trim().toLowerCase()) && (kind === '' || one.kind === kind),
        );
        return (
          <Stack>
            <Group align="flex-end">
              <TextInput
                label={say(WORDS.search)}
                value={search}
                onChange={(event) => setSearch(event.currentTarget.value)}
              />
              <NativeSelect
                label={say(WORDS.kind)}
                value={kind}
                onChange={(event) => setKind(event.currentTarget.value)}
                data={[
                  { value: '', label: say(WORDS.all) },
                  ...Object.entries(KINDS).map(([value, words]) => ({ value, label: say(words) })),
                ]}
              />
            </Group>
            {found.length === 0 ? (
              <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
            ) : (
              <Sheet width={640} heads={[WORDS.name, WORDS.owner, WORDS.version, WORDS.state]}>
                {found.slice(0, shown).map((one) => (
                  <Row key={one.name} subgraph={one} agencyName={agencyName} />
                ))}
              </Sheet>
            )}
            {found.length > shown && (
              <Group>
                <Button variant="default" onClick={() => setShown(shown + PAGE)}>
                  {say(WORDS.more)}
                </Button>
              </Group>
            )}
          </Stack>
        );
      }}
    </Answered>
  );
}

function Row({
  subgraph,
  agencyName,
}: {
  readonly subgraph: SubgraphShown;
  readonly agencyName: (slug: string) => string;
}) {
  const say = useWords();
  const { moment } = useFormats();
  const { name, kind, agency, currentVersion, url, versions } = subgraph;
  const current = versions.find(({ version }) => version === currentVersion);
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {say(KINDS[kind])}
          {url && ` · ${url}`}
        </Text>
      </Table.Td>
      <Table.Td>{agency ? agencyName(agency) : say(WORDS.hub)}</Table.Td>
      <Table.Td>
        {currentVersion ?? '–'}
        {current && (
          <Text size="sm" c="dimmed">
            {moment(current.publishedAt)}
            {current.publishedBy && `, ${current.publishedBy}`}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <SubgraphState subgraph={subgraph} />
      </Table.Td>
    </Table.Tr>
  );
}
