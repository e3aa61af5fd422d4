import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SIGNATURE_SECONDS, signature, verifySignature } from '../../schema/signature.js';
import { runs } from '../support/runs.js';

const NOW = new Date('2026-03-01T00:00:00.500Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

test('a signature is HMAC-SHA256 over the time and the body, as any language can compute it', () => {
  const seconds = Math.floor(NOW.getTime() / 1000);
  const mac = createHmac('sha256', 'kunci').update(`${seconds}.{"query":"é"}`).digest('hex');
  expect(signature('kunci', '{"query":"é"}', NOW)).toBe(`t=${seconds},v1=${mac}`);
});

test('a signature holds for its key, body and time, and for nothing else', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(text, text, text, text, (key, body, otherKey, otherBody) => {
      const header = signature(key, body, NOW);
      expect(verifySignature(key, body, header, NOW)).toBe('VALID');
      expect(verifySignature(key, body, header, later(SIGNATURE_SECONDS - 1))).toBe('VALID');
      expect(verifySignature(key, body, header, later(SIGNATURE_SECONDS + 1))).toBe('EXPIRED');
      expect(verifySignature(key, body, header, later(-SIGNATURE_SECONDS - 1))).toBe('EXPIRED');
      const same = key === otherKey && body === otherBody;
      expect(verifySignature(otherKey, otherBody, header, NOW)).toBe(same ? 'VALID' : 'WRONG');
      expect(verifySignature(key, body, header.replace('t=1', 't=2'), NOW)).toBe('WRONG');
    }),
    { numRuns: runs(100, 5000) },
  );
});

test.each([
  undefined,
  '',
  't=1',
  'v1=00',
  `t=x,v1=${'0'.repeat(64)}`,
  `t=1,v1=${'0'.repeat(63)}`,
  't=1,v1=,v1=',
])('takes no %s for a signature', (header) => {
  expect(verifySignature('kunci', 'x', header, NOW)).toBe('MALFORMED');
});
