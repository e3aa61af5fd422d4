import { NativeSelect, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from 'urql';
import { dayInJakarta } from '../../days.js';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { Ask, Reason } from '../../shell/dialog.js';
import { ROLES } from '../../terms.js';
import { useSession } from '../../viewer.js';

const PEOPLE = graphql(
  `query People { accounts(first: 1000) { username name disabledAt roles { role state } } }`,
);
const APPOINT = graphql(`
  mutation AppointActing(
    $official: ID!, $replaced: ID!, $role: Role!, $kind: ActingKind!, $from: String!, $to: String!, $reason: String!
  ) {
    appointActing(
      official: $official, replaced: $replaced, role: $role, kind: $kind, from: $from, to: $to, reason: $reason
    ) { id }
  }
`);

const WORDS = {
  appoint: { id: 'Tunjuk Plt./Plh.', en: 'Appoint' },
  title: { id: 'Tunjuk pelaksana', en: 'Appoint an acting official' },
  done: { id: 'Pelaksana ditunjuk.', en: 'The acting official is appointed.' },
  role: { id: 'Jabatan', en: 'Role' },
  kind: { id: 'Sebagai', en: 'As' },
  plt: { id: 'Plt. (pelaksana tugas)', en: 'Plt. (acting)' },
  plh: { id: 'Plh. (pelaksana harian)', en: 'Plh. (day to day)' },
  replaced: { id: 'Yang digantikan', en: 'Who is replaced' },
  official: { id: 'Pelaksana', en: 'Who will act' },
  from: { id: 'Mulai', en: 'From' },
  to: { id: 'Sampai (paling lama satu tahun)', en: 'Until (one year at most)' },
  forHeads: { id: 'Hanya kepala yang menunjuk.', en: 'Heads alone appoint.' },
} as const satisfies Record<string, Words>;

const REPLACEABLE = ['DIVISION_HEAD', 'DEPARTMENT_HEAD'] as const;

/** Appoints somebody in the place of a head. */
export function Appoint({ onDone }: { readonly onDone: () => void }) {
  const say = useWords();
  const { has } = useSession();
  const isHead = has(...REPLACEABLE);
  const [{ data }] = useQuery({ query: PEOPLE, pause: !isHead });
  const [, appoint] = useMutation(APPOINT);
  const people = (data?.accounts ?? []).filter(({ disabledAt }) => !disabledAt);
  const choice = ({ username, name }: (typeof people)[number]) => ({
    value: username,
    label: `${name} (${username})`,
  });
  const heads = people.filter(({ roles }) =>
    roles.some(
      ({ role, state }) => state === 'IN_FORCE' && (role === 'DIVISION_HEAD' || role === 'DEPARTMENT_HEAD'),
    ),
  );
  return (
    <Ask
      label={say(WORDS.appoint)}
      title={say(WORDS.title)}
      done={say(WORDS.done)}
      because={isHead ? null : say(WORDS.forHeads)}
      submit={({ text }) =>
        appoint({
          official: text('official'),
          replaced: text('replaced'),
          role: text('role') as (typeof REPLACEABLE)[number],
          kind: text('kind') as 'PLT' | 'PLH',
          from: text('from'),
          to: text('to'),
          reason: text('reason'),
        })
      }
      onDone={onDone}
    >
      <NativeSelect
        name="role"
        label={say(WORDS.role)}
        data={REPLACEABLE.map((role) => ({ value: role, label: say(ROLES[role]) }))}
      />
      <NativeSelect
        name="kind"
        label={say(WORDS.kind)}
        data={[
          { value: 'PLH', label: say(WORDS.plh) },
          { value: 'PLT', label: say(WORDS.plt) },
        ]}
      />
      <NativeSelect name="replaced" label={say(WORDS.replaced)} data={heads.map(choice)} />
      <Select name="official" label={say(WORDS.official)} data={people.map(choice)} searchable required />
      <TextInput name="from" type="date" label={say(WORDS.from)} required defaultValue={dayInJakarta()} />
      <TextInput name="to" type="date" label={say(WORDS.to)} required />
      <Reason />
    </Ask>
  );
}
