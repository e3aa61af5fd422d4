import type { Catalog, TableDraft } from './catalog.js';
import { readColumn, readDefault, readType, typedColumn } from './columns.js';
import { tableItem, unread } from './create-table.js';
import { Cursor, parts } from './cursor.js';

/** Reads what follows `ALTER TABLE`: dumps declare most keys, counters and comments here. */
export function alterTable(cursor: Cursor, catalog: Catalog): void {
  const line = cursor.token?.line ?? 0;
  cursor.accept('IF', 'EXISTS');
  cursor.accept('ONLY');
  const id = cursor.qualifiedName();
  if (!id) return;
  const table = catalog.table(id);
  // Sequences and views are altered by the same words.
  if (!table) return;
  for (const part of parts(cursor.tokens.slice(cursor.at))) {
    const change = new Cursor(part, cursor.dialect);
    if (change.accept('ATTACH', 'PARTITION')) {
      const child = change.qualifiedName();
      if (!child) continue;
      catalog.partition(child, table.id);
      catalog.note(line, `${child.name} adalah partisi, bukan tabel sendiri`, `${child.name} is a partition`);
    } else if (change.accept('RENAME', 'TO') || change.accept('RENAME', 'AS')) {
      const to = change.qualifiedName();
      if (to) catalog.rename(table.id, to);
    } else alterOne(change, catalog, table, line);
  }
}

function alterOne(change: Cursor, catalog: Catalog, table: TableDraft, line: number): void {
  if (change.accept('ADD')) {
    change.accept('COLUMN');
    change.accept('IF', 'NOT', 'EXISTS');
    const several = change.isMark('(') ? change.parenthesised() : undefined;
    if (!several) {
      tableItem(change, catalog, table);
      return;
    }
    for (const part of parts(several)) tableItem(new Cursor(part, change.dialect), catalog, table);
  } else if (change.accept('MODIFY') || change.word() === 'CHANGE') {
    const renames = change.accept('CHANGE');
    change.accept('COLUMN');
    change.accept('IF', 'EXISTS');
    const old = renames ? change.name() : undefined;
    const read = readColumn(change, catalog);
    if (!read) {
      unread(catalog, line, table.id.name);
      return;
    }
    const known = table.column(old ?? read.column.name);
    table.put(read.column, known?.name);
    if (read.primary) table.primaryKey = [read.column.name];
    if (known && known.name !== read.column.name) renamedKeys(table, known.name, read.column.name);
  } else if (change.accept('ALTER')) {
    change.accept('COLUMN');
    const column = table.column(change.name() ?? '');
    if (column) alterColumn(change, catalog, table, column.name);
  } else if (change.accept('RENAME', 'COLUMN') || change.word() === 'RENAME') {
    const column = table.column(change.name() ?? '');
    const to = change.accept('TO') ? change.name() : undefined;
    if (!column || to === undefined) return;
    table.put({ ...column, name: to }, column.name);
    renamedKeys(table, column.name, to);
  } else if (change.accept('DROP', 'PRIMARY', 'KEY')) table.primaryKey = [];
  else if (change.accept('DROP')) {
    change.accept('COLUMN');
    change.accept('IF', 'EXISTS');
    // An index of the same name is meant where one of these words stands.
    if (['KEY', 'INDEX', 'CONSTRAINT', 'FOREIGN', 'CHECK', 'PARTITION'].includes(change.word())) return;
    const column = table.column(change.name() ?? '');
    if (column) table.drop(column.name);
  } else if (change.accept('COMMENT')) {
    change.skipMark('=');
    table.comment = change.literal() || table.comment;
  }
}

/** PostgreSQL's `ALTER COLUMN c …`. */
function alterColumn(change: Cursor, catalog: Catalog, table: TableDraft, name: string): void {
  const column = table.column(name);
  if (!column) return;
  if (change.accept('SET', 'DEFAULT')) readDefault(change, column);
  else if (change.accept('DROP', 'DEFAULT')) column.default = null;
  else if (change.accept('SET', 'NOT', 'NULL')) column.nullable = false;
  else if (change.accept('DROP', 'NOT', 'NULL')) column.nullable = true;
  else if (change.accept('ADD', 'GENERATED')) {
    column.generated = 'COUNTER';
    column.nullable = false;
  } else if (change.accept('SET', 'DATA', 'TYPE') || change.accept('TYPE')) {
    const { sqlType, type, values } = typedColumn(name, readType(change), change, catalog);
    Object.assign(column, { sqlType, type, values });
  }
}

function renamedKeys(table: TableDraft, from: string, to: string): void {
  const renamed = (names: readonly string[]) => names.map((name) => (name === from ? to : name));
  table.primaryKey = renamed(table.primaryKey);
  for (const [at, unique] of table.uniques.entries()) table.uniques[at] = renamed(unique);
  for (const [at, key] of table.foreignKeys.entries())
    table.foreignKeys[at] = { ...key, columns: renamed(key.columns) };
}
