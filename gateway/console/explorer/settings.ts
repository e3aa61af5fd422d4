import type { Storage as EditorStorage } from '@graphiql/toolkit';

// A browser may forbid storage altogether; the page then works, and forgets.
function tried<T>(use: () => T, otherwise: T): T {
  try {
    return use();
  } catch {
    return otherwise;
  }
}

const editorSlots = (): string[] =>
  tried(() => Object.keys(sessionStorage).filter((slot) => slot.startsWith('graphiql:')), []);

/**
 * Where GraphiQL keeps its tabs and history: for this browser tab only, since queries may name people and desks are
 * shared. Its "clear storage" empties its own slots; handed the bare sessionStorage, it would empty everybody's.
 */
export const editorStorage: EditorStorage = {
  getItem: (slot) => tried(() => sessionStorage.getItem(slot), null),
  setItem: (slot, value) => tried(() => sessionStorage.setItem(slot, value), undefined),
  removeItem: (slot) => tried(() => sessionStorage.removeItem(slot), undefined),
  clear() {
    for (const slot of editorSlots()) sessionStorage.removeItem(slot);
  },
  get length() {
    return editorSlots().length;
  },
};
