import { fromExtensions, UNREACHABLE } from '../../app/hub/refusal.js';
import type { Words } from '../../app/language.js';
import type { TouchingKind } from '../../app/touching.js';
import { ask, type HubMessage } from '../hub.js';

/** Something that happens to the graph and concerns a saved query. */
export interface Change {
  readonly kind: TouchingKind;
  readonly message: Words;
  /** Who acts next. */
  readonly next: string;
  readonly proposal: string | null;
}

export interface SavedQuery {
  readonly id: string;
  readonly name: string;
  readonly document: string;
  readonly savedAt: string;
  readonly changes: readonly Change[];
}

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly words: Words };

const wordsOf = (error: HubMessage | undefined): Words =>
  error ? fromExtensions(error.message, error.extensions ?? {}).words : UNREACHABLE.words;

async function outcomeOf<Data>(query: string, variables: Record<string, unknown>): Promise<Outcome<Data>> {
  try {
    const { data, errors } = await ask<Data>(query, variables);
    return data && errors.length === 0 ? { ok: true, value: data } : { ok: false, words: wordsOf(errors[0]) };
  } catch {
    return { ok: false, words: UNREACHABLE.words };
  }
}

export async function savedQueries(): Promise<Outcome<readonly SavedQuery[]>> {
  const found = await outcomeOf<{ savedQueries: readonly SavedQuery[] | null }>(
    'query SavedQueries { savedQueries { id name document savedAt changes { kind message { id en } next proposal } } }',
    {},
  );
  return found.ok ? { ok: true, value: found.value.savedQueries ?? [] } : found;
}

export const saveQuery = (name: string, document: string): Promise<Outcome<unknown>> =>
  outcomeOf(
    'mutation SaveQuery($name: String!, $document: String!) { saveQuery(name: $name, document: $document) { id } }',
    { name, document },
  );

export const deleteSavedQuery = (id: string): Promise<Outcome<unknown>> =>
  outcomeOf('mutation DeleteSavedQuery($id: ID!) { deleteSavedQuery(id: $id) }', { id });
