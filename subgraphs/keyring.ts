import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const BLOCK_BYTES = 16;

/** Keys for each purpose, derived by HKDF from the installation's one secret. */
export interface Keyring {
  /** Public fingerprint of the secret, stored to recognise another one. */
  readonly fingerprint: string;
  /** The key of `keyedRowId`, for whoever makes ids and has no business with the secret. */
  readonly rowKey: Uint8Array;
  /** Ids of rows that have no key: their numbers within a release, encrypted, 22 characters each. */
  rowIds(release: number, rows: readonly (string | number)[]): string[];
  /** The number of the row with this id; undefined for an id of another release, or none. */
  rowOf(release: number, id: string): string | undefined;
  /** Encrypts a value for a client to carry; `open` gives it back, or undefined for anything else. */
  seal(value: unknown): string;
  open(sealed: string): unknown;
  /** The key, 64 hex digits, by which requests to this subgraph are signed: its producer is given it. */
  signingKey(subgraph: string): string;
  readonly secrets: Secrets;
}

/** What the hub keeps for itself alone, such as the password of a producer's database. */
export interface Secrets {
  /** Encrypts a text for the store. It opens only beside the same facts: moved to another row, it stays shut. */
  seal(text: string, ...facts: readonly string[]): string;
  /** The text; undefined for anything that was not sealed with this key and these facts. */
  open(sealed: string, ...facts: readonly string[]): string | undefined;
}

/** Keyed hash of `parts`, 22 characters, url-safe. Equal parts give equal ids, and nobody can compute them. */
export function keyedRowId(rowKey: Uint8Array, parts: readonly string[]): string {
  let text = '';
  for (const part of parts) text += `${Buffer.byteLength(part)}:${part}`;
  return createHmac('sha256', rowKey).update(text).digest().subarray(0, 16).toString('base64url');
}

export function createKeyring(secret: Uint8Array): Keyring {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `satugraf ${purpose}`, 32));
  const rowKey = derive('row-id');
  const numberKey = derive('row-number');
  const cursorKey = derive('cursor');
  const secretKey = derive('secret');
  return {
    fingerprint: createHash('sha256').update(derive('fingerprint')).digest('hex').slice(0, 32),
    rowKey,
    rowIds(release, rows) {
      const blocks = Buffer.alloc(rows.length * BLOCK_BYTES);
      for (const [at, row] of rows.entries()) {
        blocks.writeBigUInt64BE(BigInt(release), at * BLOCK_BYTES);
        blocks.writeBigUInt64BE(BigInt(row), at * BLOCK_BYTES + 8);
      }
      // No two blocks are the same, so that ECB is a keyed permutation of them and shows nothing.
      const cipher = createCipheriv('aes-256-ecb', numberKey, null).setAutoPadding(false);
      const sealed = Buffer.concat([cipher.update(blocks), cipher.final()]);
      return rows.map((_, at) =>
        sealed.subarray(at * BLOCK_BYTES, (at + 1) * BLOCK_BYTES).toString('base64url'),
      );
    },
    rowOf(release, id) {
      const sealed = Buffer.from(id, 'base64url');
      if (sealed.length !== BLOCK_BYTES || sealed.toString('base64url') !== id) return undefined;
      const decipher = createDecipheriv('aes-256-ecb', numberKey, null).setAutoPadding(false);
      const block = Buffer.concat([decipher.update(sealed), decipher.final()]);
      return block.readBigUInt64BE(0) === BigInt(release) ? String(block.readBigInt64BE(8)) : undefined;
    },
    seal: (value) => encrypt(cursorKey, JSON.stringify(value)),
    open(sealed) {
      const text = decrypt(cursorKey, sealed);
      return text === undefined ? undefined : JSON.parse(text);
    },
    signingKey: (subgraph) => derive(`signing ${subgraph}`).toString('hex'),
    secrets: {
      seal: (text, ...facts) => encrypt(secretKey, text, JSON.stringify(facts)),
      open: (sealed, ...facts) => decrypt(secretKey, sealed, JSON.stringify(facts)),
    },
  };
}

/** AES-256-GCM as `iv, tag, body` in base64url; `beside` has to be the same when it is opened. */
function encrypt(key: Buffer, text: string, beside = ''): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(beside));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
}

function decrypt(key: Buffer, sealed: string, beside = ''): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
    decipher.setAAD(Buffer.from(beside));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const body = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return body.toString('utf8');
  } catch {
    return undefined;
  }
}
