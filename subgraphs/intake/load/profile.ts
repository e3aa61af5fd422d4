import type { Sql, TransactionSql } from 'postgres';
import type { ReleaseColumn } from '../../directory.js';
import type { ColumnProfile } from './plausibility.js';

const SAMPLE_ROWS = 20_000;
const NUMERIC = new Set(['INTEGER', 'BIGINT', 'DECIMAL']);

/** A column of a release with what its values looked like when it was loaded. */
export interface ProfiledColumn extends ReleaseColumn {
  readonly profile?: ColumnProfile;
}

/** What the values of each column look like, by one pass over the table; the typical value is that of a sample. */
export async function profileOf(
  sql: Sql | TransactionSql,
  table: string,
  columns: readonly ReleaseColumn[],
  rows: number,
): Promise<ProfiledColumn[]> {
  if (columns.length === 0) return [];
  const outputs = columns.flatMap(({ physical, type }, at) => [
    `count(${physical})::text as n${at}`,
    ...(NUMERIC.has(type)
      ? [
          `sum(${physical})::text as s${at}`,
          `min(${physical})::text as a${at}`,
          `max(${physical})::text as z${at}`,
        ]
      : []),
  ]);
  const [whole] = await sql.unsafe(`select ${outputs.join(', ')} from ${table}`);
  const numeric = columns.flatMap(({ physical, type }, at) =>
    NUMERIC.has(type)
      ? [
          `(percentile_disc(0.5) within group (order by abs(${physical})) filter (where ${physical} <> 0))::text as m${at}`,
        ]
      : [],
  );
  const share = rows <= SAMPLE_ROWS ? 100 : (100 * SAMPLE_ROWS) / rows;
  const [sample] =
    numeric.length > 0
      ? await sql.unsafe(
          `select ${numeric.join(', ')} from ${table} tablesample system (${share.toFixed(4)}) repeatable (1)`,
        )
      : [];
  const number = (text: unknown): number | null => (typeof text === 'string' ? Number(text) : null);
  return columns.map((column, at) => ({
    ...column,
    profile: {
      values: Number(whole?.[`n${at}`] ?? 0),
      sum: number(whole?.[`s${at}`]),
      least: number(whole?.[`a${at}`]),
      greatest: number(whole?.[`z${at}`]),
      typical: number(sample?.[`m${at}`]),
    },
  }));
}

/** Codes that one table's column has and the other's has not any more, the first few. */
export async function vanishedCodes(
  sql: Sql | TransactionSql,
  before: { readonly table: string; readonly physical: string },
  now: { readonly table: string; readonly physical: string },
): Promise<string[]> {
  const rows = await sql.unsafe<{ code: string }[]>(
    `select ${before.physical} as code from ${before.table} where ${before.physical} is not null
     except select ${now.physical} from ${now.table} order by 1 limit 20`,
  );
  return rows.map(({ code }) => code);
}
