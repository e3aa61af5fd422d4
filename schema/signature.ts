import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old, or how far ahead of one's own clock, a signature may be. */
const TOLERANCE_SECONDS = 300;

/** The header that proves who has sent a body, and when: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
export const sign = (key: string | Uint8Array, unixSeconds: number, body: string): string =>
  `t=${unixSeconds},v1=${mac(key, String(unixSeconds), body).toString('hex')}`;

/** Whether the header is of this key and body, and of about this time. */
export function isSignedBy(
  key: string | Uint8Array,
  header: string,
  body: string,
  now: Date,
  toleranceSeconds = TOLERANCE_SECONDS,
): boolean {
  const [, seconds = '', hex = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (hex === '' || Math.abs(now.getTime() / 1000 - Number(seconds)) > toleranceSeconds) return false;
  return timingSafeEqual(mac(key, seconds, body), Buffer.from(hex, 'hex'));
}

const mac = (key: string | Uint8Array, seconds: string, body: string): Buffer =>
  createHmac('sha256', key).update(`${seconds}.${body}`).digest();
