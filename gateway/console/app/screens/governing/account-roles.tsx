import { Badge, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask, Reason } from '../../shell/dialog.js';
import { Sheet } from '../../shell/sheet.js';
import { ROLES } from '../../terms.js';
import { type Role, useSession } from '../../viewer.js';
import type { AccountShown } from './account-list.js';
import { ROLE_STATES } from './role-states.js';

const GRANT = graphql(`
  mutation GrantRole($username: ID!, $role: Role!, $from: String, $to: String) {
    grantRole(username: $username, role: $role, from: $from, to: $to) { username }
  }
`);
const END = graphql(`
  mutation EndRole($username: ID!, $role: Role!, $reason: String!) {
    endRole(username: $username, role: $role, reason: $reason) { username }
  }
`);
const CONFIRM = graphql(`
  mutation ConfirmRole($username: ID!, $role: Role!) { confirmRole(username: $username, role: $role) { username } }
`);

const WORDS = {
  role: { id: 'Peran', en: 'Role' },
  term: { id: 'Masa', en: 'Term' },
  by: { id: 'Diberikan / dikukuhkan', en: 'Granted / confirmed' },
  action: { id: 'Tindakan', en: 'Action' },
  none: { id: 'Akun ini belum memegang peran.', en: 'This account holds no role yet.' },
  open: { id: 'sampai diakhiri', en: 'until it is ended' },
  start: { id: 'sejak awal', en: 'from the beginning' },
  installation: { id: 'pemasangan', en: 'the installation' },
  grant: { id: 'Berikan peran', en: 'Grant a role' },
  grantLead: {
    id: 'Peran prosedur berlaku setelah seorang kepala mengukuhkannya; pengguna data dan pengelola berlaku seketika. Sesi akun ini berakhir.',
    en: 'A role of the procedure counts once a head has confirmed it; consumer and administrator count at once. Sessions of the account end.',
  },
  granted: { id: 'Peran diberikan.', en: 'The role is granted.' },
  from: { id: 'Mulai (kosong: hari ini)', en: 'From (empty: today)' },
  to: { id: 'Sampai (kosong: tanpa batas)', en: 'Until (empty: for good)' },
  end: { id: 'Akhiri', en: 'End' },
  endLead: { id: 'Peran ini berakhir seketika.', en: 'The role ends at once.' },
  ended: { id: 'Peran diakhiri.', en: 'The role is ended.' },
  confirm: { id: 'Kukuhkan', en: 'Confirm' },
  confirmLead: {
    id: 'Dengan pengukuhan Anda, pemegangnya mulai dapat bertindak dalam peran ini.',
    en: 'With your confirmation its holder can act in this role.',
  },
  confirmed: { id: 'Peran dikukuhkan.', en: 'The role is confirmed.' },
  forHead: { id: 'Menunggu kepala', en: 'Waits for a head' },
  disabled: { id: 'Akun dinonaktifkan.', en: 'The account is disabled.' },
} as const satisfies Record<string, Words>;

interface Props {
  readonly account: AccountShown;
  readonly refresh: () => void;
}

/** Roles of an account, those that have ended included, and what the viewer may do about them. */
export function AccountRoles({ account, refresh }: Props) {
  const say = useWords();
  const { has } = useSession();
  const [, grant] = useMutation(GRANT);
  const { username, roles, disabledAt } = account;
  return (
    <Stack>
      {roles.length === 0 ? (
        <Text size="sm" c="dimmed">
          {say(WORDS.none)}
        </Text>
      ) : (
        <Sheet width={600} heads={[WORDS.role, WORDS.term, WORDS.by, WORDS.action]}>
          {roles.map((held) => (
            <HeldRole
              key={`${held.role} ${held.grantedAt}`}
              username={username}
              held={held}
              refresh={refresh}
            />
          ))}
        </Sheet>
      )}
      {has('ADMIN') && (
        <Ask
          label={say(WORDS.grant)}
          about={username}
          title={`${say(WORDS.grant)}: ${account.name}`}
          lead={say(WORDS.grantLead)}
          done={say(WORDS.granted)}
          quiet
          because={disabledAt ? say(WORDS.disabled) : null}
          submit={({ text, optional }) =>
            grant({ username, role: text('role') as Role, from: optional('from'), to: optional('to') })
          }
          onDone={refresh}
        >
          <NativeSelect
            name="role"
            label={say(WORDS.role)}
            data={Object.entries(ROLES).map(([value, words]) => ({ value, label: say(words) }))}
          />
          <TextInput name="from" type="date" label={say(WORDS.from)} />
          <TextInput name="to" type="date" label={say(WORDS.to)} />
        </Ask>
      )}
    </Stack>
  );
}

function HeldRole({
  username,
  held,
  refresh,
}: {
  readonly username: string;
  readonly held: AccountShown['roles'][number];
  readonly refresh: () => void;
}) {
  const say = useWords();
  const { date } = useFormats();
  const { has } = useSession();
  const [, end] = useMutation(END);
  const [, confirm] = useMutation(CONFIRM);
  const { role, state, from, to, grantedBy, grantedAt, confirmedBy, confirmedAt, endedBy, endedAt, reason } =
    held;
  const called = say(ROLES[role]);
  return (
    <Table.Tr>
      <Table.Td>
        {called}
        <br />
        <Badge color={ROLE_STATES[state].color} variant="light">
          {say(ROLE_STATES[state].words)}
        </Badge>
      </Table.Td>
      <Table.Td>
        {from ? date(from) : say(WORDS.start)} – {to ? date(to) : say(WORDS.open)}
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          {grantedBy ?? say(WORDS.installation)}, {date(grantedAt)}
        </Text>
        {confirmedAt && (
          <Text size="sm">
            {confirmedBy ?? say(WORDS.installation)}, {date(confirmedAt)}
          </Text>
        )}
        {endedAt && (
          <Text size="sm" c="dimmed">
            {say(ROLE_STATES.ENDED.words)} {date(endedAt)}, {endedBy}: {reason}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Group gap="xs">
          {state === 'WAITING' && (
            <Ask
              label={say(WORDS.confirm)}
              about={`${called}, ${username}`}
              title={`${say(WORDS.confirm)}: ${called}`}
              lead={say(WORDS.confirmLead)}
              done={say(WORDS.confirmed)}
              quiet
              because={has('DIVISION_HEAD', 'DEPARTMENT_HEAD') ? null : say(WORDS.forHead)}
              submit={() => confirm({ username, role })}
              onDone={refresh}
            />
          )}
          {!endedAt && has('ADMIN') && (
            <Ask
              label={say(WORDS.end)}
              about={`${called}, ${username}`}
              title={`${say(WORDS.end)}: ${called}`}
              lead={say(WORDS.endLead)}
              done={say(WORDS.ended)}
              danger
              quiet
              submit={({ text }) => end({ username, role, reason: text('reason') })}
              onDone={refresh}
            >
              <Reason />
            </Ask>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
