import { type DocumentNode, GraphQLError, Kind } from 'graphql';
import { refusal } from '../../../schema/errors.js';
import type { Official, Viewer } from '../../viewer.js';

/** Of one account, and the characters of them together. */
export const MOST_SAVED = 200;
export const SAVED_CHARACTERS = 1_000_000;
const NAME_CHARACTERS = 100;

const wrong = (id: string, en: string) => refusal('BAD_USER_INPUT', { detail: { id, en } });

/** Whose queries they are: a key has no account, and neither has the public. Throws FORBIDDEN. */
export function keeperOf(viewer: Viewer): Official {
  if (viewer.kind === 'OFFICIAL') return viewer;
  throw refusal('FORBIDDEN', { needs: 'akun yang masuk / a signed-in account' });
}

/** In one line, without blanks around it. Throws BAD_USER_INPUT. */
export function readName(text: string): string {
  const name = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  if (name === '' || name.length > NAME_CHARACTERS)
    throw wrong(
      `Nama kueri tersimpan memuat 1 sampai ${NAME_CHARACTERS} karakter.`,
      `A saved query's name has 1 to ${NAME_CHARACTERS} characters.`,
    );
  return name;
}

/**
 * The text as it is, which `admit` takes as the door would. It need not fit the graph: somebody may keep what he has not
 * finished. Throws BAD_USER_INPUT for what is no GraphQL or has no operation, and what `admit` throws.
 */
export function readDocument(text: string, admit: (text: string) => DocumentNode): string {
  if (!operationIn(text, admit))
    throw wrong(
      'Kueri tersimpan memuat sedikitnya satu operasi.',
      'A saved query has one operation or more.',
    );
  return text;
}

function operationIn(text: string, admit: (text: string) => DocumentNode): boolean {
  try {
    return admit(text).definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [at] = error.locations ?? [];
    const place = at ? ` (${at.line}:${at.column})` : '';
    throw wrong(
      `Teks ini bukan GraphQL${place}: ${error.message}`,
      `This text is no GraphQL${place}: ${error.message}`,
    );
  }
}

/** Throws LIMIT_EXCEEDED where an account would keep too much. */
export function checkKept({
  queries,
  characters,
}: {
  readonly queries: number;
  readonly characters: number;
}): void {
  const check = (limit: string, max: number, found: number): void => {
    if (found > max)
      throw refusal(
        'LIMIT_EXCEEDED',
        { limit, max, found: String(found), advice: ADVICE },
        { facts: { limit, max } },
      );
  };
  check('savedQueries', MOST_SAVED, queries);
  check('savedCharacters', SAVED_CHARACTERS, characters);
}

const ADVICE = {
  id: 'Hapus dahulu kueri tersimpan yang tidak dipakai lagi.',
  en: 'Delete saved queries that are no longer used first.',
};
