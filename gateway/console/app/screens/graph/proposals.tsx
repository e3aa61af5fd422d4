import { Anchor, Badge, NativeSelect, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { useAgencyName } from '../../agency-name.js';
import { graphql } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { STATUSES } from './severities.js';

const PROPOSALS = graphql(`
  query Proposals($status: ProposalStatus) {
    proposals(status: $status, first: 200) {
      id status createdAt publisher agency
      subgraphs { name sdl }
      findings { severity }
    }
  }
`);

const WORDS = {
  title: { id: 'Usulan skema', en: 'Schema reviews' },
  lead: {
    id: 'Perubahan subgraf yang dijalankan instansi sendiri dan menunggu tinjauan tim teknis.',
    en: 'Changes of subgraphs that agencies run themselves, which wait for the technical team.',
  },
  status: { id: 'Status', en: 'Status' },
  all: { id: 'Semua', en: 'All' },
  subgraph: { id: 'Subgraf', en: 'Subgraph' },
  agency: { id: 'Instansi', en: 'Agency' },
  when: { id: 'Diajukan', en: 'Proposed' },
  findings: { id: 'Temuan', en: 'Findings' },
  leaves: { id: 'keluar dari graf', en: 'leaves the graph' },
  none: { id: 'Tidak ada usulan di sini.', en: 'There is no proposal here.' },
  noneMore: {
    id: 'Usulan muncul bila instansi menerbitkan perubahan yang dapat merusak kueri yang dipakai. Lihat status lain, atau registri untuk versi yang sedang dilayani.',
    en: 'One appears when an agency publishes a change that could break queries in use. Look at another status, or at the registry for what is served.',
  },
} as const satisfies Record<string, Words>;

type Status = keyof typeof STATUSES;

/** Proposals by status, newest first. */
export function Proposals() {
  const say = useWords();
  const { moment, number } = useFormats();
  const agencyName = useAgencyName();
  const [status, setStatus] = useState<Status | 'ALL'>('WAITING');
  const [result, again] = useQuery({
    query: PROPOSALS,
    variables: { status: status === 'ALL' ? null : status },
  });
  const choices = Object.entries(STATUSES).map(([value, { words }]) => ({ value, label: say(words) }));
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      <NativeSelect
        mb="md"
        maw={280}
        label={say(WORDS.status)}
        value={status}
        onChange={(event) => setStatus(event.currentTarget.value as Status | 'ALL')}
        data={[...choices, { value: 'ALL', label: say(WORDS.all) }]}
      />
      <Answered result={result} retry={again}>
        {({ proposals }) =>
          proposals && proposals.length > 0 ? (
            <Sheet
              width={560}
              heads={[WORDS.subgraph, WORDS.agency, WORDS.when, WORDS.findings, WORDS.status]}
            >
              {proposals.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td>
                    <Anchor component={Link} to={paths.proposal(one.id)} fw={600}>
                      {one.subgraphs
                        .map(({ name, sdl }) => (sdl === null ? `${name} (${say(WORDS.leaves)})` : name))
                        .join(', ')}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>
                    {agencyName(one.agency)}
                    <Text size="sm" c="dimmed">
                      {one.publisher}
                    </Text>
                  </Table.Td>
                  <Table.Td>{moment(one.createdAt)}</Table.Td>
                  <Table.Td>{number(one.findings.length)}</Table.Td>
                  <Table.Td>
                    <Badge variant="light" color={STATUSES[one.status].color}>
                      {say(STATUSES[one.status].words)}
                    </Badge>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Sheet>
          ) : (
            <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
          )
        }
      </Answered>
    </>
  );
}
