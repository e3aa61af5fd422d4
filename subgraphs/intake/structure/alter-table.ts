import type { Catalog, TableDraft } from './catalog.js';
import { readColumn, readDefault, readType, typedColumn } from './columns.js';
import { tableItem, unread } from './create-table.js';
import { Cursor, parts } from './cursor.js';

/** Reads what follows `ALTER TABLE`: dumps declare most keys, counters and comments here. */
export function alterTable(cursor: Cursor, catalog: Catalog): void {
  const line = cursor.token?.line ?? 0;
  cursor.skip('IF', 'EXISTS');
  cursor.skip('ONLY');
  const id = cursor.qualifiedName();
  if (!id) return;
  const table = catalog.table(id);
  // Sequences and views are altered by the same words.
  if (!table) return;
  for (const part of parts(cursor.tokens.slice(cursor.at))) {
    const change = new Cursor(part, cursor.dialect);
    if (change.skip('ATTACH', 'PARTITION')) {
      const child = change.qualifiedName();
      if (!child) continue;
      catalog.partition(child, table.id);
      catalog.note(line, `${child.name} adalah partisi, bukan tabel sendiri`, `${child.name} is a partition`);
    } else if (change.skip('RENAME', 'TO') || change.skip('RENAME', 'AS')) {
      const to = change.qualifiedName();
      if (to) catalog.rename(table.id, to);
    } else alterOne(change, catalog, table, line);
  }
}

function alterOne(change: Cursor, catalog: Catalog, table: TableDraft, line: number): void {
  if (change.skip('ADD')) {
    change.skip('COLUMN');
    change.skip('IF', 'NOT', 'EXISTS');
    const several = change.isMark('(') ? change.parenthesised() : undefined;
    if (!several) {
      tableItem(change, catalog, table);
      return;
    }
    for (const part of parts(several)) tableItem(new Cursor(part, change.dialect), catalog, table);
  } else if (change.skip('MODIFY') || change.word() === 'CHANGE') {
    const renames = change.skip('CHANGE');
    change.skip('COLUMN');
    change.skip('IF', 'EXISTS');
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
  } else if (change.skip('ALTER')) {
    change.skip('COLUMN');
    const column = table.column(change.name() ?? '');
    if (column) alterColumn(change, catalog, table, column.name);
  } else if (change.skip('RENAME', 'COLUMN') || change.word() === 'RENAME') {
    const column = table.column(change.name() ?? '');
    const to = change.skip('TO') ? change.name() : undefined;
    if (!column || to === undefined) return;
    table.put({ ...column, name: to }, column.name);
    renamedKeys(table, column.name, to);
  } else if (change.skip('DROP', 'PRIMARY', 'KEY')) table.primaryKey = [];
  else if (change.skip('DROP')) {
    change.skip('COLUMN');
    change.skip('IF', 'EXISTS');
    // An index of the same name is meant where one of these words stands.
    if (['KEY', 'INDEX', 'CONSTRAINT', 'FOREIGN', 'CHECK', 'PARTITION'].includes(change.word())) return;
    const column = table.column(change.name() ?? '');
    if (column) table.drop(column.name);
  } else if (change.skip('COMMENT')) {
    change.skipMark('=');
    table.comment = change.literal() || table.comment;
  }
}

/** PostgreSQL's `ALTER COLUMN c …`. */
function alterColumn(change: Cursor, catalog: Catalog, table: TableDraft, name: string): void {
  const column = table.column(name);
  if (!column) return;
  if (change.skip('SET', 'DEFAULT')) readDefault(change, column);
  else if (change.skip('DROP', 'DEFAULT')) column.default = null;
  else if (change.skip('SET', 'NOT', 'NULL')) column.nullable = false;
  else if (change.skip('DROP', 'NOT', 'NULL')) column.nullable = true;
  else if (change.skip('ADD', 'GENERATED')) {
    column.generated = 'COUNTER';
    column.nullable = false;
  } else if (change.skip('SET', 'DATA', 'TYPE') || change.skip('TYPE')) {
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
