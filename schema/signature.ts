import { createHmac, timingSafeEqual } from 'node:crypto';

/** Header in which the hub signs what it sends to a producer: `t=<seconds since 1970>,v1=<hex>`. */
export const SIGNATURE_HEADER = 'satugraf-signature';

/** How old a signature may be, and how far a clock may be ahead. */
export const SIGNATURE_SECONDS = 300;

export type SignatureVerdict = 'VALID' | 'MALFORMED' | 'WRONG' | 'EXPIRED';

/** HMAC-SHA256 over `<seconds>.<body>` by the key, which is text as it was given, hex. */
const signed = (key: string, seconds: number, body: string): string =>
  createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');

/** The header's value for a body that is sent now. */
export function signature(key: string, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return `t=${seconds},v1=${signed(key, seconds, body)}`;
}

/** Whether a body, as it was received to the byte, was sent by whoever has the key, and lately. */
export function verifySignature(
  key: string,
  body: string,
  header: string | undefined,
  now: Date,
): SignatureVerdict {
  const [, time, mac] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (time === undefined || mac === undefined) return 'MALFORMED';
  const seconds = Number(time);
  if (!timingSafeEqual(Buffer.from(signed(key, seconds, body)), Buffer.from(mac))) return 'WRONG';
  return Math.abs(now.getTime() / 1000 - seconds) > SIGNATURE_SECONDS ? 'EXPIRED' : 'VALID';
}
