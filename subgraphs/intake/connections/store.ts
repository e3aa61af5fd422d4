import { asc, eq, sql } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../../db/client.js';
import { connections, pulls } from '../../../db/tables/connections.js';
import { releases, uploads } from '../../../db/tables/releases.js';
import { refusal } from '../../../schema/errors.js';
import type { Outcome } from './outcome.js';

export type ConnectionRow = typeof connections.$inferSelect;
export type PullRow = typeof pulls.$inferSelect;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const listConnections = (db: Queries, agency: string | null): Promise<ConnectionRow[]> =>
  db
    .select()
    .from(connections)
    .where(agency === null ? undefined : eq(connections.agency, agency))
    .orderBy(asc(connections.agency), asc(connections.name));

export async function findConnection(db: Queries, id: string): Promise<ConnectionRow | undefined> {
  if (!UUID.test(id)) return undefined;
  const [row] = await db.select().from(connections).where(eq(connections.id, id));
  return row;
}

/** Throws CONNECTION_REFUSED where the agency has one of this name. */
export async function storeConnection(
  db: Queries,
  values: typeof connections.$inferInsert,
): Promise<ConnectionRow> {
  const [row] = await db.insert(connections).values(values).onConflictDoNothing().returning();
  if (row) return row;
  throw refusal('CONNECTION_REFUSED', {
    detail: {
      id: `Sambungan bernama "${values.name}" sudah ada; pilih nama lain atau hapus yang lama.`,
      en: `There is a connection named "${values.name}" already; choose another name or remove the old one.`,
    },
  });
}

/** Throws CONNECTION_REFUSED while a dataset is filled by it. */
export async function deleteConnection(db: Drizzle, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.select({ id: connections.id }).from(connections).where(eq(connections.id, id)).for('update');
    const [used] = await tx
      .select({ table: pulls.table })
      .from(pulls)
      .where(eq(pulls.connectionId, id))
      .limit(1);
    if (used)
      throw refusal('CONNECTION_REFUSED', {
        detail: {
          id: `Sambungan ini masih mengisi dataset dari tabel ${used.table}; hapus tarikannya dahulu.`,
          en: `This connection still fills a dataset from the table ${used.table}; remove that pull first.`,
        },
      });
    await tx.delete(connections).where(eq(connections.id, id));
  });
}

export const markReached = (db: Queries, id: string, reachedAt: Date) =>
  db.update(connections).set({ reachedAt }).where(eq(connections.id, id));

export const listPulls = (db: Queries): Promise<{ pull: PullRow; connection: ConnectionRow }[]> =>
  db
    .select({ pull: pulls, connection: connections })
    .from(pulls)
    .innerJoin(connections, eq(connections.id, pulls.connectionId));

export async function findPull(
  db: Queries,
  datasetId: string,
): Promise<{ pull: PullRow; connection: ConnectionRow } | undefined> {
  const [row] = await db
    .select({ pull: pulls, connection: connections })
    .from(pulls)
    .innerJoin(connections, eq(connections.id, pulls.connectionId))
    .where(eq(pulls.datasetId, datasetId));
  return row;
}

/** Plans a dataset's pull in place of any before; where it takes from another table, it begins from the start. */
export async function planPull(
  db: Queries,
  values: Pick<
    PullRow,
    | 'datasetId'
    | 'connectionId'
    | 'schema'
    | 'table'
    | 'mode'
    | 'incrementalBy'
    | 'everyMinutes'
    | 'nextAt'
    | 'createdBy'
  >,
): Promise<void> {
  const same = sql`${pulls.connectionId} = excluded.connection_id and ${pulls.schema} = excluded.schema
    and ${pulls.table} = excluded."table" and ${pulls.mode} = excluded.mode
    and ${pulls.incrementalBy} is not distinct from excluded.incremental_by`;
  await db
    .insert(pulls)
    .values(values)
    .onConflictDoUpdate({
      target: pulls.datasetId,
      set: {
        ...values,
        watermark: sql`case when ${same} then ${pulls.watermark} end`,
        lastOutcome: sql`case when ${same} then ${pulls.lastOutcome} end`,
      },
    });
}

/** Whether there was one. */
export async function deletePull(db: Queries, datasetId: string): Promise<boolean> {
  const rows = await db
    .delete(pulls)
    .where(eq(pulls.datasetId, datasetId))
    .returning({ id: pulls.datasetId });
  return rows.length > 0;
}

/** Takes one pull that is due, for this hub alone, and sets its next time; null where none is left. */
export async function claimDuePull(db: Queries, now: Date): Promise<string | null> {
  const at = now.toISOString();
  const [row] = await db.execute<{ id: string }>(sql`
    update pulls set next_at = ${at}::timestamptz + make_interval(mins => every_minutes)
    where dataset_id = (select dataset_id from pulls where next_at <= ${at}::timestamptz
      order by next_at limit 1 for update skip locked)
    returning dataset_id as id`);
  return row?.id ?? null;
}

/** What became of a pull; its watermark moves only where one is given. */
export async function recordOutcome(
  db: Queries,
  datasetId: string,
  lastAt: Date,
  lastOutcome: Outcome,
  watermark?: string | null,
): Promise<void> {
  await db
    .update(pulls)
    .set({ lastAt, lastOutcome, ...(watermark === undefined ? {} : { watermark }) })
    .where(eq(pulls.datasetId, datasetId));
}

/** Whether a release was made of the upload. */
export async function isReleased(db: Queries, uploadId: string): Promise<boolean> {
  const rows = await db
    .select({ id: releases.id })
    .from(releases)
    .where(eq(releases.uploadId, uploadId))
    .limit(1);
  return rows.length > 0;
}

export const deleteUpload = (db: Queries, id: string) => db.delete(uploads).where(eq(uploads.id, id));
