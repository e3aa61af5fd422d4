import { Group, Stack, Table, TextInput } from '@mantine/core';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { Ask } from '../../shell/dialog.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty } from '../../shell/states.js';
import { useSession } from '../../viewer.js';

const AGENCIES = graphql(`query Agencies { agencies { slug name } }`);
const REGISTER = graphql(`
  mutation RegisterAgency($slug: ID!, $name: String!) { registerAgency(slug: $slug, name: $name) { slug name } }
`);

const WORDS = {
  name: { id: 'Nama instansi', en: 'Name of the agency' },
  slug: { id: 'Singkatan', en: 'Short name' },
  slugMore: {
    id: '2 sampai 31 huruf kecil dan angka, diawali huruf. Tidak dapat diubah: nama dalam graf diawali olehnya.',
    en: '2 to 31 small letters and digits, beginning with a letter. It cannot be changed: names in the graph begin with it.',
  },
  register: { id: 'Daftarkan instansi', en: 'Register an agency' },
  registered: { id: 'Instansi terdaftar.', en: 'The agency is registered.' },
  forAdmin: { id: 'Hanya pengelola yang mendaftarkan.', en: 'The administrator alone registers them.' },
  none: { id: 'Belum ada instansi.', en: 'There is no agency yet.' },
  noneMore: {
    id: 'Daftarkan instansi, lalu buat akun untuk produsennya.',
    en: 'Register one, then make an account for its producer.',
  },
} as const satisfies Record<string, Words>;

/** Agencies that data can come from. */
export function Agencies() {
  const say = useWords();
  const { has } = useSession();
  const [result, again] = useQuery({ query: AGENCIES });
  const [, register] = useMutation(REGISTER);
  return (
    <Stack>
      <Group justify="flex-end">
        <Ask
          label={say(WORDS.register)}
          done={say(WORDS.registered)}
          because={has('ADMIN') ? null : say(WORDS.forAdmin)}
          submit={({ text }) => register({ slug: text('slug'), name: text('name') })}
          onDone={() => again({ requestPolicy: 'network-only' })}
        >
          <TextInput name="name" label={say(WORDS.name)} required />
          <TextInput
            name="slug"
            label={say(WORDS.slug)}
            description={say(WORDS.slugMore)}
            required
            autoCapitalize="none"
          />
        </Ask>
      </Group>
      <Answered result={result} retry={again}>
        {({ agencies }) =>
          agencies && agencies.length > 0 ? (
            <Sheet width={300} heads={[WORDS.name, WORDS.slug]}>
              {agencies.map(({ slug, name }) => (
                <Table.Tr key={slug}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td>{slug}</Table.Td>
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
