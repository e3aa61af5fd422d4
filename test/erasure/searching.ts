import type { Sql } from 'postgres';
import { unzip } from '../workflow/archive-bundles.js';

/** Tables whose rows are pieces of files, with the columns that say of which. */
const FILES = {
  upload_chunks: ['upload_id'],
  archive_chunks: ['case_id', 'attempt'],
  document_chunks: ['case_id', 'kind', 'version'],
  reject_chunks: ['report_id'],
} as const;

/**
 * Every place of the whole database that holds the text: columns of any type in every table of every schema, the
 * planner's statistics, and files put together again, unpacked where they are ZIP archives (XLSX files are).
 */
export async function placesOf(sql: Sql, marker: string): Promise<string[]> {
  const columns = await sql<{ schema: string; table: string; column: string; type: string }[]>`
    select table_schema as schema, table_name as table, column_name as column, data_type as type
    from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema')`;
  const found = new Set<string>();
  for (const { schema, table, column, type } of columns) {
    const name = sql(column);
    const held =
      type === 'bytea'
        ? sql`position(convert_to(${marker}, 'UTF8') in ${name}) > 0`
        : sql`position(${marker} in ${name}::text) > 0`;
    const [row] = await sql`select from ${sql(schema)}.${sql(table)} where ${held} limit 1`;
    if (row) found.add(`${schema === 'hosted' ? 'hosted' : table}.${column}`);
  }
  const statistics = await sql<{ name: string }[]>`
    select tablename || '.' || attname as name
    from pg_stats
    where concat(most_common_vals::text, histogram_bounds::text) like any (array[
      ${`%${marker}%`}, '%' || encode(convert_to(${marker}, 'UTF8'), 'hex') || '%'])`;
  for (const { name } of statistics) found.add(`pg_stats of ${name.replace(/^r\d+/, 'hosted')}`);
  for (const [table, keys] of Object.entries(FILES)) {
    const rows = await sql<{ bytes: Buffer }[]>`
      select string_agg(data, ''::bytea order by sequence) as bytes from ${sql(table)} group by ${sql(keys)}`;
    for (const { bytes } of rows) if (await holds(bytes, marker)) found.add(`${table}.data`);
  }
  return [...found].sort();
}

async function holds(bytes: Buffer, marker: string): Promise<boolean> {
  if (bytes.includes(marker)) return true;
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK') return false;
  for (const [, inner] of await unzip(bytes)) if (await holds(inner, marker)) return true;
  return false;
}
