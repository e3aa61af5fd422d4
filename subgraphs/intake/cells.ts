import { type ColumnDefinition, isDate } from '../../schema/definition.js';
import type { Words } from '../../schema/errors.js';

/** What a cell holds: the text for PostgreSQL (null where empty), or what is wrong with it. */
export type Cell = { readonly text: string | null } | { readonly problem: Words };

const INTEGER_MAX = 2_147_483_647n;
const BIGINT_MAX = 9_223_372_036_854_775_807n;
/** A map, because an object would also know the words `constructor` and `__proto__`. */
const TRUTHS: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['false', 'false'],
  ['t', 'true'],
  ['f', 'false'],
]);

/**
 * Reads one cell as the definition says. Text stays as it is, leading zeros and all; a value that does not fit is a
 * problem, never a guess.
 */
export function readCell(column: ColumnDefinition, raw: string): Cell {
  if (raw.includes('\0')) return problem(column, raw, 'memuat karakter NUL', 'holds a NUL character');
  if (column.type === 'TEXT') return raw === '' ? empty(column) : { text: raw };
  const value = raw.trim();
  if (value === '') return empty(column);
  switch (column.type) {
    case 'INTEGER':
    case 'BIGINT': {
      if (!/^[+-]?\d{1,19}$/.test(value))
        return problem(column, raw, 'bukan bilangan bulat', 'is not a whole number');
      const number = BigInt(value);
      const max = column.type === 'INTEGER' ? INTEGER_MAX : BIGINT_MAX;
      return number <= max && number >= -max - 1n
        ? { text: number.toString() }
        : problem(column, raw, 'terlalu besar', 'is out of range');
    }
    case 'DECIMAL':
      return /^[+-]?(\d{1,131}(\.\d{0,131})?|\.\d{1,131})$/.test(value)
        ? { text: value }
        : problem(column, raw, 'bukan bilangan desimal bertitik', 'is not a decimal number with a point');
    case 'BOOLEAN': {
      const truth = TRUTHS.get(value.toLowerCase());
      return truth ? { text: truth } : problem(column, raw, 'bukan true/false', 'is not true or false');
    }
    case 'DATE':
      return isDate(value)
        ? { text: value }
        : problem(column, raw, 'bukan tanggal YYYY-MM-DD', 'is not a date YYYY-MM-DD');
  }
}

function empty(column: ColumnDefinition): Cell {
  return column.key
    ? problem(column, '', 'kosong padahal kunci', 'is empty though part of the key')
    : { text: null };
}

function problem(column: ColumnDefinition, raw: string, id: string, en: string): Cell {
  const shown = raw.length > 40 ? `${raw.slice(0, 40)}…` : raw;
  return {
    problem: {
      id: `kolom ${column.label}: "${shown}" ${id}`,
      en: `column ${column.label}: "${shown}" ${en}`,
    },
  };
}
