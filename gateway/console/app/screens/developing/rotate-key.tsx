import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { KeyForm, type KeyFormProps } from './key-form.js';
import type { Issued } from './secret.js';

const ROTATE = graphql(`
  mutation RotateServiceKey($id: ID!, $overlapHours: Int!) {
    rotateServiceKey(id: $id, overlapHours: $overlapHours) { key }
  }
`);

const WORDS = {
  overlap: { id: 'Rahasia lama masih diterima selama', en: 'The old secret is taken for' },
  overlapHint: {
    id: 'Cukup lama untuk memasang rahasia baru di aplikasi. Bila rahasia lama bocor, pilih langsung berakhir.',
    en: 'Long enough to put the new one into the application. If the old one has leaked, end it at once.',
  },
  rotate: { id: 'Beri rahasia baru', en: 'Give a new secret' },
  rotated: { id: 'Rahasia diganti', en: 'The secret was replaced' },
} as const satisfies Record<string, Words>;

const OVERLAPS: readonly (readonly [hours: number, words: Words])[] = [
  [24, { id: '1 hari', en: '1 day' }],
  [72, { id: '3 hari', en: '3 days' }],
  [168, { id: '7 hari', en: '7 days' }],
  [1, { id: '1 jam', en: '1 hour' }],
  [0, { id: 'langsung berakhir', en: 'not at all: it ends now' }],
];

export function RotateKey({ serviceKey, close, done }: KeyFormProps<Issued>) {
  const say = useWords();
  const [hours, setHours] = useState('24');
  const [result, rotate] = useMutation(ROTATE);
  return (
    <KeyForm
      result={result}
      submit={() => rotate({ id: serviceKey.id, overlapHours: Number(hours) })}
      done={(data) =>
        data?.rotateServiceKey && done({ name: serviceKey.name, key: data.rotateServiceKey.key })
      }
      close={close}
      label={WORDS.rotate}
      told={WORDS.rotated}
    >
      <NativeSelect
        label={say(WORDS.overlap)}
        description={say(WORDS.overlapHint)}
        data={OVERLAPS.map(([value, words]) => ({ value: String(value), label: say(words) }))}
        value={hours}
        onChange={(event) => setHours(event.currentTarget.value)}
      />
    </KeyForm>
  );
}
