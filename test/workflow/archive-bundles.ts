import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { type BundleEntry, writeBundle } from '../../subgraphs/workflow/archive/bundle.js';
import type { BundleAbout } from '../../subgraphs/workflow/archive/manifest.js';
import { type BundleVerdict, verifyBundle } from '../../subgraphs/workflow/archive/verify.js';

export const ABOUT: BundleAbout = {
  case: '2026-0007',
  dataset: 'dinkesKunjungan',
  release: 2,
  createdAt: '2026-03-08T02:30:45.000Z',
  chainHead: 'ab'.repeat(32),
};

export async function* each<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** The bundle of the entries, whole. */
export async function bundle(entries: readonly BundleEntry[], about = ABOUT): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of writeBundle(each(entries), about)) parts.push(part);
  return Buffer.concat(parts);
}

export const file = (path: string, text: string): BundleEntry => ({ path, data: Buffer.from(text) });

/** The verdict on the bytes as a file of `folder`. */
export async function verdictOn(folder: string, bytes: Uint8Array): Promise<BundleVerdict> {
  const path = join(folder, 'one.zip');
  await writeFile(path, bytes);
  return verifyBundle(path);
}

/** What any reader of ZIP files finds in it. */
export async function unzip(bytes: Buffer): Promise<[string, Buffer][]> {
  const zip = await fromBufferPromise(bytes);
  const found: [string, Buffer][] = [];
  for await (const entry of zip.eachEntry()) {
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
    found.push([entry.fileName, Buffer.concat(parts)]);
  }
  return found;
}

export const flipped = (bytes: Uint8Array, at: number, mask: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] as number) ^ mask;
  return copy;
};

/** The ZIP with the seal that belongs to its bytes. */
export const sealed = (zip: Buffer): Buffer =>
  Buffer.concat([zip.subarray(0, -64), Buffer.from(sha256(zip.subarray(0, -64)))]);

/** A ZIP that somebody else put together, with a seal of its own that is right. */
export async function forged(
  entries: readonly (readonly [string, Uint8Array | string])[],
  { zip64 = false, compress = true } = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, data] of entries) zip.addBuffer(Buffer.from(data), path, { compress });
  zip.end({ forceZip64Format: zip64, comment: `sha256:${'0'.repeat(64)}` });
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return sealed(Buffer.concat(parts));
}
