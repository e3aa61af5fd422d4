/** The load that a pull had begun: whether it was switched to is asked of the store, should nobody live to tell. */
export interface Begun {
  readonly upload: string;
  readonly watermark: string | null;
}

/** What became of the last pull. `release` is null where the source had nothing new. */
export type Outcome =
  | {
      readonly ok: true;
      readonly rows: number;
      readonly release: number | null;
      /** Dates of zeros by column, which were taken as empty. */
      readonly zeroDates?: Readonly<Record<string, number>>;
      readonly sha256?: string;
    }
  | {
      readonly ok: false;
      readonly code: string;
      readonly id: string;
      readonly en: string;
      /** Of a file that the load refused: the same bytes are not loaded again by the clock. */
      readonly sha256?: string;
      readonly begun?: Begun;
    };

/** Stands while a pull is being loaded, and afterwards where the hub died of it. */
export const UNFINISHED = {
  ok: false,
  code: 'PULL_REFUSED',
  id: 'Tarikan ini belum selesai, atau hub berhenti di tengahnya.',
  en: 'This pull has not finished, or the hub stopped in the middle of it.',
} as const;

export const isFinished = (outcome: Outcome): boolean => outcome.ok || outcome.id !== UNFINISHED.id;
