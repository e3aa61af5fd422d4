import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

/** The file for yauzl. Its own reader hands offsets that only a forged ZIP has to the system, which throws past us. */
export class FileSource extends RandomAccessReader {
  /** What the system refused to read, as opposed to what is wrong with the ZIP. */
  failure: Error | undefined;

  constructor(
    readonly handle: FileHandle,
    readonly size: number,
  ) {
    super();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead: number) => void,
  ): void {
    if (position + length > this.size) {
      setImmediate(callback, null, 0);
      return;
    }
    this.handle.read(buffer, offset, length, position).then(
      ({ bytesRead }) => callback(null, bytesRead),
      (error: Error) => {
        this.failure = error;
        callback(error, 0);
      },
    );
  }

  override createReadStream({ start, end }: { start: number; end: number }): Readable {
    return Readable.from(this.range(start, end), { objectMode: false });
  }

  async *range(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; ) {
      const buffer = Buffer.allocUnsafe(Math.min(1 << 16, end - at));
      const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, at).catch((error: Error) => {
        this.failure = error;
        throw error;
      });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }
}
