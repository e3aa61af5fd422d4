import { expect, test } from 'vitest';
import {
  type ColumnProfile,
  plausibilityNotes,
  type ReleaseProfile,
  vanishedNote,
} from '../../subgraphs/intake/load/plausibility.js';

const release = (rows: number, column: Partial<ColumnProfile>): ReleaseProfile => ({
  rows,
  columns: new Map([['nilai', { values: rows, sum: 1000, typical: 10, ...column }]]),
});
const before = release(100, {});
const notes = (now: ReleaseProfile, whole = true, old = before) =>
  plausibilityNotes(old, now, new Map([['nilai', 'Nilai']]), whole).map(({ en }) => en);

test.each<[string, ReleaseProfile, RegExp | null]>([
  ['nothing new', release(100, {}), null],
  ['growth', release(150, { sum: 1900, typical: 14 }), null],
  ['a thousand times more', release(100, { sum: 1e6, typical: 11_000 }), /about 1,000 times larger/],
  ['ten times less', release(100, { sum: 100, typical: 1 }), /about 10 times smaller/],
  ['a total that jumped', release(100, { sum: 2500 }), /total of column Nilai has jumped: 2500, 1000 before/],
  ['a total that dropped', release(100, { sum: 400 }), /total of column Nilai has dropped/],
  ['twice the rows', release(250, {}), /number of rows has jumped: 250, 100 before/],
  ['a column that is empty now', release(100, { values: 0, sum: null, typical: null }), /has become empty/],
  ['more empty cells', release(100, { values: 60 }), /more empty cells: 40%, 0% before/],
  [
    'no rows at all',
    { rows: 0, columns: new Map([['nilai', { values: 0, sum: null, typical: null }]]) },
    /rows has dropped/,
  ],
])('%s', (_, now, said) => {
  expect(notes(now)).toEqual(said === null ? [] : [expect.stringMatching(said)]);
});

test('rows that are added may be many or few, but no thousand times larger', () => {
  expect(notes(release(5, { sum: 50 }), false)).toEqual([]);
  expect(notes(release(5, { typical: 10_000 }), false)).toHaveLength(1);
});

test('a column that was empty, or is new, says nothing', () => {
  expect(notes(before, true, release(100, { values: 0, sum: null, typical: null }))).toEqual([]);
  expect(notes(before, true, { rows: 100, columns: new Map() })).toEqual([]);
});

test('codes that vanished are named, the first five', () => {
  expect(vanishedNote('Kode', [])).toBeUndefined();
  expect(vanishedNote('Kode', ['1', '2', '3', '4', '5', '6'])?.en).toBe(
    'Codes of the release before are no longer in column Kode: 1, 2, 3, 4, 5, ….',
  );
});
