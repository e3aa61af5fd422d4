import { and, desc, eq, sql } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import type { Database, Drizzle, Queries } from '../../../db/client.js';
import { columnUses, indexedColumns } from '../../../db/tables/indexes.js';
import { releases } from '../../../db/tables/releases.js';
import { refusal } from '../../../schema/errors.js';
import type { ColumnUse } from '../../column-uses.js';
import type { Dataset, ReleaseColumn } from '../../directory.js';
import { releaseTable } from '../../physical.js';
import { turns } from '../turns.js';
import { indexColumn } from './make.js';

/** Adds what a hub has noted to the sums of all. Rows come in one order, so that two hubs do not block each other. */
export async function storeUses(db: Drizzle, uses: readonly ColumnUse[], since: Date): Promise<void> {
  if (uses.length === 0) return;
  await db
    .insert(columnUses)
    .values(uses.map((use) => ({ ...use, since })))
    .onConflictDoUpdate({
      target: [columnUses.datasetId, columnUses.column],
      set: {
        uses: sql`${columnUses.uses} + excluded.uses`,
        milliseconds: sql`${columnUses.milliseconds} + excluded.milliseconds`,
      },
    });
}

/** Uses of columns by which no index of the live release begins, the most expensive first. */
export const listUnindexed = (db: Queries): Promise<(typeof columnUses.$inferSelect)[]> => {
  const indexed = sql`select from pg_index join pg_attribute on attrelid = indrelid and attnum = indkey[0]
    where indrelid = to_regclass('hosted.r' || ${releases.id}) and attname = placed.physical`;
  return db
    .select({
      datasetId: columnUses.datasetId,
      column: columnUses.column,
      uses: columnUses.uses,
      milliseconds: columnUses.milliseconds,
      since: columnUses.since,
    })
    .from(columnUses)
    .innerJoin(releases, and(eq(releases.datasetId, columnUses.datasetId), eq(releases.status, 'LIVE')))
    .where(
      sql`exists (select from jsonb_to_recordset(${releases.columns}) as placed (name text, physical text)
          where placed.name = ${columnUses.column} and not exists (${indexed}))
        and not exists (select from ${indexedColumns} where ${indexedColumns.datasetId} = ${columnUses.datasetId}
          and ${indexedColumns.column} = ${columnUses.column})`,
    )
    .orderBy(desc(columnUses.milliseconds), columnUses.datasetId, columnUses.column);
};

/** An index of the largest release takes seconds; each holds a connection as long. */
const STATEMENT_MS = 60_000;
const indexing = turns(1);

/**
 * Records that a column is to be indexed from now on, and indexes it in the live release: both or nothing. A release's
 * table is never written to, so that an ordinary index keeps nobody waiting, and unlike one made concurrently it waits
 * for no other transaction and leaves nothing half made. Throws NO_RELEASE, BAD_USER_INPUT.
 */
export async function acceptIndex(
  { sql: writes }: Database,
  dataset: Dataset,
  column: string,
  acceptedBy: string,
  at: Date,
): Promise<void> {
  await indexing(() =>
    writes.begin(async (sql: TransactionSql) => {
      await sql.unsafe(`set local statement_timeout = ${STATEMENT_MS}`);
      await sql.unsafe(`set local maintenance_work_mem = '128MB'`);
      // A load reads what is accepted and then switches: it does both before this, or behind it.
      await sql`select pg_advisory_xact_lock(7214005, hashtext(${dataset.id}))`;
      const [live] = await sql<{ id: number; columns: ReleaseColumn[] }[]>`
        select id, columns from releases where dataset_id = ${dataset.id} and status = 'LIVE'`;
      const placed = live?.columns.find(({ name }) => name === column);
      if (!live || !placed) throw refusal('NO_RELEASE', { dataset: dataset.names.field });
      await sql`
        insert into indexed_columns (dataset_id, "column", accepted_by, accepted_at)
        values (${dataset.id}, ${column}, ${acceptedBy}, ${at.toISOString()}) on conflict do nothing`;
      await sql`delete from column_uses where dataset_id = ${dataset.id} and "column" = ${column}`;
      if (!(await indexColumn(sql, releaseTable(live.id), placed.physical)))
        throw refusal('BAD_USER_INPUT', { detail: tooLong(column) });
    }),
  );
}

const tooLong = (column: string) => ({
  id: `Nilai kolom ${column} terlalu panjang untuk diindeks.`,
  en: `Values of column ${column} are too long for an index.`,
});
