import { type DateFormat, dateCell, isoDateCell } from './dates.js';
import { workbookNumber } from './decimal.js';
import type { Cell } from './grid.js';
import { unescapeText } from './shared-strings.js';

/** A cell as its XML has it. */
export interface RawCell {
  /** The attribute `t`; `n` where it has none. */
  readonly type: string;
  readonly format: DateFormat;
  /** What stands in `<v>`, or the text of `<is>`; undefined where neither stands. */
  readonly value: string | undefined;
  readonly formula: boolean;
}

/**
 * What a cell of a workbook holds. A formula counts by the value that was stored with it; one that was never calculated
 * is an error and not an empty cell, because its value is missing.
 */
export function cellOf(raw: RawCell, strings: readonly string[], from1904: boolean): Cell {
  const { type, value, format } = raw;
  if (value === undefined) return raw.formula ? { kind: 'ERROR', text: '#CALC!' } : null;
  switch (type) {
    case 's':
      return strings[Number(value)] || null;
    case 'inlineStr':
      return value || null;
    case 'str':
      return unescapeText(value) || null;
    case 'b':
      return { kind: 'BOOLEAN', text: value === '1' || value === 'true' ? 'true' : 'false' };
    case 'e':
      return { kind: 'ERROR', text: value };
    case 'd':
      return isoDateCell(value) ?? value;
    default: {
      if (value === '') return null;
      const number = workbookNumber(value);
      if (number === undefined) return value;
      return dateCell(Number(value), format, from1904) ?? { kind: 'NUMBER', text: number };
    }
  }
}
