import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeness, type Described, TO_COMPLETE } from '../../schema/completeness.js';
import type { ColumnDefinition } from '../../schema/definition.js';
import { NO_FACTS } from '../../schema/facts.js';
import { runs } from '../support/runs.js';

const BEDS: ColumnDefinition = {
  name: 'tempatTidur',
  label: 'tempat_tidur',
  title: 'Tempat tidur',
  description: 'Tempat tidur rawat inap yang siap dipakai pada akhir tahun.',
  type: 'INTEGER',
  concept: 'Tempat tidur rawat inap',
  classification: 'Kecamatan',
  measure: 'Jumlah',
  unit: 'unit',
  accessClass: 'OPEN',
  key: false,
  reference: null,
};
const WHOLE: Described = {
  title: 'Fasilitas kesehatan',
  description: 'Fasilitas kesehatan menurut kecamatan di Kabupaten Pasuruan.',
  columns: [BEDS],
  facts: {
    cadence: 'YEARLY',
    coverage: 'Kabupaten Pasuruan, 2020–2024',
    contact: 'Bidang Yankes, 0343-000000',
    licence: 'CC BY 4.0',
  },
};
const of = (change: Partial<Described>) => completeness({ ...WHOLE, ...change });
const column = (change: Partial<ColumnDefinition>) => of({ columns: [{ ...BEDS, ...change }] });
const lacks = ({ missing }: ReturnType<typeof completeness>) =>
  missing.map((one) => `${one.column ?? '-'} ${one.attribute}`);

describe('completeness', () => {
  test('everything there is 100, nothing there is 0', () => {
    expect(of({})).toEqual({ score: 100, missing: [] });
    const bare = { ...BEDS, description: '', concept: '', classification: '', measure: '', unit: null };
    const none = of({ description: '', facts: NO_FACTS, columns: [bare] });
    expect(none.score).toBe(0);
    expect(lacks(none)).toEqual([
      '- description',
      '- cadence',
      '- coverage',
      '- contact',
      '- licence',
      'tempatTidur description',
      'tempatTidur concept',
      'tempatTidur classification',
      'tempatTidur measure',
      'tempatTidur unit',
    ]);
  });

  test('what is missing is said in a sentence that names the column', () => {
    expect(column({ unit: null }).missing).toEqual([
      {
        column: 'tempatTidur',
        attribute: 'unit',
        words: {
          id: 'Kolom "Tempat tidur" belum memiliki satuan.',
          en: 'Column "Tempat tidur" lacks a unit.',
        },
      },
    ]);
  });

  test('each part weighs what the docstring says', () => {
    const { facts } = WHOLE;
    expect(of({ facts: { ...facts, cadence: null } }).score).toBe(90);
    expect(of({ facts: { ...facts, coverage: null } }).score).toBe(92);
    expect(of({ facts: { ...facts, contact: null } }).score).toBe(93);
    expect(of({ facts: { ...facts, licence: null } }).score).toBe(95);
    expect(column({ description: '' }).score).toBe(76);
    expect(column({ unit: null }).score).toBe(88);
    expect(of({ columns: [BEDS, { ...BEDS, name: 'dua', unit: null }] }).score).toBe(94);
  });

  test('a text to be completed, or one that only repeats the title, is missing', () => {
    expect(lacks(column({ description: `Tempat tidur ${TO_COMPLETE}` }))).toEqual([
      'tempatTidur description',
    ]);
    expect(lacks(column({ description: 'Tempat tidur.' }))).toEqual(['tempatTidur description']);
    expect(lacks(column({ description: 'TEMPAT_TIDUR' }))).toEqual(['tempatTidur description']);
    expect(lacks(of({ description: 'Fasilitas Kesehatan' }))).toEqual(['- description']);
    expect(lacks(column({ description: 'Tempat tidur rawat inap.' }))).toEqual([]);
  });

  test('only what is counted or measured is asked for classification, measure and unit', () => {
    const bare = { classification: '', measure: '', unit: null };
    expect(lacks(column({ ...bare, type: 'TEXT' }))).toEqual([]);
    expect(lacks(column({ ...bare, type: 'DATE' }))).toEqual([]);
    expect(lacks(column({ ...bare, key: true }))).toEqual([]);
    expect(lacks(column({ ...bare, type: 'DECIMAL' }))).toHaveLength(3);
  });

  test('whatever is filled in raises the score or leaves it, and 100 says that nothing is missing', () => {
    const text = fc.constantFrom('', TO_COMPLETE, 'Tempat tidur', 'Sesuatu yang menjelaskan.');
    const anyColumn = fc
      .record({
        description: text,
        concept: text,
        classification: text,
        measure: text,
        unit: fc.option(text),
        key: fc.boolean(),
        type: fc.constantFrom('TEXT' as const, 'INTEGER' as const, 'DATE' as const),
      })
      .map((change): ColumnDefinition => ({ ...BEDS, ...change }));
    const anything = fc.record({
      description: text,
      columns: fc.array(anyColumn, { minLength: 1, maxLength: 4 }),
      facts: fc.record({
        cadence: fc.constantFrom('YEARLY' as const, null),
        coverage: fc.option(text),
        contact: fc.option(text),
        licence: fc.option(text),
      }),
    });
    fc.assert(
      fc.property(anything, (given) => {
        const before = of(given);
        expect(before.score).toBeGreaterThanOrEqual(0);
        expect(before.score === 100).toBe(before.missing.length === 0);
        const [first] = before.missing;
        if (!first) return;
        const filled =
          first.column === null
            ? first.attribute === 'description'
              ? { ...given, description: 'Kini terisi.' }
              : { ...given, facts: { ...given.facts, [first.attribute]: 'YEARLY' } }
            : {
                ...given,
                columns: given.columns.map((one) => ({ ...one, [first.attribute]: 'Kini terisi.' })),
              };
        const after = of(filled as typeof given);
        expect(after.score).toBeGreaterThanOrEqual(before.score);
        expect(after.missing.length).toBeLessThan(before.missing.length);
      }),
      { numRuns: runs(300, 5000) },
    );
  });
});
