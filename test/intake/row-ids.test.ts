import { expect, test } from 'vitest';
import { createKeyring } from '../../subgraphs/keyring.js';

const one = createKeyring(Buffer.alloc(32, 1));
const other = createKeyring(Buffer.alloc(32, 2));

test('the id of a row without a key leads back to its number, in its own release and installation alone', () => {
  const rows = ['1', '2', '9007199254740993'];
  const ids = one.rowIds(7, rows);
  expect(ids.map((id) => one.rowOf(7, id))).toEqual(rows);
  expect(ids.map((id) => one.rowOf(8, id))).toEqual([undefined, undefined, undefined]);
  expect(ids.map((id) => other.rowOf(7, id))).toEqual([undefined, undefined, undefined]);
  expect(new Set([...ids, ...one.rowIds(8, rows), ...other.rowIds(7, rows)]).size).toBe(9);
});

test('what is no id leads nowhere', () => {
  for (const id of ['', 'x', '1', 'A'.repeat(22), `${'A'.repeat(21)}B`, 'é', one.seal(1)])
    expect(one.rowOf(7, id)).toBeUndefined();
});
