import { graphql, type ResultOf, type VariablesOf } from '../../hub/graphql.js';
import type { Words } from '../../language.js';

const PULL = graphql(`
  fragment Pull on Pull {
    dataset connection connectionName schema table mode incrementalBy everyMinutes nextAt lastAt
    lastOutcome { ok finished rows release zeroDates { column count } code id en }
  }
`);
export type Pull = ResultOf<typeof PULL>;

export const PULLS = graphql(`query Pulls { pulls { ...Pull } }`, [PULL]);

export const SCHEDULE_PULL = graphql(
  `mutation SchedulePull(
    $dataset: ID!, $connection: ID!, $schema: String!, $table: String!
    $mode: LoadMode!, $incrementalBy: String, $everyMinutes: Int
  ) {
    schedulePull(
      dataset: $dataset, connection: $connection, schema: $schema, table: $table
      mode: $mode, incrementalBy: $incrementalBy, everyMinutes: $everyMinutes
    ) { ...Pull }
  }`,
  [PULL],
);
export type PullMode = VariablesOf<typeof SCHEDULE_PULL>['mode'];

export const PULL_NOW = graphql(
  `mutation PullNow($dataset: ID!) { pullNow(dataset: $dataset) { ok finished } }`,
);
export const REMOVE_PULL = graphql(`mutation RemovePull($dataset: ID!) { removePull(dataset: $dataset) }`);

export const PULL_MODES: Readonly<Record<PullMode, Words>> = {
  REPLACE: { id: 'Ganti seluruh isi', en: 'Replace everything' },
  UPSERT: { id: 'Perbarui menurut kunci baris', en: 'Update by the rows’ key' },
  APPEND: { id: 'Tambahkan yang baru di belakang', en: 'Add what is new' },
};

const HOUR = 60;
const DAY = 24 * HOUR;
const RHYTHMS: readonly (readonly [minutes: number, words: Words])[] = [
  [15, { id: 'Setiap 15 menit', en: 'Every 15 minutes' }],
  [HOUR, { id: 'Setiap jam', en: 'Every hour' }],
  [DAY, { id: 'Setiap hari', en: 'Every day' }],
  [7 * DAY, { id: 'Setiap minggu', en: 'Every week' }],
  [30 * DAY, { id: 'Setiap 30 hari', en: 'Every 30 days' }],
];
const BY_HAND: Words = { id: 'Hanya bila diminta', en: 'When asked to alone' };

/** How often a pull runs, in words; null is by hand alone. */
export const rhythmOf = (minutes: number | null): Words =>
  minutes === null
    ? BY_HAND
    : (RHYTHMS.find(([one]) => one === minutes)?.[1] ?? {
        id: `Setiap ${minutes} menit`,
        en: `Every ${minutes} minutes`,
      });

/** The rhythms to choose from; one that was set otherwise stays among them. */
export function rhythmsWith(minutes: number | null): readonly (number | null)[] {
  const usual = RHYTHMS.map(([one]) => one);
  return [null, ...(minutes === null || usual.includes(minutes) ? [] : [minutes]), ...usual];
}

export type Way = 'IDLE' | 'DUE' | 'RUNNING';

/** Whether a pull is due by the clock, or was begun and has left no outcome yet. */
export function wayOf({ lastOutcome, nextAt, lastAt, everyMinutes }: Pull, now: Date): Way {
  if (lastOutcome?.finished === false) return 'RUNNING';
  if (nextAt === null || everyMinutes === null) return 'IDLE';
  const next = new Date(nextAt).getTime();
  if (next <= now.getTime()) return 'DUE';
  // The hub sets the next time as it begins, and notes a pull at the time of its beginning.
  const begun = next - everyMinutes * 60_000;
  return lastAt === null || new Date(lastAt).getTime() < begun ? 'RUNNING' : 'IDLE';
}
