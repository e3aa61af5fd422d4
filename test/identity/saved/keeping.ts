import { dataOf } from '../../intake/onboarding.js';
import type { Caller } from '../../support/hub.js';

export interface Change {
  readonly kind: 'BROKEN' | 'DEPRECATED' | 'PROPOSED';
  readonly coordinate: string | null;
  readonly message: { readonly id: string; readonly en: string };
  readonly next: string;
  readonly proposal: string | null;
}

export interface Saved {
  readonly id: string;
  readonly name: string;
  readonly document: string;
  readonly savedAt: string;
  readonly changes: readonly Change[];
}

const ALL = 'id name document savedAt changes { kind coordinate message { id en } next proposal }';

export const save = (caller: Caller, name: string, document: string) =>
  caller.query<{ saveQuery: Saved | null }>(
    `mutation ($name: String!, $document: String!) { saveQuery(name: $name, document: $document) { ${ALL} } }`,
    { name, document },
  );

/** Saves a query that is to be taken; gives what touches it. */
export async function changesOf(caller: Caller, document: string, name = 'uji'): Promise<readonly Change[]> {
  const { saveQuery } = dataOf(await save(caller, name, document));
  if (!saveQuery) throw new Error('nothing was saved');
  return saveQuery.changes;
}

export const savedOf = async (caller: Caller): Promise<readonly Saved[]> =>
  dataOf(await caller.query<{ savedQueries: Saved[] }>(`{ savedQueries { ${ALL} } }`)).savedQueries;

export const remove = (caller: Caller, id: string) =>
  caller.query<{ deleteSavedQuery: string | null }>('mutation ($id: ID!) { deleteSavedQuery(id: $id) }', {
    id,
  });
