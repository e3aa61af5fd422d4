/** The same bytes in blocks of exactly `size` bytes, the last one shorter. What is yielded is a copy. */
export async function* inBlocks(
  source: AsyncIterable<Uint8Array> | Uint8Array,
  size: number,
): AsyncGenerator<Buffer> {
  let block = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const part of source instanceof Uint8Array ? [source] : source) {
    for (let at = 0; at < part.length; ) {
      const piece = part.subarray(at, at + size - filled);
      block.set(piece, filled);
      at += piece.length;
      filled += piece.length;
      if (filled < size) continue;
      yield block;
      block = Buffer.allocUnsafe(size);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
