import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COLUMN_TYPES } from '../../schema/definition.js';
import { UsageFailure } from '../../scripts/cli/failure.js';
import { overrideOf } from '../../scripts/cli/importing/overrides.js';
import { runs } from '../support/runs.js';

const type = fc.constantFrom(...Object.keys(COLUMN_TYPES));
/** A header may hold anything that separates words of `--set` too. */
const column = fc
  .array(fc.constantFrom('Harga', ' ', '=', ',', 'decimal=', 'TEXT', '(Rp)', '\n'), { minLength: 1 })
  .map((parts) => parts.join(''));

test('every column, type and mark can be said', () => {
  const words = fc.record(
    {
      decimal: fc.constantFrom(',', '.'),
      thousands: fc.constantFrom(',', '.', ' ', ''),
      missing: fc.array(fc.constantFrom('-', 'n/a', ',', '9999', ''), { minLength: 1 }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(column, type, words, (name, as, said) => {
      const text = Object.entries(said).map(
        ([word, value]) => `,${word}=${Array.isArray(value) ? value.join('|') : value}`,
      );
      expect(overrideOf(`${name}=${as}${text.join('')}`)).toEqual({ column: name, type: as, ...said });
    }),
    { numRuns: runs(300, 5000) },
  );
});

test.each([
  'Harga',
  'Harga=UANG',
  '=TEXT',
  'Harga=DECIMAL,desimal=,',
  'Harga=DECIMAL,decimal=;',
  'Harga=DECIMAL,decimal=,,desimal=.',
  'Tanggal=DATE,order=DYM',
  'Tanggal=DATE,time=ya',
])('%s is refused', (text) => {
  expect(() => overrideOf(text)).toThrow(UsageFailure);
});
