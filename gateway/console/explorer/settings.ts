import type { Storage as EditorStorage } from '@graphiql/toolkit';
import type { Language } from './words.js';

const KEY_SLOT = 'satugraf.key';
const LANGUAGE_SLOT = 'satugraf.language';

// A browser may forbid storage altogether; the page then works, and forgets.
function read(storage: () => Storage, slot: string): string | null {
  try {
    return storage().getItem(slot);
  } catch {
    return null;
  }
}

function write(storage: () => Storage, slot: string, value: string): void {
  try {
    if (value === '') storage().removeItem(slot);
    else storage().setItem(slot, value);
  } catch {
    // see read
  }
}

/** The access key or session token, for this browser tab only; '' for none. */
export function readKey(): string {
  return read(() => sessionStorage, KEY_SLOT) ?? '';
}

export function writeKey(key: string): void {
  write(() => sessionStorage, KEY_SLOT, key);
}

export function readLanguage(): Language {
  return read(() => localStorage, LANGUAGE_SLOT) === 'en' ? 'en' : 'id';
}

export function writeLanguage(language: Language): void {
  write(() => localStorage, LANGUAGE_SLOT, language);
}

const editorSlots = () => Object.keys(sessionStorage).filter((slot) => slot.startsWith('graphiql:'));

/**
 * Where GraphiQL keeps its tabs and history: for this browser tab only, since queries may name people and desks are
 * shared. Its "clear storage" empties its own slots; handed the bare sessionStorage, it would empty everybody's.
 */
export const editorStorage: EditorStorage = {
  getItem: (slot) => read(() => sessionStorage, slot),
  setItem: (slot, value) => write(() => sessionStorage, slot, value),
  removeItem: (slot) => write(() => sessionStorage, slot, ''),
  clear() {
    for (const slot of editorSlots()) sessionStorage.removeItem(slot);
  },
  get length() {
    return editorSlots().length;
  },
};
