import { and, eq, ne } from 'drizzle-orm';
import { notify } from '../../db/client.js';
import { publications } from '../../db/tables/catalog.js';
import { refusal } from '../../schema/errors.js';
import { CHANGES } from '../changes.js';
import type { RequestContext } from '../context.js';
import type { Dataset } from '../directory.js';

/** The own producer asks that the dataset be released to the public. */
export async function requestRelease(
  context: RequestContext,
  dataset: Dataset,
  accountId: string,
): Promise<void> {
  const request = {
    datasetId: dataset.id,
    caseId: dataset.case.id,
    released: false,
    requestedBy: accountId,
    requestedAt: context.now,
  };
  await context.writes.db
    .insert(publications)
    .values(request)
    .onConflictDoUpdate({
      target: publications.datasetId,
      set: { ...request, decidedBy: null, decidedAt: null },
      setWhere: ne(publications.caseId, dataset.case.id),
    });
}

/** The division head sets the flag, where the producer has asked for it. */
export async function decideRelease(
  context: RequestContext,
  dataset: Dataset,
  accountId: string,
  released: boolean,
): Promise<void> {
  await context.writes.db.transaction(async (tx) => {
    const changed = await tx
      .update(publications)
      .set({ released, decidedBy: accountId, decidedAt: context.now })
      .where(and(eq(publications.datasetId, dataset.id), eq(publications.caseId, dataset.case.id)))
      .returning();
    if (changed.length === 0) throw refusal('NOT_FOUND', { what: `permintaan rilis ${dataset.names.field}` });
    await notify(tx, CHANGES, 'release');
  });
}
