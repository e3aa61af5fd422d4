import { TextInput } from '@mantine/core';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { Ask } from '../../shell/dialog.js';
import { useSession } from '../../viewer.js';
import { AgencySelect } from './agency-select.js';
import type { PasswordLink } from './password-link.js';

const CREATE = graphql(`
  mutation CreateAccount(
    $username: ID!, $name: String!, $agency: ID, $position: String, $nip: String, $email: String
  ) {
    createAccount(
      username: $username, name: $name, agency: $agency, position: $position, nip: $nip, email: $email
    ) { token expiresAt account { username name } }
  }
`);

export const ACCOUNT_WORDS = {
  username: { id: 'Nama pengguna', en: 'User name' },
  usernameMore: {
    id: 'Huruf kecil, angka, titik, garis bawah, tanda hubung.',
    en: 'Small letters, digits, dots, underscores, hyphens.',
  },
  name: { id: 'Nama lengkap', en: 'Full name' },
  position: { id: 'Jabatan', en: 'Position' },
  nip: { id: 'NIP', en: 'NIP (civil servant number)' },
  nipMore: { id: '18 angka.', en: '18 digits.' },
  email: { id: 'Surel', en: 'E-mail' },
} as const satisfies Record<string, Words>;

const WORDS = {
  new: { id: 'Buat akun', en: 'Make an account' },
  lead: {
    id: 'Akun dibuat tanpa peran. Pemiliknya menetapkan kata sandi dengan tautan yang Anda serahkan.',
    en: 'It is made without roles. Its owner sets the password by the link that you hand over.',
  },
  made: { id: 'Akun dibuat.', en: 'The account is made.' },
  forAdmin: { id: 'Hanya pengelola yang membuat akun.', en: 'The administrator alone makes accounts.' },
} as const satisfies Record<string, Words>;

export function NewAccount({ onMade }: { readonly onMade: (link: PasswordLink) => void }) {
  const say = useWords();
  const { has } = useSession();
  const [, create] = useMutation(CREATE);
  return (
    <Ask
      label={say(WORDS.new)}
      lead={say(WORDS.lead)}
      done={say(WORDS.made)}
      because={has('ADMIN') ? null : say(WORDS.forAdmin)}
      submit={({ text, optional }) =>
        create({
          username: text('username'),
          name: text('name'),
          agency: optional('agency'),
          position: optional('position'),
          nip: optional('nip'),
          email: optional('email'),
        })
      }
      onDone={(data) => data?.createAccount && onMade(data.createAccount)}
    >
      <TextInput name="name" label={say(ACCOUNT_WORDS.name)} required maxLength={200} />
      <TextInput
        name="username"
        label={say(ACCOUNT_WORDS.username)}
        description={say(ACCOUNT_WORDS.usernameMore)}
        required
        autoCapitalize="none"
        autoComplete="off"
      />
      <AgencySelect />
      <TextInput name="position" label={say(ACCOUNT_WORDS.position)} />
      <TextInput
        name="nip"
        label={say(ACCOUNT_WORDS.nip)}
        description={say(ACCOUNT_WORDS.nipMore)}
        inputMode="numeric"
      />
      <TextInput name="email" type="email" label={say(ACCOUNT_WORDS.email)} />
    </Ask>
  );
}
