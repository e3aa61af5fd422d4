import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { HubError } from '../../../schema/errors.js';
import type { Source } from './grid.js';
import { LIMITS } from './limits.js';
import { damaged, refused } from './refused.js';

const PIECE = 1 << 18;

/** What a gzip file expands to, streamed each time that it is read. Throws FILE_REFUSED for a bomb or a damaged file. */
export const gunzipped = (source: Source): Source => ({
  filename: source.filename.replace(/\.gz$/i, ''),
  size: source.size,
  async *bytes() {
    const packed = Readable.from(source.bytes(), { objectMode: false });
    const gunzip = createGunzip({ chunkSize: PIECE });
    packed.on('error', (error) => gunzip.destroy(error));
    let size = 0;
    try {
      for await (const chunk of packed.pipe(gunzip) as AsyncIterable<Uint8Array>) {
        size += chunk.length;
        const bomb = size > LIMITS.zipRatioFrom && size > source.size * LIMITS.zipRatio;
        if (bomb || size > LIMITS.gzipExpanded)
          throw refused(
            'Berkas gzip ini mengembang jauh melebihi batas (bom gzip, atau lebih dari 2 GB); pecah menjadi beberapa berkas.',
            'This gzip file expands far beyond the limit (a gzip bomb, or more than 2 GB); split it into several files.',
          );
        yield chunk;
      }
    } catch (error) {
      if (error instanceof HubError) throw error;
      const reason = error instanceof Error ? error.message.slice(0, 120) : 'gzip';
      throw damaged({ id: `gzip: ${reason}`, en: `gzip: ${reason}` });
    } finally {
      packed.destroy();
      gunzip.destroy();
    }
  },
});
