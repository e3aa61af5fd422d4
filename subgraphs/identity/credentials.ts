import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

const KEY_FORMAT = /^sgk_([a-z0-9]{12})_([A-Za-z0-9_-]{43})$/;
const SESSION_FORMAT = /^sgs_[A-Za-z0-9_-]{43}$/;

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

/** A new service key: shown once, stored as a hash. */
export function newServiceKey(): { id: string; secretHash: string; key: string } {
  const id = randomBytes(9).toString('hex').slice(0, 12);
  const secret = random();
  return { id, secretHash: sha256(secret), key: `sgk_${id}_${secret}` };
}

export function newSessionToken(): { token: string; tokenHash: string } {
  const token = `sgs_${random()}`;
  return { token, tokenHash: sha256(token) };
}

export const sameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

export const randomPassword = (): string => randomBytes(12).toString('base64url');

export const hashPassword = (password: string): Promise<string> => hash(password);

/** Burns the same time for an unknown user as for a wrong password. */
const NOBODY = hash(random());

export async function passwordMatches(encoded: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(encoded ?? (await NOBODY), password);
  return encoded !== undefined && matches;
}
