import type { ISql } from 'postgres';
import { columnTypeOf } from '../structure/sql-types.js';
import type { Column, ForeignKey, Structure, Table } from '../structure/structure.js';
import { estimated, grouped, type TableName } from './source.js';

interface TableRow {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly comment: string | null;
  readonly estimate: number;
}

interface ColumnRow {
  readonly oid: string;
  readonly name: string;
  readonly sqlType: string;
  /** The type beneath domains. */
  readonly base: string;
  readonly required: boolean;
  readonly comment: string | null;
  /** A list as JSON text, as in the constraints below. */
  readonly values: string | null;
  readonly preset: string | null;
  readonly identity: string;
  readonly computed: string;
}

interface ConstraintRow {
  readonly oid: string;
  readonly kind: 'p' | 'u' | 'f';
  readonly columns: string;
  readonly target: string | null;
  readonly references: string;
}

const VIEWS = new Set(['v', 'm']);

/** Reads what pg_catalog says of the tables and views that the account may read. */
export async function structureOfPostgres(sql: ISql, only?: TableName): Promise<Structure> {
  const tables = await sql<TableRow[]>`
    select c.oid::text as oid, n.nspname as schema, c.relname as name, c.relkind::text as kind,
      obj_description(c.oid, 'pg_class') as comment, c.reltuples::float8 as estimate
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
      and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select')
      ${only ? sql`and n.nspname = ${only.schema} and c.relname = ${only.table}` : sql``}
    order by n.nspname, c.relname`;
  const oids = tables.map(({ oid }) => oid);
  const columns = await sql<ColumnRow[]>`
    with recursive beneath as (
      select t.oid as type, t.oid as base, t.typbasetype as next, t.typtypmod as typmod from pg_type t
      union all
      select b.type, t.oid, t.typbasetype, case when t.typtype = 'd' then t.typtypmod else b.typmod end
      from beneath b join pg_type t on t.oid = b.next)
    select a.attrelid::text as oid, a.attname as name,
      format_type(a.atttypid, a.atttypmod) as "sqlType",
      format_type(b.base, case when b.base = a.atttypid then a.atttypmod else b.typmod end) as base,
      a.attnotnull as required, col_description(a.attrelid, a.attnum) as comment,
      (select array_to_json(array_agg(e.enumlabel order by e.enumsortorder))::text from pg_enum e
        where e.enumtypid = b.base) as values,
      pg_get_expr(d.adbin, d.adrelid) as preset, a.attidentity::text as identity, a.attgenerated::text as computed
    from pg_attribute a join beneath b on b.type = a.atttypid and b.next = 0
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid in (select unnest(string_to_array(${oids.join(',')}, ',')::oid[])) and a.attnum > 0
      and not a.attisdropped and has_column_privilege(a.attrelid, a.attnum, 'select')
    order by a.attrelid, a.attnum`;
  const constraints = await sql<ConstraintRow[]>`
    select k.conrelid::text as oid, k.contype::text as kind, r.relname as target,
      array_to_json(array(select a.attname from unnest(k.conkey) with ordinality as u(number, at)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number order by u.at))::text as columns,
      array_to_json(array(select a.attname from unnest(k.confkey) with ordinality as u(number, at)
        join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number order by u.at))::text as references
    from pg_constraint k left join pg_class r on r.oid = k.confrelid
    where k.contype in ('p', 'u', 'f')
      and k.conrelid in (select unnest(string_to_array(${oids.join(',')}, ',')::oid[]))
    order by k.conrelid, k.contype, k.conname`;
  const columnsOf = grouped(columns, ({ oid }) => oid);
  const constraintsOf = grouped(constraints, ({ oid }) => oid);
  return {
    dialect: 'POSTGRESQL',
    encoding: 'utf-8',
    tables: tables.map((table) =>
      tableOf(table, columnsOf.get(table.oid) ?? [], constraintsOf.get(table.oid) ?? []),
    ),
    views: tables.filter(({ kind }) => VIEWS.has(kind)).map(({ schema, name }) => `${schema}.${name}`),
    notes: [],
  };
}

const names = (list: string): string[] => JSON.parse(list);

function tableOf(
  { schema, name, comment, estimate, kind }: TableRow,
  columns: readonly ColumnRow[],
  constraints: readonly ConstraintRow[],
): Table {
  const uniques = constraints.filter((one) => one.kind === 'u').map((one) => names(one.columns));
  const primary = constraints.find((one) => one.kind === 'p');
  const foreignKeys = constraints
    .filter((one) => one.kind === 'f')
    .map(
      (one): ForeignKey => ({
        columns: names(one.columns),
        table: one.target ?? '',
        references: names(one.references),
      }),
    );
  return {
    name,
    schema,
    comment,
    columns: columns.map(columnOf),
    primaryKey: primary ? names(primary.columns) : [],
    uniques,
    foreignKeys,
    // Below 0 where the server has not counted yet; it never counts what lies behind a view.
    rows: VIEWS.has(kind) ? null : estimated(estimate),
  };
}

function columnOf(row: ColumnRow): Column {
  const values = row.values === null ? null : names(row.values);
  const isCounter = row.identity !== '' || /^nextval\(/.test(row.preset ?? '');
  return {
    name: row.name,
    sqlType: row.sqlType,
    type: values ? 'TEXT' : columnTypeOf(row.base, 'POSTGRESQL'),
    nullable: !row.required,
    comment: row.comment,
    values,
    default: row.preset,
    generated: isCounter ? 'COUNTER' : row.computed !== '' ? 'COMPUTED' : null,
  };
}
