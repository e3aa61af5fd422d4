import type { Words } from './errors.js';

/**
 * How often a new release is promised: the frequencies of MS-Keg 4.2 (Peraturan BPS 5/2020), with `ONCE` of its 4.1 and
 * the `Insidental` of the Daftar Data Daerah as `IRREGULAR`.
 */
export const CADENCES = [
  'DAILY',
  'WEEKLY',
  'MONTHLY',
  'QUARTERLY',
  'FOUR_MONTHLY',
  'SEMESTERLY',
  'YEARLY',
  'MULTI_YEARLY',
  'ONCE',
  'IRREGULAR',
] as const;
export type Cadence = (typeof CADENCES)[number];

export const CADENCE_WORDS: Readonly<Record<Cadence, Words>> = {
  DAILY: { id: 'harian', en: 'daily' },
  WEEKLY: { id: 'mingguan', en: 'weekly' },
  MONTHLY: { id: 'bulanan', en: 'monthly' },
  QUARTERLY: { id: 'triwulanan', en: 'quarterly' },
  FOUR_MONTHLY: { id: 'empat bulanan', en: 'every four months' },
  SEMESTERLY: { id: 'semesteran', en: 'every half-year' },
  YEARLY: { id: 'tahunan', en: 'yearly' },
  MULTI_YEARLY: { id: 'dua tahunan atau lebih jarang', en: 'every two years or less often' },
  ONCE: { id: 'hanya sekali', en: 'once only' },
  IRREGULAR: { id: 'insidental', en: 'irregular' },
};

/** What a producer says of a dataset as a whole; null where nothing is said. */
export interface DatasetFacts {
  readonly cadence: Cadence | null;
  /** Region, period and population that the data cover. */
  readonly coverage: string | null;
  /** Who answers questions, and how to reach them. */
  readonly contact: string | null;
  /** Under which terms the data may be used: `CC BY 4.0`. */
  readonly licence: string | null;
}

export const NO_FACTS: DatasetFacts = { cadence: null, coverage: null, contact: null, licence: null };

/** A sentence for each fact that is known, for the descriptions of a schema. */
export function factSentences({ cadence, coverage, contact, licence }: DatasetFacts): string[] {
  return [
    ...(cadence ? [`Jadwal pemutakhiran: ${CADENCE_WORDS[cadence].id}.`] : []),
    ...(coverage ? [`Cakupan: ${coverage}`] : []),
    ...(contact ? [`Narahubung: ${contact}`] : []),
    ...(licence ? [`Lisensi: ${licence}`] : []),
  ];
}
