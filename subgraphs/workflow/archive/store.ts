import { createHash } from 'node:crypto';
import { and, asc, desc, eq, gt, sql } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { archiveChunks, archives } from '../../../db/tables/documents.js';
import { releaseTable } from '../../physical.js';
import { inBlocks } from './blocks.js';
import { type BundleEntry, writeBundle } from './bundle.js';
import type { TextRow } from './contents.js';
import type { BundleAbout } from './manifest.js';

/** Every chunk of an archive has so many bytes, but the last. */
export const CHUNK_BYTES = 1 << 20;

export interface StoredArchive {
  readonly attempt: number;
  readonly bytes: number;
  /** SHA-256 (hex) of the whole file. */
  readonly sha256: string;
  readonly createdAt: Date;
  /** Set where its bytes were erased. */
  readonly erasureId: string | null;
}

/**
 * Makes the archive of one attempt at step 6 and keeps it, in the caller's transaction: a bundle that fails leaves
 * nothing behind once that is rolled back. `entries` may read over the same transaction.
 */
export async function storeArchive(
  tx: Queries,
  input: {
    readonly caseId: string;
    readonly attempt: number;
    readonly about: Omit<BundleAbout, 'createdAt'>;
    readonly entries: AsyncIterable<BundleEntry>;
    readonly now: Date;
  },
): Promise<{ bytes: number; sha256: string }> {
  const { caseId, attempt, now } = input;
  const about = { ...input.about, createdAt: now.toISOString() };
  const hash = createHash('sha256');
  let bytes = 0;
  let sequence = 0;
  for await (const data of inBlocks(writeBundle(input.entries, about), CHUNK_BYTES)) {
    bytes += data.length;
    hash.update(data);
    await tx.insert(archiveChunks).values({ caseId, attempt, sequence: sequence++, data });
  }
  const sha256 = hash.digest('hex');
  await tx.insert(archives).values({ caseId, attempt, bytes, sha256, createdAt: now });
  return { bytes, sha256 };
}

/** The bytes of a kept archive, a chunk of 1 MiB at a time; nothing where there is none. */
export async function* readArchive(db: Queries, caseId: string, attempt: number): AsyncGenerator<Uint8Array> {
  for (let sequence = -1; ; ) {
    const [chunk] = await db
      .select({ sequence: archiveChunks.sequence, data: archiveChunks.data })
      .from(archiveChunks)
      .where(
        and(
          eq(archiveChunks.caseId, caseId),
          eq(archiveChunks.attempt, attempt),
          gt(archiveChunks.sequence, sequence),
        ),
      )
      .orderBy(asc(archiveChunks.sequence))
      .limit(1);
    if (!chunk) return;
    sequence = chunk.sequence;
    yield chunk.data;
  }
}

/** The archives of a case, the newest first. */
export function listArchives(db: Queries, caseId: string): Promise<StoredArchive[]> {
  return db
    .select({
      attempt: archives.attempt,
      bytes: archives.bytes,
      sha256: archives.sha256,
      createdAt: archives.createdAt,
      erasureId: archives.erasureId,
    })
    .from(archives)
    .where(eq(archives.caseId, caseId))
    .orderBy(desc(archives.attempt));
}

/** The archive of one attempt at step 6, or the newest. */
export async function findArchive(
  db: Queries,
  caseId: string,
  attempt?: number,
): Promise<StoredArchive | undefined> {
  const all = await listArchives(db, caseId);
  return attempt === undefined ? all[0] : all.find((one) => one.attempt === attempt);
}

/**
 * The rows of a release in the order of its source file, by pages, every value as PostgreSQL writes it. Reads by key
 * and not by a cursor, so the transaction can be used between two pages. Dates are ISO 8601 whatever the server's
 * setting; it is set for the rest of the transaction.
 */
export async function* releaseRows(
  tx: Queries,
  releaseId: number,
  columns: readonly { readonly physical: string }[],
  pageRows = 5000,
): AsyncGenerator<readonly TextRow[]> {
  await tx.execute(sql`select set_config('datestyle', 'ISO, YMD', true)`);
  const physical = columns.map((column) => column.physical);
  const selected = sql.join(
    [
      sql`"row"::text as at`,
      ...physical.map((name) => sql`${sql.identifier(name)}::text as ${sql.identifier(name)}`),
    ],
    sql`, `,
  );
  const table = sql.raw(releaseTable(releaseId));
  // Rows count from 1.
  for (let last: string | null | undefined = '0'; last; ) {
    const page: readonly Readonly<Record<string, string | null>>[] = await tx.execute(
      sql`select ${selected} from ${table} where "row" > ${last}::bigint order by "row" limit ${pageRows}`,
    );
    if (page.length > 0) yield page.map((row) => physical.map((name) => row[name] ?? null));
    last = page.at(-1)?.['at'];
  }
}
