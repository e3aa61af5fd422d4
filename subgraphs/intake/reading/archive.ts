import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { HubError } from '../../../schema/errors.js';
import { allBytes } from './bytes.js';
import type { Source } from './grid.js';
import { LIMITS } from './limits.js';
import { damaged, refused, tooLarge } from './refused.js';

/** How many expanded bytes are left for a file and all that is packed in it. */
export interface Allowance {
  bytes: number;
}

export const allowance = (): Allowance => ({ bytes: LIMITS.zipExpanded });

export interface Packed extends Source {
  readonly encrypted: boolean;
}

/** The files of a ZIP by name, folders left out; each can be read any number of times. */
export type Archive = ReadonlyMap<string, Packed>;

/**
 * Reads the directory of a ZIP. What it declares is held against the limits here; that no entry expands to more than
 * it declares is yauzl's own check. Throws FILE_REFUSED for a bomb or a damaged archive.
 */
export async function openArchive(source: Source, left: Allowance): Promise<Archive> {
  const zip = await open(await allBytes(source, LIMITS.zip));
  if (zip.entryCount > LIMITS.zipEntries)
    throw tooLarge({
      id: `${zip.entryCount} berkas dalam ZIP, paling banyak ${LIMITS.zipEntries}`,
      en: `${zip.entryCount} files in the ZIP, at most ${LIMITS.zipEntries}`,
    });
  const files = new Map<string, Packed>();
  for (const entry of await entriesOf(zip)) {
    if (entry.fileName.endsWith('/')) continue;
    checkSize(entry, left);
    files.set(entry.fileName, {
      filename: entry.fileName,
      size: entry.uncompressedSize,
      encrypted: entry.isEncrypted(),
      bytes: () => expand(zip, entry),
    });
  }
  return files;
}

function checkSize(entry: Entry, left: Allowance): void {
  const { uncompressedSize, compressedSize } = entry;
  left.bytes -= uncompressedSize;
  const bomb = uncompressedSize > LIMITS.zipRatioFrom && uncompressedSize > compressedSize * LIMITS.zipRatio;
  if (left.bytes < 0 || bomb)
    throw refused(
      'ZIP ini mengembang jauh melebihi batas (bom ZIP, atau lebih dari 200 MB); pecah menjadi beberapa berkas.',
      'This ZIP expands far beyond the limit (a ZIP bomb, or more than 200 MB); split it into several files.',
    );
}

const open = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error ? reject(broken(error)) : resolve(zip),
    );
  });

const entriesOf = (zip: ZipFile): Promise<Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', (error) => reject(broken(error)));
    zip.readEntry();
  });

async function* expand(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    const stream = await new Promise<AsyncIterable<Uint8Array>>((resolve, reject) => {
      zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
    });
    yield* stream;
  } catch (error) {
    throw error instanceof HubError ? error : broken(error);
  }
}

const broken = (error: unknown): HubError => {
  const reason = error instanceof Error ? error.message.slice(0, 120) : 'ZIP';
  return damaged({ id: `ZIP: ${reason}`, en: `ZIP: ${reason}` });
};
