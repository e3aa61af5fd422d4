import { Readable } from 'node:stream';
import { and, eq, sql } from 'drizzle-orm';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import type { Queries } from '../../../db/client.js';
import { archiveChunks } from '../../../db/tables/documents.js';
import { LIMITS, MANIFEST, type Manifest, readManifest } from './manifest.js';
import { CHUNK_BYTES } from './store.js';

/** What an archive holds, by its own lists. */
export interface Contents extends Manifest {
  /** Names of the dataset's columns at the time. */
  readonly columns: ReadonlySet<string>;
}

/** Looks into a kept archive; undefined where it cannot be read. */
export async function peekArchive(
  db: Queries,
  archive: { readonly caseId: string; readonly attempt: number; readonly bytes: number },
): Promise<Contents | undefined> {
  try {
    const zip = await fromRandomAccessReaderPromise(new KeptArchive(db, archive), archive.bytes, {
      autoClose: false,
    });
    const texts = new Map<string, string>();
    for await (const entry of zip.eachEntry())
      if (entry.fileName === MANIFEST || entry.fileName === DEFINITION)
        texts.set(entry.fileName, await textOf(zip, entry));
    const manifest = readManifest(texts.get(MANIFEST) ?? '');
    const definition = JSON.parse(texts.get(DEFINITION) ?? '') as { columns: { name: string }[] };
    return manifest && { ...manifest, columns: new Set(definition.columns.map(({ name }) => name)) };
  } catch {
    return undefined;
  }
}

const DEFINITION = 'definition.json';

async function textOf(zip: ZipFile, entry: Entry): Promise<string> {
  if (entry.uncompressedSize > LIMITS.manifestBytes) throw new Error(`${entry.fileName} is too long`);
  const parts: Buffer[] = [];
  for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** An archive's bytes for yauzl, as far as it asks for them. */
class KeptArchive extends RandomAccessReader {
  constructor(
    private readonly db: Queries,
    private readonly archive: { readonly caseId: string; readonly attempt: number },
  ) {
    super();
  }

  override createReadStream({ start, end }: { start: number; end: number }): Readable {
    return Readable.from(this.#range(start, end), { objectMode: false });
  }

  async *#range(start: number, end: number): AsyncGenerator<Uint8Array> {
    const { caseId, attempt } = this.archive;
    for (let at = start; at < end; ) {
      const sequence = Math.floor(at / CHUNK_BYTES);
      const from = at - sequence * CHUNK_BYTES;
      const to = Math.min(CHUNK_BYTES, end - sequence * CHUNK_BYTES);
      const [chunk] = await this.db
        .select({ data: sql<Uint8Array>`substring(${archiveChunks.data} from ${from + 1} for ${to - from})` })
        .from(archiveChunks)
        .where(
          and(
            eq(archiveChunks.caseId, caseId),
            eq(archiveChunks.attempt, attempt),
            eq(archiveChunks.sequence, sequence),
          ),
        );
      if (!chunk || chunk.data.length === 0) return;
      yield chunk.data;
      at += chunk.data.length;
    }
  }
}
