import { useWords, type Words } from '../../language.js';
import { SecretInput } from '../../shell/secret-input.js';

const WORDS = {
  label: { id: 'Kata sandi baru', en: 'New password' },
  length: { id: '12 sampai 200 karakter.', en: '12 to 200 characters.' },
} as const satisfies Record<string, Words>;

/** The field of a password that is to be set, with what the hub takes as one. */
export function NewPassword({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (password: string) => void;
}) {
  const say = useWords();
  return (
    <SecretInput
      label={say(WORDS.label)}
      description={say(WORDS.length)}
      autoComplete="new-password"
      required
      minLength={12}
      maxLength={200}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
