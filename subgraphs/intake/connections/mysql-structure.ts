import { columnTypeOf } from '../structure/sql-types.js';
import type { Column, ForeignKey, Structure, Table } from '../structure/structure.js';
import { estimated, grouped, type TableName } from './source.js';

type Row = Readonly<Record<string, string | null>>;
type Ask = (text: string, values?: readonly string[]) => Promise<Row[]>;

/** Reads what information_schema says of the tables and views of the database. */
export async function structureOfMysql(
  ask: Ask,
  only: TableName | undefined,
  database: string,
): Promise<Structure> {
  const scope = only ? [only.schema, only.table] : [database];
  const where = (schema: string, table: string) => `${schema} = ?${only ? ` and ${table} = ?` : ''}`;
  const tables = await ask(
    `select table_schema as s, table_name as t, table_type as kind, table_comment as comment,
      cast(table_rows as char) as estimate
    from information_schema.tables
    where ${where('table_schema', 'table_name')} and table_type in ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
    order by table_name`,
    scope,
  );
  const columns = await ask(
    `select table_name as t, column_name as name, column_type as type, is_nullable as nullable,
      column_comment as comment, cast(column_default as char) as preset, extra as extra,
      coalesce(cast(generation_expression as char), '') as computed
    from information_schema.columns where ${where('table_schema', 'table_name')} order by table_name, ordinal_position`,
    scope,
  );
  const keys = await ask(
    `select k.table_name as t, k.constraint_name as name, c.constraint_type as kind, k.column_name as c,
      k.referenced_table_name as target, k.referenced_column_name as r
    from information_schema.key_column_usage k join information_schema.table_constraints c
      on c.constraint_schema = k.constraint_schema and c.table_name = k.table_name
        and c.constraint_name = k.constraint_name
    where ${where('k.table_schema', 'k.table_name')}
    order by k.table_name, k.constraint_name, k.ordinal_position`,
    scope,
  );
  const json = await jsonColumns(ask, where('constraint_schema', 'table_name'), scope);
  const columnsOf = grouped(columns, (row) => row['t'] ?? '');
  const keysOf = grouped(keys, (row) => row['t'] ?? '');
  return {
    dialect: 'MYSQL',
    encoding: 'utf-8',
    tables: tables.map((table) => {
      const name = table['t'] ?? '';
      return tableOf(table, columnsOf.get(name) ?? [], keysOf.get(name) ?? [], json);
    }),
    views: tables.filter(({ kind }) => kind === 'VIEW').map((row) => `${row['s']}.${row['t']}`),
    notes: [],
  };
}

/** MariaDB's JSON is text with a check, which it alone lists by table. */
async function jsonColumns(ask: Ask, where: string, scope: readonly string[]): Promise<ReadonlySet<string>> {
  const checks = await ask(
    `select table_name as t, check_clause as clause from information_schema.check_constraints where ${where}`,
    scope,
  ).catch(() => []);
  return new Set(
    checks.flatMap((row) => {
      const column = /^\s*json_valid\(`((?:[^`]|``)+)`\)\s*$/i.exec(row['clause'] ?? '')?.[1];
      return column === undefined ? [] : [`${row['t']}.${column.replaceAll('``', '`')}`];
    }),
  );
}

function tableOf(
  table: Row,
  columns: readonly Row[],
  keys: readonly Row[],
  json: ReadonlySet<string>,
): Table {
  const name = table['t'] ?? '';
  const isView = table['kind'] === 'VIEW';
  const byKey = grouped(keys, (row) => row['name'] ?? '');
  const named = (rows: readonly Row[], which: 'c' | 'r') => rows.map((row) => row[which] ?? '');
  const ofKind = (kind: string) => [...byKey.values()].filter(([first]) => first?.['kind'] === kind);
  return {
    name,
    schema: table['s'] ?? null,
    // Of a view the server says just that it is one.
    comment: isView ? null : table['comment'] || null,
    columns: columns.map((row) => columnOf(row, json.has(`${name}.${row['name']}`))),
    primaryKey: named(ofKind('PRIMARY KEY')[0] ?? [], 'c'),
    uniques: ofKind('UNIQUE').map((rows) => named(rows, 'c')),
    foreignKeys: ofKind('FOREIGN KEY').map(
      (rows): ForeignKey => ({
        columns: named(rows, 'c'),
        table: rows[0]?.['target'] ?? '',
        references: named(rows, 'r'),
      }),
    ),
    rows: isView || table['estimate'] === null ? null : estimated(Number(table['estimate'])),
  };
}

function columnOf(row: Row, isJson: boolean): Column {
  const sqlType = row['type'] ?? '';
  const extra = (row['extra'] ?? '').toLowerCase();
  const isComputed =
    (row['computed'] ?? '') !== '' || /\b(virtual|stored|persistent) generated\b/.test(extra);
  return {
    name: row['name'] ?? '',
    sqlType,
    type: isJson ? null : columnTypeOf(sqlType, 'MYSQL'),
    nullable: row['nullable'] === 'YES',
    comment: row['comment'] || null,
    values: /^(enum|set)\(/i.test(sqlType) ? listed(sqlType) : null,
    default: presetOf(row['preset'] ?? null),
    generated: extra.includes('auto_increment') ? 'COUNTER' : isComputed ? 'COMPUTED' : null,
  };
}

/** `enum('a','it''s')` → `a`, `it's`. */
const listed = (sqlType: string): string[] =>
  [...sqlType.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) => value.replaceAll("''", "'"));

/** MariaDB writes the expression, `'baru'` or `NULL`; MySQL the content of a string. */
const presetOf = (preset: string | null): string | null =>
  preset === 'NULL' ? null : (preset?.replace(/^'(.*)'$/s, (_, text) => text.replaceAll("''", "'")) ?? null);
