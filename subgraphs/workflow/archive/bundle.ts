import { createHash } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { inBlocks } from './blocks.js';
import {
  type BundleAbout,
  type BundleFile,
  isBundlePath,
  LIMITS,
  MANIFEST,
  manifestText,
  SEAL,
  SEAL_DIGITS,
} from './manifest.js';

/** What is compressed at a time. The blocks are always cut alike, so the compressed bytes cannot depend on the source. */
const BLOCK_BYTES = 1 << 16;

export interface BundleEntry {
  /** Relative, `/` between its parts: `documents/TOR-v1.pdf`. */
  readonly path: string;
  readonly data: AsyncIterable<Uint8Array> | Uint8Array;
}

/**
 * The bundle as a ZIP file, piece by piece: the entries in their order, the manifest as the last one, and in the ZIP's
 * comment the seal, `sha256:` and the SHA-256 of every byte before those digits. Same entries and facts, same bytes.
 * Entries are read only while the reader waits for a piece, one block ahead of it at the most: rows may come over
 * the very connection on which the pieces are stored. Throws on a path that is unfit or there twice, and past LIMITS.
 */
export async function* writeBundle(
  entries: AsyncIterable<BundleEntry>,
  about: BundleAbout,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let held = Buffer.alloc(0);
  for await (const bytes of zipped(entries, about)) {
    const all = Buffer.concat([held, bytes]);
    const end = Math.max(0, all.length - SEAL_DIGITS);
    held = all.subarray(end);
    if (end === 0) continue;
    hash.update(all.subarray(0, end));
    yield all.subarray(0, end);
  }
  yield Buffer.from(hash.digest('hex'), 'latin1');
}

/** The ZIP with zeros where the seal's digits go. */
async function* zipped(entries: AsyncIterable<BundleEntry>, about: BundleAbout): AsyncGenerator<Uint8Array> {
  // Facts that no manifest takes are told before the rows are read, not after.
  manifestText({ about, files: [] });
  const zip = new PulledZip(new UtcDate(about.createdAt));
  const files = new Map<string, BundleFile>();
  let total = 0;
  try {
    for await (const { path, data } of entries) {
      if (!isBundlePath(path) || path === MANIFEST || files.has(path))
        throw new Error(`no file of an archive can be called ${JSON.stringify(path)}`);
      const file = yield* zip.add(path, data, LIMITS.bytes - total);
      total += file.bytes;
      files.set(path, file);
      if (files.size > LIMITS.files) throw new Error(`an archive holds at most ${LIMITS.files} files`);
    }
    const manifest = manifestText({ about, files: [...files.values()] });
    yield* zip.add(MANIFEST, Buffer.from(manifest), LIMITS.manifestBytes);
    yield* zip.end(SEAL + '0'.repeat(SEAL_DIGITS));
  } finally {
    zip.destroy();
  }
}

/** A ZIP in the making that moves only while its reader waits: left to themselves, its streams would read ahead. */
class PulledZip {
  readonly #zip = new ZipFile();
  readonly #output = this.#zip.outputStream as Readable;
  readonly #mtime: Date;
  #input: PassThrough | undefined;
  #wake = (): void => {};

  constructor(mtime: Date) {
    this.#mtime = mtime;
    this.#output.on('readable', () => this.#wake());
    // A reader that leaves early ends the streams in the middle of a write; nobody is left to be told.
    this.#output.on('error', () => {});
  }

  /** Takes one file in and gives out what comes of it; its last bytes may come with the next call. */
  async *add(path: string, data: BundleEntry['data'], limit: number): AsyncGenerator<Uint8Array, BundleFile> {
    const hash = createHash('sha256');
    let bytes = 0;
    const input = new PassThrough();
    this.#input = input;
    input.on('error', () => {});
    this.#zip.addReadStream(input, path, { mtime: this.#mtime, mode: 0o100644, compressionLevel: 6 });
    for await (const block of inBlocks(data, BLOCK_BYTES)) {
      bytes += block.length;
      if (bytes > limit) throw new Error(`an archive holds at most ${LIMITS.bytes} bytes`);
      hash.update(block);
      const taken = new Promise<void>((resolve, reject) => {
        input.write(block, (error) => (error ? reject(error) : resolve()));
      });
      yield* this.#until(taken);
    }
    // Many small files would else pile up before the ZIP gets to the first of them.
    const drained = new Promise<void>((resolve) => input.once('end', resolve));
    input.end();
    yield* this.#until(drained);
    return { path, bytes, sha256: hash.digest('hex') };
  }

  async *end(comment: string): AsyncGenerator<Uint8Array> {
    const ended = new Promise<void>((resolve) => this.#output.once('end', resolve));
    this.#zip.end({ forceZip64Format: false, comment });
    yield* this.#until(ended);
  }

  destroy(): void {
    this.#input?.destroy();
    this.#output.destroy();
  }

  /** What comes out until `done` is settled. */
  async *#until(done: Promise<void>): AsyncGenerator<Uint8Array> {
    let settled = false;
    let failure: unknown;
    const settle = (error?: unknown): void => {
      settled = true;
      failure = error;
      this.#wake();
    };
    done.then(() => settle(), settle);
    for (;;) {
      const bytes = this.#output.read() as Buffer | null;
      if (bytes !== null) yield bytes;
      else if (settled) break;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
    if (failure !== undefined) throw failure;
  }
}

/** The ZIP format's own dates are local time: this one says the same hour on every machine. */
class UtcDate extends Date {
  override getFullYear = (): number => this.getUTCFullYear();
  override getMonth = (): number => this.getUTCMonth();
  override getDate = (): number => this.getUTCDate();
  override getHours = (): number => this.getUTCHours();
  override getMinutes = (): number => this.getUTCMinutes();
  override getSeconds = (): number => this.getUTCSeconds();
}
