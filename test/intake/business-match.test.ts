import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BusinessIndex, type BusinessRow } from '../../subgraphs/intake/codes/business-index.js';
import {
  type BusinessMatch,
  type BusinessValue,
  matchBusiness,
} from '../../subgraphs/intake/codes/business-match.js';
import { businessQuestions } from '../../subgraphs/intake/codes/business-questions.js';
import { readEdition } from '../../subgraphs/reference/business/edition.js';
import { realData, realDataTest } from '../support/real-data.js';
import { runs } from '../support/runs.js';

const ROWS: readonly BusinessRow[] = (
  [
    ['A', 'Pertanian, Kehutanan dan Perikanan', 'CATEGORY'],
    ['03', 'Perikanan', 'DIVISION'],
    ['0111', 'Pertanian Serealia', 'CLASS'],
    ['01111', 'Pertanian Jagung', 'SUBCLASS'],
    ['0101', 'Pertanian Contoh', 'CLASS'],
    ['01011', 'Pertanian Contoh', 'SUBCLASS'],
    ['1011', 'Pemotongan Ternak', 'CLASS'],
    ['10110', 'Pemotongan Ternak', 'SUBCLASS'],
    ['G', 'Perdagangan Besar dan Eceran', 'CATEGORY'],
    ['47111', 'Perdagangan Eceran Minimarket', 'SUBCLASS'],
    ['47112', 'Perdagangan Eceran Toko Kelontong', 'SUBCLASS'],
    ['R', 'Kesenian, Hiburan dan Rekreasi', 'CATEGORY'],
    ['S', 'Aktivitas Jasa Lainnya', 'CATEGORY'],
  ] as const
).map(([code, title, level]) => ({ code, title, level }));
const index = new BusinessIndex(ROWS);

const said = ({ kind, business, doubt, candidates }: BusinessMatch): string =>
  [kind, business?.code, doubt, ...candidates.map(({ code }) => `?${code}`)].filter(Boolean).join(' ');
const told = (...values: BusinessValue[]): string[] => matchBusiness(values, index).map(said);

describe('a KBLI value', () => {
  test.each<[BusinessValue, string]>([
    [{ code: '47111' }, 'EXACT_CODE 47111'],
    [{ code: ' 47111 ' }, 'EXACT_CODE 47111'],
    [{ code: '47.11.1' }, 'CODE_VARIANT 47111'],
    [{ code: '47 111' }, 'CODE_VARIANT 47111'],
    [{ code: '47111.0' }, 'CODE_VARIANT 47111'],
    [{ code: '1011.0' }, 'AMBIGUOUS SEVERAL ?1011 ?10110'],
    [{ code: 'g' }, 'CODE_VARIANT G'],
    [{ code: '99999' }, 'NONE UNKNOWN'],
    [{ code: '', title: ' ' }, 'NONE'],
    [{}, 'NONE'],
    [{ code: '47111', title: 'PERDAGANGAN  ECERAN MINIMARKET' }, 'EXACT_CODE 47111'],
    [{ code: '47111', title: 'Perdagangan Eceran Minimarkt' }, 'EXACT_CODE 47111 SPELLING'],
    [{ code: '47111', title: 'Eceran Minimarket' }, 'EXACT_CODE 47111 SPELLING'],
    [{ code: '47111', title: 'Perdagangan Eceran Toko Kelontong' }, 'AMBIGUOUS CODE_AND_TITLE ?47111 ?47112'],
    [{ code: '47111', title: 'Simpan pinjam' }, 'AMBIGUOUS CODE_AND_TITLE ?47111'],
    [{ code: 'A', title: 'Perikanan' }, 'AMBIGUOUS CODE_AND_TITLE ?A ?03'],
    [{ code: '99999', title: 'Perikanan' }, 'AMBIGUOUS CODE_AND_TITLE ?03'],
    [{ title: 'perikanan' }, 'TITLE 03'],
    [{ title: 'Pertanian, Kehutanan & Perikanan' }, 'TITLE A'],
    [{ title: 'Perikanann' }, 'NONE SPELLING ?03'],
    [{ title: 'Pemotongan ternak' }, 'AMBIGUOUS SEVERAL ?1011 ?10110'],
    [{ title: 'Simpan pinjam' }, 'NONE UNKNOWN'],
    [{ title: 'E-commerce' }, 'NONE UNKNOWN'],
    [{ title: '[G] PERDAGANGAN BESAR & ECERAN' }, 'EXACT_CODE G'],
    [{ code: 'G. Perdagangan Besar dan Eceran' }, 'EXACT_CODE G'],
    [{ title: '47111 - Perdagangan Eceran Minimarket' }, 'EXACT_CODE 47111'],
    [{ title: '[R,S] AKTIVITAS JASA LAINNYA' }, 'AMBIGUOUS SEVERAL ?R ?S'],
  ])('%j is %s', (value, expected) => {
    expect(told(value)).toEqual([expected]);
  });

  test('titles of several levels follow the level of the others', () => {
    expect(told({ title: 'Pemotongan Ternak' }, { code: '47111' })[0]).toBe('TITLE 10110');
    expect(told({ title: 'Pemotongan Ternak' }, { code: '47111' }, { code: '0111' })[0]).toContain('SEVERAL');
  });
});

describe('zeros that were lost', () => {
  test('are a question, never put back in silence', () => {
    expect(told({ code: '1111' })).toEqual(['CODE_PADDED 01111 LEADING_ZERO']);
    expect(told({ code: '3' })).toEqual(['CODE_PADDED 03 LEADING_ZERO']);
  });

  test('make codes doubtful that exist either way, unless the column keeps its zeros or a title says which', () => {
    expect(told({ code: '1011' })).toEqual(['EXACT_CODE 1011']);
    expect(told({ code: '1011' }, { code: '47111' })[0]).toBe('AMBIGUOUS LEADING_ZERO ?01011 ?1011');
    expect(told({ code: '1011' }, { code: '47111' }, { code: '03' })[0]).toBe('EXACT_CODE 1011');
    expect(told({ code: '1011', title: 'Pemotongan Ternak' }, { code: '47111' })[0]).toBe('EXACT_CODE 1011');
    expect(told({ code: '1011', title: 'Pertanian Contoh' }, { code: '47111' })[0]).toBe(
      'CODE_PADDED 01011 LEADING_ZERO',
    );
  });

  test('are asked about once, and proposed only where titles show it', () => {
    const ask = (values: BusinessValue[]) => businessQuestions('kbli', values, matchBusiness(values, index));
    const bare = ask([{ code: '1111' }, { code: '111' }, { code: '47111' }]);
    expect(bare).toMatchObject([
      { id: 'kbli:BUSINESS_CLASS:LEADING_ZERO', kind: 'BUSINESS_CLASS', proposed: null },
    ]);
    expect(bare[0]?.evidence).toEqual([
      { row: 1, text: '1111' },
      { row: 2, text: '111' },
    ]);
    expect(ask([{ code: '1111', title: 'Pertanian Jagung' }])).toMatchObject([{ proposed: 'PAD' }]);
    expect(ask([{ code: '47111', title: 'Eceran Minimarket' }])).toEqual([]);
    const several = ask([{ title: '[R,S] Jasa' }, { title: '[R,S] Jasa' }, { code: '77777' }]);
    expect(several.map(({ options }) => options.map(({ value }) => value))).toEqual([
      ['R', 'S', 'NONE'],
      ['NONE'],
    ]);
  });

  test('whatever is written, a class is taken without a doubt only where code or title is its own', () => {
    const codes = fc.constantFrom(...ROWS.map(({ code }) => code));
    const value = fc.record({
      code: fc.oneof(
        codes,
        codes.map((code) => code.replace(/^0/, '')),
        fc.stringMatching(/^[A-Z0-9. ]{0,6}$/),
      ),
      title: fc.oneof(fc.constant(null), fc.constantFrom(...ROWS.map(({ title }) => title)), fc.string()),
    });
    const letters = (text: string) => text.toUpperCase().replace(/\bDAN\b|[^A-Z0-9]/g, '');
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), (values) => {
        matchBusiness(values, index).forEach(({ business, doubt, confidence }, at) => {
          if (!business || doubt) return;
          const { code, title } = values[at] as { code: string; title: string | null };
          const bare = code.trim().replace(/\.0$/, '');
          const own = [code, bare, title ?? ''].some((text) => text.replace(/[\s.]/g, '') === business.code);
          expect(own || letters(title ?? '') === letters(business.title)).toBe(true);
          expect(confidence).toBeGreaterThanOrEqual(0.9);
        });
      }),
      { numRuns: runs(500, 20_000) },
    );
  });
});

describe('on KBLI 2020', () => {
  const edition = async (): Promise<readonly BusinessRow[]> => {
    const path = realData('reference/kbli/kbli2020.csv') ?? '';
    const verdict = readEdition([{ name: 'kbli', rows: parse(await readFile(path)) }]);
    if (!verdict.ok) throw new Error(JSON.stringify(verdict.problems));
    return verdict.classes;
  };

  realDataTest(
    'every code finds itself, and none is taken where its zero is lost',
    'reference/kbli/kbli2020.csv',
    async () => {
      const rows = await edition();
      const whole = new BusinessIndex(rows);
      const own = matchBusiness(
        rows.map(({ code, title }) => ({ code, title })),
        whole,
      );
      expect(
        own.filter(
          ({ kind, business, doubt }, at) => kind !== 'EXACT_CODE' || doubt || business !== rows[at],
        ),
      ).toEqual([]);
      const leaves = rows.filter(({ level }) => level === 'SUBCLASS');
      const lost = matchBusiness(
        leaves.map(({ code }) => ({ code: code.replace(/^0/, '') })),
        whole,
      );
      const wrong = lost.filter(({ business, doubt }, at) => business !== leaves[at] && doubt === null);
      expect(wrong).toEqual([]);
      expect(lost.filter(({ doubt }) => doubt === 'LEADING_ZERO')).toHaveLength(
        leaves.filter(({ code }) => code.startsWith('0')).length,
      );
    },
  );

  realDataTest(
    'sections of a real list of businesses: merged and exchanged ones are asked',
    'open/o01_umkm_pasuruan_diskopukm_jatim.csv',
    async (path) => {
      const values = parse(await readFile(path), { columns: true }).map((row: unknown) => ({
        title: (row as Record<string, string>)['JENIS_LAPANGAN_USAHA'] ?? null,
      })) as BusinessValue[];
      const matches = matchBusiness(values, new BusinessIndex(await edition()));
      const taken = new Map<string, number>();
      for (const { business } of matches) {
        if (business) taken.set(business.code, (taken.get(business.code) ?? 0) + 1);
      }
      expect(Object.fromEntries(taken)).toEqual({
        C: 49,
        I: 46,
        A: 31,
        G: 22,
        K: 18,
        P: 4,
        J: 1,
        F: 1,
        Q: 1,
      });
      const questions = businessQuestions('JENIS_LAPANGAN_USAHA', values, matches);
      expect(
        questions.map(({ evidence, options }) => [evidence[0]?.text.slice(0, 5), options[0]?.value]).sort(),
      ).toEqual([
        ['[D] P', 'D'],
        ['[E] P', 'E'],
        ['[M,N]', 'M'],
        ['[R,S]', 'R'],
      ]);
    },
  );
});
