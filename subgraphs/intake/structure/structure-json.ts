import type { ColumnType } from '../../../schema/definition.js';
import { Catalog, type ColumnDraft, type TableDraft } from './catalog.js';
import {
  STRUCTURE_LIMITS,
  type Structure,
  type StructureVerdict,
  Unreadable,
  verdictOf,
} from './structure.js';

/**
 * Reads a structure file that was taken from a Laravel application's migrations:
 * `{ "tabel": { "<name>": [{ "tipe", "kolom", "opsi" }] } }`, UTF-8, each entry one call of a migration, in order.
 */
export const readStructureJson = (bytes: AsyncIterable<Uint8Array>): Promise<StructureVerdict> =>
  verdictOf(async () => structureOf(await parsed(bytes)));

interface Call {
  readonly type: string;
  readonly column: string;
  readonly options: string;
}

const TYPES: readonly (readonly [ColumnType | null, string])[] = [
  [
    'TEXT',
    'string text char tinyText mediumText longText uuid ulid enum set dateTime dateTimeTz timestamp timestampTz time ' +
      'timeTz ipAddress macAddress foreignUuid foreignUlid',
  ],
  ['INTEGER', 'integer tinyInteger smallInteger mediumInteger unsignedTinyInteger unsignedSmallInteger year'],
  ['INTEGER', 'unsignedMediumInteger tinyIncrements smallIncrements mediumIncrements'],
  ['BIGINT', 'bigInteger unsignedInteger increments'],
  [
    'DECIMAL',
    'id bigIncrements unsignedBigInteger foreignId foreignIdFor decimal unsignedDecimal double float',
  ],
  ['BOOLEAN', 'boolean'],
  ['DATE', 'date'],
  [null, 'json jsonb binary geometry geography point polygon lineString vector'],
];
const TYPE_OF: ReadonlyMap<string, ColumnType | null> = new Map(
  TYPES.flatMap(([type, words]) => words.split(' ').map((word) => [word, type] as const)),
);

async function parsed(bytes: AsyncIterable<Uint8Array>): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > STRUCTURE_LIMITS.statement)
      throw new Unreadable('STATEMENT_TOO_LONG', null, {
        id: `Berkas struktur melebihi ${STRUCTURE_LIMITS.statement} bita.`,
        en: `The structure file exceeds ${STRUCTURE_LIMITS.statement} bytes.`,
      });
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw badJson('bukan JSON yang sah dalam UTF-8', 'is not valid JSON in UTF-8');
  }
}

const badJson = (id: string, en: string) =>
  new Unreadable('BAD_JSON', null, { id: `Berkas struktur ${id}.`, en: `The structure file ${en}.` });

function structureOf(document: unknown): Structure {
  const tables = isObject(document) ? document['tabel'] : undefined;
  if (!isObject(tables))
    throw badJson('tidak memuat "tabel" berisi tabel-tabel', 'has no "tabel" with the tables in it');
  const catalog = new Catalog();
  for (const [name, calls] of Object.entries(tables)) {
    if (!Array.isArray(calls))
      throw badJson(`tidak memuat daftar kolom ${name}`, `has no columns for ${name}`);
    const table = catalog.create({ schema: null, name }, 0);
    for (const call of calls) apply(callOf(call, name), table, catalog);
  }
  const found = catalog.finished();
  if (found.tables.length === 0)
    throw new Unreadable('NO_TABLES', null, {
      id: 'Berkas struktur ini tidak memuat tabel dengan kolom.',
      en: 'This structure file holds no table with columns.',
    });
  const known = new Set(found.tables.map(({ name }) => name));
  const named = found.tables.map((table) => ({
    ...table,
    foreignKeys: table.foreignKeys.map((key) => ({ ...key, table: existing(key.table, known) })),
  }));
  return { dialect: 'LARAVEL', encoding: 'utf-8', ...found, tables: named };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function callOf(call: unknown, table: string): Call {
  if (!isObject(call))
    throw badJson(`memuat kolom ${table} yang bukan objek`, `has a column of ${table} that is no object`);
  const text = (key: string) => (typeof call[key] === 'string' ? (call[key] as string) : '');
  return { type: text('tipe'), column: text('kolom'), options: text('opsi') };
}

/** The columns that one call of a migration makes: some make several, some none. */
function apply(call: Call, table: TableDraft, catalog: Catalog): void {
  const { type, options } = call;
  const name = columnName(call);
  const add = (column: string, sqlType: string, changes: Partial<ColumnDraft> = {}) =>
    table.put({ ...plain(column, sqlType, call), ...changes });
  if (/^(nullable)?timestamps(Tz)?$/i.test(type)) {
    for (const column of ['created_at', 'updated_at']) add(column, 'timestamp', { nullable: true });
  } else if (/^softDeletes(Tz)?$/.test(type)) add(name || 'deleted_at', 'timestamp', { nullable: true });
  else if (type === 'rememberToken') add('remember_token', 'string', { nullable: true });
  else if (/morphs$/i.test(type)) {
    add(`${name}_type`, 'string');
    add(`${name}_id`, /^(nullable)?uuid/i.test(type) ? 'uuid' : 'unsignedBigInteger');
  } else if (/^drop/.test(type)) {
    if (type === 'dropColumn') table.drop(name);
  } else if (type === 'foreign') {
    const target = /->on\(\s*['"]([^'"]+)/.exec(options)?.[1];
    const references = /->references\(\s*['"]([^'"]+)/.exec(options)?.[1];
    if (target)
      table.foreignKeys.push({ columns: [name], table: target, references: references ? [references] : [] });
  } else if (!TYPE_OF.has(type))
    catalog.notes.push({
      id: `Tabel ${table.id.name}: "${type}" tidak dikenal dan dilewati.`,
      en: `Table ${table.id.name}: "${type}" is unknown and skipped.`,
    });
  else {
    const counter = type === 'id' || /ncrements$/.test(type);
    add(name, type, counter ? { generated: 'COUNTER', nullable: false } : {});
    if (counter || options.includes('->primary(')) table.primaryKey = [name];
    if (options.includes('->unique(')) table.uniques.push([name]);
    const constrained = /->constrained\(\s*(?:['"]([^'"]+)['"])?/.exec(options);
    if (constrained)
      table.foreignKeys.push({
        columns: [name],
        table: constrained[1] ?? name.replace(/_id$/, ''),
        references: ['id'],
      });
  }
}

/** `"page"`, or `Data::class, 'data_id'`, or nothing where the call has a name of its own. */
function columnName({ type, column }: Call): string {
  const named = column.includes('::class')
    ? (/['"]([^'"]+)['"]/.exec(column)?.[1] ?? `${snake(/(\w+)::class/.exec(column)?.[1] ?? '')}_id`)
    : column.replace(/^['"]|['"]$/g, '');
  if (named !== '') return named;
  return type === 'uuid' || type === 'ulid' ? type : /^(id|.*ncrements)$/.test(type) ? 'id' : '';
}

const snake = (name: string) => name.replace(/(?<=[a-z\d])(?=[A-Z])/g, '_').toLowerCase();

const plain = (name: string, sqlType: string, { options }: Call): ColumnDraft => ({
  name,
  sqlType,
  type: TYPE_OF.get(sqlType) ?? null,
  nullable: options.includes('->nullable('),
  comment: /->comment\(\s*'((?:[^'\\]|\\.)*)'/.exec(options)?.[1] ?? null,
  values: null,
  default: /->default\(\s*['"]?([^'")]*)/.exec(options)?.[1] ?? null,
  generated: null,
});

/** Laravel guesses the table from the column, in the English plural; the file says which tables there are. */
function existing(guess: string, known: ReadonlySet<string>): string {
  const plurals = [guess, `${guess}s`, `${guess}es`, guess.replace(/y$/, 'ies')];
  return plurals.find((name) => known.has(name)) ?? guess;
}
