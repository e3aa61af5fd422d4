import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { SecretInput } from '../../shell/secret-input.js';
import { Refused } from '../../shell/states.js';
import { EntryForm } from './form.js';
import { NewPassword } from './new-password.js';

const CHANGE_PASSWORD = graphql(`
  mutation ChangePassword($old: String!, $new: String!) { changePassword(old: $old, new: $new) }
`);

const WORDS = {
  title: { id: 'Ganti kata sandi', en: 'Change your password' },
  lead: {
    id: 'Sesi Anda di perangkat lain berakhir.',
    en: 'Your sessions elsewhere end.',
  },
  old: { id: 'Kata sandi sekarang', en: 'Present password' },
  save: { id: 'Simpan', en: 'Save' },
  done: { id: 'Kata sandi diganti.', en: 'The password is changed.' },
} as const satisfies Record<string, Words>;

export function ChangePassword() {
  const say = useWords();
  const navigate = useNavigate();
  const [old, setOld] = useState('');
  const [wanted, setWanted] = useState('');
  const [{ error, fetching }, change] = useMutation(CHANGE_PASSWORD);

  async function submit(): Promise<void> {
    if ((await change({ old, new: wanted })).error) return;
    notifications.show({ message: say(WORDS.done) });
    navigate(paths.home());
  }

  return (
    <EntryForm title={say(WORDS.title)} lead={say(WORDS.lead)} submit={() => void submit()}>
      {error && <Refused refusal={refusalOf(error)} />}
      <SecretInput
        label={say(WORDS.old)}
        autoComplete="current-password"
        required
        value={old}
        onChange={(event) => setOld(event.currentTarget.value)}
      />
      <NewPassword value={wanted} onChange={setWanted} />
      <Button type="submit" loading={fetching}>
        {say(WORDS.save)}
      </Button>
    </EntryForm>
  );
}
