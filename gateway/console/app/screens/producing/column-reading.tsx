import { Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from 'urql';
import { refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { TYPES } from '../../terms.js';
import { ANSWER_IMPORT, type Understood } from './file-import.js';

const WORDS = {
  label: { id: 'Ubah cara membaca', en: 'Read it otherwise' },
  choose: { id: 'Ubah', en: 'Change' },
  again: { id: 'Sebagaimana dipahami semula', en: 'As it was understood' },
  omit: { id: 'Jangan disertakan', en: 'Leave it out' },
  as: { id: 'Baca sebagai', en: 'Read as' },
  done: { id: 'Berkas dibaca lagi.', en: 'The file was read again.' },
} as const satisfies Record<string, Words>;

const AGAIN = 'AGAIN';
const OMIT = 'OMIT';
type Type = keyof typeof TYPES;

/** Says that a column is to be read as another type, or left out; what was understood can be taken up again. */
export function ColumnReading({
  file,
  column,
  onChanged,
}: {
  readonly file: string;
  readonly column: Understood['columns'][number];
  readonly onChanged: () => void;
}) {
  const say = useWords();
  const [{ fetching }, answer] = useMutation(ANSWER_IMPORT);

  async function change(choice: string): Promise<void> {
    const override =
      choice === AGAIN
        ? { column: column.key }
        : choice === OMIT
          ? { column: column.key, omit: true }
          : { column: column.key, type: choice as Type };
    const { error } = await answer({ import: file, answers: [], overrides: [override] });
    notifications.show({
      message: say(error ? refusalOf(error).words : WORDS.done),
      color: error ? 'red' : 'teal',
    });
    if (!error) onChanged();
  }

  return (
    <Select
      aria-label={`${say(WORDS.label)}: ${column.key}`}
      placeholder={say(WORDS.choose)}
      size="xs"
      w={160}
      disabled={fetching}
      value={null}
      onChange={(choice) => choice && change(choice)}
      data={[
        { value: AGAIN, label: say(WORDS.again) },
        { value: OMIT, label: say(WORDS.omit) },
        {
          group: say(WORDS.as),
          items: Object.entries(TYPES).map(([value, words]) => ({ value, label: say(words) })),
        },
      ]}
    />
  );
}
