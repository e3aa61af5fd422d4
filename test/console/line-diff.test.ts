import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines, folded, type Row } from '../../gateway/console/app/screens/graph/line-diff.js';

/** One side of the rows, as the text it was. */
const side = (rows: readonly Row[], of: 'before' | 'after'): string[] =>
  rows.flatMap((row) => (row[of] ? [row[of].text] : []));

/** Rows in one line each: ` a`, `-a +b`. */
const written = (rows: readonly Row[]): string[] =>
  rows.map(({ same, before, after }) =>
    same
      ? ` ${after?.text}`
      : [before && `-${before.text}`, after && `+${after.text}`].filter(Boolean).join(' '),
  );

describe('two texts line by line', () => {
  test('show what stays, goes and comes, a changed line beside the one it replaces', () => {
    expect(written(diffLines('a\nb\nc\nd\n', 'a\nB\nc\nd\ne\n'))).toEqual([' a', '-b +B', ' c', ' d', '+e']);
    expect(written(diffLines('', 'a\nb\n'))).toEqual(['+a', '+b']);
    expect(written(diffLines('a\n', ''))).toEqual(['-a']);
    expect(written(diffLines('a\nb\na\n', 'a\na\n'))).toEqual([' a', '-b', ' a']);
  });

  test('lose no line and no number of one, and keep as many as any common subsequence', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [before, after] = [
          a.map((line) => `${line}\n`).join(''),
          b.map((line) => `${line}\n`).join(''),
        ];
        const rows = diffLines(before, after);
        expect(side(rows, 'before')).toEqual(a);
        expect(side(rows, 'after')).toEqual(b);
        for (const of of ['before', 'after'] as const)
          expect(rows.flatMap((row) => (row[of] ? [row[of].no] : []))).toEqual(
            (of === 'before' ? a : b).map((_, index) => index + 1),
          );
        for (const { same, before: one, after: other } of rows) if (same) expect(one?.text).toBe(other?.text);
        expect(rows.filter(({ same }) => same)).toHaveLength(longestCommon(a, b));
      }),
    );
  });

  test('of more lines than can be compared are shown as one piece between what they share', () => {
    const many = (mark: string) => Array.from({ length: 3000 }, (_, index) => `${mark} ${index}`).join('\n');
    const rows = diffLines(`first\n${many('a')}\nlast\n`, `first\n${many('b')}\nlast\n`);
    expect(rows.filter(({ same }) => same).map(({ after }) => after?.text)).toEqual(['first', 'last']);
    expect(rows).toHaveLength(3002);
  });

  test('leave out what is far from a change or a marked line', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);
    const rows = diffLines(lines.join('\n'), lines.with(9, 'changed').join('\n'));
    const parts = folded(rows, new Set([30]), 2);
    expect(parts.map((part) => ('skipped' in part ? -part.skipped : part.after?.no))).toEqual([
      -7, 8, 9, 10, 11, 12, -15, 28, 29, 30, 31, 32, -8,
    ]);
    expect(folded(diffLines('a\nb', 'a\nb'), new Set())).toEqual([{ skipped: 2 }]);
  });
});

/** Straight from the definition. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const [[x, ...as], [y, ...bs]] = [a, b];
  if (x === undefined || y === undefined) return 0;
  if (x === y) return 1 + longestCommon(as, bs);
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (const [i, one] of a.entries())
    for (const [j, other] of b.entries()) {
      const [up, left, back] = [table[i]?.[j + 1] ?? 0, table[i + 1]?.[j] ?? 0, table[i]?.[j] ?? 0];
      const row = table[i + 1];
      if (row) row[j + 1] = one === other ? back + 1 : Math.max(up, left);
    }
  return table[a.length]?.[b.length] ?? 0;
}
