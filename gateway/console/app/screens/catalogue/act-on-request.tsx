import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { Refused } from '../../shell/states.js';
import type { Request } from './requests.js';

const DECIDE = graphql(`
  mutation DecideAccess($id: ID!, $grant: Boolean!, $reason: String, $until: String) {
    decideAccess(id: $id, grant: $grant, reason: $reason, until: $until) { id status }
  }
`);
const WITHDRAW = graphql(`
  mutation WithdrawAccess($id: ID!, $reason: String) { withdrawAccess(id: $id, reason: $reason) { id status } }
`);
const CANCEL = graphql(
  `mutation CancelAccessRequest($id: ID!) { cancelAccessRequest(id: $id) { id status } }`,
);

export type Act = 'GRANT' | 'REFUSE' | 'CANCEL' | 'WITHDRAW' | 'GIVE_BACK';

/** What is asked, and what is said once it is done. */
const ACTS: Readonly<Record<Act, { readonly title: Words; readonly done: Words }>> = {
  GRANT: {
    title: { id: 'Berikan izin', en: 'Grant access' },
    done: { id: 'Izin diberikan.', en: 'Access is granted.' },
  },
  REFUSE: {
    title: { id: 'Tolak permintaan', en: 'Refuse the request' },
    done: { id: 'Permintaan ditolak.', en: 'The request is refused.' },
  },
  CANCEL: {
    title: { id: 'Batalkan permintaan', en: 'Take the request back' },
    done: { id: 'Permintaan dibatalkan.', en: 'The request is taken back.' },
  },
  WITHDRAW: {
    title: { id: 'Cabut izin', en: 'Withdraw the grant' },
    done: { id: 'Izin dicabut.', en: 'The grant is withdrawn.' },
  },
  GIVE_BACK: {
    title: { id: 'Kembalikan izin', en: 'Give the grant back' },
    done: { id: 'Izin dikembalikan.', en: 'The grant is given back.' },
  },
};

const WORDS = {
  reason: { id: 'Alasan', en: 'Reason' },
  reasonNeeded: { id: 'Dibaca oleh peminta.', en: 'Read by who asked.' },
  reasonFree: { id: 'Boleh dikosongkan.', en: 'May be left empty.' },
  until: { id: 'Berlaku sampai', en: 'Until' },
  untilHint: { id: 'Boleh lebih awal daripada yang diminta.', en: 'May be earlier than was asked for.' },
  back: { id: 'Kembali', en: 'Back' },
  cancelMore: {
    id: 'Permintaan ini tidak lagi menunggu keputusan; Anda dapat meminta lagi kapan saja.',
    en: 'The request no longer awaits a decision; you can ask again at any time.',
  },
  endMore: {
    id: 'Berlaku seketika, juga untuk unduhan yang sedang berjalan.',
    en: 'It acts at once, on downloads under way, too.',
  },
} as const satisfies Record<string, Words>;

interface Props {
  readonly request: Request;
  readonly close: () => void;
  readonly done: () => void;
}

export function ActOn({ act, ...props }: Props & { readonly act: Act | null }) {
  const say = useWords();
  return (
    <Modal opened={act !== null} onClose={props.close} title={act && say(ACTS[act].title)}>
      {act && <Form act={act} {...props} />}
    </Modal>
  );
}

function Form({ act, request: { id, until: asked }, close, done }: Props & { readonly act: Act }) {
  const say = useWords();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(asked);
  const [decided, decide] = useMutation(DECIDE);
  const [withdrawn, withdraw] = useMutation(WITHDRAW);
  const [cancelled, cancel] = useMutation(CANCEL);
  const error = decided.error ?? withdrawn.error ?? cancelled.error;
  const fetching = decided.fetching || withdrawn.fetching || cancelled.fetching;
  const needed = act === 'REFUSE' || act === 'WITHDRAW';

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const why = reason.trim() === '' ? null : reason;
    const outcome =
      act === 'GRANT'
        ? await decide({ id, grant: true, reason: why, until: until === asked ? null : until })
        : act === 'REFUSE'
          ? await decide({ id, grant: false, reason: why })
          : act === 'CANCEL'
            ? await cancel({ id })
            : await withdraw({ id, reason: why });
    if (outcome.error) return;
    notifications.show({ message: say(ACTS[act].done) });
    close();
    done();
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        {error && <Refused refusal={refusalOf(error)} />}
        {act === 'CANCEL' && <Text>{say(WORDS.cancelMore)}</Text>}
        {(act === 'WITHDRAW' || act === 'GIVE_BACK') && <Text>{say(WORDS.endMore)}</Text>}
        {act === 'GRANT' && (
          <TextInput
            type="date"
            label={say(WORDS.until)}
            description={say(WORDS.untilHint)}
            required
            max={asked}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        )}
        {act !== 'CANCEL' && (
          <Textarea
            label={say(WORDS.reason)}
            description={say(needed ? WORDS.reasonNeeded : WORDS.reasonFree)}
            required={needed}
            maxLength={1000}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {say(WORDS.back)}
          </Button>
          <Button type="submit" loading={fetching} color={needed ? 'red' : 'teal'}>
            {say(ACTS[act].title)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
