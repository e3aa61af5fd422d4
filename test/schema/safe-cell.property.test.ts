import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine, safeCell } from '../../schema/safe-cell.js';
import { runs } from '../support/runs.js';

describe('a cell for a spreadsheet program', () => {
  test.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '\u00a0=1',
    '-cmd|x',
    '+62812345678',
    '＝1+1',
    '-',
  ])('that %j would make a formula of is text', (text) => {
    expect(safeCell(text)).toBe(`'${text}`);
  });

  test.each([
    '-12,5',
    '-12.5',
    '+0.5',
    '-1.234,50',
    '-1,234.50',
    '-1 234',
    '-1e-7',
    '-0',
    'a=b',
    '12-3',
    '',
    "'=1",
    'a@b.id',
  ])('that holds %j is left alone', (text) => {
    expect(safeCell(text)).toBe(text);
  });

  test('never begins a formula, and loses nothing', () => {
    const start = fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' ', '\n', "'", '', '\ufeff');
    const text = fc
      .tuple(start, start, fc.string({ unit: 'binary', maxLength: 8 }))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (one) => {
        const safe = safeCell(one);
        expect([one, `'${one}`]).toContain(safe);
        // What is left alone is a number, or begins with nothing that a program would calculate.
        if (safe === one && /^[\s]*[=+\-@]/.test(one)) expect(Number.isNaN(Number(one.trim()))).toBe(false);
        expect(/^[=@\t\r]/.test(safe)).toBe(false);
      }),
      { numRuns: runs(2000, 100_000) },
    );
  });

  test('that is a number stays one, however it is written', () => {
    const number = fc.tuple(
      fc.constantFrom('', '-', '+'),
      fc.integer({ min: 0, max: 9_999_999 }),
      fc.nat(99),
    );
    fc.assert(
      fc.property(number, ([sign, whole, part]) => {
        for (const text of [`${sign}${whole}`, `${sign}${whole},${part}`, `${sign}${whole}.${part}`])
          expect(safeCell(text)).toBe(text);
      }),
      { numRuns: runs(500, 20_000) },
    );
  });
});

test('a line of CSV quotes what would be read as something else', () => {
  expect(csvLine(['a', 'b,c', 'd"e', ' f', 'g\nh', ''])).toBe('a,"b,c","d""e"," f","g\nh",\r\n');
});
