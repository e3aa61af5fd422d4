import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { and, asc, desc, eq, gt, sql } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import { type Drizzle, notify, type Queries } from '../../db/client.js';
import { releases, uploadChunks, uploads } from '../../db/tables/releases.js';
import { type ColumnDefinition, contentHash } from '../../schema/definition.js';
import { refusal } from '../../schema/errors.js';
import { CHANGES } from '../changes.js';
import type { RequestContext } from '../context.js';
import type { Dataset, ReleaseColumn } from '../directory.js';
import { physicalColumn, releaseTable, SQL_TYPES } from '../physical.js';
import { checkCodes } from './code-checks.js';
import { type CsvCount, copyLines, readHeader } from './csv.js';
import { turns } from './turns.js';

const CHUNK_BYTES = 1 << 20;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * An upload holds a connection while its client sends, a load holds two. Were they to take the whole pool, loads that
 * wait for their second connection would wait for each other for ever, and nobody could sign in.
 */
const uploading = turns(4);
const loading = turns(2);

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

async function* readUpload(db: Queries, uploadId: string): AsyncGenerator<Uint8Array> {
  for (let sequence = -1; ; ) {
    const [chunk] = await db
      .select()
      .from(uploadChunks)
      .where(and(eq(uploadChunks.uploadId, uploadId), gt(uploadChunks.sequence, sequence)))
      .orderBy(asc(uploadChunks.sequence))
      .limit(1);
    if (!chunk) return;
    sequence = chunk.sequence;
    yield chunk.data;
  }
}

export interface ReleaseRow {
  readonly number: number;
  readonly rows: number;
  readonly sha256: string;
}

/**
 * Loads an upload into a new release and switches to it, in one transaction: readers see the old release or the new
 * one, and a load that fails, or is killed, leaves nothing behind. A file may lack the `optional` columns; the release
 * then has none of them.
 */
export async function loadRelease(
  context: RequestContext,
  dataset: Dataset,
  all: readonly ColumnDefinition[],
  optional: ReadonlySet<string>,
  uploadId: string,
): Promise<ReleaseRow> {
  const [upload] = UUID.test(uploadId)
    ? await context.writes.db
        .select()
        .from(uploads)
        .where(and(eq(uploads.id, uploadId), eq(uploads.agency, dataset.agency)))
    : [];
  if (!upload) throw refusal('NOT_FOUND', { what: `unggahan ${uploadId}` });
  const read = () => Readable.from(readUpload(context.writes.db, uploadId));
  const header = optional.size > 0 ? await readHeader(read()) : [];
  const columns = all.filter(({ name, label }) => !optional.has(name) || header.includes(label));

  const placed = columns.map(({ name, type, key, reference }, at) => ({
    name,
    type,
    key,
    reference: reference?.entity ?? null,
    edition: reference?.edition,
    physical: physicalColumn(at),
  }));
  return loading(() =>
    context.writes.sql.begin(async (sql): Promise<ReleaseRow> => {
      await sql`select pg_advisory_xact_lock(7214005, hashtext(${dataset.id}))`;
      await sql`update releases set status = 'SUPERSEDED' where dataset_id = ${dataset.id} and status = 'LIVE'`;
      const [release] = await sql<{ id: number; number: number }[]>`
      insert into releases (dataset_id, number, status, columns, rows, upload_id, loaded_by, loaded_at)
      select ${dataset.id}, coalesce(max(number), 0) + 1, 'LIVE', ${JSON.stringify(placed)}::jsonb, 0, ${uploadId},
        ${context.viewer.kind === 'OFFICIAL' ? context.viewer.accountId : null}, ${context.now.toISOString()}
      from releases where dataset_id = ${dataset.id}
      returning id, number`;
      if (!release) throw new Error('the release was not stored');
      const rows = await fill(sql, context, dataset, release.id, columns, placed, read());
      await sql`update releases set rows = ${rows} where id = ${release.id}`;
      await sql`select pg_notify(${CHANGES}, ${`release ${dataset.names.field}`})`;
      return { number: release.number, rows, sha256: upload.sha256 };
    }),
  );
}

async function fill(
  sql: TransactionSql,
  context: RequestContext,
  dataset: Dataset,
  release: number,
  columns: readonly ColumnDefinition[],
  placed: readonly ReleaseColumn[],
  source: Readable,
): Promise<number> {
  const table = releaseTable(release);
  const physical = placed.map((column) => column.physical);
  await sql.unsafe(
    `create table ${table} ("row" bigint not null, id text collate "C" not null, ${placed
      .map((column) => `${column.physical} ${typeOf(column)}`)
      .join(', ')})`,
  );
  const keys = columns.flatMap((column, at) => (column.key ? [at] : []));
  const scope = contentHash([dataset.id, keys.length === 0 ? release : null]);
  const rowId = (row: number, cells: readonly (string | null)[]) =>
    context.keyring.rowId(scope, ...(keys.length === 0 ? [String(row)] : keys.map((at) => cells[at] ?? '')));
  const count: CsvCount = { rows: 0, problems: 0, first: null };
  const copy = await sql.unsafe(`copy ${table} ("row", id, ${physical.join(', ')}) from stdin`).writable();
  await pipeline(Readable.from(copyLines(source, columns, rowId, count)), copy);
  if (count.first) throw refusal('LOAD_REFUSED', { problems: count.problems, first: count.first });
  await checkKeys(
    sql,
    table,
    keys.map((at) => physical[at] as string),
  );
  for (const [at, column] of columns.entries())
    if (column.reference) await checkCodes(sql, table, physical[at] as string, column);
  await sql.unsafe(`alter table ${table} add primary key ("row")`);
  await sql.unsafe(`create unique index on ${table} (id)`);
  for (const [at, column] of columns.entries())
    if (column.reference) await sql.unsafe(`create index on ${table} (${physical[at]}, "row")`);
  await sql.unsafe(`analyze ${table}`);
  return count.rows;
}

/** Text sorts and compares by code point on every server, whatever its locale. */
const typeOf = ({ type }: ReleaseColumn): string =>
  type === 'TEXT' ? `${SQL_TYPES.TEXT} collate "C"` : SQL_TYPES[type];

/** Takes columns that are declined or closed by now out of the live release: their values are dropped, not hidden. */
export async function dropWithdrawn(db: Drizzle, dataset: Dataset): Promise<void> {
  const { release } = dataset;
  if (!release) return;
  const kept = new Set(dataset.columns.map(({ definition }) => definition.name));
  const withdrawn = [...release.columns.values()].filter(({ name }) => !kept.has(name));
  if (withdrawn.length === 0) return;
  await db.transaction(async (tx) => {
    for (const { physical } of withdrawn)
      await tx.execute(sql.raw(`alter table ${releaseTable(release.id)} drop column if exists ${physical}`));
    const columns = [...release.columns.values()].filter(({ name }) => kept.has(name));
    await tx.update(releases).set({ columns }).where(eq(releases.id, release.id));
    await notify(tx, CHANGES, `release ${dataset.names.field}`);
  });
}

async function checkKeys(sql: TransactionSql, table: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const [twice] = await sql.unsafe(
    `select min("row")::text as one, max("row")::text as other from ${table} group by ${keys.join(', ')} having count(*) > 1 order by min("row") limit 1`,
  );
  if (twice)
    throw refusal('LOAD_REFUSED', {
      problems: 1,
      first: {
        id: `baris ${twice['one']} dan ${twice['other']} berkunci sama`,
        en: `rows ${twice['one']} and ${twice['other']} have the same key`,
      },
    });
}

export function listReleases(db: Queries, datasetId: string) {
  return db
    .select({ release: releases, sha256: uploads.sha256, filename: uploads.filename })
    .from(releases)
    .innerJoin(uploads, eq(uploads.id, releases.uploadId))
    .where(eq(releases.datasetId, datasetId))
    .orderBy(desc(releases.number));
}
