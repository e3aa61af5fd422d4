import type { ColumnType } from '../../../schema/definition.js';
import type { Dialect } from './structure.js';

const TYPES: Readonly<Record<ColumnType, readonly string[]>> = {
  TEXT: [
    'char character nchar varchar nvarchar bpchar citext name text tinytext mediumtext longtext clob xml enum set uuid',
    'time timetz datetime timestamp timestamptz interval inet inet4 inet6 cidr macaddr macaddr8 money ltree',
    'int4range int8range numrange daterange tsrange tstzrange national long',
  ],
  INTEGER: [
    'tinyint smallint mediumint int integer int1 int2 int3 int4 middleint smallserial serial2 serial4 year',
  ],
  BIGINT: ['bigint int8 bigserial serial8 oid'],
  DECIMAL: ['decimal dec numeric fixed float float4 float8 double real number'],
  BOOLEAN: ['bool boolean'],
  DATE: ['date'],
};

const KNOWN: ReadonlyMap<string, ColumnType> = new Map(
  Object.entries(TYPES).flatMap(([type, lists]) =>
    lists.flatMap((list) => list.split(' ').map((word) => [word, type as ColumnType] as const)),
  ),
);

/** The types that are known and yet have no place in an answer. */
const UNSERVED =
  /^(tiny|medium|long)?blob$|^(var)?binary$|^(bytea|jsonb?|hstore|vector|tsvector|tsquery|sql_variant|image)$|^(geometry|geography|point|polygon|linestring|multi\w+|geometrycollection|geomcollection|box|circle|line|lseg|path|raster)$/;

/**
 * What a column of this SQL type holds, from the type as written. Numbers keep their whole range (`bigint unsigned` passes
 * BIGINT), a zero-filled number is a code, moments of the day stay the text that the database writes.
 */
export function columnTypeOf(sqlType: string, dialect: Dialect): ColumnType | null {
  const written = sqlType.toLowerCase().replace(/^"?pg_catalog"?\./, '');
  if (/\[|\barray\b/.test(written)) return null;
  const word = /^"?(\w+)/.exec(written)?.[1] ?? '';
  const length = Number(/^\w+\s*\(\s*(\d+)/.exec(written)?.[1] ?? Number.NaN);
  const unsigned = /\b(unsigned|zerofill)\b/.test(written);
  if (/\bzerofill\b/.test(written)) return 'TEXT';
  if (word === 'bit')
    return (Number.isNaN(length) || length === 1) && !/varying/.test(written) ? 'BOOLEAN' : null;
  if (UNSERVED.test(word)) return null;
  if (/^long\s+(varbinary|raw)/.test(written)) return null;
  if (word === 'tinyint' && length === 1) return 'BOOLEAN';
  // The same word is a 4-byte counter in PostgreSQL, and `bigint unsigned` in MySQL.
  if (word === 'serial') return dialect === 'MYSQL' ? 'DECIMAL' : 'INTEGER';
  const type = KNOWN.get(word) ?? null;
  if (type === 'BIGINT' && unsigned) return 'DECIMAL';
  if (type === 'INTEGER' && unsigned && /^int(eger|4)?$/.test(word)) return 'BIGINT';
  return type;
}

/** Whether the word before any length is a type that is known, served or not. */
export const isKnownType = (sqlType: string): boolean => {
  const word = /^"?(?:pg_catalog\.)?(\w+)/.exec(sqlType.toLowerCase())?.[1] ?? '';
  return KNOWN.has(word) || UNSERVED.test(word) || word === 'bit' || word === 'serial';
};
