import type { Words } from '../../language.js';

/** What a role of an account counts for, in words and the badge's colour. */
export const ROLE_STATES = {
  IN_FORCE: { words: { id: 'berlaku', en: 'in force' }, color: 'teal' },
  WAITING: { words: { id: 'menunggu pengukuhan', en: 'waits for a head' }, color: 'orange' },
  UPCOMING: { words: { id: 'belum mulai', en: 'not yet begun' }, color: 'blue' },
  EXPIRED: { words: { id: 'lewat masa', en: 'expired' }, color: 'gray' },
  ENDED: { words: { id: 'diakhiri', en: 'ended' }, color: 'gray' },
} as const satisfies Record<string, { readonly words: Words; readonly color: string }>;
