import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ColumnTyping } from '../../subgraphs/intake/typing/column.js';
import { exists } from '../../subgraphs/intake/typing/dates.js';
import { type ColumnChoice, choiceOf, type NumberFormat } from '../../subgraphs/intake/typing/guess.js';
import { compareExact } from '../../subgraphs/intake/typing/numerals.js';
import { readerFor } from '../../subgraphs/intake/typing/readers.js';
import { runs } from '../support/runs.js';

const digits = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((all) => all.join(''));

interface Exact {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}
const exactNumber: fc.Arbitrary<Exact> = fc.record({
  negative: fc.boolean(),
  whole: digits(1, 25).map((text) => text.replace(/^0+(?=\d)/, '')),
  fraction: fc.oneof(fc.constant(''), digits(1, 6)),
});
const style: fc.Arbitrary<NumberFormat> = fc
  .record({
    kind: fc.constant('NUMBER' as const),
    decimal: fc.constantFrom(',' as const, '.' as const),
    group: fc.constantFrom(',' as const, '.' as const, ' ' as const, null),
    prefix: fc.constantFrom('Rp' as const, null),
    percent: fc.boolean(),
  })
  .filter(({ decimal, group }) => decimal !== group);

/** The number as PostgreSQL writes it, said once more. */
const plain = ({ negative, whole, fraction }: Exact): string => {
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && /[1-9]/.test(text) ? `-${text}` : text;
};

function written({ negative, whole, fraction }: Exact, format: NumberFormat, blank = ' '): string {
  const mark = format.group === ' ' ? blank : format.group;
  const grouped = mark === null ? whole : whole.replace(/\B(?=(\d{3})+$)/g, mark);
  const value = fraction === '' ? grouped : `${grouped}${format.decimal}${fraction}`;
  return `${negative ? '-' : ''}${format.prefix ?? ''}${value}${format.percent ? '%' : ''}`;
}

function textOf(choice: ColumnChoice, cell: string): string | null | undefined {
  const reading = readerFor('x', choice)(cell);
  return 'text' in reading ? reading.text : undefined;
}

describe('numbers', () => {
  test('a number written in any style is read back exactly', () => {
    fc.assert(
      fc.property(
        exactNumber,
        style,
        fc.constantFrom(' ', '\u00a0', '\u202f'),
        fc.constantFrom('', ' ', '\t'),
        (value, format, blank, around) => {
          const cell = `${around}${written(value, format, blank)}${around}`;
          expect(textOf({ type: 'DECIMAL', format, missing: [] }, cell)).toBe(plain(value));
        },
      ),
      { numRuns: runs(500, 20_000) },
    );
  });

  test('a whole column in one style is read back exactly, kept as text, or asked about', () => {
    fc.assert(
      // Rupiah have no thousandths: "Rp1.234" is a group of thousands beyond doubt.
      fc.property(fc.array(exactNumber, { minLength: 1, maxLength: 8 }), style, (values, format) => {
        const sensible = values.map((value) =>
          format.prefix ? { ...value, fraction: value.fraction.slice(0, 2) } : value,
        );
        const cells = sensible.map((value) => written(value, format));
        const column = new ColumnTyping({ header: 'x' });
        for (const cell of cells) column.add(cell);
        const guess = column.verdict();
        const result = choiceOf(guess);
        if ('open' in result) return;
        const read = cells.map((cell) => textOf(result.choice, cell));
        if (guess.type === 'TEXT') expect(read).toEqual(cells);
        else expect(read).toEqual(sensible.map(plain));
      }),
      { numRuns: runs(500, 20_000) },
    );
  });

  test('exact values are ordered as numbers are', () => {
    const small = fc.record({
      negative: fc.boolean(),
      whole: fc.integer({ min: 0, max: 3000 }).map(String),
      fraction: fc.oneof(fc.constant(''), digits(1, 3)),
    });
    const scaled = (value: Exact): bigint =>
      BigInt(`${value.negative ? '-' : ''}${value.whole}${value.fraction.padEnd(3, '0')}`);
    fc.assert(
      fc.property(small, small, (a, b) => {
        const order = scaled(a) === scaled(b) ? 0 : scaled(a) < scaled(b) ? -1 : 1;
        expect(Math.sign(compareExact(plain(a), plain(b)))).toBe(order);
      }),
      { numRuns: runs(500, 20_000) },
    );
  });

  test('a column with a code that begins with zero is never a number', () => {
    const code = fc.oneof(
      digits(1, 18),
      digits(1, 4).map((text) => `${text}.0`),
      exactNumber.map(plain),
    );
    fc.assert(
      fc.property(
        digits(1, 12).map((text) => `0${text}`),
        fc.array(code, { maxLength: 30 }),
        fc.nat(),
        fc.constantFrom('x', 'jumlah', 'kode', 'no', 'tahun'),
        (zero, others, at, header) => {
          const cells = [...others];
          cells.splice(at % (others.length + 1), 0, zero);
          const column = new ColumnTyping({ header });
          for (const cell of cells) column.add(cell);
          expect(column.verdict().type).toBe('TEXT');
        },
      ),
      { numRuns: runs(300, 10_000) },
    );
  });
});

describe('dates', () => {
  const MONTHS =
    'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' ');
  const two = (value: number) => String(value).padStart(2, '0');
  const day = fc
    .record({
      year: fc.integer({ min: 1900, max: 2099 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }),
    })
    .filter(({ year, month, day: of }) => exists(year, month, of));
  type Day = { year: number; month: number; day: number };
  const STYLES: readonly ((date: Day) => string)[] = [
    (date) => `${two(date.day)}/${two(date.month)}/${date.year}`,
    (date) => `${date.day}-${date.month}-${date.year}`,
    (date) => `${date.month}/${date.day}/${date.year}`,
    (date) => `${two(date.day)}.${two(date.month)}.${date.year}`,
    (date) => `${date.year}/${date.month}/${date.day}`,
    (date) => `${date.day} ${MONTHS[date.month - 1]} ${date.year}`,
    (date) => `${two(date.day)}-${MONTHS[date.month - 1]?.slice(0, 3).toUpperCase()}-${date.year} 00:00:00`,
  ];

  test('a column in one style is read back exactly or asked about', () => {
    fc.assert(
      fc.property(
        fc.array(day, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...STYLES),
        (dates, write) => {
          const cells = dates.map(write);
          const column = new ColumnTyping({ header: 'x' });
          for (const cell of cells) column.add(cell);
          const guess = column.verdict();
          expect(guess.type).toBe('DATE');
          const result = choiceOf(guess);
          if ('open' in result) {
            expect(dates.every((date) => date.day <= 12)).toBe(true);
            return;
          }
          const exact = dates.map((date) => `${date.year}-${two(date.month)}-${two(date.day)}`);
          expect(cells.map((cell) => textOf(result.choice, cell))).toEqual(exact);
        },
      ),
      { numRuns: runs(300, 10_000) },
    );
  });

  test('the days that exist are those of the calendar', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, of) => {
          const date = new Date(0);
          date.setUTCFullYear(year, month - 1, of);
          expect(exists(year, month, of)).toBe(date.getUTCMonth() === month - 1 && date.getUTCDate() === of);
        },
      ),
      { numRuns: runs(500, 20_000) },
    );
  });
});

describe('nothing changes silently', () => {
  const piece = fc.constantFrom(
    ...[
      '0',
      '1',
      '12',
      '345',
      '007',
      '.',
      ',',
      '-',
      '+',
      ' ',
      'Rp',
      '%',
      '/',
      ':',
      'Jan',
      'E5',
      '\u00a0',
      '–',
      'a',
      '٣',
    ],
  );
  const cell = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );

  test('text stays as it is', () => {
    const choice: ColumnChoice = { type: 'TEXT', format: { kind: 'TEXT', strip: null }, missing: [] };
    fc.assert(
      fc.property(cell, (text) => {
        const read = textOf(choice, text);
        if (text.trim() === '') expect(read).toBeNull();
        else if (!text.includes('\0')) expect(read).toBe(text);
      }),
      { numRuns: runs(300, 10_000) },
    );
  });

  test('a number keeps each digit, its sign and the place of its mark, or is a problem', () => {
    fc.assert(
      fc.property(cell, style, fc.constantFrom('DECIMAL', 'BIGINT'), (text, format, type) => {
        const read = textOf({ type, format, missing: [] } as ColumnChoice, text);
        if (read === undefined || read === null) return;
        const signed = text.trim().replace(/,-{1,2}$/, '');
        const negative = /^(rp\.?\s*)?[-\u2212]/i.test(signed);
        // The point of "Rp." belongs to the abbreviation.
        const body = signed.replace(/^([-+\u2212]\s*)?rp\.?/i, '');
        const at = body.lastIndexOf(format.decimal);
        const fraction = at < 0 ? '' : body.slice(at + 1).replace(/\D/g, '');
        const whole = (at < 0 ? body : body.slice(0, at)).replace(/\D/g, '').replace(/^0+(?=\d)/, '');
        const exact = plain({ negative, whole: whole === '' ? '0' : whole, fraction });
        if (type === 'DECIMAL') expect(read).toBe(exact);
        else expect([read, `${read}.${'0'.repeat(fraction.length)}`]).toContain(exact);
        expect(body).toMatch(/^[-+\u2212\d.,\s%]+$/);
      }),
      { numRuns: runs(1000, 50_000) },
    );
  });

  test('the guess over any cells never throws, and names each cell that it cannot read', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 12 }), (cells) => {
        const column = new ColumnTyping({ header: 'x' });
        for (const text of cells) column.add(text);
        const guess = column.verdict();
        const result = choiceOf(guess);
        if ('open' in result) return;
        const problems = cells.filter(
          (text) => !text.includes('\0') && textOf(result.choice, text) === undefined,
        );
        expect(guess.exceptionCount).toBeGreaterThanOrEqual(problems.length);
      }),
      { numRuns: runs(1000, 50_000) },
    );
  });
});
