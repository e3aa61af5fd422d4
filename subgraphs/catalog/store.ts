import { and, eq, ne } from 'drizzle-orm';
import { notify, type Queries } from '../../db/client.js';
import { agencies } from '../../db/tables/agencies.js';
import { datasetFacts, publications } from '../../db/tables/catalog.js';
import { refusal } from '../../schema/errors.js';
import type { Cadence, DatasetFacts } from '../../schema/facts.js';
import { CHANGES } from '../changes.js';
import type { RequestContext } from '../context.js';
import type { Dataset } from '../directory.js';
import { changedFacts, type FactsChange, factsProblem } from './facts.js';

/** Names of agencies by their slugs. */
export async function agencyNames(db: Queries): Promise<ReadonlyMap<string, string>> {
  const rows = await db.select({ slug: agencies.slug, name: agencies.name }).from(agencies);
  return new Map(rows.map(({ slug, name }) => [slug, name]));
}

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

/** The own producer changes what is said of the dataset as a whole. Throws BAD_USER_INPUT; gives what is kept now. */
export async function describeDataset(
  context: RequestContext,
  dataset: Dataset,
  change: FactsChange,
): Promise<DatasetFacts> {
  return context.writes.db.transaction(async (tx) => {
    const updatedBy = context.viewer.kind === 'OFFICIAL' ? context.viewer.accountId : null;
    const mark = { updatedBy, updatedAt: context.now };
    await tx
      .insert(datasetFacts)
      .values({ datasetId: dataset.id, ...mark })
      .onConflictDoNothing();
    // Two changes at once both count: each waits here for what the other has kept.
    const [row] = await tx
      .select()
      .from(datasetFacts)
      .where(eq(datasetFacts.datasetId, dataset.id))
      .for('update');
    const before = row ? { ...row, cadence: row.cadence as Cadence | null } : dataset.facts;
    const facts = changedFacts(before, change);
    const problem = factsProblem(facts);
    if (problem) throw problem;
    await tx
      .update(datasetFacts)
      .set({ ...facts, ...mark })
      .where(eq(datasetFacts.datasetId, dataset.id));
    await notify(tx, CHANGES, 'facts');
    return facts;
  });
}
