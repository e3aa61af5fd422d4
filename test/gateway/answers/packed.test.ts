import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Answered, SharedAnswers } from '../../../gateway/answers/shared.js';

/** Bytes that a cache takes of one answer. */
const MOST = 10_000;

/** An answer that compressing makes no shorter. */
const answerOf = (bytes: number): Answered => ({
  status: 200,
  headers: [],
  body: randomBytes(bytes),
  keep: true,
  retryAfter: undefined,
  asked: undefined,
  reads: [],
});

test.each([
  ['with what it was compressed to, where there is room for both', 4000, true],
  ['alone, where there is not', 8000, false],
])('an answer stays kept %s', async (_, bytes, both) => {
  const shared = new SharedAnswers(8 * MOST);
  const made = answerOf(bytes);
  const ask = () => shared.ask('key', new AbortController().signal, async () => made);
  const { answered } = await ask();
  const packed = await shared.packed('key', answered, 'gzip');
  expect(gunzipSync(packed)).toEqual(made.body);
  const again = await ask();
  expect([again.source, again.answered.packed !== undefined]).toEqual(['HIT', both]);
});
