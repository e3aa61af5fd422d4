import { createHash } from 'node:crypto';
import type { Sql } from '../../db/client.js';
import type { ColumnDefinition, ColumnType } from '../../schema/definition.js';
import { createTable, finishTable, placedColumns } from '../../subgraphs/intake/load/release-table.js';
import { releaseTable } from '../../subgraphs/physical.js';

/** A dataset to put into the store as a finished case leaves it, with so many rows of made values. */
export interface Made {
  readonly id: string;
  readonly agency: string;
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly released: boolean;
  /** Null makes no table: nobody asks for its rows. */
  readonly rows: number | null;
}

export const idOf = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;

/** Columns `kolom1`, `kolom2` … of these types, all OPEN: the first is the key, the second refers to kecamatan. */
export const columnsOf = (types: readonly ColumnType[]): ColumnDefinition[] =>
  types.map((type, at) => ({
    name: `kolom${at + 1}`,
    label: `kolom_${at + 1}`,
    title: `Kolom ke-${at + 1}`,
    description: 'Kolom yang dibuat untuk pengukuran, dengan definisi sepanjang definisi yang biasa.',
    type,
    unit: type === 'DECIMAL' ? 'persen' : null,
    accessClass: 'OPEN',
    key: at === 0,
    reference: at === 1 ? { entity: 'Region', field: 'wilayah' } : null,
  }));

/** The kecamatan of the regency that rows are about. */
export const DISTRICTS = 24;
const VALUES: Readonly<Record<ColumnType, string>> = {
  TEXT: `'teks ' || n % 997`,
  INTEGER: 'n * 7919::bigint % 10007',
  BIGINT: 'n::bigint * 4294967296',
  DECIMAL: 'round((n * 31::bigint % 100000)::numeric / 100, 2)',
  BOOLEAN: 'n % 3 = 0',
  DATE: `date '2020-01-01' + n % 1500`,
};

/** Puts datasets into the store of a hub that has none; gives the tables of those that have one, in their order. */
export async function putDatasets(sql: Sql, all: readonly Made[]): Promise<string[]> {
  const releases = await sql.begin(async (tx) => {
    const [account] = await tx`
      insert into accounts (username, name, password_hash) values ('ukur', 'Ukur', 'x') returning id`;
    const slugs = [...new Set(all.map(({ agency }) => agency))];
    await tx`insert into agencies ${tx(slugs.map((slug) => ({ slug, name: `Dinas ${slug}` })))}`;
    const [made] = await tx`
      insert into cases (year, sequence, number, agency, title, purpose, status, step, version, state,
        created_by, created_at, updated_at)
      values (2024, 1, '2024-0001', ${slugs[0] ?? ''}, 'Ukur', 'Ukur', 'CLOSED', 'ARCHIVE', 1, '{}', ${account?.['id']}, now(), now())
      returning id`;
    const [upload] = await tx`
      insert into uploads (filename, bytes, sha256)
      values ('ukur.csv', 0, ${createHash('sha256').digest('hex')}) returning id`;
    const stored = all.map((one, at) => ({
      ...one,
      at,
      placed: placedColumns(one.columns),
      rows: one.rows ?? 0,
    }));
    const read = tx`jsonb_to_recordset(${JSON.stringify(stored)}::text::jsonb)
      as d (id uuid, agency text, name text, columns jsonb, placed jsonb, released boolean, rows int, at int)`;
    await tx`
      insert into datasets (id, agency, name, title, description, case_id, created_at)
      select id, agency, name, 'Dataset ' || name, 'Dataset yang dibuat untuk pengukuran.', ${made?.['id']}, now() from ${read}`;
    await tx`
      insert into dataset_fields (dataset_id, name, position, definition, status, access_class, case_id, since)
      select d.id, c.definition ->> 'name', c.position, c.definition, 'CONFIRMED', 'OPEN', ${made?.['id']}, now()
      from ${read}, jsonb_array_elements(d.columns) with ordinality c (definition, position)`;
    await tx`
      insert into publications (dataset_id, case_id, released, requested_by, requested_at)
      select id, ${made?.['id']}, released, ${account?.['id']}, now() from ${read}`;
    return tx<{ id: number }[]>`
      insert into releases (dataset_id, number, status, columns, rows, upload_id)
      select id, 1, 'LIVE', placed, rows, ${upload?.['id']} from ${read} order by at returning id`;
  });
  const tables: string[] = [];
  for (const [at, { id, columns, rows }] of all.entries()) {
    if (rows === null) continue;
    const name = releaseTable(releases[at]?.id ?? 0);
    tables.push(name);
    await fill(sql, id, name, columns, rows);
  }
  return tables;
}

async function fill(sql: Sql, id: string, name: string, columns: readonly ColumnDefinition[], rows: number) {
  const placed = placedColumns(columns);
  const keyed = columns.some(({ key }) => key);
  const values = placed.map(({ type, key, reference }) => {
    if (key) return type === 'TEXT' ? `'K' || n` : 'n';
    return reference ? `'35.14.' || lpad((1 + n % ${DISTRICTS})::text, 2, '0')` : VALUES[type];
  });
  await sql.begin(async (tx) => {
    const table = { name, columns: placed, keyed };
    await createTable(tx, table);
    await tx.unsafe(
      `insert into ${name} select n, ${[...(keyed ? ['md5(n::text)'] : []), ...values].join(', ')} from generate_series(1, ${rows}) as n`,
    );
    await finishTable(tx, id, table, columns, rows);
  });
  // A load copies its rows frozen; these are brought into the same state.
  await sql.unsafe(`vacuum (freeze, analyze) ${name}`);
}
