import fc from 'fast-check';
import type { ColumnType } from '../../schema/definition.js';
import type { OwnColumn } from './dataset.js';
import type { Order, Where } from './oracle.js';

/** Random cells, filters and orders of made datasets. */

export const CODES = ['35', '35.14', '35.14.01', '35.14.02', '35.14.01.2001', '35.15', '35.1', '11'];
const TEXTS = ['a', 'B', 'b', 'é', 'É', '%', '_', '\\', '"', ',', ' a', '😀', '\uffee', 'ab', 'a%b', 'a_b'];

/** Few values, so that there are many duplicates, and some that a double cannot hold. */
const VALUES: Readonly<Record<ColumnType, fc.Arbitrary<string>>> = {
  TEXT: fc.array(fc.constantFrom(...TEXTS), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
  INTEGER: fc.constantFrom('-2147483648', '-7', '0', '3', '20', '100', '2147483647'),
  BIGINT: fc.constantFrom('-9223372036854775808', '9007199254740992', '9007199254740993', '0', '5', '40'),
  DECIMAL: fc.constantFrom('0.1', '0.10', '-3.5', '12', '12.0000000000000000001', '100.25', '9'),
  BOOLEAN: fc.constantFrom('true', 'false'),
  DATE: fc.constantFrom('2024-02-29', '2024-03-01', '1999-12-31', '2025-01-01'),
};
export const cell = (type: ColumnType) => fc.option(VALUES[type], { freq: 4 });

/** JSON's form of a value in an argument: 32-bit integers and truth values are not text. */
export const asInput = (type: ColumnType, text: string): unknown =>
  type === 'INTEGER' ? Number(text) : type === 'BOOLEAN' ? text === 'true' : text;

export function conditions(type: ColumnType): fc.Arbitrary<Record<string, unknown>> {
  const value = VALUES[type].map((text) => asInput(type, text));
  const comparisons = type === 'BOOLEAN' ? {} : { ne: value, lt: value, lte: value, gt: value, gte: value };
  const texts = type === 'TEXT' ? { contains: value, startsWith: value } : {};
  const list = type === 'BOOLEAN' ? {} : { in: fc.array(value, { maxLength: 3 }) };
  const all = { eq: value, isNull: fc.boolean(), ...comparisons, ...texts, ...list };
  // One operator, sometimes two.
  const one = fc.oneof(
    ...Object.entries(all).map(([operator, given]) =>
      (given as fc.Arbitrary<unknown>).map((argument) => ({ [operator]: argument })),
    ),
  );
  return fc.array(one, { minLength: 1, maxLength: 2 }).map((parts) => Object.assign({}, ...parts));
}

/** Arguments of a list of a dataset with these columns. */
export function arbitraryList(columns: readonly OwnColumn[]): {
  readonly where: fc.Arbitrary<Where>;
  readonly order: fc.Arbitrary<Order>;
} {
  const code = fc.constantFrom(...CODES);
  const leaf: fc.Arbitrary<Where> = fc.oneof(
    ...columns.map(({ name, type }) => conditions(type).map((given) => ({ [name]: given }))),
    fc
      .oneof(
        code.map((given) => ({ code: given })),
        fc.array(code, { maxLength: 3 }).map((given) => ({ codes: given })),
        code.map((given) => ({ within: given })),
      )
      .map((given) => ({ wilayah: given })),
  );
  const { where } = fc.letrec<{ where: Where }>((tie) => ({
    where: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.constant({}),
      fc.array(tie('where'), { maxLength: 3 }).map((and) => ({ and })),
      fc.array(tie('where'), { maxLength: 3 }).map((or) => ({ or })),
      tie('where').map((not) => ({ not })),
      fc.tuple(leaf, tie('where')).map(([given, not]) => ({ ...given, not })),
    ),
  }));
  const order: fc.Arbitrary<Order> = fc.array(
    fc
      .tuple(fc.constantFrom(...columns.map(({ name }) => name)), fc.constantFrom('ASC', 'DESC'))
      .map(([name, direction]) => ({ [name]: direction })),
    { maxLength: 3 },
  ) as fc.Arbitrary<Order>;
  return { where, order };
}
