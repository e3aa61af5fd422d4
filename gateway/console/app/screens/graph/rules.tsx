import { Card, NumberInput, Stack, Table, Textarea } from '@mantine/core';
import { useMutation, useQuery } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask, type Filled } from '../../shell/dialog.js';
import { Answered } from '../../shell/states.js';
import { useSession } from '../../viewer.js';

const RULES = graphql(`
  query RegistryRules {
    registryRules { approvals excludedClients graceDays openProposals usageDays usageMinimum }
  }
`);
const CHANGE = graphql(`
  mutation ChangeRegistryRules($rules: RegistryRulesInput!) { changeRegistryRules(rules: $rules) { approvals } }
`);
type Rules = NonNullable<ResultOf<typeof RULES>['registryRules']>;

const WORDS = {
  approvals: { id: 'Persetujuan yang diperlukan', en: 'Approvals needed' },
  usageDays: { id: 'Kueri dihitung terpakai selama (hari)', en: 'Days that a query counts as used' },
  usageMinimum: { id: 'Paling sedikit dipakai (kali)', en: 'Least number of uses that counts' },
  graceDays: { id: 'Masa usang sebelum dihapus (hari)', en: 'Days from deprecation to removal' },
  openProposals: { id: 'Usulan terbuka tiap instansi', en: 'Open proposals of an agency' },
  excluded: { id: 'Klien yang tidak dihitung', en: 'Clients that do not count' },
  excludedMore: { id: 'Satu nama tiap baris.', en: 'One name a line.' },
  nobody: { id: 'tidak ada', en: 'none' },
  change: { id: 'Ubah aturan', en: 'Change the rules' },
  changed: { id: 'Aturan tersimpan.', en: 'The rules are saved.' },
  save: { id: 'Simpan', en: 'Save' },
  forAdmin: { id: 'Hanya pengelola yang mengubahnya.', en: 'The administrator alone changes them.' },
  rule: { id: 'Aturan', en: 'Rule' },
  value: { id: 'Nilai', en: 'Value' },
} as const satisfies Record<string, Words>;

const NUMBERS = ['approvals', 'usageDays', 'usageMinimum', 'graceDays', 'openProposals'] as const;

const rulesOf = ({ text }: Filled) => ({
  ...Object.fromEntries(NUMBERS.map((name) => [name, Number(text(name))])),
  excludedClients: text('excludedClients')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean),
});

/** How the registry judges and reviews. */
export function RegistryRules() {
  const [result, again] = useQuery({ query: RULES });
  return (
    <Answered result={result} retry={again}>
      {({ registryRules }) =>
        registryRules && (
          <Card maw={640}>
            <Shown rules={registryRules} refresh={() => again({ requestPolicy: 'network-only' })} />
          </Card>
        )
      }
    </Answered>
  );
}

function Shown({ rules, refresh }: { readonly rules: Rules; readonly refresh: () => void }) {
  const say = useWords();
  const { number } = useFormats();
  const { has } = useSession();
  const [, change] = useMutation(CHANGE);
  return (
    <Stack>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say(WORDS.rule)}</Table.Th>
            <Table.Th>{say(WORDS.value)}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {NUMBERS.map((name) => (
            <Table.Tr key={name}>
              <Table.Td>{say(WORDS[name])}</Table.Td>
              <Table.Td>{number(rules[name])}</Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Td>{say(WORDS.excluded)}</Table.Td>
            <Table.Td>{rules.excludedClients.join(', ') || say(WORDS.nobody)}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
      <Ask
        label={say(WORDS.change)}
        confirm={say(WORDS.save)}
        done={say(WORDS.changed)}
        because={has('ADMIN') ? null : say(WORDS.forAdmin)}
        submit={(filled) => change({ rules: rulesOf(filled) })}
        onDone={refresh}
      >
        {NUMBERS.map((name) => (
          <NumberInput
            key={name}
            name={name}
            label={say(WORDS[name])}
            defaultValue={rules[name]}
            min={0}
            allowDecimal={false}
            required
          />
        ))}
        <Textarea
          name="excludedClients"
          label={say(WORDS.excluded)}
          description={say(WORDS.excludedMore)}
          defaultValue={rules.excludedClients.join('\n')}
          autosize
          minRows={2}
        />
      </Ask>
    </Stack>
  );
}
