/** Beyond this a number is no quantity any more, and writing it out would be an attack. */
const MAX_EXPONENT = 400;

/** A number's digits written out: `1.2E3` → `1200`, `-0.50` → `-0.50`. Undefined for what is no number. */
export function plainDecimal(raw: string): string | undefined {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(raw.trim());
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const exponent = Number(power);
  if (Math.abs(exponent) > MAX_EXPONENT) return undefined;
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const left = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0');
  const right = point >= digits.length ? '' : point < 0 ? '0'.repeat(-point) + digits : digits.slice(point);
  const integer = left.replace(/^0+(?=\d)/, '');
  return `${sign === '-' ? '-' : ''}${integer}${right === '' ? '' : `.${right}`}`;
}

/**
 * A number of a workbook, as Excel shows it. A workbook stores binary doubles, and their noise with them (`2.2999999999999998`
 * for 2.3): with a fraction and more than 15 significant digits, 15 count, which is all that Excel ever shows or takes.
 * A whole number has no such noise: it keeps every digit, so that a NIK of 16 digits that another program wrote survives.
 */
export function workbookNumber(raw: string): string | undefined {
  const plain = plainDecimal(raw);
  if (plain === undefined) return undefined;
  const significant = plain.replace(/^-/, '').replace('.', '').replace(/^0+/, '');
  const whole = !plain.includes('.');
  if (significant.length <= 15) return plain;
  if (whole && (!/[eE]/.test(raw) || Math.abs(Number(plain)) <= Number.MAX_SAFE_INTEGER)) return plain;
  const shown = plainDecimal(Number(raw).toPrecision(15));
  return shown?.includes('.') ? shown.replace(/\.?0+$/, '') : shown;
}
