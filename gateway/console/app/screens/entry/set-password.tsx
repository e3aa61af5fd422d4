import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Refused } from '../../shell/states.js';
import { EntryForm } from './form.js';
import { NewPassword } from './new-password.js';

const SET_PASSWORD = graphql(`
  mutation SetPassword($token: String!, $password: String!) { setPassword(token: $token, password: $password) }
`);

const WORDS = {
  title: { id: 'Tetapkan kata sandi', en: 'Set your password' },
  lead: {
    id: 'Tautan ini berlaku sekali.',
    en: 'This link works once.',
  },
  save: { id: 'Simpan', en: 'Save' },
  done: { id: 'Kata sandi tersimpan. Nama pengguna Anda:', en: 'The password is set. Your user name is:' },
  signIn: { id: 'Masuk', en: 'Sign in' },
} as const satisfies Record<string, Words>;

export function SetPassword() {
  const say = useWords();
  const { token = '' } = useParams();
  const [password, setPassword] = useState('');
  const [result, save] = useMutation(SET_PASSWORD);
  const username = result.data?.setPassword;

  return (
    <EntryForm title={say(WORDS.title)} lead={say(WORDS.lead)} submit={() => void save({ token, password })}>
      {result.error && <Refused refusal={refusalOf(result.error)} />}
      {username ? (
        <>
          <Text role="status">
            {say(WORDS.done)} <strong>{username}</strong>
          </Text>
          <Button component={Link} to={paths.signIn()}>
            {say(WORDS.signIn)}
          </Button>
        </>
      ) : (
        <>
          <NewPassword value={password} onChange={setPassword} />
          <Button type="submit" loading={result.fetching}>
            {say(WORDS.save)}
          </Button>
        </>
      )}
    </EntryForm>
  );
}
