import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useClient } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { Refused } from '../../shell/states.js';

const ACCOUNT = graphql(`
  mutation AccountForDeviation($id: ID!, $cause: String!, $correction: String!, $evidence: String) {
    accountForDeviation(id: $id, cause: $cause, correction: $correction, evidence: $evidence) { id status }
  }
`);
const ACCEPT = graphql(`
  mutation AcceptDeviation($id: ID!, $reason: String) { acceptDeviation(id: $id, reason: $reason) { id status } }
`);
const RETURN = graphql(`
  mutation ReturnDeviation($id: ID!, $reason: String!) { returnDeviation(id: $id, reason: $reason) { id status } }
`);
const CORRECT = graphql(`
  mutation CorrectDeviation($id: ID!, $reason: String!) { correctDeviation(id: $id, reason: $reason) { id status } }
`);

/** What can be done about a deviation. */
export const WAYS = {
  account: { id: 'Pertanggungjawabkan', en: 'Account for it' },
  accept: { id: 'Terima pertanggungjawaban', en: 'Accept the account' },
  return: { id: 'Kembalikan', en: 'Return it' },
  correct: { id: 'Koreksi catatan keliru', en: 'Correct a wrong record' },
} as const satisfies Record<string, Words>;
export type Way = keyof typeof WAYS;

const WORDS = {
  cause: { id: 'Sebab', en: 'Cause' },
  correction: { id: 'Perbaikan', en: 'Correction' },
  evidence: { id: 'Bukti (bila ada)', en: 'Evidence (if any)' },
  reason: { id: 'Alasan', en: 'Reason' },
  note: { id: 'Catatan (bila perlu)', en: 'Remark (if any)' },
  done: { id: 'Tercatat', en: 'Recorded' },
  close: { id: 'Tutup', en: 'Close' },
} as const satisfies Record<string, Words>;

type Part = 'cause' | 'correction' | 'evidence' | 'reason' | 'note';
const PARTS: Readonly<Record<Way, readonly Part[]>> = {
  account: ['cause', 'correction', 'evidence'],
  accept: ['note'],
  return: ['reason'],
  correct: ['reason'],
};

export function DeviationModal({
  way,
  id,
  again,
  onClose,
}: {
  readonly way: Way;
  readonly id: string;
  readonly again: () => void;
  readonly onClose: () => void;
}) {
  const say = useWords();
  const client = useClient();
  const [texts, setTexts] = useState({ cause: '', correction: '', evidence: '', reason: '', note: '' });
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function send() {
    const { cause, correction, reason } = texts;
    switch (way) {
      case 'account': {
        const evidence = texts.evidence.trim() || null;
        return client.mutation(ACCOUNT, { id, cause, correction, evidence }).toPromise();
      }
      case 'accept':
        return client.mutation(ACCEPT, { id, reason: texts.note.trim() || null }).toPromise();
      case 'return':
        return client.mutation(RETURN, { id, reason }).toPromise();
      case 'correct':
        return client.mutation(CORRECT, { id, reason }).toPromise();
    }
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const { error } = await send();
    setBusy(false);
    setRefusal(error ? refusalOf(error) : null);
    again();
    if (error) return;
    notifications.show({ title: say(WORDS.done), message: say(WAYS[way]) });
    onClose();
  }

  return (
    <Modal opened onClose={onClose} title={say(WAYS[way])} size="lg">
      <form onSubmit={submit}>
        <Stack>
          {refusal && <Refused refusal={refusal} />}
          {PARTS[way].map((part) => (
            <Textarea
              key={part}
              label={say(WORDS[part])}
              required={part !== 'evidence' && part !== 'note'}
              autosize
              minRows={2}
              value={texts[part]}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setTexts((before) => ({ ...before, [part]: value }));
              }}
            />
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {say(WORDS.close)}
            </Button>
            <Button type="submit" loading={busy}>
              {say(WAYS[way])}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
