import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useWords, type Words } from '../language.js';

const SHOW: Words = { id: 'Tampilkan yang diketik', en: 'Show what is typed' };

/** A field for a password; the library leaves its eye to the mouse, and calls it in English. */
export function SecretInput(props: PasswordInputProps) {
  const say = useWords();
  return <PasswordInput {...props} visibilityToggleButtonProps={{ tabIndex: 0, 'aria-label': say(SHOW) }} />;
}
