import { desc, eq, sql } from 'drizzle-orm';
import { type Drizzle, notify, type Queries } from '../../db/client.js';
import { loadReports } from '../../db/tables/imports.js';
import { releases, uploads } from '../../db/tables/releases.js';
import { CHANGES } from '../changes.js';
import type { Dataset } from '../directory.js';
import { releaseTable } from '../physical.js';

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

export function listReleases(db: Queries, datasetId: string) {
  return db
    .select({ release: releases, sha256: uploads.sha256, filename: uploads.filename, report: loadReports })
    .from(releases)
    .innerJoin(uploads, eq(uploads.id, releases.uploadId))
    .leftJoin(loadReports, eq(loadReports.releaseId, releases.id))
    .where(eq(releases.datasetId, datasetId))
    .orderBy(desc(releases.number));
}
