import { Group, NumberInput, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask, Reason } from '../../shell/dialog.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty } from '../../shell/states.js';
import { useSession } from '../../viewer.js';

const ADDRESSES = graphql(`
  query AllowedAddresses { allowedAddresses { id address port reason allowedAt allowedBy } }
`);
const ALLOW = graphql(`
  mutation AllowAddress($address: String!, $port: Int!, $reason: String!) {
    allowAddress(address: $address, port: $port, reason: $reason)
  }
`);
const DISALLOW = graphql(`mutation DisallowAddress($id: ID!) { disallowAddress(id: $id) }`);

const WORDS = {
  lead: {
    id: 'Hub hanya menghubungi alamat dalam daftar ini: basis data, subgraf, dan webhook instansi.',
    en: 'The hub connects to addresses of this list alone: databases, subgraphs and webhooks of agencies.',
  },
  address: { id: 'Alamat', en: 'Address' },
  addressMore: {
    id: 'Nama host, alamat IP, atau jaringan (CIDR). Mesin ini disebut dengan alamat IP-nya.',
    en: 'A host, an IP address or a network (CIDR). This machine is named by its IP address.',
  },
  port: { id: 'Porta', en: 'Port' },
  reason: { id: 'Alasan', en: 'Reason' },
  by: { id: 'Diizinkan oleh', en: 'Allowed by' },
  action: { id: 'Tindakan', en: 'Action' },
  allow: { id: 'Izinkan alamat', en: 'Allow an address' },
  allowed: { id: 'Alamat diizinkan.', en: 'The address is allowed.' },
  remove: { id: 'Hapus', en: 'Remove' },
  removeLead: {
    id: 'Sambungan ke alamat ini gagal sejak sekarang.',
    en: 'Connections to it fail from now on.',
  },
  removed: { id: 'Alamat dihapus dari daftar.', en: 'The address is off the list.' },
  forAdmin: { id: 'Hanya pengelola', en: 'The administrator alone' },
  none: { id: 'Belum ada alamat yang diizinkan.', en: 'No address is allowed.' },
  noneMore: {
    id: 'Izinkan alamat sebelum instansi menghubungkan basis data, subgraf, atau webhook.',
    en: 'Allow one before an agency connects a database, a subgraph or a webhook.',
  },
} as const satisfies Record<string, Words>;

/** Where the hub may connect to. */
export function Addresses() {
  const say = useWords();
  const { date } = useFormats();
  const { has } = useSession();
  const [result, again] = useQuery({ query: ADDRESSES });
  const [, allow] = useMutation(ALLOW);
  const [, disallow] = useMutation(DISALLOW);
  const refresh = () => again({ requestPolicy: 'network-only' });
  const because = has('ADMIN') ? null : say(WORDS.forAdmin);
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" maw={640}>
          {say(WORDS.lead)}
        </Text>
        <Ask
          label={say(WORDS.allow)}
          done={say(WORDS.allowed)}
          because={because}
          submit={({ text }) =>
            allow({ address: text('address'), port: Number(text('port')), reason: text('reason') })
          }
          onDone={refresh}
        >
          <TextInput
            name="address"
            label={say(WORDS.address)}
            description={say(WORDS.addressMore)}
            required
            autoCapitalize="none"
          />
          <NumberInput
            name="port"
            label={say(WORDS.port)}
            defaultValue={443}
            min={1}
            max={65535}
            allowDecimal={false}
            required
          />
          <Reason />
        </Ask>
      </Group>
      <Answered result={result} retry={again}>
        {({ allowedAddresses }) =>
          allowedAddresses && allowedAddresses.length > 0 ? (
            <Sheet width={560} heads={[WORDS.address, WORDS.reason, WORDS.by, WORDS.action]}>
              {allowedAddresses.map(({ id, address, port, reason, allowedAt, allowedBy }) => (
                <Table.Tr key={id}>
                  <Table.Td fw={600}>
                    {address}, {port}
                  </Table.Td>
                  <Table.Td>{reason}</Table.Td>
                  <Table.Td>
                    {allowedBy}, {date(allowedAt)}
                  </Table.Td>
                  <Table.Td>
                    <Ask
                      label={say(WORDS.remove)}
                      about={`${address}, ${port}`}
                      title={`${say(WORDS.remove)}: ${address}, ${port}`}
                      lead={say(WORDS.removeLead)}
                      done={say(WORDS.removed)}
                      danger
                      quiet
                      because={because}
                      submit={() => disallow({ id })}
                      onDone={refresh}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Sheet>
          ) : (
            <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
          )
        }
      </Answered>
    </Stack>
  );
}
