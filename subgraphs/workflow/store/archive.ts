import { asc, eq } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { type cases, datasetFields, datasets } from '../../../db/tables/cases.js';
import type { ColumnDefinition } from '../../../schema/definition.js';
import { datasetNames } from '../../../schema/names.js';
import type { ReleaseColumn } from '../../directory.js';
import { bundleEntries } from '../archive/contents.js';
import { releaseRows, storeArchive } from '../archive/store.js';
import { documentBytes, listDocuments, type Place } from '../documents/store.js';
import { chainHead, chainLinks } from '../evidence/store.js';
import { currentSubgraph, liveRelease } from './delivery.js';
import type { StoredDocument } from './papers.js';

type CaseRow = typeof cases.$inferSelect;

/**
 * Step 6, "arsip data": the bundle of one delivery, kept with it or not at all. The report is issued within, once the
 * data has been read: issuing holds the lock of the evidence, which other cases wait for.
 */
export async function archiveDelivery(
  tx: Queries,
  row: CaseRow,
  place: Place,
  issue: () => Promise<StoredDocument[]>,
): Promise<{ readonly sha256: string; readonly documents: readonly StoredDocument[] }> {
  const { datasetId } = row;
  if (!datasetId) throw new Error('a case without a dataset cannot be delivered');
  const [dataset] = await tx.select().from(datasets).where(eq(datasets.id, datasetId));
  if (!dataset) throw new Error('the dataset is gone');
  const fields = await tx
    .select()
    .from(datasetFields)
    .where(eq(datasetFields.datasetId, datasetId))
    .orderBy(asc(datasetFields.position));
  const subgraph = await currentSubgraph(tx, datasetId);
  const release = await liveRelease(tx, datasetId);
  const columns = fields.map(({ definition }) => definition as ColumnDefinition);
  let documents: readonly StoredDocument[] = [];
  const entries = bundleEntries({
    data: release ? dataOf(tx, release.release, columns) : null,
    definition: {
      agency: dataset.agency,
      name: dataset.name,
      title: dataset.title,
      description: dataset.description,
      columns: fields.map(({ definition, status }) => ({ ...(definition as ColumnDefinition), status })),
    },
    sdl: subgraph?.sdl ?? null,
    documents: async () => {
      documents = await issue();
      const all = await listDocuments(tx, row.id);
      return all.map((document) => ({
        kind: document.kind,
        version: document.version,
        filename: document.filename ?? 'document.txt',
        bytes: () => documentBytes(tx, document),
      }));
    },
    events: chainLinks(tx, row.id),
  });
  const { sha256 } = await storeArchive(tx, {
    caseId: row.id,
    attempt: place.attempt,
    about: {
      case: row.number,
      dataset: datasetNames(dataset.agency, dataset.name).field,
      release: release?.release.number ?? null,
      chainHead: await chainHead(tx),
    },
    entries,
    now: place.now,
  });
  return { sha256, documents };
}

/** The release's columns under the producer's headers. */
function dataOf(
  tx: Queries,
  release: { readonly id: number; readonly columns: unknown },
  columns: readonly ColumnDefinition[],
) {
  const labels = new Map(columns.map(({ name, label }) => [name, label]));
  const placed = (release.columns as ReleaseColumn[]).map(({ name, physical }) => ({
    label: labels.get(name) ?? name,
    physical,
  }));
  return { columns: placed, pages: () => releaseRows(tx, release.id, placed) };
}
