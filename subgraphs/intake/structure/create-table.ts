import type { Catalog, TableDraft } from './catalog.js';
import { applyCheck, readColumn } from './columns.js';
import { Cursor, parts } from './cursor.js';

/** Reads what follows `CREATE … TABLE`. */
export function createTable(cursor: Cursor, catalog: Catalog, temporary: boolean): void {
  const line = cursor.token?.line ?? 0;
  const ifMissing = cursor.accept('IF', 'NOT', 'EXISTS');
  const id = cursor.qualifiedName();
  if (!id) {
    unread(catalog, line);
    return;
  }
  if (temporary) {
    catalog.note(line, `tabel sementara ${id.name} dilewati`, `the temporary table ${id.name} is skipped`);
    return;
  }
  if (ifMissing && catalog.table(id) && !isStandIn(catalog, id.name)) {
    catalog.note(
      line,
      `tabel ${id.name} sudah ada, jadi IF NOT EXISTS tidak membuat apa pun`,
      `table ${id.name} exists already, so that IF NOT EXISTS makes nothing`,
    );
    return;
  }
  if (cursor.accept('PARTITION', 'OF')) {
    const whole = cursor.qualifiedName();
    if (whole) catalog.partition(id, whole);
    catalog.note(line, `${id.name} adalah partisi, bukan tabel sendiri`, `${id.name} is a partition`);
  }
  if (cursor.accept('LIKE')) {
    copyOf(cursor, catalog, catalog.create(id, line), line, true);
    return;
  }
  const inside = cursor.parenthesised();
  if (!inside) {
    unread(catalog, line, id.name);
    return;
  }
  const table = catalog.create(id, line);
  const like = new Cursor(inside, cursor.dialect);
  if (like.accept('LIKE') && inside.length < 4 && cursor.dialect === 'MYSQL') {
    copyOf(like, catalog, table, line, true);
    return;
  }
  for (const part of parts(inside)) tableItem(new Cursor(part, cursor.dialect), catalog, table);
  tableOptions(cursor, catalog, table);
}

const isStandIn = (catalog: Catalog, name: string): boolean => catalog.views.has(name);

/** One item between the commas of a table: a column, a key, a check. Also what `ALTER TABLE … ADD` adds. */
export function tableItem(cursor: Cursor, catalog: Catalog, table: TableDraft): void {
  const line = cursor.token?.line ?? 0;
  const start = cursor.at;
  if (constraint(cursor, catalog, table, line)) return;
  cursor.at = start;
  const read = readColumn(cursor, catalog);
  if (!read) {
    unread(catalog, line, table.id.name);
    return;
  }
  table.put(read.column);
  if (read.primary) table.primaryKey = [read.column.name];
  if (read.unique) table.uniques.push([read.column.name]);
  if (read.references)
    table.foreignKeys.push({
      columns: [read.column.name],
      table: read.references.table.name,
      references: read.references.columns,
    });
}

/** Whether it was a constraint or an index, and not a column. */
function constraint(cursor: Cursor, catalog: Catalog, table: TableDraft, line: number): boolean {
  const mysql = cursor.dialect === 'MYSQL';
  const named = cursor.accept('CONSTRAINT');
  if (named && !CONSTRAINTS.has(cursor.word())) cursor.name();
  if (cursor.accept('PRIMARY', 'KEY')) {
    table.primaryKey = keyColumns(cursor) ?? table.primaryKey;
    return true;
  }
  if (cursor.accept('UNIQUE')) {
    const columns = keyColumns(cursor);
    if (columns) table.uniques.push(columns);
    return true;
  }
  if (cursor.accept('FOREIGN', 'KEY')) {
    const columns = keyColumns(cursor);
    while (!cursor.done && cursor.word() !== 'REFERENCES') cursor.at++;
    cursor.accept('REFERENCES');
    const target = cursor.qualifiedName();
    if (columns && target)
      table.foreignKeys.push({ columns, table: target.name, references: cursor.names() ?? [] });
    return true;
  }
  if (cursor.accept('CHECK')) {
    const check = cursor.parenthesised() ?? [];
    applyCheck(check, (name) => table.column(name));
    return true;
  }
  if (cursor.word() === 'EXCLUDE' && (cursor.word(1) === 'USING' || cursor.isMark('(', 1))) return true;
  if (cursor.accept('LIKE')) {
    const rest = cursor.tokens.map(({ text }) => text.toUpperCase());
    const withKeys = rest.includes('INCLUDING') && (rest.includes('ALL') || rest.includes('INDEXES'));
    copyOf(cursor, catalog, table, line, withKeys);
    return true;
  }
  if (cursor.word() === 'PERIOD' && cursor.word(1) === 'FOR') return true;
  return named || (mysql && ['KEY', 'INDEX', 'FULLTEXT', 'SPATIAL'].includes(cursor.word()));
}

const CONSTRAINTS = new Set(['PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK', 'EXCLUDE']);

/** The columns of a key, past its name and method. */
function keyColumns(cursor: Cursor): string[] | undefined {
  while (!cursor.done && !cursor.isMark('(') && cursor.word() !== 'REFERENCES') cursor.at++;
  return cursor.names();
}

function copyOf(cursor: Cursor, catalog: Catalog, table: TableDraft, line: number, withKeys: boolean): void {
  const source = cursor.qualifiedName();
  const original = source && catalog.table(source);
  if (!original || original === table) {
    catalog.note(
      line,
      `tabel ${table.id.name} meniru tabel yang tidak ada di berkas`,
      `table ${table.id.name} copies a table that is not in the file`,
    );
    return;
  }
  for (const column of original.columns) table.put({ ...column });
  if (!withKeys) return;
  table.primaryKey = original.primaryKey;
  table.uniques.push(...original.uniques);
}

/** What follows the parenthesis: the comment of MySQL, the parents of PostgreSQL. */
function tableOptions(cursor: Cursor, catalog: Catalog, table: TableDraft): void {
  while (!cursor.done) {
    if (cursor.accept('COMMENT')) {
      cursor.skipMark('=');
      table.comment = cursor.literal() || table.comment;
    } else if (cursor.accept('INHERITS')) {
      for (const part of parts(cursor.parenthesised() ?? [])) {
        const parent = new Cursor(part, cursor.dialect).qualifiedName();
        const columns = (parent && catalog.table(parent)?.columns) ?? [];
        for (const column of columns) if (!table.column(column.name)) table.put({ ...column });
      }
    } else cursor.skipBalanced();
  }
}

export const unread = (catalog: Catalog, line: number, table?: string): void =>
  catalog.note(
    line,
    `bagian dari tabel ${table ?? '(tanpa nama)'} tidak dipahami dan dilewati`,
    `a part of table ${table ?? '(unnamed)'} is not understood and skipped`,
  );
