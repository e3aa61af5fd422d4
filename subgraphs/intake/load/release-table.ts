import type { TransactionSql } from 'postgres';
import type { ColumnDefinition } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import type { ReleaseColumn } from '../../directory.js';
import { physicalColumn, SQL_TYPES } from '../../physical.js';
import { checkCodes } from '../code-checks.js';
import { indexAccepted, indexByDefinition } from '../indexes/make.js';
import { placeOf, type RowPlaces } from './task.js';

/** Rows with a key of another row; beyond so many nobody mends them one by one. */
const MAX_TWINS = 100_000;
const LARGE_ROWS = 200_000;

/** A release's table while it is filled. */
export interface ReleaseTable {
  readonly name: string;
  readonly columns: readonly ReleaseColumn[];
  /** Whether rows have ids made of their keys; without a key the row's number is enough. */
  readonly keyed: boolean;
}

export const placedColumns = (columns: readonly ColumnDefinition[]): ReleaseColumn[] =>
  columns.map(({ name, type, key, reference }, at) => ({
    name,
    type,
    key,
    reference: reference?.entity ?? null,
    ...(reference?.edition ? { edition: reference.edition } : {}),
    physical: physicalColumn(at),
  }));

const keysOf = (table: ReleaseTable): string[] =>
  table.columns.flatMap(({ key, physical }) => (key ? [physical] : []));

const listed = (table: ReleaseTable): string =>
  ['"row"', ...(table.keyed ? ['id'] : []), ...table.columns.map(({ physical }) => physical)].join(', ');

export async function createTable(sql: TransactionSql, table: ReleaseTable): Promise<void> {
  const id = table.keyed ? ['id text collate "C" not null'] : [];
  const columns = table.columns.map((column) => `${column.physical} ${typeOf(column)}`);
  await sql.unsafe(`drop table if exists ${table.name}`);
  await sql.unsafe(`create table ${table.name} (${['"row" bigint not null', ...id, ...columns].join(', ')})`);
}

/** Text sorts and compares by code point on every server, whatever its locale. */
const typeOf = ({ type }: ReleaseColumn): string =>
  type === 'TEXT' ? `${SQL_TYPES.TEXT} collate "C"` : SQL_TYPES[type];

/** Frozen from the start, as only a table of this very transaction can be: nobody else has seen it. */
export const copyStatement = (table: ReleaseTable): string =>
  `copy ${table.name} (${listed(table)}) from stdin with (freeze)`;

/** The rows of the release before that a new one keeps: all of them, or those whose key the file does not have. */
export async function keepRows(
  sql: TransactionSql,
  table: ReleaseTable,
  before: { readonly name: string; readonly columns: ReadonlyMap<string, ReleaseColumn> },
  mode: 'APPEND' | 'UPSERT',
): Promise<number> {
  const shared = table.columns.flatMap((column) => {
    const old = before.columns.get(column.name);
    return old ? [{ from: `old.${old.physical}`, to: column.physical }] : [];
  });
  // By the keys, which the table is unique by: ids are made of their texts, and 1.0 is 1.00.
  const same = table.columns
    .flatMap(({ key, name, physical }) => {
      const old = before.columns.get(name);
      return key && old ? [`new.${physical} = old.${old.physical}`] : [];
    })
    .join(' and ');
  const id = table.keyed ? ['id'] : [];
  const to = ['"row"', ...id, ...shared.map((one) => one.to)].join(', ');
  const from = ['"row"', ...id].map((name) => `old.${name}`).concat(shared.map((one) => one.from));
  if (mode === 'UPSERT')
    // A row that is replaced keeps its place.
    await sql.unsafe(
      `update ${table.name} as new set "row" = old."row" from ${before.name} as old where ${same}`,
    );
  const missing =
    mode === 'UPSERT' ? ` where not exists (select from ${table.name} as new where ${same})` : '';
  const kept = await sql.unsafe(
    `insert into ${table.name} (${to}) select ${from.join(', ')} from ${before.name} as old${missing}`,
  );
  return kept.count;
}

/** A row of the file whose key another row has. */
export interface Twin {
  readonly number: number;
  readonly other: number;
}

/** Rows whose key stands more than once, in their order. */
export async function twins(sql: TransactionSql, table: ReleaseTable): Promise<Twin[]> {
  const keys = keysOf(table).join(', ');
  if (keys === '') return [];
  const [any] = await sql.unsafe(`select from ${table.name} group by ${keys} having count(*) > 1 limit 1`);
  if (!any) return [];
  const rows = await sql.unsafe<{ number: string; other: string }[]>(
    `select number, other from (select "row"::text as number, "row",
       (case when "row" = min("row") over w then max("row") over w else min("row") over w end)::text as other,
       count(*) over w as times from ${table.name} window w as (partition by ${keys})) as t
     where times > 1 order by "row" limit ${MAX_TWINS}`,
  );
  return rows.map(({ number, other }) => ({ number: Number(number), other: Number(other) }));
}

/** What is said of a row and the one that has its key; `before` is the last number of the release before. */
export function twinWords({ number, other }: Twin, places: RowPlaces, before: number): Words {
  const named = (row: number): string => {
    const place = placeOf(places, row);
    return place.where === null ? String(place.row) : `${place.where}: ${place.row}`;
  };
  if (other <= before)
    return {
      id: `baris ${named(number)} berkunci sama dengan baris yang sudah ada di rilis sebelumnya`,
      en: `row ${named(number)} has the key of a row that the release before has`,
    };
  const [first, second] = number < other ? [number, other] : [other, number];
  return {
    id: `baris ${named(first)} dan ${named(second)} berkunci sama`,
    en: `rows ${named(first)} and ${named(second)} have the same key`,
  };
}

/** What a full table still needs before it can be served. Throws LOAD_REFUSED for codes that nobody knows. */
export async function finishTable(
  sql: TransactionSql,
  datasetId: string,
  table: ReleaseTable,
  columns: readonly ColumnDefinition[],
  rows: number,
): Promise<void> {
  for (const [at, column] of columns.entries())
    if (column.reference) await checkCodes(sql, table.name, physicalColumn(at), column);
  await sql.unsafe(`set local maintenance_work_mem = '128MB'`);
  await sql.unsafe(`alter table ${table.name} add primary key ("row")`);
  if (table.keyed) await sql.unsafe(`create unique index on ${table.name} (id)`);
  await indexByDefinition(sql, table);
  await indexAccepted(sql, datasetId, table);
  // A third of the usual sample tells the planner enough of a large table, in a third of the time.
  if (rows > LARGE_ROWS) await sql.unsafe('set local default_statistics_target = 30');
  await sql.unsafe(`analyze ${table.name}`);
}
