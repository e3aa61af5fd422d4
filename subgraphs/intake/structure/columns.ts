import type { Catalog, ColumnDraft, QualifiedName } from './catalog.js';
import { Cursor, written } from './cursor.js';
import { columnTypeOf, isKnownType } from './sql-types.js';
import type { Token } from './tokenizer.js';

/** A column and what stands beside it in the same definition but belongs to the table. */
export interface ReadColumn {
  readonly column: ColumnDraft;
  readonly primary: boolean;
  readonly unique: boolean;
  readonly references: { readonly table: QualifiedName; readonly columns: readonly string[] } | null;
}

/** Words that end the type or a default, and begin the next attribute. */
const ATTRIBUTES = new Set(
  (
    'NOT NULL DEFAULT COMMENT AUTO_INCREMENT PRIMARY UNIQUE KEY REFERENCES CHECK COLLATE GENERATED AS CONSTRAINT ' +
    'CHARSET ON VIRTUAL STORED PERSISTENT INVISIBLE VISIBLE SRID COLUMN_FORMAT STORAGE DEFERRABLE INITIALLY ASCII ' +
    'UNICODE COMPRESSED COMPRESSION FIRST AFTER USING REF_SYSTEM_ID ENGINE_ATTRIBUTE'
  ).split(' '),
);

function atAttribute(cursor: Cursor): boolean {
  const word = cursor.word();
  if (word === 'CHARACTER') return cursor.word(1) === 'SET';
  if (word === 'WITH' || word === 'WITHOUT') return cursor.word(1) !== 'TIME';
  return ATTRIBUTES.has(word);
}

/** Reads `name type attributes…`; undefined where that is no column. */
export function readColumn(cursor: Cursor, catalog: Catalog): ReadColumn | undefined {
  const line = cursor.token?.line ?? 0;
  const name = cursor.name();
  if (name === undefined) return undefined;
  const typeTokens = readType(cursor);
  const column = typedColumn(name, typeTokens, cursor, catalog);
  let primary = false;
  let unique = false;
  let references: ReadColumn['references'] = null;
  while (!cursor.done) {
    if (cursor.accept('NOT', 'NULL')) column.nullable = false;
    else if (cursor.accept('DEFAULT')) readDefault(cursor, column);
    else if (cursor.accept('COMMENT')) column.comment = cursor.literal() ?? column.comment;
    else if (cursor.accept('AUTO_INCREMENT')) column.generated = 'COUNTER';
    else if (cursor.accept('PRIMARY')) primary = true;
    else if (cursor.accept('UNIQUE')) {
      unique = true;
      cursor.accept('KEY');
    } else if (cursor.accept('KEY')) primary = true;
    else if (cursor.accept('REFERENCES')) {
      const table = cursor.qualifiedName();
      if (table) references = { table, columns: cursor.names() ?? [] };
    } else if (cursor.accept('CHECK')) readCheck(cursor, column);
    else if (cursor.accept('AS') || cursor.accept('GENERATED')) {
      const isCounter = [0, 1, 2, 3].some((ahead) => cursor.word(ahead) === 'IDENTITY');
      while (!cursor.done && !cursor.isMark('(') && !(isCounter && cursor.word() === 'IDENTITY')) cursor.at++;
      if (isCounter) cursor.at++;
      if (cursor.isMark('(')) cursor.skipBalanced();
      column.generated = isCounter ? 'COUNTER' : 'COMPUTED';
    } else cursor.skipBalanced();
  }
  if (primary) column.nullable = false;
  if (column.generated === 'COUNTER') column.nullable = false;
  if (column.type === null && !isKnownType(column.sqlType))
    catalog.note(
      line,
      `jenis "${column.sqlType}" pada kolom ${name} tidak dikenal`,
      `the type "${column.sqlType}" of column ${name} is unknown`,
    );
  return { column, primary, unique, references };
}

/** The tokens of a type, up to the first attribute. */
export function readType(cursor: Cursor): readonly Token[] {
  const start = cursor.at;
  while (!cursor.done && (cursor.at === start || !atAttribute(cursor))) {
    // `binary` says how text is compared, unless it is the type itself.
    if (cursor.at > start && cursor.word() === 'BINARY') break;
    cursor.skipBalanced();
  }
  return cursor.tokens.slice(start, cursor.at);
}

/** A column of this type, resolved through enumerations and domains. */
export function typedColumn(
  name: string,
  type: readonly Token[],
  cursor: Cursor,
  catalog: Catalog,
): ColumnDraft {
  const sqlType = written(type);
  const counter = /^(small|big)?serial\d?$/i.test(sqlType);
  const column: ColumnDraft = {
    name,
    sqlType,
    type: columnTypeOf(sqlType, cursor.dialect),
    nullable: !counter,
    comment: null,
    values: null,
    default: null,
    generated: counter ? 'COUNTER' : null,
  };
  if (/^(enum|set)$/i.test(type[0]?.text ?? '') && type[0]?.kind === 'WORD')
    column.values = type.filter(({ kind }) => kind === 'STRING' || kind === 'DOUBLE').map(({ text }) => text);
  else if (column.type === null && !isKnownType(sqlType)) {
    const own = new Cursor(type, cursor.dialect).qualifiedName()?.name ?? '';
    let named = catalog.types.get(own);
    // A domain may stand over a domain.
    for (let step = 0; step < 8 && named && 'base' in named; step++) {
      column.type = columnTypeOf(named.base, cursor.dialect);
      named = catalog.types.get(named.base.split('.').at(-1) ?? '');
    }
    if (named && 'values' in named && !/\[/.test(sqlType)) {
      column.type = 'TEXT';
      column.values = named.values;
    }
    if (/\[/.test(sqlType)) column.type = null;
  }
  return column;
}

export function readDefault(cursor: Cursor, column: ColumnDraft): void {
  const start = cursor.at;
  cursor.skipBalanced();
  while (!cursor.done && !atAttribute(cursor)) cursor.skipBalanced();
  const tokens = cursor.tokens.slice(start, cursor.at);
  const [first, second] = tokens;
  if (!first) return;
  if (first.kind === 'WORD' && /^nextval$/i.test(first.text)) {
    column.generated = 'COUNTER';
    column.nullable = false;
    return;
  }
  // `'baru'::character varying` is the text `baru`.
  const cast = second?.kind === 'MARK' && second.text === ':';
  const isLiteral = (first.kind === 'STRING' || first.kind === 'DOUBLE') && (second === undefined || cast);
  const isNull = first.kind === 'WORD' && /^null$/i.test(first.text) && (second === undefined || cast);
  column.default = isNull ? null : isLiteral ? first.text : written(tokens);
}

/** MariaDB's JSON is text with a check; Laravel's ENUM on PostgreSQL is text with a check. */
function readCheck(cursor: Cursor, column: ColumnDraft): void {
  applyCheck(cursor.parenthesised() ?? [], (name) => (name === column.name ? column : undefined));
}

/** Takes from a check what it says of one column's values. */
export function applyCheck(
  check: readonly Token[],
  columnOf: (name: string) => ColumnDraft | undefined,
): void {
  const words = check.filter(({ kind }) => kind === 'WORD').map(({ text }) => text.toLowerCase());
  const named = [...new Set(check.filter(({ kind }) => kind !== 'STRING' && kind !== 'MARK'))].flatMap(
    ({ text, kind }) => columnOf(kind === 'WORD' ? text.toLowerCase() : text) ?? [],
  );
  const [column] = named;
  if (!column || new Set(named).size > 1) return;
  if (words.includes('json_valid')) column.type = null;
  const isList = (words.includes('any') && words.includes('array')) || words.includes('in');
  const isPlain = !words.some((word) => ['and', 'or', 'not', 'case'].includes(word));
  const values = check.filter(({ kind }) => kind === 'STRING').map(({ text }) => text);
  if (isList && isPlain && column.type === 'TEXT' && values.length > 0) column.values ??= values;
}
