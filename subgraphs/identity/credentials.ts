import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Bulkhead } from '../bulkhead.js';
import { inPlace } from './waiting.js';

const KEY_FORMAT = /^sgk_([a-z0-9]{12})_([A-Za-z0-9_-]{43})$/;
const SESSION_FORMAT = /^sgs_[A-Za-z0-9_-]{43}$/;
const LINK_FORMAT = /^sgl_[A-Za-z0-9_-]{43}$/;

/** A password takes 19 MiB and a thread to hash: so many at once in this process, and so many may wait. */
const HASHED_AT_ONCE = 2;
const HASHES_WAITING = 32;

export type Credential =
  | { readonly kind: 'KEY'; readonly id: string; readonly secretHash: string }
  | { readonly kind: 'SESSION'; readonly tokenHash: string };

const random = () => randomBytes(32).toString('base64url');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Reads `Authorization: Bearer …`; undefined when it has neither form. */
export function parseCredential(authorization: string): Credential | undefined {
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
  const key = KEY_FORMAT.exec(token);
  if (key?.[1] && key[2]) return { kind: 'KEY', id: key[1], secretHash: sha256(key[2]) };
  if (SESSION_FORMAT.test(token)) return { kind: 'SESSION', tokenHash: sha256(token) };
  return undefined;
}

/** A new service key, or another secret for the one with this id: shown once, stored as a hash. */
export function newServiceKey(id = randomBytes(9).toString('hex').slice(0, 12)): {
  id: string;
  secretHash: string;
  key: string;
} {
  const secret = random();
  return { id, secretHash: sha256(secret), key: `sgk_${id}_${secret}` };
}

export function newSessionToken(): { token: string; tokenHash: string } {
  const token = `sgs_${random()}`;
  return { token, tokenHash: sha256(token) };
}

/** A one-time link by which a password is set: shown once, stored as a hash. */
export function newLinkToken(): { token: string; tokenHash: string } {
  const token = `sgl_${random()}`;
  return { token, tokenHash: sha256(token) };
}

/** The hash under which a link is stored; undefined for what can be none. */
export const linkHash = (token: string): string | undefined =>
  LINK_FORMAT.test(token) ? sha256(token) : undefined;

export const sameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

export const randomPassword = (): string => randomBytes(12).toString('base64url');

const hashing = new Bulkhead(HASHED_AT_ONCE, HASHES_WAITING);
/** Of somebody who waits however long it takes. */
const patient = () => new AbortController().signal;

/** Throws as `inPlace` does. */
export const hashPassword = (password: string, signal = patient()): Promise<string> =>
  inPlace(hashing, signal, () => hash(password));

/** Burns the same time for an unknown user as for a wrong password. */
const NOBODY = hash(random());

/** Throws as `inPlace` does. */
export async function passwordMatches(
  encoded: string | undefined,
  password: string,
  signal = patient(),
): Promise<boolean> {
  const against = encoded ?? (await NOBODY);
  const matches = await inPlace(hashing, signal, () => verify(against, password));
  return encoded !== undefined && matches;
}
