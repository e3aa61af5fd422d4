import { completeness } from '../../schema/completeness.js';
import { isPublic } from '../../schema/exposure.js';
import { type Freshness, freshness } from '../../schema/freshness.js';
import { jakartaDate } from '../calendar.js';
import type { Dataset as GraphDataset } from '../directory.js';
import { isSignedIn, standingOf, type Viewer } from '../viewer.js';
import type { Completeness, Dataset } from './types.js';

/** The catalogue's entry for this caller: everybody signed in from hand-over on, the public once released. */
export function entryFor(viewer: Viewer, dataset: GraphDataset, now: Date): Dataset | null {
  const shown = catalogued(viewer, dataset, now);
  return shown.columns.length === 0 ? null : shown;
}

export function catalogued(viewer: Viewer, dataset: GraphDataset, now: Date): Dataset {
  const columns = dataset.columns.filter(
    (column) => isSignedIn(viewer) || isPublic(column.status, column.accessClass, dataset.released),
  );
  const insider = standingOf(viewer, dataset.agency) === 'INSIDER';
  return {
    name: dataset.names.field,
    title: dataset.title,
    description: dataset.description,
    ...dataset.facts,
    agency: { slug: dataset.agency },
    type: dataset.names.type,
    rows: dataset.release?.rows ?? null,
    updatedAt: dataset.release?.loadedAt.toISOString() ?? null,
    freshness: freshnessOf(dataset, now),
    released: dataset.released,
    completeness: completenessOf(dataset, insider),
    templatePath: insider ? `/datasets/${dataset.names.field}/template.xlsx` : null,
    columns: columns.map(({ definition, status, accessClass, case: mark }) => ({
      name: definition.name,
      title: definition.title,
      description: definition.description,
      type: definition.type,
      concept: definition.concept ?? null,
      classification: definition.classification ?? null,
      measure: definition.measure ?? null,
      unit: definition.unit,
      referenceTime: definition.referenceTime ?? null,
      validationRule: definition.validationRule ?? null,
      values: definition.values ? [...definition.values] : null,
      key: definition.key,
      reference: definition.reference && {
        entity: definition.reference.entity,
        edition: definition.reference.edition ?? null,
        field: definition.reference.field,
      },
      status,
      accessClass,
      case: mark.number,
    })),
  };
}

/**
 * Counted from the live release, from the hand-over where there is none; when its agency's own subgraph changes, nobody
 * tells the hub.
 */
export const freshnessOf = ({ facts, remote, release, handedOverAt }: GraphDataset, now: Date): Freshness =>
  freshness(remote ? null : facts.cadence, jakartaDate(release?.loadedAt ?? handedOverAt), jakartaDate(now));

/** What is missing is the producer's, the team's and the heads' to know; the score is everybody's who signs in. */
function completenessOf(
  { title, description, facts, columns }: GraphDataset,
  insider: boolean,
): Completeness {
  // What is about to leave is not worth describing any more.
  const staying = columns.map(({ definition }) => definition).filter(({ leaves }) => leaves === undefined);
  const { score, missing } = completeness({ title, description, facts, columns: staying });
  return {
    score,
    missing: insider ? missing.map(({ words, ...one }) => ({ ...one, ...words })) : null,
  };
}
