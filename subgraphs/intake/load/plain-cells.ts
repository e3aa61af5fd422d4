import { dateText, exactDate } from '../typing/dates.js';
import type { ColumnChoice, NumberFormat } from '../typing/guess.js';
import { shortest } from '../typing/numerals.js';

const TAB = 9;
const LF = 10;
const CR = 13;
const COMMA = 44;
const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const BACKSLASH = 92;
/** Whole numbers of so many digits are exact as doubles, and so is a division by a power of ten up to 10^22. */
const EXACT_DIGITS = 15;
const MAX_DIGITS = 100;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, at) => 10 ** at);

/** Where a scan ended, and the cell's amount for adding up: NaN where it has none. */
export interface Scan {
  at: number;
  amount: number;
}

/**
 * Reads a cell from its bytes, from its first one (which is none of delimiter, LF and CR) on. `scan` is false where the
 * bytes alone do not tell that the column's reader would take them as they stand; else it ends at what is behind them.
 */
export interface PlainCell {
  readonly kind: 'NUMBER' | 'DATE' | 'TEXT';
  /** Null for a column that nobody asked for. */
  readonly choice: ColumnChoice | null;
  readonly scan: (bytes: Uint8Array, at: number, delimiter: number, scan: Scan) => boolean;
}

/** The plain cells of a column; `summed` where its amounts count for telling sums. */
export function plainCell(choice: ColumnChoice | null, summed: boolean): PlainCell {
  switch (choice?.format.kind) {
    case 'NUMBER':
      return { kind: 'NUMBER', choice, scan: numbers(choice, choice.format) };
    case 'DATE':
      return { kind: 'DATE', choice, scan: dates(choice, choice.format) };
    default:
      return { kind: 'TEXT', choice, scan: texts(choice, summed) };
  }
}

/** `-1234.5` and nothing that has to be written otherwise: no needless zeros in front, no marks between thousands. */
function numbers({ type, missing }: ColumnChoice, { decimal }: NumberFormat): PlainCell['scan'] {
  const mark = type === 'DECIMAL' ? decimal.charCodeAt(0) : -1;
  const most = type === 'INTEGER' ? 9 : type === 'BIGINT' ? 18 : MAX_DIGITS;
  const markers = missing.map((marker) => Number(shortest(marker.trim().replace(',', '.'))));
  return (bytes, start, _, scan) => {
    let at = start;
    let byte = bytes[at] as number;
    const negative = byte === MINUS;
    if (negative) byte = bytes[++at] as number;
    const zeroLed = byte === ZERO;
    let mantissa = 0;
    let digits = 0;
    let whole = -1;
    for (;;) {
      if (byte >= ZERO && byte <= NINE) {
        mantissa = mantissa * 10 + (byte - ZERO);
        digits++;
      } else if (byte === mark && whole === -1 && digits > 0) whole = digits;
      else break;
      byte = bytes[++at] as number;
    }
    if (digits === 0 || digits > most || digits === whole || (negative && mantissa === 0)) return false;
    // Of a code a zero in front is a part; of a number with a sign and a fraction PostgreSQL drops it.
    const head = whole === -1 ? digits : whole;
    if (zeroLed && head > 1 && (!negative || whole === -1)) return false;
    const amount =
      digits <= EXACT_DIGITS
        ? mantissa / (POWERS[whole === -1 ? 0 : digits - whole] as number)
        : amountIn(bytes, start, at);
    scan.amount = negative && digits <= EXACT_DIGITS ? -amount : amount;
    scan.at = at;
    return markers.length === 0 || !markers.includes(scan.amount);
  };
}

/** `2024-01-31`, up to the 28th: whether a later day exists is asked elsewhere. */
function dates({ missing }: ColumnChoice, format: Parameters<typeof exactDate>[1]): PlainCell['scan'] {
  const iso = dateText('2024-01-28');
  const plain = missing.length === 0 && iso !== null && exactDate(iso, format) === '2024-01-28';
  return (bytes, start, _, scan) => {
    if (!plain || bytes.length < start + 11 || bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS)
      return false;
    let parts = 0;
    for (let at = 0; at < 10; at++) {
      const digit = (bytes[start + at] as number) - ZERO;
      if (at === 4 || at === 7) continue;
      if (digit < 0 || digit > 9) return false;
      parts = parts * 10 + digit;
    }
    const month = Math.floor(parts / 100) % 100;
    const day = parts % 100;
    if (parts < 10_000 || month < 1 || month > 12 || day < 1 || day > 28) return false;
    scan.amount = Number.NaN;
    scan.at = start + 10;
    return true;
  };
}

function texts(choice: ColumnChoice | null, summed: boolean): PlainCell['scan'] {
  const missing = new Set(choice?.missing);
  const longest = Math.max(0, ...[...missing].map((marker) => Buffer.byteLength(marker)));
  const strip = choice?.format.kind === 'TEXT' && choice.format.strip !== null;
  return (bytes, start, delimiter, scan) => {
    const first = bytes[start] as number;
    // What begins so is not blank; of other texts the long way knows more.
    if (first <= 32 || first >= 127) return false;
    let at = start;
    let byte = first;
    let outside = false;
    while (byte !== delimiter && byte !== LF && byte !== CR) {
      if (byte === BACKSLASH || byte === TAB || byte === 0) return false;
      if (byte <= 32 || byte >= 127) outside = true;
      byte = bytes[++at] as number;
    }
    scan.at = at;
    scan.amount = Number.NaN;
    if (longest > 0 && (at - start <= longest || outside)) {
      if (missing.has(textIn(bytes, start, at).trim())) return false;
    }
    if (strip && bytes[at - 1] === ZERO && bytes[at - 2] === POINT) return false;
    if (!summed) return true;
    if (outside) return false;
    scan.amount = amountIn(bytes, start, at);
    // A word may stand for a missing value, which a number or a date never does.
    return !Number.isNaN(scan.amount) || (first >= ZERO && first <= NINE);
  };
}

const textIn = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');

/** The amount of digits with at most one point or comma among them; NaN for anything else. */
function amountIn(bytes: Uint8Array, start: number, end: number): number {
  const sign = bytes[start] as number;
  let at = sign === MINUS || sign === PLUS ? start + 1 : start;
  let mantissa = 0;
  let digits = 0;
  let whole = -1;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + (byte - ZERO);
      digits++;
    } else if ((byte === POINT || byte === COMMA) && whole === -1 && digits > 0) whole = digits;
    else return Number.NaN;
  }
  if (digits === 0 || digits === whole) return Number.NaN;
  if (digits > EXACT_DIGITS) return Number(textIn(bytes, start, end).replace(',', '.'));
  const amount = mantissa / (POWERS[whole === -1 ? 0 : digits - whole] as number);
  return sign === MINUS ? -amount : amount;
}
