import type { CombinedError } from 'urql';
import type { Words } from '../language.js';

/** Why the hub refused, in both languages, and who acts next. */
export interface Refusal {
  readonly code: string;
  readonly words: Words;
  readonly nextActor: string | null;
}

/** Nothing answered. */
export const UNREACHABLE: Refusal = {
  code: 'UNREACHABLE',
  words: {
    id: 'Hub tidak dapat dihubungi. Periksa sambungan, lalu coba lagi.',
    en: 'The hub cannot be reached. Check the connection and try again.',
  },
  nextActor: null,
};

interface Extensions {
  readonly code?: string;
  readonly messages?: Words;
  readonly nextActor?: string;
}

/** What an error of the hub says; its own words where it has them. */
export function refusalOf(error: CombinedError): Refusal {
  const [first] = error.graphQLErrors;
  return first ? fromExtensions(first.message, first.extensions as Extensions) : UNREACHABLE;
}

export const fromExtensions = (
  message: string,
  { code = 'UNKNOWN', messages, nextActor }: Extensions,
): Refusal => ({
  code,
  words: messages ?? { id: message, en: message },
  nextActor: nextActor ?? null,
});
