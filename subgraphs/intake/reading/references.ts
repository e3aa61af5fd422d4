import type { Merge } from './grid.js';

/** Zero-based column and row of `BC12`; the row is undefined in `BC`. Undefined for what is no reference. */
export function position(reference: string): { column: number; row: number | undefined } | undefined {
  let column = 0;
  let at = 0;
  for (; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  const digits = reference.slice(at);
  if (at === 0 || at > 3 || !/^\d{0,7}$/.test(digits)) return undefined;
  return { column: column - 1, row: digits === '' ? undefined : Number(digits) - 1 };
}

/** `A1:B2` as a merge; undefined where it is one cell or no range. */
export function mergeOf(range: string): Merge | undefined {
  const [from, to] = range.replaceAll('$', '').split(':').map(position);
  if (from?.row === undefined || to?.row === undefined) return undefined;
  const merge = { top: from.row, left: from.column, bottom: to.row, right: to.column };
  const wrong = merge.bottom < merge.top || merge.right < merge.left;
  return wrong || (merge.bottom === merge.top && merge.right === merge.left) ? undefined : merge;
}
