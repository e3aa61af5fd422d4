import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Keys for each purpose, derived by HKDF from the installation's one secret. */
export interface Keyring {
  /** Public fingerprint of the secret, stored to recognise another one. */
  readonly fingerprint: string;
  /** Keyed hash of `parts`, 22 characters, url-safe. Equal parts give equal ids, and nobody can compute them. */
  rowId(...parts: readonly string[]): string;
  /** Encrypts a value for a client to carry; `open` gives it back, or undefined for anything else. */
  seal(value: unknown): string;
  open(sealed: string): unknown;
}

export function createKeyring(secret: Uint8Array): Keyring {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `satugraf ${purpose}`, 32));
  const rowKey = derive('row-id');
  const cursorKey = derive('cursor');
  return {
    fingerprint: createHash('sha256').update(derive('fingerprint')).digest('hex').slice(0, 32),
    rowId(...parts) {
      const hash = createHmac('sha256', rowKey);
      for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
      return hash.digest().subarray(0, 16).toString('base64url');
    },
    seal(value) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', cursorKey, iv);
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-gcm', cursorKey, bytes.subarray(0, IV_BYTES));
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const body = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
        return JSON.parse(body.toString('utf8'));
      } catch {
        return undefined;
      }
    },
  };
}
