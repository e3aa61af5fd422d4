import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { releases, uploads } from '../../../db/tables/releases.js';
import { refusal } from '../../../schema/errors.js';
import type { ReleaseColumn } from '../../directory.js';
import { type ErasedThing, type Erasing, erasedRefusal } from '../../eraser.js';
import { releaseTable } from '../../physical.js';

type ReleaseRow = typeof releases.$inferSelect;
type Subject = Erasing['dataset'];

const columnsOf = (release: ReleaseRow) => release.columns as ReleaseColumn[];

/**
 * Drops the table of a release, and of all that were loaded from the same file. Throws NOT_FOUND, ERASED, and
 * ERASURE_REFUSED where a later release has kept rows of it.
 */
export async function eraseReleases(
  tx: Queries,
  dataset: Subject,
  erasureId: string,
  number: number,
): Promise<ErasedThing[]> {
  const all = await tx
    .select({ release: releases, sha256: uploads.sha256 })
    .from(releases)
    .innerJoin(uploads, eq(uploads.id, releases.uploadId))
    .where(eq(releases.datasetId, dataset.id))
    .orderBy(releases.number)
    .for('update', { of: releases });
  const asked = all.find(({ release }) => release.number === number);
  if (!asked) throw refusal('NOT_FOUND', { what: `${dataset.field} ${number}` });
  if (asked.release.erasureId) throw await erasedRefusal(tx, asked.release.erasureId, `Rilis ${number}`);
  const gone = all.filter(({ release, sha256 }) => !release.erasureId && sha256 === asked.sha256);
  const kept = all
    .map(({ release }) => release)
    .filter((one) => !one.erasureId && !gone.some(({ release }) => release.id === one.id));
  await refuseKeptRows(
    tx,
    gone.map(({ release }) => release),
    kept,
  );
  for (const { release } of gone) {
    await breakOffReads(tx, release.id);
    await tx.execute(sql.raw(`drop table ${releaseTable(release.id)}`));
  }
  await tx
    .update(releases)
    .set({ status: 'SUPERSEDED', erasureId, columns: [] })
    .where(
      inArray(
        releases.id,
        gone.map(({ release }) => release.id),
      ),
    );
  return gone.map(({ release, sha256 }) => ({
    kind: 'RELEASE',
    name: String(release.number),
    bytes: null,
    sha256,
  }));
}

/** Rows that were added to a release, or loaded over it, stand beside its own in the next one. */
async function refuseKeptRows(
  tx: Queries,
  gone: readonly ReleaseRow[],
  kept: readonly ReleaseRow[],
): Promise<void> {
  const holding: number[] = [];
  for (const later of kept) {
    if (later.mode === 'REPLACE') continue;
    for (const one of gone)
      if (later.number > one.number && (await sharesRows(tx, one, later))) holding.push(later.number);
  }
  if (holding.length === 0) return;
  const named = [...new Set(holding)].reverse().join(', ');
  throw refusal('ERASURE_REFUSED', {
    detail: {
      id: `Rilis ${named} masih memuat baris rilis ini (dimuat dengan APPEND atau UPSERT); hapus dahulu rilis itu, yang terbaru lebih dahulu.`,
      en: `Release ${named} still holds rows of this one (loaded by APPEND or UPSERT); erase that first, the newest before others.`,
    },
  });
}

/** Whether two releases have a row in common: what a later one keeps stays in its place. */
async function sharesRows(tx: Queries, one: ReleaseRow, later: ReleaseRow): Promise<boolean> {
  const theirs = new Map(columnsOf(later).map((column) => [column.name, column]));
  const same = columnsOf(one).flatMap(({ name, type, physical }) => {
    const other = theirs.get(name);
    return other?.type === type ? [`a.${physical} is not distinct from b.${other.physical}`] : [];
  });
  if (same.length === 0) return false;
  const [found] = await tx.execute<{ found: boolean }>(
    sql.raw(`select exists (
      select from ${releaseTable(one.id)} a join ${releaseTable(later.id)} b on a."row" = b."row"
      where ${same.join(' and ')}) as found`),
  );
  return found?.found === true;
}

/** Takes a column out of every release, the kept older ones included. */
export async function eraseColumn(tx: Queries, dataset: Subject, name: string): Promise<ErasedThing[]> {
  const all = await tx
    .select()
    .from(releases)
    .where(and(eq(releases.datasetId, dataset.id), isNull(releases.erasureId)))
    .orderBy(releases.number)
    .for('update');
  const holding = all.filter((release) => columnsOf(release).some((column) => column.name === name));
  for (const release of holding) await dropColumn(tx, release, name);
  return holding.map(({ number }) => ({
    kind: 'COLUMN',
    name: `${number} ${name}`,
    bytes: null,
    sha256: null,
  }));
}

async function dropColumn(tx: Queries, release: ReleaseRow, name: string): Promise<void> {
  const table = releaseTable(release.id);
  const columns = columnsOf(release).filter((column) => column.name !== name);
  const dropped = columnsOf(release).filter((column) => column.name === name);
  await breakOffReads(tx, release.id);
  for (const { physical } of dropped)
    await tx.execute(sql.raw(`alter table ${table} drop column if exists ${physical}`));
  // Ids are made of the keys' values; without a key, rows go by their numbers.
  if (!columns.some(({ key }) => key))
    await tx.execute(sql.raw(`alter table ${table} drop column if exists id`));
  // What was dropped is still in the rows until the table is written anew.
  const [index] = await tx.execute<{ name: string }>(
    sql.raw(`select indexrelid::regclass::text as name from pg_index
      where indrelid = '${table}'::regclass and indisprimary`),
  );
  if (index) await tx.execute(sql.raw(`cluster ${table} using ${index.name.replace(/^hosted\./, '')}`));
  await tx.update(releases).set({ columns }).where(eq(releases.id, release.id));
}

/**
 * Ends what has been reading a table for long. An export reads it for minutes, and whoever waits for it would hold up
 * all other readers; its file breaks off, as it has to. Ordinary reads are short and waited for.
 */
async function breakOffReads(tx: Queries, release: number): Promise<void> {
  await tx.execute(sql`
    select pg_terminate_backend(a.pid)
    from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.relation = ${releaseTable(release)}::regclass and l.granted and a.pid <> pg_backend_pid()
      and a.application_name = 'satugraf reader'
      and (a.state = 'idle in transaction' or a.query like 'fetch % from exported') and a.xact_start < clock_timestamp() - interval '1 second'`);
}
