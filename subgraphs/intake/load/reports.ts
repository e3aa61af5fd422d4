import { and, desc, eq } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import type { Queries } from '../../../db/client.js';
import { loadReports, rejectChunks } from '../../../db/tables/imports.js';

const CHUNK_BYTES = 1 << 20;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export type ReportRow = typeof loadReports.$inferSelect;

/** Stores a report with its file of rejected rows; in the load's own transaction, or in one of its own. */
export async function storeReport(
  sql: TransactionSql,
  report: Omit<ReportRow, 'id' | 'rejectBytes'>,
  rejects: Uint8Array,
): Promise<ReportRow> {
  const [row] = await sql<{ id: string }[]>`
    insert into load_reports (dataset_id, upload_id, release_id, mode, outcome, rows_read, rows_loaded, rows_rejected,
      problems, notes, reject_bytes, loaded_by, at)
    values (${report.datasetId}, ${report.uploadId}, ${report.releaseId}, ${report.mode}, ${report.outcome},
      ${report.rowsRead}, ${report.rowsLoaded}, ${report.rowsRejected}, ${JSON.stringify(report.problems)}::jsonb,
      ${JSON.stringify(report.notes)}::jsonb, ${rejects.length}, ${report.loadedBy}, ${report.at.toISOString()})
    returning id`;
  if (!row) throw new Error('the report was not stored');
  for (let sequence = 0; sequence * CHUNK_BYTES < rejects.length; sequence++) {
    const data = Buffer.from(rejects.subarray(sequence * CHUNK_BYTES, (sequence + 1) * CHUNK_BYTES));
    await sql`insert into reject_chunks (report_id, sequence, data) values (${row.id}, ${sequence}, ${data})`;
  }
  return { ...report, id: row.id, rejectBytes: rejects.length };
}

/** Reports of a dataset, the newest first, also of loads that were refused. */
export const listReports = async (db: Queries, datasetId: string): Promise<ReportRow[]> =>
  db.select().from(loadReports).where(eq(loadReports.datasetId, datasetId)).orderBy(desc(loadReports.at));

export async function findReport(db: Queries, id: string): Promise<ReportRow | undefined> {
  if (!UUID.test(id)) return undefined;
  const [row] = await db.select().from(loadReports).where(eq(loadReports.id, id));
  return row;
}

export async function* rejectBytes(db: Queries, reportId: string): AsyncGenerator<Uint8Array> {
  for (let sequence = 0; ; sequence++) {
    const [chunk] = await db
      .select()
      .from(rejectChunks)
      .where(and(eq(rejectChunks.reportId, reportId), eq(rejectChunks.sequence, sequence)));
    if (!chunk) return;
    yield chunk.data;
  }
}
