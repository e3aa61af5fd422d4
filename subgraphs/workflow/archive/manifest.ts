import { z } from 'zod';

export const FORMAT = 'satugraf-archive/1';

/** The list of a bundle's files, itself the last file. */
export const MANIFEST = 'manifest.json';

/** What the ZIP's comment starts with; SHA-256 (hex) of every byte of the file before those 64 digits follows. */
export const SEAL = 'sha256:';
export const SEAL_DIGITS = 64;

/** What a bundle may hold at the most. They bound what reading a forged one can cost, so the writer keeps them too. */
export const LIMITS = { files: 10_000, manifestBytes: 4 << 20, bytes: 16 * 2 ** 30, pathBytes: 512 } as const;

/** What a bundle is the archive of. */
export interface BundleAbout {
  /** The case's number: `2026-0001`. */
  readonly case: string;
  /** Null where the case has none. */
  readonly dataset: string | null;
  /** The release's number within its dataset; null where there is no data. */
  readonly release: number | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Hash of the newest event (SHA-256, hex). */
  readonly chainHead: string;
}

export interface BundleFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256, hex. */
  readonly sha256: string;
}

export interface Manifest {
  readonly about: BundleAbout;
  readonly files: readonly BundleFile[];
}

/** Control, invisible and unpaired characters: such a name could play tricks on a terminal, or on its reader. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Whether a file of a bundle may have this name: relative, `/` between its parts, unable to lead anywhere else. */
export const isBundlePath = (path: string): boolean =>
  Buffer.byteLength(path) <= LIMITS.pathBytes &&
  !UNPRINTABLE.test(path) &&
  !/[\\:]/.test(path) &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

const word = z
  .string()
  .max(256)
  .refine((text) => !UNPRINTABLE.test(text));
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const MANIFEST_SHAPE = z.strictObject({
  format: z.literal(FORMAT),
  case: word,
  dataset: word.nullable(),
  release: z.int().nullable(),
  createdAt: z.iso.datetime(),
  chainHead: sha256,
  files: z
    .array(
      z.strictObject({
        path: z.string().refine((path) => path !== MANIFEST && isBundlePath(path)),
        bytes: z.int().min(0),
        sha256,
      }),
    )
    .max(LIMITS.files)
    .refine((files) => new Set(files.map(({ path }) => path)).size === files.length)
    .refine((files) => files.reduce((sum, { bytes }) => sum + bytes, 0) <= LIMITS.bytes),
});

/** The manifest as it stands in the bundle. Throws on what `readManifest` would refuse, so no such bundle is made. */
export function manifestText({ about, files }: Manifest): string {
  const { case: number, dataset, release, createdAt, chainHead } = about;
  const manifest = { format: FORMAT, case: number, dataset, release, createdAt, chainHead, files };
  const text = `${JSON.stringify(MANIFEST_SHAPE.parse(manifest), null, 2)}\n`;
  if (Buffer.byteLength(text) > LIMITS.manifestBytes) throw new Error('the manifest is too long');
  return text;
}

/** Reads a manifest that anyone may have written; undefined where it is none of this format. */
export function readManifest(text: string): Manifest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = MANIFEST_SHAPE.safeParse(json);
  if (!parsed.success) return undefined;
  const { format: _, files, ...about } = parsed.data;
  return { about, files };
}
