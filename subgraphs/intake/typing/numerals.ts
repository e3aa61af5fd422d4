import type { NumberFormat } from './guess.js';

/**
 * What can be told of a number's text alone. `COMMA` and `POINT`: that mark is the decimal one, beyond doubt (`12,5`,
 * `1.234,567`, `0.125`). `…_THREE`: one mark before three digits (`3,493`), decimal or group. `…_GROUPS`: two or more
 * groups (`1.234.567`). `ZERO_LED`: digits that begin with a needless zero. `POINT_ZERO`: digits and `.0`.
 */
export type NumberShape =
  | 'WHOLE'
  | 'ZERO_LED'
  | 'POINT_ZERO'
  | 'COMMA'
  | 'POINT'
  | 'COMMA_THREE'
  | 'POINT_THREE'
  | 'COMMA_GROUPS'
  | 'POINT_GROUPS'
  | 'BLANK_GROUPS';

export interface Numeral {
  readonly shape: NumberShape;
  readonly negative: boolean;
  readonly prefixed: boolean;
  readonly percent: boolean;
  /** The digits and marks, without sign, `Rp`, percent sign and the `,-` of round rupiah. */
  readonly body: string;
  /** The mark between groups, where the text leaves no doubt of it. */
  readonly group: '.' | ',' | ' ' | null;
}

/** Longer texts are no quantity; PostgreSQL's numeric would take them up to 131,072 digits. */
const MAX_LENGTH = 200;

export function onlyDigits(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return text !== '';
}

const isSign = (code: number): boolean => code === 45 || code === 43 || code === 0x2212;

/** The trimmed text as a number, in whatever style; null where it is none in any. */
export function numeral(text: string): Numeral | null {
  if (text === '' || text.length > MAX_LENGTH) return null;
  if (onlyDigits(text)) return plain(text, false, false, false);
  const first = text.charCodeAt(0);
  // Digits, signs and marks, or the R of Rp.
  if ((first > 57 && first !== 82 && first !== 114 && first !== 0x2212) || first < 43) return null;

  let body = text;
  let sign = 0;
  let prefixed = false;
  let percent = false;
  if (isSign(first)) {
    sign = first;
    body = body.slice(1).trimStart();
  }
  if (/^rp/i.test(body)) {
    prefixed = true;
    body = body.slice(2).replace(/^\.?\s*/, '');
    if (sign === 0 && isSign(body.charCodeAt(0))) {
      sign = body.charCodeAt(0);
      body = body.slice(1).trimStart();
    }
  }
  if (body.endsWith('%')) {
    percent = true;
    body = body.slice(0, -1).trimEnd();
  }
  // "Rp100.000,-": no cents, so the comma is the decimal mark and the point is not.
  const round = prefixed && body.endsWith('-') ? /,-{1,2}$/.exec(body) : null;
  if (round) body = body.slice(0, round.index);
  const negative = sign !== 0 && sign !== 43;
  if (onlyDigits(body)) {
    // "-05" and "+6281234567" are codes and telephone numbers.
    if (sign !== 0 && ((body.length > 1 && body.startsWith('0')) || (!negative && body.length > 7)))
      return null;
    return plain(body, negative, prefixed, percent);
  }
  // "-06.5150" is a latitude; without its sign it could as well be a code.
  if (sign !== 0) body = body.replace(/^0+(?=\d+[.,]\d)/, '');
  const marked = markedShape(body);
  if (!marked) return null;
  const [shape, group] = marked;
  if (!round) return { shape, negative, prefixed, percent, body, group };
  return shape === 'POINT_THREE' || shape === 'POINT_GROUPS'
    ? { shape: 'POINT_GROUPS', negative, prefixed, percent, body, group: '.' }
    : null;
}

function plain(body: string, negative: boolean, prefixed: boolean, percent: boolean): Numeral {
  const shape = body.length > 1 && body.charCodeAt(0) === 48 ? 'ZERO_LED' : 'WHOLE';
  return { shape, negative, prefixed, percent, body, group: null };
}

type Mark = ',' | '.' | ' ';

function markAt(code: number): Mark | null {
  if (code === 46) return '.';
  if (code === 44) return ',';
  return code === 32 || code === 0xa0 || code === 0x2009 || code === 0x202f ? ' ' : null;
}

/** Shape and group mark of digits with marks among them; by hand, because most cells of a file of numbers end here. */
function markedShape(body: string): readonly [NumberShape, Numeral['group']] | null {
  let marks = 0;
  let group: Mark | null = null;
  let last: Mark | null = null;
  let head = 0;
  let since = 0;
  for (let at = 0; at < body.length; at++) {
    const code = body.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      since++;
      continue;
    }
    const mark = markAt(code);
    if (mark === null) return null;
    if (marks === 0) {
      head = since;
      group = mark;
    } else if (since !== 3 || last !== group) return null;
    marks++;
    last = mark;
    since = 0;
  }
  if (marks === 0 || since === 0) return null;
  const zeroHead = body.charCodeAt(0) === 48;
  if (zeroHead && head > 1) return null;
  const groups = head >= 1 && head <= 3 && !zeroHead;
  if (marks === 1) {
    if (last === ' ') return groups && since === 3 ? ['BLANK_GROUPS', ' '] : null;
    if (groups && since === 3) return [last === ',' ? 'COMMA_THREE' : 'POINT_THREE', null];
    if (last === ',') return ['COMMA', null];
    return [head > 0 && since === 1 && body.endsWith('0') ? 'POINT_ZERO' : 'POINT', null];
  }
  if (!groups) return null;
  if (last !== group) return last === ' ' ? null : [last === ',' ? 'COMMA' : 'POINT', group];
  if (since !== 3) return null;
  return [group === ' ' ? 'BLANK_GROUPS' : group === ',' ? 'COMMA_GROUPS' : 'POINT_GROUPS', group];
}

/**
 * The number's exact value as PostgreSQL writes it, every digit of the fraction kept: `-1234.50`. Null where it does not
 * follow the marks.
 */
export function exactNumber(
  number: Numeral,
  decimal: ',' | '.',
  group: NumberFormat['group'],
): string | null {
  const value = magnitude(number, decimal, group);
  return value !== null && number.negative && /[1-9]/.test(value) ? `-${value}` : value;
}

function magnitude(
  { shape, body, group: own }: Numeral,
  decimal: ',' | '.',
  group: Mark | null,
): string | null {
  switch (shape) {
    case 'WHOLE':
      return body;
    case 'ZERO_LED':
      return body.replace(/^0+(?=\d)/, '');
    case 'COMMA_GROUPS':
    case 'POINT_GROUPS':
    case 'BLANK_GROUPS':
      return own === group && own !== decimal ? body.replace(/\D/g, '') : null;
    case 'COMMA_THREE':
    case 'POINT_THREE': {
      const mark = shape === 'COMMA_THREE' ? ',' : '.';
      if (mark === decimal) return mark === '.' ? body : body.replace(',', '.');
      return mark === group ? body.replace(mark, '') : null;
    }
    default: {
      if ((shape === 'COMMA') !== (decimal === ',') || (own !== null && own !== group)) return null;
      const point = body.lastIndexOf(decimal);
      const whole = own === null ? body.slice(0, point) : body.slice(0, point).replace(/\D/g, '');
      return `${whole === '' ? '0' : whole}.${body.slice(point + 1)}`;
    }
  }
}

/** Compares two exact values as numbers, digit by digit: negative where `a` is less. */
export function compareExact(a: string, b: string): number {
  const below = a.startsWith('-');
  if (below !== b.startsWith('-')) return below ? -1 : 1;
  const result = compareMagnitude(below ? a.slice(1) : a, below ? b.slice(1) : b);
  return below && result !== 0 ? -result : result;
}

function compareMagnitude(a: string, b: string): number {
  const [pointA, pointB] = [a.indexOf('.'), b.indexOf('.')];
  const wholeA = pointA < 0 ? a.length : pointA;
  const wholeB = pointB < 0 ? b.length : pointB;
  if (wholeA !== wholeB) return wholeA - wholeB;
  // Of one length up to the point, digits order as text does; then only zeros at the end can still deceive.
  if (pointA >= 0 && pointB >= 0 && a.length !== b.length) {
    const length = Math.max(a.length, b.length);
    return order(a.padEnd(length, '0'), b.padEnd(length, '0'));
  }
  if (pointA >= 0 === pointB >= 0) return order(a, b);
  const [left, right] = pointA < 0 ? [a, b.slice(0, wholeB)] : [a.slice(0, wholeA), b];
  if (left !== right) return order(left, right);
  const fraction = pointA < 0 ? b.slice(wholeB) : a.slice(wholeA);
  return /[1-9]/.test(fraction) ? (pointA < 0 ? -1 : 1) : 0;
}

const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** An exact value without the zeros at the end of its fraction, so that equal numbers are equal texts. */
export const shortest = (value: string): string =>
  value.includes('.') ? value.replace(/\.?0+$/, '') : value;

const LIMITS = { INTEGER: '2147483648', BIGINT: '9223372036854775808' } as const;

/** Whether an exact whole value fits PostgreSQL's type. */
export function fitsWhole(value: string, type: 'INTEGER' | 'BIGINT'): boolean {
  const negative = value.startsWith('-');
  const result = compareMagnitude(negative ? value.slice(1) : value, LIMITS[type]);
  return negative ? result <= 0 : result < 0;
}
