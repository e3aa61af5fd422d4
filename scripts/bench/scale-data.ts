import { createHash } from 'node:crypto';
import type { Sql } from '../../db/client.js';
import type { ColumnDefinition, ColumnType } from '../../schema/definition.js';
import { placedColumns } from '../../subgraphs/intake/load/release-table.js';
import { releaseTable, SQL_TYPES } from '../../subgraphs/physical.js';

/** Agencies that own the datasets, turn by turn. */
const AGENCIES = 40;
/** So many datasets have a table to be asked; the graph is the same without. */
export const WITH_TABLES = 4;
const TYPES: readonly ColumnType[] = [
  'TEXT',
  'INTEGER',
  'TEXT',
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

export const fieldOf = (at: number): string => `dinas${at % AGENCIES}_data${at}`;
const idOf = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;

const COLUMNS: readonly ColumnDefinition[] = TYPES.map((type, at) => ({
  name: `kolom${at}`,
  label: `kolom_${at}`,
  title: `Kolom ke-${at}`,
  description: 'Kolom yang dibuat untuk pengukuran, dengan definisi sepanjang definisi yang biasa.',
  type,
  unit: type === 'DECIMAL' ? 'persen' : null,
  accessClass: 'OPEN',
  key: at < 2,
  reference: at === 0 ? { entity: 'Region', field: 'wilayah' } : null,
}));

/** Puts `count` datasets into the store as a finished case leaves them, every second one released to the public. */
export async function insertDatasets(sql: Sql, count: number): Promise<void> {
  const all = Array.from({ length: count }, (_, at) => at);
  await sql.begin(async (tx) => {
    const [account] = await tx`
      insert into accounts (username, name, password_hash) values ('ukur', 'Ukur', 'x') returning id`;
    const agencies = all.slice(0, AGENCIES).map((at) => ({ slug: `dinas${at}`, name: `Dinas ${at}` }));
    await tx`insert into agencies ${tx(agencies)}`;
    const [made] = await tx`
      insert into cases (year, sequence, number, agency, title, purpose, status, step, version, state,
        created_by, created_at, updated_at)
      values (2024, 1, '2024-0001', 'dinas0', 'Ukur', 'Ukur', 'CLOSED', 'ARCHIVE', 1, '{}', ${account?.['id']}, now(), now())
      returning id`;
    const [upload] = await tx`
      insert into uploads (filename, bytes, sha256)
      values ('ukur.csv', 0, ${createHash('sha256').digest('hex')}) returning id`;
    const caseId = made?.['id'];
    const datasets = all.map((at) => ({ id: idOf(at), agency: `dinas${at % AGENCIES}`, name: `data${at}` }));
    await tx`
      insert into datasets (id, agency, name, title, description, case_id, created_at)
      select id, agency, name, 'Dataset ' || name, 'Dataset yang dibuat untuk pengukuran.', ${caseId}, now()
      from jsonb_to_recordset(${JSON.stringify(datasets)}::text::jsonb) as d (id uuid, agency text, name text)`;
    await tx`
      insert into dataset_fields (dataset_id, name, position, definition, status, access_class, case_id, since)
      select d.id, c.definition ->> 'name', c.position, c.definition, 'CONFIRMED', 'OPEN', ${caseId}, now()
      from datasets d, jsonb_array_elements(${JSON.stringify(COLUMNS)}::text::jsonb) with ordinality c (definition, position)`;
    await tx`
      insert into publications (dataset_id, case_id, released, requested_by, requested_at)
      select id, case_id, row_number() over (order by id) % 2 = 1, ${account?.['id']}, now() from datasets`;
    const columns = placedColumns(COLUMNS);
    const releases = await tx<{ id: number }[]>`
      insert into releases (dataset_id, number, status, columns, rows, upload_id)
      select id, 1, 'LIVE', ${JSON.stringify(columns)}::text::jsonb, 0, ${upload?.['id']} from datasets order by id returning id`;
    const shape = columns.map(({ physical, type }) => `${physical} ${SQL_TYPES[type]}`).join(', ');
    for (const { id } of releases.slice(0, WITH_TABLES))
      await tx.unsafe(
        `create table ${releaseTable(id)} ("row" bigint primary key, id text not null, ${shape})`,
      );
  });
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
