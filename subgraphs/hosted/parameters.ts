import { type ColumnType, isDate } from '../../schema/definition.js';
import { type HubError, refusal } from '../../schema/errors.js';

/** Values of one statement; PostgreSQL itself takes 65,535. */
const MAX_VALUES = 1000;

/** Values of a statement. They are only ever bound, never part of its text. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Binds a value and gives its place, cast to `type`: `$3::numeric`. Throws LIMIT_EXCEEDED. */
  bind(value: unknown, type: string): string {
    if (this.values.length === MAX_VALUES)
      throw refusal('LIMIT_EXCEEDED', { limit: 'where', max: MAX_VALUES, found: `> ${MAX_VALUES}` });
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

const BIGINT_MAX = 2n ** 63n;

/** Checks a value that a caller gave for a column, and gives the text or value to bind. */
export function checkedValue(type: ColumnType, value: unknown, field: string): unknown {
  switch (type) {
    case 'TEXT':
      if (typeof value === 'string' && !value.includes('\0')) return value;
      break;
    case 'INTEGER':
    case 'BOOLEAN':
      if (value !== null && value !== undefined) return value;
      break;
    case 'BIGINT': {
      const text = exactText(value);
      if (/^[+-]?\d{1,19}$/.test(text)) {
        const number = BigInt(text);
        if (number < BIGINT_MAX && number >= -BIGINT_MAX) return text;
      }
      break;
    }
    case 'DECIMAL': {
      const text = exactText(value);
      if (/^[+-]?\d{1,1000}(\.\d{1,1000})?$/.test(text)) return text;
      break;
    }
    case 'DATE':
      if (typeof value === 'string' && isDate(value)) return value;
      break;
  }
  throw badValue(field, type);
}

/** Digits that every JSON number keeps; one that shows more may have lost some on its way here. */
const EXACT_DIGITS = 15;

/** The text of an exact number: a string as it is, a short number too; none for anything else. */
function exactText(value: unknown): string {
  if (typeof value === 'string') return value;
  const text = typeof value === 'number' ? String(value) : '';
  return text.replace(/\D/g, '').length <= EXACT_DIGITS ? text : '';
}

function badValue(field: string, type: ColumnType): HubError {
  const exact = type === 'BIGINT' || type === 'DECIMAL';
  return refusal('BAD_USER_INPUT', {
    detail: {
      id: `Nilai untuk ${field} bukan ${type} yang sah${exact ? '; kirim angka sebagai teks' : ''}.`,
      en: `The value for ${field} is not a valid ${type}${exact ? '; send numbers as text' : ''}.`,
    },
  });
}

/** A condition that was left empty would widen the answer in silence. */
export const nullValue = (field: string, instead: string): HubError =>
  refusal('BAD_USER_INPUT', {
    detail: {
      id: `${field} tidak boleh null; gunakan ${instead}.`,
      en: `${field} cannot be null; use ${instead}.`,
    },
  });

export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
