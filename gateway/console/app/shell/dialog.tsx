import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { CombinedError } from 'urql';
import { type Refusal, refusalOf } from '../hub/refusal.js';
import { useWords, type Words } from '../language.js';
import { Refused } from './states.js';

const WORDS = {
  cancel: { id: 'Batal', en: 'Cancel' },
  reason: { id: 'Alasan', en: 'Reason' },
} as const satisfies Record<string, Words>;

/** What was filled in, by the fields' names. */
export interface Filled {
  readonly text: (name: string) => string;
  /** With the blanks at its ends: a password may have some. */
  readonly verbatim: (name: string) => string;
  /** Null where it was left empty. */
  readonly optional: (name: string) => string | null;
  readonly all: (name: string) => string[];
}

function filledIn(form: HTMLFormElement): Filled {
  const data = new FormData(form);
  const verbatim = (name: string): string => String(data.get(name) ?? '');
  const text = (name: string): string => verbatim(name).trim();
  return {
    text,
    verbatim,
    optional: (name) => text(name) || null,
    all: (name) => data.getAll(name).map(String),
  };
}

interface Outcome<Data> {
  readonly data?: Data | undefined;
  readonly error?: CombinedError | undefined;
}

interface Props<Data> {
  readonly label: string;
  /** Of the button where its label alone would not say what it is about. */
  readonly about?: string;
  readonly title?: string;
  readonly lead?: string;
  readonly confirm?: string;
  /** What is told once it is done. */
  readonly done: string;
  readonly danger?: boolean;
  readonly quiet?: boolean;
  /** Why it cannot be used now. */
  readonly because?: string | null;
  readonly submit: (filled: Filled) => Promise<Outcome<Data>>;
  readonly onDone?: (data: Data | undefined) => void;
  readonly children?: ReactNode;
}

/** A button that asks for what a change needs before it is made; a refusal is shown where it was asked. */
export function Ask<Data>(props: Props<Data>) {
  const { label, about, title, lead, confirm, done, danger, quiet, because, submit, onDone, children } =
    props;
  const say = useWords();
  const why = useId();
  const [opened, { open, close }] = useDisclosure(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await submit(filledIn(event.currentTarget));
    setBusy(false);
    setRefusal(error ? refusalOf(error) : null);
    if (error) return;
    close();
    notifications.show({ message: done });
    onDone?.(data);
  }

  const colour = danger ? { color: 'red' } : {};
  return (
    <Group gap="xs" wrap={quiet ? 'nowrap' : 'wrap'}>
      <Button
        {...colour}
        size={quiet ? 'xs' : 'sm'}
        variant={quiet || danger ? 'light' : 'filled'}
        disabled={Boolean(because)}
        {...(about ? { 'aria-label': `${label}: ${about}` } : {})}
        {...(because ? { 'aria-describedby': why } : {})}
        onClick={() => {
          setRefusal(null);
          open();
        }}
      >
        {label}
      </Button>
      {because && (
        <Text id={why} size={quiet ? 'xs' : 'sm'} c="dimmed">
          {because}
        </Text>
      )}
      <Modal opened={opened} onClose={close} title={title ?? label} centered>
        <form onSubmit={send}>
          <Stack>
            {lead && <Text size="sm">{lead}</Text>}
            {children}
            {refusal && <Refused refusal={refusal} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {say(WORDS.cancel)}
              </Button>
              <Button type="submit" loading={busy} {...colour}>
                {confirm ?? label}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </Group>
  );
}

/** The reason that a change needs. */
export function Reason({ description }: { readonly description?: string }) {
  const say = useWords();
  return (
    <Textarea
      name="reason"
      label={say(WORDS.reason)}
      required
      autosize
      minRows={3}
      maxLength={2000}
      {...(description ? { description } : {})}
    />
  );
}
