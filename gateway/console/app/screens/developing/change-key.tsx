import { Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { KeyForm, type KeyFormProps } from './key-form.js';

const CHANGE = graphql(`
  mutation ChangeServiceKey($id: ID!, $name: String, $trustedOnly: Boolean) {
    changeServiceKey(id: $id, name: $name, trustedOnly: $trustedOnly) { id }
  }
`);

const WORDS = {
  name: { id: 'Nama aplikasi', en: 'Name of the application' },
  trusted: { id: 'Hanya operasi tepercaya', en: 'Trusted operations alone' },
  save: { id: 'Simpan', en: 'Save' },
  saved: { id: 'Kunci diubah', en: 'The key was changed' },
} as const satisfies Record<string, Words>;

export function ChangeKey({ serviceKey, close, done }: KeyFormProps) {
  const say = useWords();
  const [name, setName] = useState(serviceKey.name);
  const [trustedOnly, setTrustedOnly] = useState(serviceKey.trustedOnly);
  const [result, change] = useMutation(CHANGE);
  return (
    <KeyForm
      result={result}
      submit={() => change({ id: serviceKey.id, name, trustedOnly })}
      done={() => done()}
      close={close}
      label={WORDS.save}
      told={WORDS.saved}
    >
      <TextInput
        label={say(WORDS.name)}
        required
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Switch
        label={say(WORDS.trusted)}
        checked={trustedOnly}
        onChange={(event) => setTrustedOnly(event.currentTarget.checked)}
      />
    </KeyForm>
  );
}
