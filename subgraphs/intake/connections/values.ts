import { isUtf8 } from 'node:buffer';
import type { ColumnType } from '../../../schema/definition.js';
import { plainDecimal } from '../reading/decimal.js';
import type { ConnectionKind } from './source.js';

/** A value on its way to a definition's column: a truth, the exact text, nothing; or what makes it no value. */
export type Value =
  | { readonly kind: 'VALUE'; readonly value: string | boolean | null }
  /** MySQL's date of zeros stands for "none"; it is taken as empty, and counted. */
  | { readonly kind: 'ZERO_DATE' }
  | { readonly kind: 'NOT_TEXT' };

export type Reader = (raw: Buffer | null) => Value;

const NOTHING: Value = { kind: 'VALUE', value: null };
const NOT_TEXT: Value = { kind: 'NOT_TEXT' };
const ZERO_DATE: Value = { kind: 'ZERO_DATE' };
const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['0', false],
  ['t', true],
  ['f', false],
]);

/**
 * How a source column's values become values of a definition's column. Whatever the database writes as text stays that
 * text; what does not fit the definition (`infinity`, `NaN`, `2024-00-00`) is left for the load to refuse by its row.
 */
export function readerOf(kind: ConnectionKind, sqlType: string, target: ColumnType): Reader {
  const written = sqlType.toLowerCase();
  const isBit = /^bit\b/.test(written);
  const isTruth = isBit || /^(bool|tinyint\(1\))/.test(written);
  const isPadded = kind === 'POSTGRESQL' && /^(character|char|bpchar)\b(?! varying)/.test(written);
  const isSingle = kind === 'MYSQL' && /^float\b/.test(written);
  const isFloat = /^(float|double|real)/.test(written);
  const isMoment = kind === 'MYSQL' && /^(date|timestamp)/.test(written);
  return (raw) => {
    if (raw === null) return NOTHING;
    // MySQL sends a bit as the byte itself.
    let text = isBit && kind === 'MYSQL' ? String(raw[0] ?? 0) : raw.toString('utf8');
    if (text.includes('\uFFFD') && !isUtf8(raw)) return NOT_TEXT;
    if (isTruth) {
      const truth = target === 'BOOLEAN' ? TRUTHS.get(text) : undefined;
      if (truth !== undefined) return { kind: 'VALUE', value: truth };
      if (kind === 'POSTGRESQL' && !isBit) text = text === 't' ? 'true' : 'false';
    }
    if (isPadded) text = text.replace(/ +$/, '');
    if (isFloat) text = (isSingle ? shortestSingle(text) : plainDecimal(text)) ?? text;
    if (isMoment && /^0000-00-00( 00:00:00(\.0+)?)?$/.test(text)) return ZERO_DATE;
    // A day that an application keeps in a moment; any other hour is not the date's to lose.
    if (target === 'DATE') text = text.replace(/^(\d{4}-\d{2}-\d{2}) 00:00:00(\.0+)?$/, '$1');
    return { kind: 'VALUE', value: text };
  };
}

/** The shortest decimal that a single-precision number reads back as itself: 0.1, not 0.10000000149011612. */
function shortestSingle(text: string): string | undefined {
  const exact = Number(text);
  // Whole numbers of this size are exact as they stand.
  if (Number.isInteger(exact) && Math.abs(exact) < 2 ** 53) return plainDecimal(text);
  for (let digits = 1; digits <= 9; digits++) {
    const short = exact.toPrecision(digits);
    if (Math.fround(Number(short)) === Math.fround(exact))
      return plainDecimal(short)
        ?.replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '');
  }
  return plainDecimal(text);
}
