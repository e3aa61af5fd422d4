import type { Sql } from '../../db/client.js';
import type { ColumnType } from '../../schema/definition.js';
import { columnsOf, idOf, putDatasets } from './store.js';

/** Agencies that own the datasets, turn by turn. */
const AGENCIES = 40;
/** So many datasets have a table to be asked; the graph is the same without. */
const WITH_TABLES = 4;
export const TYPES: readonly ColumnType[] = [
  'TEXT',
  'TEXT',
  'INTEGER',
  'TEXT',
  'INTEGER',
  'INTEGER',
  'DECIMAL',
  'DECIMAL',
  'BIGINT',
  'BOOLEAN',
  'DATE',
  'TEXT',
];

const agencyOf = (at: number): string => `dinas${at % AGENCIES}`;
export const fieldOf = (at: number): string => `${agencyOf(at)}_data${at}`;

/** Puts `count` datasets of 12 columns into the store, every second one released to the public. */
export async function insertDatasets(sql: Sql, count: number): Promise<void> {
  const columns = columnsOf(TYPES);
  await putDatasets(
    sql,
    Array.from({ length: count }, (_, at) => ({
      id: idOf(at),
      agency: agencyOf(at),
      name: `data${at}`,
      columns,
      released: at % 2 === 0,
      rows: at < WITH_TABLES ? 0 : null,
    })),
  );
}

/** Changes the title of one dataset, as a CHANGE that is delivered would, and tells the hubs. */
export async function changeDefinition(sql: Sql, at: number, title: string): Promise<void> {
  await sql`update datasets set title = ${title} where id = ${idOf(at)}`;
  await sql`select pg_notify('satugraf_changes', '')`;
}

/** Releases one dataset to the public, or takes it back, and tells the hubs. */
export async function changeExposure(sql: Sql, at: number, released: boolean): Promise<void> {
  await sql`update publications set released = ${released} where dataset_id = ${idOf(at)}`;
  await sql`select pg_notify('satugraf_changes', '')`;
}
