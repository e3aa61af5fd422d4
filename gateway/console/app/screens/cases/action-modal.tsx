import {
  Alert,
  Button,
  Checkbox,
  Group,
  Modal,
  MultiSelect,
  Select,
  Stack,
  Text,
  Textarea,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useClient } from 'urql';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { Refused } from '../../shell/states.js';
import { AccountField } from './account-field.js';
import { type Field, type Form, NO_VALUES, type Values } from './forms/form.js';
import { ACTIONS } from './names.js';
import { type ActionName, type OpenCase, stageOf } from './open-case.js';

const WORDS = {
  cancel: { id: 'Tutup', en: 'Close' },
  done: { id: 'Tercatat', en: 'Recorded' },
  reloaded: {
    id: 'Permohonan telah dimuat ulang. Periksa keadaannya, lalu kirim kembali.',
    en: 'The case has been loaded again. Look at it, then send once more.',
  },
} as const satisfies Record<string, Words>;

/** Asks for what an action needs, and sends it for the version of the case that is on the screen. */
export function ActionModal({
  action,
  form,
  one,
  again,
  onClose,
}: {
  readonly action: ActionName;
  readonly form: Form;
  readonly one: OpenCase;
  readonly again: () => void;
  readonly onClose: () => void;
}) {
  const say = useWords();
  const client = useClient();
  const [values, setValues] = useState<Values>(() => ({ ...NO_VALUES, ...form.initial?.(one) }));
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // The version that was refused as an earlier one; until the case is there anew, sending again would be in vain.
  const [stale, setStale] = useState<number | null>(null);
  const reloading = stale === one.version;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const { error } = await form.send(client, stageOf(one), values);
    setBusy(false);
    const refused = error ? refusalOf(error) : null;
    setRefusal(refused);
    setStale(refused?.code === 'STALE_VERSION' ? one.version : null);
    again();
    if (error) return;
    notifications.show({ title: say(WORDS.done), message: say(ACTIONS[action]) });
    onClose();
  }

  return (
    <Modal opened onClose={onClose} title={say(ACTIONS[action])} size="lg">
      <form onSubmit={submit}>
        <Stack>
          <Text c="dimmed">{say(form.lead)}</Text>
          {refusal && <Refused refusal={refusal} />}
          {stale !== null && !reloading && <Alert color="yellow.8">{say(WORDS.reloaded)}</Alert>}
          {form.fields.map((field) => (
            <Input
              key={field.of}
              field={field}
              one={one}
              values={values}
              change={(next) => setValues((before) => ({ ...before, ...next }))}
            />
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {say(WORDS.cancel)}
            </Button>
            <Button type="submit" loading={busy || reloading} {...(form.grave ? { color: 'red' } : {})}>
              {say(ACTIONS[action])}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Input({
  field,
  one,
  values,
  change,
}: {
  readonly field: Field;
  readonly one: OpenCase;
  readonly values: Values;
  readonly change: (next: Partial<Values>) => void;
}) {
  const say = useWords();
  const { of } = field;
  const shared = {
    label: say(field.label),
    ...(field.hint ? { description: say(field.hint) } : {}),
    required: field.required ?? false,
  };
  const data = (field.options?.(one) ?? []).map(({ value, words }) => ({ value, label: say(words) }));
  switch (of) {
    case 'account':
      return (
        <AccountField {...shared} one={one} value={values.choice} onChange={(choice) => change({ choice })} />
      );
    case 'columns':
      return (
        <MultiSelect
          {...shared}
          data={data}
          searchable
          value={[...values.columns]}
          onChange={(columns) => change({ columns })}
        />
      );
    case 'choice':
    case 'column':
      return (
        <Select
          {...shared}
          data={data}
          searchable
          value={values[of] || null}
          onChange={(value) => change({ [of]: value ?? '' })}
        />
      );
    case 'defect':
      return (
        <Checkbox
          label={shared.label}
          checked={values.defect}
          onChange={(event) => change({ defect: event.currentTarget.checked })}
        />
      );
    case 'text':
    case 'reason':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={of === 'text' ? 4 : 2}
          maxRows={14}
          value={values[of]}
          onChange={(event) => change({ [of]: event.currentTarget.value })}
        />
      );
  }
}
