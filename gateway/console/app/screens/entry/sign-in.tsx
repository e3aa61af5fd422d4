import { Button, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { Refusal } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { SecretInput } from '../../shell/secret-input.js';
import { Refused } from '../../shell/states.js';
import { useSession } from '../../viewer.js';
import { EntryForm } from './form.js';

const WORDS = {
  title: { id: 'Masuk', en: 'Sign in' },
  lead: { id: 'Dengan akun pejabat Anda.', en: 'With your account as an official.' },
  username: { id: 'Nama pengguna', en: 'User name' },
  password: { id: 'Kata sandi', en: 'Password' },
  lost: {
    id: 'Belum punya akun, atau lupa kata sandi? Mintalah tautan kepada pengelola.',
    en: 'No account yet, or the password is lost? Ask the administrator for a link.',
  },
} as const satisfies Record<string, Words>;

export function SignIn() {
  const say = useWords();
  const navigate = useNavigate();
  const from = (useLocation().state as { from?: string } | null)?.from;
  const { signIn } = useSession();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function submit(): Promise<void> {
    setBusy(true);
    const refused = await signIn(username.trim(), password);
    setBusy(false);
    setRefusal(refused);
    if (!refused) navigate(from ?? paths.home(), { replace: true });
  }

  return (
    <EntryForm title={say(WORDS.title)} lead={say(WORDS.lead)} submit={() => void submit()}>
      {refusal && <Refused refusal={refusal} />}
      <TextInput
        label={say(WORDS.username)}
        autoComplete="username"
        autoCapitalize="none"
        required
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
      />
      <SecretInput
        label={say(WORDS.password)}
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" loading={busy}>
        {say(WORDS.title)}
      </Button>
      <Text size="sm" c="dimmed">
        {say(WORDS.lost)}
      </Text>
    </EntryForm>
  );
}
