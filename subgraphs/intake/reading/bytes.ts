import type { Source } from './grid.js';
import { tooLarge } from './refused.js';

/** The first `length` bytes of a source, fewer where it is shorter. */
export async function firstBytes(source: Source, length: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.bytes()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= length) break;
  }
  return Buffer.concat(chunks).subarray(0, length);
}

/** All bytes of a source. Throws FILE_REFUSED beyond `max`, whatever size the source claims. */
export async function allBytes(source: Source, max: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.bytes()) {
    size += chunk.length;
    if (size > max)
      throw tooLarge({
        id: `lebih dari ${max >> 20} MB untuk format ini`,
        en: `more than ${max >> 20} MB for this format`,
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const PIECE = 1 << 18;

/** A source over bytes in memory, in pieces: what reads them keeps no more than a piece's rows at once. */
export const sourceOf = (filename: string, bytes: Uint8Array): Source => ({
  filename,
  size: bytes.length,
  async *bytes() {
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
  },
});
