import { createHmac, hkdfSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKeyring, keyedRowId } from '../../subgraphs/keyring.js';

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

test('the id of a keyed row is the keyed hash of its parts, each behind its length', () => {
  const key = Buffer.from(hkdfSync('sha256', Buffer.alloc(32, 1), '', 'satugraf row-id', 32));
  expect(Buffer.from(one.rowKey)).toEqual(key);
  const hash = createHmac('sha256', key);
  for (const part of ['lingkup', '35.14', 'é', '']) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  const id = hash.digest().subarray(0, 16).toString('base64url');
  expect(keyedRowId(one.rowKey, ['lingkup', '35.14', 'é', ''])).toBe(id);
  expect(keyedRowId(one.rowKey, ['lingkup', '35.1', '4é', ''])).not.toBe(id);
});
