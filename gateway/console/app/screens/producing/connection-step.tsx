import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask } from '../../shell/dialog.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty, PartHeading } from '../../shell/states.js';
import { CONNECTION_KINDS } from '../../terms.js';
import { useSession } from '../../viewer.js';
import { Connect } from './connect.js';
import type { TableName } from './source.js';
import { SourceTables, TABLES } from './source-tables.js';

const CONNECTIONS = graphql(`
  query OwnConnections { connections { id agency name kind host port database username tls reachedAt } }
`);
const REMOVE = graphql(
  `mutation RemoveConnection($connection: ID!) { removeConnection(connection: $connection) }`,
);
const CONNECTION_TABLES = graphql(
  `query ConnectionTables($connection: ID!) { connectionTables(connection: $connection) { ...Tables } }`,
  [TABLES],
);

const WORDS = {
  title: { id: 'Sambungan basis data', en: 'Database connections' },
  lead: {
    id: 'Milik instansi Anda. Hub hanya membaca, dan hanya tabel yang boleh dibaca akunnya.',
    en: 'They are your agency’s. The hub only reads, and only what the account may read.',
  },
  none: { id: 'Instansi Anda belum memiliki sambungan.', en: 'Your agency has no connection yet.' },
  noneMore: {
    id: 'Minta pengelola mengizinkan alamat dan porta basis data Anda, lalu buat sambungan dengan akun yang hanya boleh membaca.',
    en: 'Ask the administrator to allow your database’s address and port; then connect with an account that may only read.',
  },
  connection: { id: 'Sambungan', en: 'Connection' },
  database: { id: 'Basis data', en: 'Database' },
  reached: { id: 'Terakhir menjawab', en: 'Last answered' },
  action: { id: 'Tindakan', en: 'Action' },
  use: { id: 'Pakai', en: 'Use' },
  remove: { id: 'Hapus', en: 'Remove' },
  removeLead: {
    id: 'Hub melupakan sambungan ini beserta kata sandinya. Basis datanya tidak berubah.',
    en: 'The hub forgets this connection and its password. The database stays as it is.',
  },
  removed: { id: 'Sambungan dihapus.', en: 'The connection is removed.' },
  whenNone: {
    id: 'Beri akun sambungan ini hak SELECT atas tabel atau view yang akan dibagikan, lalu coba lagi.',
    en: 'Grant the connection’s account SELECT on the tables or views to share, then try again.',
  },
  another: { id: 'Sambungan lain', en: 'Another connection' },
} as const satisfies Record<string, Words>;

/** A connection of the agency is chosen or made, then one of its tables. */
export function ConnectionStep({
  connection,
  onConnection,
  onTable,
}: {
  readonly connection: string | null;
  readonly onConnection: (connection: string | null) => void;
  readonly onTable: (table: TableName) => void;
}) {
  return connection === null ? (
    <Connections onConnection={onConnection} />
  ) : (
    <TablesOf connection={connection} onOther={() => onConnection(null)} onTable={onTable} />
  );
}

function Connections({ onConnection }: { readonly onConnection: (connection: string) => void }) {
  const say = useWords();
  const { moment } = useFormats();
  const { viewer } = useSession();
  const [result, again] = useQuery({ query: CONNECTIONS });
  const [, remove] = useMutation(REMOVE);
  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
        <Connect onConnected={onConnection} />
      </Group>
      <Answered result={result} retry={again}>
        {({ connections }) => {
          // Whoever is the administrator, too, is shown those of all agencies.
          const own = (connections ?? []).filter(({ agency }) => agency === viewer.agency);
          if (own.length === 0) return <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>;
          return (
            <Sheet width={560} heads={[WORDS.connection, WORDS.database, WORDS.reached, WORDS.action]}>
              {own.map(({ id, name, kind, host, port, database, username, reachedAt }) => (
                <Table.Tr key={id}>
                  <Table.Td fw={600}>{name}</Table.Td>
                  <Table.Td>
                    {database}
                    <Text size="sm" c="dimmed">
                      {say(CONNECTION_KINDS[kind])}, {username}@{host}:{port}
                    </Text>
                  </Table.Td>
                  <Table.Td>{reachedAt ? moment(reachedAt) : '–'}</Table.Td>
                  <Table.Td>
                    <Group gap="xs" wrap="nowrap">
                      <Button
                        size="xs"
                        variant="light"
                        aria-label={`${say(WORDS.use)} ${name}`}
                        onClick={() => onConnection(id)}
                      >
                        {say(WORDS.use)}
                      </Button>
                      <Ask
                        label={say(WORDS.remove)}
                        about={name}
                        title={`${say(WORDS.remove)}: ${name}`}
                        lead={say(WORDS.removeLead)}
                        done={say(WORDS.removed)}
                        danger
                        quiet
                        submit={() => remove({ connection: id })}
                        onDone={() => again({ requestPolicy: 'network-only' })}
                      />
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Sheet>
          );
        }}
      </Answered>
    </Stack>
  );
}

function TablesOf({
  connection,
  onOther,
  onTable,
}: {
  readonly connection: string;
  readonly onOther: () => void;
  readonly onTable: (table: TableName) => void;
}) {
  const say = useWords();
  const [result, again] = useQuery({ query: CONNECTION_TABLES, variables: { connection } });
  return (
    <Stack>
      <Answered result={result} retry={() => again({ requestPolicy: 'network-only' })}>
        {({ connectionTables }) =>
          connectionTables && (
            <SourceTables structure={connectionTables} whenNone={say(WORDS.whenNone)} onChosen={onTable} />
          )
        }
      </Answered>
      <Group>
        <Button variant="default" onClick={onOther}>
          {say(WORDS.another)}
        </Button>
      </Group>
    </Stack>
  );
}
