import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds that a signature is good for, before and after the time it names. */
const GOOD_FOR = 300;

/** Whether the hub has sent this: `satugraf-signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
export function isSigned(header: string | undefined, body: string, secret: string, now: Date): boolean {
  const parts = (header ?? '').split(',').map((part) => part.trim().split('='));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(time) || Math.abs(now.getTime() / 1000 - Number(time)) > GOOD_FOR) return false;
  const expected = createHmac('sha256', secret).update(`${time}.${body}`).digest();
  // There are two while the secret is being changed.
  return parts
    .filter(([name]) => name === 'v1')
    .map(([, hex = '']) => Buffer.from(hex, 'hex'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}
