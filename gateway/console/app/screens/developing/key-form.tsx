import { Button, Group, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { FormEvent, ReactNode } from 'react';
import type { CombinedError, UseMutationState } from 'urql';
import { refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { Refused } from '../../shell/states.js';
import type { ServiceKey } from './keys.js';

const CANCEL: Words = { id: 'Batal', en: 'Cancel' };

/** What every form of a key is given; `done` is told what came of it. */
export interface KeyFormProps<Outcome = void> {
  readonly serviceKey: ServiceKey;
  readonly close: () => void;
  readonly done: (outcome: Outcome) => void;
}

/** A form within the card of its key, or in a dialog about it. */
export function KeyForm<Data>({
  result,
  submit,
  done,
  close,
  label,
  told,
  danger,
  children,
}: {
  readonly result: Pick<UseMutationState, 'error' | 'fetching'>;
  readonly submit: () => Promise<{
    readonly data?: Data | undefined;
    readonly error?: CombinedError | undefined;
  }>;
  readonly done: (data: Data | undefined) => void;
  readonly close: () => void;
  readonly label: Words;
  /** What is said once it is done. */
  readonly told: Words;
  readonly danger?: true;
  readonly children: ReactNode;
}) {
  const say = useWords();

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    const { data, error } = await submit();
    if (error) return;
    notifications.show({ message: say(told) });
    done(data);
  }

  return (
    <form onSubmit={send}>
      <Stack gap="sm" maw={480}>
        {result.error && <Refused refusal={refusalOf(result.error)} />}
        {children}
        <Group gap="xs">
          <Button size="xs" type="submit" loading={result.fetching} {...(danger ? { color: 'red' } : {})}>
            {say(label)}
          </Button>
          <Button size="xs" variant="default" onClick={close}>
            {say(CANCEL)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
