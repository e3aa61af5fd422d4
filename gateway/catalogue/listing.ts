import { entryFor } from '../../subgraphs/catalog/entry.js';
import type { Dataset as Entry } from '../../subgraphs/catalog/types.js';
import { type Dataset, readableColumns } from '../../subgraphs/directory.js';
import { hasRole, isSignedIn, standingOf, type Viewer } from '../../subgraphs/viewer.js';
import { mapInSteps } from '../steps.js';

/** A dataset as a caller may find it in the catalogue; null where something is not this caller's to know. */
export interface Listed {
  readonly entry: Entry;
  readonly publisher: string;
  /** When it came into the graph. */
  readonly issued: Date;
  /** Whether anybody may read of it. */
  readonly isPublic: boolean;
  /** Whether this caller gets a file of its rows. */
  readonly hasFiles: boolean;
  readonly columns: readonly ListedColumn[];
  readonly case: { readonly number: string; readonly step: string | null } | null;
}

/** A column with the attributes of Standar Data. */
export interface ListedColumn {
  readonly name: string;
  readonly title: string;
  readonly type: string;
  readonly key: boolean;
  readonly reference: string | null;
  readonly concept: string | null;
  readonly definition: string;
  readonly classification: string | null;
  readonly measure: string | null;
  readonly unit: string | null;
  readonly access: { readonly class: string; readonly status: string; readonly case: string } | null;
}

/** What the caller may find, by the rule of the graph's own catalogue; `names` are those of agencies. */
export async function listingFor(
  viewer: Viewer,
  datasets: readonly Dataset[],
  names: ReadonlyMap<string, string>,
  now: Date,
): Promise<Listed[]> {
  const all = await mapInSteps(datasets, (dataset) => listed(viewer, dataset, names, now));
  return all.flatMap((one) => one ?? []);
}

function listed(
  viewer: Viewer,
  dataset: Dataset,
  names: ReadonlyMap<string, string>,
  now: Date,
): Listed | null {
  const entry = entryFor(viewer, dataset, now);
  if (!entry) return null;
  const readable = readableColumns(dataset, viewer);
  const { case: mark, columns, released, agency, handedOverAt } = dataset;
  const withholds = columns.some((column) => column.case.id === mark.id && !readable.includes(column));
  const readsStep = standingOf(viewer, agency) === 'INSIDER' || hasRole(viewer, 'ADMIN') || withholds;
  return {
    entry,
    publisher: names.get(agency) ?? agency,
    issued: handedOverAt,
    isPublic: released,
    hasFiles: dataset.release !== null && readable.length > 0,
    columns: entry.columns.map((column) => ({
      name: column.name,
      title: column.title,
      type: column.type,
      key: column.key,
      reference: column.reference?.entity ?? null,
      concept: column.concept,
      definition: column.description,
      classification: column.classification,
      measure: column.measure,
      unit: column.unit,
      access: isSignedIn(viewer)
        ? { class: column.accessClass, status: column.status, case: column.case }
        : null,
    })),
    case: isSignedIn(viewer) ? { number: mark.number, step: readsStep ? mark.step : null } : null,
  };
}
