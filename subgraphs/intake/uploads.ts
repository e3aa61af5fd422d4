import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import type { Drizzle, Queries, Sql } from '../../db/client.js';
import { uploadChunks, uploads } from '../../db/tables/releases.js';
import { refusal } from '../../schema/errors.js';
import { erasedRefusal } from '../eraser.js';
import { turns } from './turns.js';

const CHUNK_BYTES = 1 << 20;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * An upload holds a connection while its client sends. Were uploads to take the whole pool, nobody could sign in.
 */
const uploading = turns(4);

export interface Upload {
  readonly id: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Stores a file in chunks as it arrives. Throws BODY_TOO_LARGE past `limit`; then nothing of it is kept. */
export async function storeUpload(
  db: Drizzle,
  owner: { readonly agency: string | null; readonly uploadedBy: string | null },
  filename: string,
  source: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Upload> {
  return uploading(() =>
    db.transaction(async (tx) => {
      const [row] = await tx
        .insert(uploads)
        .values({ ...owner, filename, bytes: 0, sha256: '' })
        .returning({ id: uploads.id });
      if (!row) throw new Error('the upload was not stored');
      const hash = createHash('sha256');
      let bytes = 0;
      let sequence = 0;
      for await (const data of chunksOf(source)) {
        bytes += data.length;
        if (bytes > limit) throw refusal('BODY_TOO_LARGE', { limit });
        hash.update(data);
        await tx.insert(uploadChunks).values({ uploadId: row.id, sequence: sequence++, data });
      }
      const sha256 = hash.digest('hex');
      await tx.update(uploads).set({ bytes, sha256 }).where(eq(uploads.id, row.id));
      return { id: row.id, bytes, sha256 };
    }),
  );
}

async function* chunksOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of source) {
    parts.push(part);
    size += part.length;
    if (size < CHUNK_BYTES) continue;
    yield Buffer.concat(parts);
    parts = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(parts);
}

export interface StoredUpload extends Upload {
  readonly filename: string;
}

/** An agency's upload by its id. Throws NOT_FOUND, also for another agency's, and ERASED. */
export async function findUpload(db: Queries, agency: string, id: string): Promise<StoredUpload> {
  const [upload] = UUID.test(id)
    ? await db
        .select()
        .from(uploads)
        .where(and(eq(uploads.id, id), eq(uploads.agency, agency)))
    : [];
  if (!upload) throw refusal('NOT_FOUND', { what: `unggahan ${id}` });
  if (upload.erasureId) throw await erasedRefusal(db, upload.erasureId, `Berkas ${upload.filename}`);
  return upload;
}

/** All bytes of an upload, in memory of their own that can be handed to a worker. */
export async function uploadBytes(sql: Sql | TransactionSql, { id, bytes }: Upload): Promise<Uint8Array> {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (let sequence = 0; at < bytes; sequence++) {
    const [chunk] = await sql<{ data: Uint8Array }[]>`
      select data from upload_chunks where upload_id = ${id} and sequence = ${sequence}`;
    if (!chunk) throw new Error(`upload ${id} ends at ${at} of ${bytes} bytes`);
    whole.set(chunk.data, at);
    at += chunk.data.length;
  }
  return whole;
}
