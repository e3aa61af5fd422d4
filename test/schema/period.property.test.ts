import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aroundPeriod,
  endOfPeriod,
  inPeriod,
  PERIOD_KINDS,
  PERIOD_PATTERN,
  type Period,
  parsePeriod,
  partsOfPeriod,
  periodId,
  periodLabel,
  periodOf,
  startOfPeriod,
} from '../../schema/period.js';
import { runs } from '../support/runs.js';

const COUNT = { YEAR: 1, SEMESTER: 2, QUARTER: 4, MONTH: 12 };
const periods: fc.Arbitrary<Period> = fc
  .tuple(
    fc.constantFrom(...PERIOD_KINDS),
    fc.integer({ min: 1900, max: 2100 }),
    fc.integer({ min: 1, max: 12 }),
  )
  .filter(([kind, , number]) => number <= COUNT[kind])
  .map(([kind, year, number]) => ({ kind, year, number }));

const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

test('an id says its period, and only ids do', () => {
  fc.assert(
    fc.property(periods, (period) => {
      expect(parsePeriod(periodId(period))).toEqual(period);
    }),
    { numRuns: runs(300, 6000) },
  );
  const all = Array.from({ length: 201 }, (_, at) =>
    inPeriod({ kind: 'YEAR', year: 1900 + at, number: 1 }),
  ).flat();
  expect(new Set(all.map(periodId)).size).toBe(201 * 19);
  fc.assert(
    fc.property(fc.stringMatching(/^[12][089]\d\d(-[SQ]?\d{1,2})?$/), (text) => {
      const period = parsePeriod(text);
      expect(period === null ? null : periodId(period)).toBe(period === null ? null : text);
      expect(period !== null).toBe(new RegExp(PERIOD_PATTERN).test(text));
    }),
    { numRuns: runs(500, 10000) },
  );
  for (const text of [
    '',
    '2024-13',
    '2024-00',
    '2024-S3',
    '2024-Q0',
    '1899',
    '2101',
    '2024-3',
    '2024-Q3\n',
    ' 2024',
  ])
    expect(parsePeriod(text)).toBeNull();
});

test('the parts of a period follow each other from its first day to its last', () => {
  fc.assert(
    fc.property(periods, fc.constantFrom(...PERIOD_KINDS), (period, kind) => {
      const parts = partsOfPeriod(period, kind);
      if (COUNT[kind] <= COUNT[period.kind]) {
        expect(parts).toEqual([]);
        return;
      }
      expect(startOfPeriod(parts[0] as Period)).toBe(startOfPeriod(period));
      expect(endOfPeriod(parts.at(-1) as Period)).toBe(endOfPeriod(period));
      parts.slice(1).forEach((part, at) => {
        expect(startOfPeriod(part)).toBe(dayAfter(endOfPeriod(parts[at] as Period)));
      });
      for (const part of parts) expect(aroundPeriod(part)).toContainEqual(period);
    }),
    { numRuns: runs(300, 6000) },
  );
});

test('what lies in a period is what its days cover', () => {
  fc.assert(
    fc.property(periods, periods, (one, other) => {
      const covered = startOfPeriod(one) <= startOfPeriod(other) && endOfPeriod(other) <= endOfPeriod(one);
      const shorter = COUNT[one.kind] <= COUNT[other.kind];
      expect(inPeriod(one).some((each) => periodId(each) === periodId(other))).toBe(covered && shorter);
    }),
    { numRuns: runs(500, 10000) },
  );
});

describe('a text', () => {
  test('reads as the period that printed it, in any case and with blanks around it', () => {
    fc.assert(
      fc.property(periods, fc.boolean(), fc.nat({ max: 3 }), (period, upper, blanks) => {
        const label = periodLabel(period);
        const text = ' '.repeat(blanks) + (upper ? label.toUpperCase() : label.toLowerCase());
        expect(periodOf(text)).toEqual(period);
      }),
      { numRuns: runs(300, 6000) },
    );
  });

  test.each([
    ['2024', '2024'],
    ['Tahun 2024', '2024'],
    ['TH. 2024', '2024'],
    ['Januari 2024', '2024-01'],
    ['JANUARI  2024', '2024-01'],
    ['Bulan Januari Tahun 2024', '2024-01'],
    ['2024-03', '2024-03'],
    ['2024/03', '2024-03'],
    ['03/2024', '2024-03'],
    ['03-2024', '2024-03'],
    ['Bulan 3 Tahun 2024', '2024-03'],
    ['Triwulan III 2024', '2024-Q3'],
    ['Triwulan III Tahun 2024', '2024-Q3'],
    ['Triwulan ke-3 2024', '2024-Q3'],
    ['TW 3 2024', '2024-Q3'],
    ['TW.III/2024', '2024-Q3'],
    ['tw3 2024', '2024-Q3'],
    ['Q3 2024', '2024-Q3'],
    ['2024 Q3', '2024-Q3'],
    ['2024-q3', '2024-Q3'],
    ['Semester 1 2024', '2024-S1'],
    ['Sem. II/2024', '2024-S2'],
    ['SMT I TAHUN 2024', '2024-S1'],
    ['Semester Kedua 2024', '2024-S2'],
    ...[
      ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'],
      [
        'Januari',
        'Pebruari',
        'Maret',
        'April',
        'Mei',
        'Juni',
        'Juli',
        'Agt',
        'Sept',
        'Oktober',
        'Nop',
        'Desember',
      ],
      [
        'January',
        'February',
        'March',
        'April',
        'May',
        'June',
        'July',
        'Ags',
        'September',
        'Oct',
        'Nopember',
        'Dec',
      ],
    ].flatMap((names) =>
      names.map((name, at) => [`${name}-2024`, `2024-${String(at + 1).padStart(2, '0')}`]),
    ),
  ])('"%s" is %s', (text, id) => {
    const period = periodOf(text as string);
    expect(period && periodId(period)).toBe(id);
  });

  test.each([
    '',
    'Jan-24',
    "Jan '24",
    'Januari',
    '24',
    '3',
    '1/2024',
    '2024-3',
    '2024.03',
    '03.2024',
    '2.024',
    '-2024',
    '2024.0',
    '2023/2024',
    '2023-2024',
    '31 Januari 2024',
    'Januari 31 2024',
    'Januari-Maret 2024',
    'Triwulan 5 2024',
    'Triwulan V 2024',
    'Semester III 2024',
    'Triwulan 2024',
    'Bulan 13 Tahun 2024',
    'Bulan 2024',
    'Triwulan I-II 2024',
    'Tahun 1899',
    'Tahun 2101',
    'Tahun Anggaran 2024',
    '2024*',
    'x'.repeat(100_000),
  ])('"%s" is no period beyond doubt', (text) => {
    expect(periodOf(text)).toBeNull();
  });

  test.each([
    ['Januari', '2023-01'],
    ['TW III', '2023-Q3'],
    ['Semester 2', '2023-S2'],
    ['Bulan 4', '2023-04'],
    ['Januari 2024', '2024-01'],
    ['2024', '2024'],
    ['Jan-24', null],
    ['Q3', null],
    ['S1', null],
    ['3', null],
    ['Jumlah', null],
    ['', null],
  ])('"%s" in a column of 2023 is %s', (text, id) => {
    const period = periodOf(text, 2023);
    expect(period && periodId(period)).toBe(id);
  });

  test('never fails, and never gives a year that it does not hold', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-zQS0-9 /.-]{0,20}$/)), (text) => {
        const period = periodOf(text);
        if (period) expect(text).toContain(String(period.year));
      }),
      { numRuns: runs(1000, 20000) },
    );
  });
});
