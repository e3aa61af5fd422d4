import type { Words } from '../../schema/errors.js';
import type { FieldStatus } from '../../schema/exposure.js';
import type { Cadence } from '../../schema/facts.js';
import { once, type RequestContext } from '../../subgraphs/context.js';
import { type Dataset, type DatasetColumn, readableColumns } from '../../subgraphs/directory.js';
import { type Maintenance, maintenanceNow } from '../../subgraphs/remote-subgraphs.js';
import { standingOf, type Viewer } from '../../subgraphs/viewer.js';

/** Datasets that an operation reads, each with the columns that it uses in any place. */
export type Touched = Map<Dataset, Set<DatasetColumn>>;

/** What the request's operation reads; the gate fills it. */
export const touchedBy = (context: RequestContext): Touched =>
  once(context, touchedBy, (): Touched => new Map());

/** A dataset that an answer was made of, with the names of its RESTRICTED columns that were used in any place. */
export interface DatasetRead {
  readonly dataset: Dataset;
  readonly restricted: readonly string[];
}

/** What the request's operation has read; nothing of what was withheld. */
export const readsOf = (context: RequestContext): DatasetRead[] =>
  [...touchedBy(context)].map(([dataset, columns]) => ({
    dataset,
    restricted: [...columns]
      .filter(({ accessClass }) => accessClass === 'RESTRICTED')
      .map(({ definition }) => definition.name),
  }));

/** How far the procedure has judged what is read: as far as the least of its columns. */
export type Evaluation = 'CONFIRMED' | 'AWAITING_FINAL_EVALUATION' | 'DISPUTED' | 'NOT_DELIVERED';

const EVALUATION_WORDS: Readonly<Record<Evaluation, Words>> = {
  CONFIRMED: { id: 'sesuai', en: 'confirmed' },
  AWAITING_FINAL_EVALUATION: { id: 'menunggu evaluasi akhir', en: 'awaiting the final evaluation' },
  DISPUTED: { id: 'belum sesuai', en: 'disputed' },
  NOT_DELIVERED: { id: 'belum tersaji', en: 'not yet delivered' },
};

/** What an answer says of a dataset in `extensions.satugraf.datasets`. */
export interface Label {
  /** Its root field. */
  readonly dataset: string;
  readonly title: string;
  readonly evaluation: Evaluation;
  readonly evaluationWords: Words;
  readonly release: number | null;
  /** When the live release was loaded, ISO 8601. */
  readonly updatedAt: string | null;
  /** How often a new release is promised. */
  readonly cadence: Cadence | null;
  /** While its agency works on the subgraph of its own that serves it. */
  readonly maintenance?: Maintenance;
  /** To its own producer, the technical team and the heads alone. */
  readonly step?: string;
  readonly openDeviations?: number;
}

export const labelsOf = (touched: Touched, viewer: Viewer, now: Date): Label[] =>
  [...touched]
    .map(([dataset, columns]) => label(dataset, columns, viewer, now))
    .sort((a, b) => (a.dataset < b.dataset ? -1 : 1));

function label(dataset: Dataset, used: ReadonlySet<DatasetColumn>, viewer: Viewer, now: Date): Label {
  const { names, title, release, facts, case: mark, openDeviations } = dataset;
  // A count alone uses no column and is about all rows: then whatever may be read of them counts.
  const columns = used.size > 0 ? [...used] : readableColumns(dataset, viewer);
  const maintenance = maintenanceNow(dataset.remote?.maintenance, now);
  const evaluation = evaluationOf(columns.map(({ status }) => status));
  return {
    dataset: names.field,
    title,
    evaluation,
    evaluationWords: EVALUATION_WORDS[evaluation],
    release: release?.number ?? null,
    updatedAt: release?.loadedAt.toISOString() ?? null,
    cadence: facts.cadence,
    ...(maintenance ? { maintenance } : {}),
    ...(standingOf(viewer, dataset.agency) === 'INSIDER' ? { step: mark.step, openDeviations } : {}),
  };
}

function evaluationOf(statuses: readonly FieldStatus[]): Evaluation {
  if (statuses.includes('DISPUTED')) return 'DISPUTED';
  if (statuses.some((status) => status !== 'LIVE' && status !== 'CONFIRMED')) return 'NOT_DELIVERED';
  return statuses.includes('LIVE') ? 'AWAITING_FINAL_EVALUATION' : 'CONFIRMED';
}
