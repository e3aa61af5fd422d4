import type { Words } from '../../language.js';

export type Scope = 'read' | 'export' | 'publish';

/** What is chosen of a new key; narrowed to these agencies and datasets, or, where none is named, to none. */
export interface Chosen {
  readonly scopes: readonly string[];
  readonly within: readonly string[];
}

/** As the hub takes them: reading and exporting are narrowed, publishing stands for the agency. */
export const scopesOf = ({ scopes, within }: Chosen): string[] =>
  scopes.flatMap((scope) =>
    scope === 'publish' || within.length === 0 ? [scope] : within.map((name) => `${scope}:${name}`),
  );

const SAID: Readonly<Record<string, Words>> = {
  read: { id: 'Membaca', en: 'Reads' },
  export: { id: 'Mengunduh', en: 'Exports' },
  publish: { id: 'Menerbitkan', en: 'Publishes' },
};
const EVERYTHING: Words = { id: 'semua dataset', en: 'every dataset' };

/** A scope of a key as people say it. */
export function saidScope(scope: string, say: (words: Words) => string): string {
  const [name = '', within] = scope.split(':');
  const verb = SAID[name] ? say(SAID[name]) : name;
  if (name === 'publish') return verb;
  return `${verb}: ${within ?? say(EVERYTHING)}`;
}
