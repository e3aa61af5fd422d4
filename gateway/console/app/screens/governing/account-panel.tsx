import { Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask, Reason } from '../../shell/dialog.js';
import { useSession } from '../../viewer.js';
import type { AccountShown } from './account-list.js';
import { AccountRoles } from './account-roles.js';
import { AgencySelect } from './agency-select.js';
import { ACCOUNT_WORDS } from './new-account.js';
import type { PasswordLink } from './password-link.js';

const SEND = graphql(`
  mutation SendPasswordLink($username: ID!) {
    sendPasswordLink(username: $username) { token expiresAt account { username name } }
  }
`);
const CHANGE = graphql(`
  mutation ChangeAccount(
    $username: ID!, $name: String, $agency: ID, $position: String, $nip: String, $email: String
  ) {
    changeAccount(
      username: $username, name: $name, agency: $agency, position: $position, nip: $nip, email: $email
    ) { username }
  }
`);
const DISABLE = graphql(`
  mutation DisableAccount($username: ID!, $reason: String!) {
    disableAccount(username: $username, reason: $reason) { username }
  }
`);
const ENABLE = graphql(
  `mutation EnableAccount($username: ID!) { enableAccount(username: $username) { username } }`,
);

const WORDS = {
  made: { id: 'Dibuat', en: 'Made' },
  by: { id: 'oleh', en: 'by' },
  installation: { id: 'pemasangan', en: 'the installation' },
  disabled: { id: 'Dinonaktifkan', en: 'Disabled' },
  roles: { id: 'Peran', en: 'Roles' },
  account: { id: 'Akun', en: 'Account' },
  send: { id: 'Buat tautan kata sandi', en: 'Make a password link' },
  sendLead: {
    id: 'Tautan lama berakhir. Bila kata sandi sudah ada, seorang kepala mengukuhkan lagi peran prosedurnya setelah diganti.',
    en: 'Older links end. Where it replaces a password, a head has to confirm the roles of the procedure again.',
  },
  sent: { id: 'Tautan dibuat.', en: 'The link is made.' },
  change: { id: 'Ubah data akun', en: 'Change its details' },
  changeLead: {
    id: 'Pindah instansi mengakhiri semua peran akun ini.',
    en: 'To move to another agency ends all roles of the account.',
  },
  changed: { id: 'Data akun tersimpan.', en: 'The details are saved.' },
  save: { id: 'Simpan', en: 'Save' },
  disable: { id: 'Nonaktifkan', en: 'Disable' },
  disableLead: {
    id: 'Tidak seorang pun dapat masuk dengan akun ini, dan kunci yang hanya ditanggungnya berakhir.',
    en: 'Nobody can sign in with it any more, and keys that it alone answers for end.',
  },
  disabledNow: { id: 'Akun dinonaktifkan.', en: 'The account is disabled.' },
  enable: { id: 'Aktifkan lagi', en: 'Enable again' },
  enableLead: { id: 'Pemiliknya dapat masuk lagi.', en: 'Its owner can sign in again.' },
  enabled: { id: 'Akun aktif lagi.', en: 'The account is enabled.' },
  forAdmin: {
    id: 'Hanya pengelola yang mengubah akun dan memberikan peran.',
    en: 'The administrator alone changes accounts and grants roles.',
  },
} as const satisfies Record<string, Words>;

interface Props {
  readonly account: AccountShown;
  readonly refresh: () => void;
  readonly onLink: (link: PasswordLink) => void;
}

/** An account whole: what is known of it, its roles, and what can be done. */
export function AccountPanel({ account, refresh, onLink }: Props) {
  const say = useWords();
  const { date, moment } = useFormats();
  const { has } = useSession();
  const { username, nip, email, createdAt, createdBy, disabledAt, disabledBy, disabledReason } = account;
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {[
          nip && `NIP ${nip}`,
          email,
          `${say(WORDS.made)} ${date(createdAt)} ${say(WORDS.by)} ${createdBy ?? say(WORDS.installation)}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {disabledAt && (
        <Text size="sm">
          {say(WORDS.disabled)} {moment(disabledAt)} {say(WORDS.by)} {disabledBy}: {disabledReason}
        </Text>
      )}
      <Title order={3}>{say(WORDS.roles)}</Title>
      <AccountRoles account={account} refresh={refresh} />
      <Title order={3}>{say(WORDS.account)}</Title>
      {has('ADMIN') ? (
        <Actions key={username} account={account} refresh={refresh} onLink={onLink} />
      ) : (
        <Text size="sm" c="dimmed">
          {say(WORDS.forAdmin)}
        </Text>
      )}
    </Stack>
  );
}

function Actions({ account, refresh, onLink }: Props) {
  const say = useWords();
  const { username, name, agency, position, nip, email, disabledAt } = account;
  const [, send] = useMutation(SEND);
  const [, change] = useMutation(CHANGE);
  const [, disable] = useMutation(DISABLE);
  const [, enable] = useMutation(ENABLE);
  return (
    <Group>
      <Ask
        label={say(WORDS.send)}
        about={username}
        lead={say(WORDS.sendLead)}
        done={say(WORDS.sent)}
        quiet
        submit={() => send({ username })}
        onDone={(data) => {
          if (data?.sendPasswordLink) onLink(data.sendPasswordLink);
          refresh();
        }}
      />
      <Ask
        label={say(WORDS.change)}
        about={username}
        lead={say(WORDS.changeLead)}
        confirm={say(WORDS.save)}
        done={say(WORDS.changed)}
        quiet
        submit={({ text, optional }) =>
          change({
            username,
            name: text('name'),
            agency: optional('agency'),
            position: optional('position'),
            nip: optional('nip'),
            email: optional('email'),
          })
        }
        onDone={refresh}
      >
        <TextInput name="name" label={say(ACCOUNT_WORDS.name)} required defaultValue={name} />
        <AgencySelect chosen={agency} />
        <TextInput name="position" label={say(ACCOUNT_WORDS.position)} defaultValue={position ?? ''} />
        <TextInput name="nip" label={say(ACCOUNT_WORDS.nip)} defaultValue={nip ?? ''} inputMode="numeric" />
        <TextInput name="email" type="email" label={say(ACCOUNT_WORDS.email)} defaultValue={email ?? ''} />
      </Ask>
      {disabledAt ? (
        <Ask
          label={say(WORDS.enable)}
          about={username}
          lead={say(WORDS.enableLead)}
          done={say(WORDS.enabled)}
          quiet
          submit={() => enable({ username })}
          onDone={refresh}
        />
      ) : (
        <Ask
          label={say(WORDS.disable)}
          about={username}
          lead={say(WORDS.disableLead)}
          done={say(WORDS.disabledNow)}
          danger
          quiet
          submit={({ text }) => disable({ username, reason: text('reason') })}
          onDone={refresh}
        >
          <Reason />
        </Ask>
      )}
    </Group>
  );
}
