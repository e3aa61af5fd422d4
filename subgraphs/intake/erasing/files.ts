import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { pulls } from '../../../db/tables/connections.js';
import { imports, loadReports, mappings, rejectChunks } from '../../../db/tables/imports.js';
import { releases, uploadChunks, uploads } from '../../../db/tables/releases.js';
import type { ErasedThing, Erasing } from '../../eraser.js';

type UploadRow = typeof uploads.$inferSelect;
type Subject = Erasing['dataset'];

/** Source files of the releases that an erasure took, and every other upload of the same bytes. */
export const filesOfReleases = (tx: Queries, dataset: Subject, erasureId: string): Promise<UploadRow[]> =>
  withTwins(
    tx,
    dataset,
    tx.select({ id: releases.uploadId }).from(releases).where(eq(releases.erasureId, erasureId)),
  );

/**
 * Every file that was to fill the dataset, with other uploads of the same bytes. Whether a file held a column that no
 * release took over is not known, so that all of them count.
 */
export async function filesOfColumn(tx: Queries, dataset: Subject): Promise<UploadRow[]> {
  const of = <T extends typeof releases | typeof loadReports | typeof imports>(table: T) =>
    tx
      .select({ id: table.uploadId })
      .from(table as typeof releases)
      .where(eq(table.datasetId, dataset.id));
  const found = await Promise.all(
    [of(releases), of(loadReports), of(imports)].map((one) => withTwins(tx, dataset, one)),
  );
  return [...new Map(found.flat().map((upload) => [upload.id, upload])).values()];
}

async function withTwins(
  tx: Queries,
  { agency }: Subject,
  ids: PromiseLike<{ id: string }[]>,
): Promise<UploadRow[]> {
  const own = (await ids).map(({ id }) => id);
  if (own.length === 0) return [];
  const hashes = tx.select({ sha256: uploads.sha256 }).from(uploads).where(inArray(uploads.id, own));
  return tx
    .select()
    .from(uploads)
    .where(
      and(
        isNull(uploads.erasureId),
        or(inArray(uploads.id, own), and(eq(uploads.agency, agency), inArray(uploads.sha256, hashes))),
      ),
    )
    .orderBy(uploads.createdAt, uploads.id)
    .for('update');
}

/** Erases the files' bytes and what else was kept of them, and of the dataset's files as such. */
export async function eraseFiles(
  tx: Queries,
  datasetId: string,
  erasureId: string,
  files: readonly UploadRow[],
): Promise<ErasedThing[]> {
  const ids = files.map(({ id }) => id);
  await tx.delete(uploadChunks).where(inArray(uploadChunks.uploadId, ids));
  await tx.update(uploads).set({ erasureId }).where(inArray(uploads.id, ids));
  const gone = await tx.delete(imports).where(inArray(imports.uploadId, ids)).returning({ id: imports.id });
  const read = await tx.delete(mappings).where(eq(mappings.datasetId, datasetId)).returning();
  const pulled = await tx.delete(pulls).where(eq(pulls.datasetId, datasetId)).returning();
  const reports = await emptyReports(tx, datasetId, ids);
  // The planner's samples of these tables are made anew, of what is left.
  await tx.execute(sql`analyze upload_chunks, reject_chunks, load_reports, imports, mappings, pulls`);
  const none = { bytes: null, sha256: null };
  return [
    ...files.map(
      ({ filename, bytes, sha256 }): ErasedThing => ({ kind: 'FILE', name: filename, bytes, sha256 }),
    ),
    ...reports,
    ...gone.map(({ id }): ErasedThing => ({ kind: 'IMPORT', name: id, ...none })),
    ...read.map((): ErasedThing => ({ kind: 'MAPPING', name: 'mapping', ...none })),
    ...pulled.map(
      ({ schema, table }): ErasedThing => ({ kind: 'PULL', name: `${schema}.${table}`, ...none }),
    ),
  ];
}

/** Takes rejected rows, and the sentences that quote values, out of reports; their counts stay. */
async function emptyReports(
  tx: Queries,
  datasetId: string,
  uploadIds: readonly string[],
): Promise<ErasedThing[]> {
  const ofFiles = inArray(loadReports.uploadId, [...uploadIds]);
  const reports = await tx.select().from(loadReports).where(ofFiles).for('update');
  await tx.delete(rejectChunks).where(
    inArray(
      rejectChunks.reportId,
      reports.map(({ id }) => id),
    ),
  );
  await tx.update(loadReports).set({ problems: [], rejectBytes: 0 }).where(ofFiles);
  // What was noticed of a release speaks of the one before it, too.
  await tx
    .update(loadReports)
    .set({ notes: [] })
    .where(or(ofFiles, eq(loadReports.datasetId, datasetId)));
  return reports
    .filter(({ problems, rejectBytes }) => rejectBytes > 0 || (problems as unknown[]).length > 0)
    .map(({ id, rejectBytes }) => ({ kind: 'REPORT', name: id, bytes: rejectBytes, sha256: null }));
}
