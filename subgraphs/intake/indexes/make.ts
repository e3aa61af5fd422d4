import postgres, { type TransactionSql } from 'postgres';
import type { ReleaseColumn } from '../../directory.js';

/** A release's table as its indexes see it. */
export interface IndexedTable {
  readonly name: string;
  readonly columns: readonly ReleaseColumn[];
}

/** What every release is found by: its key as a whole, and the codes that it refers to. */
export async function indexByDefinition(sql: TransactionSql, { name, columns }: IndexedTable): Promise<void> {
  const keys = columns.flatMap(({ key, physical }) => (key ? [physical] : []));
  if (keys.length > 0) await made(sql, `create unique index on ${name} (${keys.join(', ')})`);
  for (const { reference, physical } of columns)
    if (reference) await made(sql, indexOf(name, physical, 'asc'));
}

/** Besides, the columns that were accepted for the dataset. */
export async function indexAccepted(
  sql: TransactionSql,
  datasetId: string,
  { name: table, columns }: IndexedTable,
): Promise<void> {
  const rows = await sql<{ name: string }[]>`
    select "column" as name from indexed_columns where dataset_id = ${datasetId}`;
  const accepted = new Set(rows.map(({ name }) => name));
  for (const { name, physical } of columns) if (accepted.has(name)) await indexColumn(sql, table, physical);
}

/**
 * Makes what a list needs to find and to sort its rows by a column; false where its values are too long. Nulls stand
 * last in either direction, which one index read forwards and backwards cannot give.
 */
export const indexColumn = async (sql: TransactionSql, table: string, physical: string): Promise<boolean> =>
  (await made(sql, indexOf(table, physical, 'asc'))) && made(sql, indexOf(table, physical, 'desc'));

/** By its name, one that is there already is not made again. */
const indexOf = (table: string, physical: string, direction: 'asc' | 'desc'): string =>
  `create index if not exists ${table.replace('hosted.', '')}_${physical}_${direction} on ${table}` +
  ` (${physical} ${direction} nulls last, "row")`;

/** Whether it could be made: a table of longer values or of more keys than PostgreSQL indexes is served without. */
async function made(sql: TransactionSql, statement: string): Promise<boolean> {
  try {
    await sql.savepoint((inner) => inner.unsafe(statement));
    return true;
  } catch (error) {
    // program_limit_exceeded and its kind.
    if (error instanceof postgres.PostgresError && error.code.startsWith('54')) return false;
    throw error;
  }
}
