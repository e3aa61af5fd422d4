import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { periodId } from '../../schema/period.js';
import {
  matchPeriods,
  type PeriodMatch,
  type PeriodOptions,
} from '../../subgraphs/intake/codes/period-match.js';
import { periodQuestions } from '../../subgraphs/intake/codes/period-questions.js';
import { realDataTest } from '../support/real-data.js';
import { runs } from '../support/runs.js';

const said = ({ kind, period, doubt, candidates }: PeriodMatch): string =>
  [kind, period && periodId(period), doubt, ...candidates.map((one) => `?${periodId(one)}`)]
    .filter(Boolean)
    .join(' ');
const told = (texts: (string | null)[], options?: PeriodOptions) => matchPeriods(texts, options).map(said);

describe('a period as files write it', () => {
  test.each<[string | null, string]>([
    ['2024', 'ID 2024'],
    ['2024-Q3', 'ID 2024-Q3'],
    ['Triwulan III 2024', 'TEXT 2024-Q3'],
    ['03/2024', 'TEXT 2024-03'],
    ['2024.0', 'TEXT 2024'],
    ['1/2024', 'AMBIGUOUS PART ?2024-01 ?2024-Q1 ?2024-S1'],
    ['2024-3', 'AMBIGUOUS PART ?2024-03 ?2024-Q3'],
    ['0/2024', 'NONE UNKNOWN'],
    ['31 Januari 2024', 'AMBIGUOUS DATE ?2024-01'],
    ['2024-01-31', 'AMBIGUOUS DATE ?2024-01'],
    ['31/01/2024', 'AMBIGUOUS DATE ?2024-01'],
    ['01/02/2024', 'AMBIGUOUS DATE ?2024-02 ?2024-01'],
    ['Jan-24', 'AMBIGUOUS SHORT_YEAR ?2024-01'],
    ["Sem. II '24", 'AMBIGUOUS SHORT_YEAR ?2024-S2'],
    ['Januari', 'NONE NO_YEAR'],
    ['Bulan 12', 'NONE NO_YEAR'],
    ['2023/2024', 'AMBIGUOUS SEVERAL ?2023 ?2024'],
    ['Jumlah', 'NONE UNKNOWN'],
    ['24', 'NONE UNKNOWN'],
    [`${' x'.repeat(50_000)}24`, 'NONE UNKNOWN'],
    ['', 'NONE'],
    [null, 'NONE'],
  ])('"%s" is %s', (text, expected) => {
    expect(told([text])).toEqual([expected]);
  });

  test('numbers of a column that goes past four are months', () => {
    expect(told(['1/2024', '5/2024'])).toEqual(['TEXT 2024-01', 'TEXT 2024-05']);
    expect(told(['1/2024', '12/2024'])).toEqual(['TEXT 2024-01', 'TEXT 2024-12']);
    expect(told(['1/2024', '4/2024'])[0]).toContain('PART');
  });

  test('a table of one year completes what names none, and changes nothing else', () => {
    expect(told(['Januari', 'TW II', '2024', 'Jan-24', 'Jumlah'], { year: 2023 })).toEqual([
      'WITH_YEAR 2023-01',
      'WITH_YEAR 2023-Q2',
      'ID 2024',
      'AMBIGUOUS SHORT_YEAR ?2024-01',
      'NONE UNKNOWN',
    ]);
  });

  test('how the column writes is asked once, what one text means once a text', () => {
    const texts = [
      'Januari',
      'Februari',
      '1/2024',
      '2/2024',
      'Jan-24',
      '31 Januari 2024',
      '01/02/2024',
      '2023/2024',
    ];
    const questions = periodQuestions('waktu', texts, matchPeriods(texts), [2022]);
    expect(
      questions.map(({ id, proposed, options }) => [
        id,
        proposed,
        options.map(({ value }) => value).join(' '),
      ]),
    ).toEqual([
      ['waktu:PERIOD:NO_YEAR', '2022', '2022 NONE'],
      ['waktu:PERIOD:PART', null, 'MONTH QUARTER SEMESTER NONE'],
      ['waktu:PERIOD:SHORT_YEAR', null, '2000 NONE'],
      ['waktu:PERIOD:DATE', null, 'MONTH NONE'],
      ['waktu:PERIOD:DATE:01/02/2024', null, '2024-02 2024-01 NONE'],
      ['waktu:PERIOD:SEVERAL:2023/2024', null, '2023 2024 NONE'],
    ]);
    expect(questions[0]?.evidence.map(({ row }) => row)).toEqual([1, 2]);
  });

  test('whatever is written, a period that is taken names its year, or takes that of the table', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9 ./-]{0,16}$/)), { maxLength: 8 }),
        fc.option(fc.integer({ min: 1900, max: 2100 }), { nil: undefined }),
        (texts, year) => {
          matchPeriods(texts, { year }).forEach(({ kind, period, doubt, confidence }, at) => {
            if (!period) return;
            expect(doubt).toBeNull();
            expect(confidence).toBeGreaterThanOrEqual(0.9);
            if (kind === 'WITH_YEAR') expect(period.year).toBe(year);
            else expect(texts[at]).toContain(String(period.year));
          });
        },
      ),
      { numRuns: runs(1000, 20_000) },
    );
  });
});

describe('real columns', () => {
  realDataTest(
    'days that stand for months are asked once',
    'open/o09_cadangan_pangan_2025.csv',
    async (path) => {
      const rows: string[][] = parse(await readFile(path), { delimiter: ';', relax_column_count: true });
      const texts = rows.slice(2).map((row) => row[1] ?? null);
      const matches = matchPeriods(texts);
      const questions = periodQuestions('Bulan', texts, matches);
      expect(questions.map(({ id }) => id)).toEqual(['Bulan:PERIOD:DATE']);
      expect(matches.every(({ candidates }) => candidates.length === 1)).toBe(true);
    },
  );

  realDataTest(
    'month names beside a column of years need no question',
    'open/o15_opendata_jabar_produksi_padi_bulanan.csv',
    async (path) => {
      const rows: Record<string, string>[] = parse(await readFile(path), {
        delimiter: ';',
        columns: true,
        bom: true,
      });
      const matches = matchPeriods(rows.map(({ bulan, tahun }) => `${bulan} ${tahun}`));
      expect(matches).toHaveLength(1944);
      expect(matches.filter(({ period }) => period?.kind !== 'MONTH')).toEqual([]);
      expect(new Set(matches.map(({ period }) => period && periodId(period))).size).toBe(1944 / 27);
    },
  );
});
