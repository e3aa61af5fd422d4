import { type ColumnType, isDate } from '../../schema/definition.js';
import { type HubError, refusal } from '../../schema/errors.js';

/** Values of one list's arguments. */
const MAX_VALUES = 1000;
/** Values of a whole statement; PostgreSQL itself takes 65,535. */
const MAX_TOTAL = 60_000;

/** Values of a statement. They are only ever bound, never part of its text. */
export class Parameters {
  readonly values: unknown[] = [];
  #from = 0;

  /** Begins another list: its values are counted for themselves. */
  begin(): void {
    this.#from = this.values.length;
  }

  /** Binds a value and gives its place, cast to `type`: `$3::numeric`. Throws LIMIT_EXCEEDED. */
  bind(value: unknown, type: string): string {
    const { length } = this.values;
    if (length - this.#from >= MAX_VALUES || length >= MAX_TOTAL)
      throw refusal('LIMIT_EXCEEDED', { limit: 'where', max: MAX_VALUES, found: `> ${MAX_VALUES}` });
    this.values.push(value);
    return `$${length + 1}::${type}`;
  }
}

/** PostgreSQL's text knows neither NUL nor half a surrogate pair. */
const isStorable = (text: string): boolean => !/\0|\p{Surrogate}/u.test(text);

const BIGINT_MAX = 2n ** 63n;

/** Checks a value that a caller gave for a column, and gives the text or value to bind. */
export function checkedValue(type: ColumnType, value: unknown, field: string): unknown {
  switch (type) {
    case 'TEXT':
      if (typeof value === 'string' && isStorable(value)) return value;
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
