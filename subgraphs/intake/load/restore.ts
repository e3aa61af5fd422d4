import type { TransactionSql } from 'postgres';
import { refusal } from '../../../schema/errors.js';
import { CHANGES } from '../../changes.js';
import type { RequestContext } from '../../context.js';
import type { Dataset, ReleaseColumn } from '../../directory.js';
import { erasedRefusal } from '../../eraser.js';
import { releaseTable } from '../../physical.js';
import { indexAccepted } from '../indexes/make.js';

/**
 * Serves an earlier release again; nothing is loaded. Throws NOT_FOUND where it is not there, ERASED, RELEASE_MISFIT where it
 * lacks a column that the dataset has now, or has one of another type or key, or one that is no longer to be kept.
 */
export async function restoreRelease(
  { writes }: Pick<RequestContext, 'writes'>,
  dataset: Dataset,
  number: number,
): Promise<void> {
  await writes.sql.begin(async (sql: TransactionSql) => {
    await sql`select pg_advisory_xact_lock(7214005, hashtext(${dataset.id}))`;
    const [release] = await sql<{ id: number; columns: ReleaseColumn[]; erasure: string | null }[]>`
      select id, columns, erasure_id as erasure from releases where dataset_id = ${dataset.id} and number = ${number}`;
    if (!release) throw refusal('NOT_FOUND', { what: `${dataset.names.field} ${number}` });
    if (release.erasure) throw await erasedRefusal(writes.db, release.erasure, `Rilis ${number}`);
    const misfit = misfitOf(dataset, release.columns);
    if (misfit) throw refusal('RELEASE_MISFIT', { number, column: misfit });
    await indexAccepted(sql, dataset.id, { name: releaseTable(release.id), columns: release.columns });
    await sql`update releases set status = case when id = ${release.id} then 'LIVE'::release_status else 'SUPERSEDED' end
      where dataset_id = ${dataset.id} and (status = 'LIVE' or id = ${release.id})`;
    await sql`select pg_notify(${CHANGES}, ${`release ${dataset.names.field}`})`;
  });
}

/** The first column in which a release does not fit what is composed now. */
function misfitOf(dataset: Dataset, columns: readonly ReleaseColumn[]): string | undefined {
  const held = new Map(columns.map((column) => [column.name, column]));
  for (const { definition } of dataset.columns) {
    const column = held.get(definition.name);
    // Columns that are leaving may be missing already.
    if (!column && definition.leaves !== undefined) continue;
    const fits = column?.type === definition.type && column.key === definition.key;
    if (!fits || column.reference !== (definition.reference?.entity ?? null)) return definition.name;
    held.delete(definition.name);
  }
  // A column that nobody may see any more was dropped from the live release; an older one still holds its values.
  return [...held.keys()][0];
}
