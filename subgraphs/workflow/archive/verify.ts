import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { z } from 'zod';
import type { Words } from '../../../schema/errors.js';
import { FileSource } from './file-source.js';
import {
  type BundleAbout,
  type BundleFile,
  FORMAT,
  isBundlePath,
  LIMITS,
  MANIFEST,
  readManifest,
  SEAL,
  SEAL_DIGITS,
} from './manifest.js';

export type BundleVerdict =
  | {
      readonly ok: true;
      readonly about: BundleAbout;
      readonly files: readonly BundleFile[];
      /** SHA-256 (hex) of the whole file: what `sha256sum` prints and the hub has recorded. */
      readonly sha256: string;
    }
  | {
      readonly ok: false;
      /** ERASED: the hub's word, in the archive's place, that it was erased by order. */
      readonly why: 'NOT_A_BUNDLE' | 'CHANGED' | 'MISSING' | 'UNLISTED' | 'ERASED';
      /** The file in the bundle, where one can be named. */
      readonly path?: string;
      readonly detail: Words;
    };
type Fault = Extract<BundleVerdict, { ok: false }>;

/**
 * Checks a bundle: each file against the manifest, so that the verdict can name the one that changed, then the seal
 * over the whole file, which leaves no byte out. Reads it in pieces and writes nothing. A seal can be made anew
 * by whoever changes a bundle: only `sha256`, held against the hub's record, proves that it is the hub's.
 * Throws the system's error (`ENOENT`, …) for a file that cannot be read.
 */
export async function verifyBundle(path: string): Promise<BundleVerdict> {
  await using handle = await open(path);
  const source = new FileSource(handle, (await handle.stat()).size);
  const verdict = await judge(source);
  if (source.failure) throw source.failure;
  return verdict;
}

async function judge(source: FileSource): Promise<BundleVerdict> {
  const zip = await fromRandomAccessReaderPromise(source, source.size, {
    autoClose: false,
    strictFileNames: true,
  }).catch(() => undefined);
  if (!zip?.comment.startsWith(SEAL) || zip.comment.length !== SEAL.length + SEAL_DIGITS)
    return (await erasedInstead(source)) ?? NOT_A_BUNDLE;
  const entries = await entriesOf(zip);
  if (!(entries instanceof Map)) return entries;
  const listing = entries.get(MANIFEST);
  if (!listing) return missing(MANIFEST);
  const text = await manifestOf(zip, listing);
  if (text === undefined) return changed(MANIFEST);
  const manifest = readManifest(text);
  if (!manifest) return NO_MANIFEST;

  const listed = new Set(manifest.files.map(({ path }) => path));
  for (const path of entries.keys()) if (path !== MANIFEST && !listed.has(path)) return unlisted(path);
  for (const file of manifest.files) {
    const entry = entries.get(file.path);
    if (!entry) return missing(file.path);
    if (!(await holds(zip, entry, file))) return changed(file.path);
  }
  const { sealed, sha256 } = await seals(source);
  return sealed ? { ok: true, ...manifest, sha256 } : CHANGED_ELSEWHERE;
}

/** What the hub answers in place of an archive that was erased, where that was saved as the file. */
async function erasedInstead(source: FileSource): Promise<Fault | undefined> {
  if (source.size > MOST_SAID) return undefined;
  const parts: Buffer[] = [];
  for await (const bytes of source.range(0, source.size)) parts.push(bytes);
  try {
    const said = ERASED_SAID.parse(JSON.parse(Buffer.concat(parts).toString()));
    const { messages } = said.errors[0].extensions;
    return fault('ERASED', messages.id, messages.en);
  } catch {
    return undefined;
  }
}

const MOST_SAID = 64_000;
const ERASED_SAID = z.object({
  errors: z.tuple([
    z.object({
      extensions: z.object({
        code: z.literal('ERASED'),
        messages: z.object({ id: z.string(), en: z.string() }),
      }),
    }),
  ]),
});

/** The ZIP's directory by name. Entries as the writer never makes them are refused before they can fill the memory. */
async function entriesOf(zip: ZipFile): Promise<Map<string, Entry> | Fault> {
  if (zip.entryCount > LIMITS.files + 1) return STRUCTURE_CHANGED;
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName, extraFieldLength, fileCommentLength } = entry;
      if (!isBundlePath(fileName) || extraFieldLength > 64 || fileCommentLength > 0) return STRUCTURE_CHANGED;
      if (entries.has(fileName)) return unlisted(fileName);
      entries.set(fileName, entry);
    }
  } catch {
    return STRUCTURE_CHANGED;
  }
  return entries;
}

/** The manifest's text; undefined where it is not as it was written. Without its CRC a changed hash would pass here. */
async function manifestOf(zip: ZipFile, entry: Entry): Promise<string | undefined> {
  if (entry.uncompressedSize > LIMITS.manifestBytes) return undefined;
  const parts: Buffer[] = [];
  try {
    for await (const part of contentOf(zip, entry)) parts.push(part);
  } catch {
    return undefined;
  }
  const bytes = Buffer.concat(parts);
  return crc32(bytes) === entry.crc32 ? bytes.toString() : undefined;
}

async function holds(zip: ZipFile, entry: Entry, file: BundleFile): Promise<boolean> {
  if (entry.uncompressedSize !== file.bytes) return false;
  const hash = createHash('sha256');
  try {
    for await (const part of contentOf(zip, entry)) hash.update(part);
  } catch {
    return false;
  }
  return hash.digest('hex') === file.sha256;
}

/** An entry's content, never more of it than it claims to be. Throws where it cannot be unpacked, or is shorter. */
async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  const stream = await zip.openReadStreamPromise(entry);
  // It may tell of a second error after the loop has left with the first.
  stream.on('error', () => {});
  yield* stream;
}

async function seals(source: FileSource): Promise<{ sealed: boolean; sha256: string }> {
  const hash = createHash('sha256');
  const end = source.size - SEAL_DIGITS;
  for await (const bytes of source.range(0, end)) hash.update(bytes);
  const expected = hash.copy().digest('hex');
  let found = '';
  for await (const bytes of source.range(end, source.size)) {
    hash.update(bytes);
    found += bytes.toString('latin1');
  }
  return { sealed: found === expected, sha256: hash.digest('hex') };
}

const fault = (why: Fault['why'], id: string, en: string, path?: string): Fault => ({
  ok: false,
  why,
  ...(path === undefined ? {} : { path }),
  detail: { id, en },
});

const NOT_A_BUNDLE = fault(
  'NOT_A_BUNDLE',
  'Berkas ini bukan arsip SatuGraf, atau ujungnya terpotong atau berubah.',
  'This file is not a SatuGraf archive, or its end is cut off or changed.',
);
const NO_MANIFEST = fault(
  'NOT_A_BUNDLE',
  `${MANIFEST} bukan daftar isi menurut format ${FORMAT}.`,
  `${MANIFEST} is not a list of contents in the format ${FORMAT}.`,
);
const STRUCTURE_CHANGED = fault(
  'CHANGED',
  'Susunan ZIP arsip ini berubah sejak dibuat.',
  'The ZIP structure of this archive has changed since it was made.',
);
const CHANGED_ELSEWHERE = fault(
  'CHANGED',
  'Isi setiap berkas cocok dengan daftarnya, tetapi bita lain dalam arsip ini berubah sejak dibuat.',
  'Every file is as listed, but other bytes of this archive have changed since it was made.',
);
const changed = (path: string): Fault =>
  fault(
    'CHANGED',
    `Isi ${path} berubah sejak arsip dibuat.`,
    `${path} has changed since the archive was made.`,
    path,
  );
const missing = (path: string): Fault =>
  fault('MISSING', `${path} tidak ada dalam arsip.`, `${path} is not in the archive.`, path);
const unlisted = (path: string): Fault =>
  fault(
    'UNLISTED',
    `${path} ada dalam arsip tetapi tidak ada dalam daftarnya, atau ada lebih dari sekali.`,
    `${path} is in the archive but not in its list, or is there more than once.`,
    path,
  );
