import type { Sql, TransactionSql } from 'postgres';
import type { ReleaseColumn } from '../../directory.js';
import type { ColumnProfile } from './plausibility.js';

/** Up to here every row counts. Of larger tables a sample does, for what stops nothing and is told in round numbers. */
const WHOLE_ROWS = 200_000;
const SAMPLE_ROWS = 50_000;
const NUMERIC = new Set(['INTEGER', 'BIGINT', 'DECIMAL']);

/** A column of a release with what its values looked like when it was loaded. */
export interface ProfiledColumn extends ReleaseColumn {
  readonly profile?: ColumnProfile;
}

/** What the values of each column of a table with so many rows look like. */
export async function profileOf(
  sql: Sql | TransactionSql,
  table: string,
  columns: readonly ReleaseColumn[],
  rows: number,
): Promise<ProfiledColumn[]> {
  const outputs = columns.flatMap(({ physical, type }, at) => [
    `count(${physical})::text as n${at}`,
    ...(NUMERIC.has(type)
      ? [
          `sum(${physical})::text as s${at}`,
          `(percentile_disc(0.5) within group (order by abs(${physical}::numeric)) filter (where ${physical} <> 0))::text as m${at}`,
        ]
      : []),
  ]);
  const share = ((100 * SAMPLE_ROWS) / rows).toFixed(4);
  // The same part of every table, so that two releases of one size are judged by the same rows.
  const sample = rows > WHOLE_ROWS ? ` tablesample system (${share}) repeatable (1)` : '';
  const [seen] = await sql.unsafe(
    `select ${['count(*)::text as rows', ...outputs].join(', ')} from ${table}${sample}`,
  );
  const factor = sample === '' ? 1 : rows / Math.max(1, Number(seen?.['rows']));
  const number = (name: string, times = 1): number | null => {
    const text: unknown = seen?.[name];
    return typeof text === 'string' ? Number(text) * times : null;
  };
  return columns.map((column, at) => ({
    ...column,
    profile: {
      values: Math.round(number(`n${at}`, factor) ?? 0),
      sum: number(`s${at}`, factor),
      typical: number(`m${at}`),
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
