import type { Words } from '../../language.js';

/** How grave a finding is: what it is called, and the badge's colour beside the word. */
export const SEVERITIES: Readonly<Record<string, { readonly words: Words; readonly color: string }>> = {
  ERROR: { words: { id: 'Galat', en: 'Error' }, color: 'red' },
  BREAKING: { words: { id: 'Merusak', en: 'Breaking' }, color: 'red' },
  FOREIGN: { words: { id: 'Milik instansi lain', en: 'Another agency’s' }, color: 'orange' },
  DANGEROUS: { words: { id: 'Berisiko', en: 'Dangerous' }, color: 'orange' },
  WARNING: { words: { id: 'Peringatan', en: 'Warning' }, color: 'orange' },
  INFO: { words: { id: 'Keterangan', en: 'Note' }, color: 'gray' },
};

/** Where a proposal stands. */
export const STATUSES = {
  WAITING: { words: { id: 'Menunggu tinjauan', en: 'Waits for a review' }, color: 'orange' },
  RETURNED: { words: { id: 'Dikembalikan', en: 'Returned' }, color: 'orange' },
  PUBLISHED: { words: { id: 'Diterbitkan', en: 'Published' }, color: 'teal' },
  WITHDRAWN: { words: { id: 'Ditarik', en: 'Withdrawn' }, color: 'gray' },
} as const satisfies Record<string, { readonly words: Words; readonly color: string }>;
