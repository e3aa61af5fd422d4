import { type ColumnType, isDate } from '../../schema/definition.js';
import { type HubError, refusal } from '../../schema/errors.js';

/** Values of a statement. They are only ever bound, never part of its text. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Binds a value and gives its place, cast to `type`: `$3::numeric`. */
  bind(value: unknown, type: string): string {
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
      const text = String(value);
      if (/^[+-]?\d{1,19}$/.test(text)) {
        const number = BigInt(text);
        if (number < BIGINT_MAX && number >= -BIGINT_MAX) return text;
      }
      break;
    }
    case 'DECIMAL':
      if (/^[+-]?\d{1,1000}(\.\d{1,1000})?$/.test(String(value))) return String(value);
      break;
    case 'DATE':
      if (typeof value === 'string' && isDate(value)) return value;
      break;
  }
  throw badValue(field, type);
}

const badValue = (field: string, type: ColumnType): HubError =>
  refusal('BAD_USER_INPUT', {
    detail: {
      id: `Nilai untuk ${field} bukan ${type} yang sah.`,
      en: `The value for ${field} is not a valid ${type}.`,
    },
  });
