import { Modal, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { KeyForm, type KeyFormProps } from './key-form.js';

const REVOKE = graphql(`
  mutation RevokeServiceKey($id: ID!, $reason: String) { revokeServiceKey(id: $id, reason: $reason) { id } }
`);

const WORDS = {
  title: { id: 'Cabut kunci', en: 'Revoke the key' },
  close: { id: 'Tutup', en: 'Close' },
  what: {
    id: 'Aplikasi yang memakai kunci ini langsung ditolak, di semua hub. Ini tidak dapat dibatalkan; izin akses kunci ini ikut berakhir.',
    en: 'Applications that use this key are refused at once, on every hub. It cannot be undone; what was granted to the key ends with it.',
  },
  reason: { id: 'Alasan (boleh kosong)', en: 'Reason (may be empty)' },
  revoke: { id: 'Ya, cabut sekarang', en: 'Yes, revoke it now' },
  revoked: { id: 'Kunci dicabut', en: 'The key was revoked' },
} as const satisfies Record<string, Words>;

export function EndKey({ serviceKey, close, done }: KeyFormProps) {
  const say = useWords();
  const [reason, setReason] = useState('');
  const [result, revoke] = useMutation(REVOKE);
  return (
    <Modal
      opened
      onClose={close}
      title={`${say(WORDS.title)}: ${serviceKey.name}`}
      closeButtonProps={{ 'aria-label': say(WORDS.close) }}
    >
      <KeyForm
        result={result}
        submit={() => revoke({ id: serviceKey.id, reason })}
        done={() => done()}
        close={close}
        label={WORDS.revoke}
        told={WORDS.revoked}
        danger
      >
        <Text>{say(WORDS.what)}</Text>
        <Textarea
          label={say(WORDS.reason)}
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </KeyForm>
    </Modal>
  );
}
