import { aliasedTable, and, desc, eq, type SQL } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../db/client.js';
import { accounts } from '../../db/tables/accounts.js';
import { erasures } from '../../db/tables/audit.js';
import { datasetFields, datasets } from '../../db/tables/cases.js';
import { releases } from '../../db/tables/releases.js';
import { refusal } from '../../schema/errors.js';
import { datasetNames } from '../../schema/names.js';
import type { Dataset } from '../directory.js';
import { type ErasedTarget, type ErasedThing, erasedRefusal } from '../eraser.js';
import type { Official } from '../viewer.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface ErasureRow {
  readonly erasure: typeof erasures.$inferSelect;
  readonly agency: string;
  /** Root field of the dataset. */
  readonly field: string;
  readonly proposer: string;
  readonly signer: string | null;
  readonly canceller: string | null;
}

async function select(db: Queries, where: SQL): Promise<ErasureRow[]> {
  const signer = aliasedTable(accounts, 'signer');
  const canceller = aliasedTable(accounts, 'canceller');
  const rows = await db
    .select({
      erasure: erasures,
      dataset: datasets,
      proposer: accounts.name,
      signer: signer.name,
      canceller: canceller.name,
    })
    .from(erasures)
    .innerJoin(datasets, eq(datasets.id, erasures.datasetId))
    .innerJoin(accounts, eq(accounts.id, erasures.proposedBy))
    .leftJoin(signer, eq(signer.id, erasures.signedBy))
    .leftJoin(canceller, eq(canceller.id, erasures.cancelledBy))
    .where(where)
    .orderBy(desc(erasures.proposedAt), desc(erasures.id));
  return rows.map(({ erasure, dataset: { agency, name }, proposer, signer, canceller }) => ({
    erasure,
    agency,
    field: datasetNames(agency, name).field,
    proposer,
    signer,
    canceller,
  }));
}

export const listErasures = (db: Queries, datasetId: string): Promise<ErasureRow[]> =>
  select(db, eq(erasures.datasetId, datasetId));

/** Throws NOT_FOUND. */
export async function findErasure(db: Queries, id: string): Promise<ErasureRow> {
  const [row] = UUID.test(id) ? await select(db, eq(erasures.id, id)) : [];
  if (!row) throw refusal('NOT_FOUND', { what: id });
  return row;
}

/** Throws NOT_FOUND for a release that is not there, ERASED, UNKNOWN_COLUMN. */
export async function storeProposal(
  db: Drizzle,
  given: {
    readonly dataset: Dataset;
    readonly target: ErasedTarget;
    readonly reason: string;
    readonly official: Official;
    readonly now: Date;
  },
): Promise<ErasureRow> {
  const { dataset, target, reason, official, now } = given;
  await checkTarget(db, dataset, target);
  const [row] = await db
    .insert(erasures)
    .values({
      datasetId: dataset.id,
      ...target,
      reason,
      status: 'PROPOSED',
      proposedBy: official.accountId,
      proposedAt: now,
    })
    .returning({ id: erasures.id });
  return findErasure(db, row?.id ?? '');
}

async function checkTarget(db: Queries, dataset: Dataset, { release, column }: ErasedTarget): Promise<void> {
  if (release !== null) {
    const [found] = await db
      .select({ erasureId: releases.erasureId })
      .from(releases)
      .where(and(eq(releases.datasetId, dataset.id), eq(releases.number, release)));
    if (!found) throw refusal('NOT_FOUND', { what: `${dataset.names.field} ${release}` });
    if (found.erasureId) throw await erasedRefusal(db, found.erasureId, `Rilis ${release}`);
    return;
  }
  // Also one that is in no graph any more: older releases and files may hold it.
  const [field] = await db
    .select({ name: datasetFields.name })
    .from(datasetFields)
    .where(and(eq(datasetFields.datasetId, dataset.id), eq(datasetFields.name, column)));
  if (!field) throw refusal('UNKNOWN_COLUMN', { column });
}

/** Throws ERASURE_SETTLED where it was signed or cancelled before. */
export async function cancelErasure(db: Drizzle, id: string, accountId: string, now: Date): Promise<void> {
  const cancelled = await db
    .update(erasures)
    .set({ status: 'CANCELLED', cancelledBy: accountId, cancelledAt: now })
    .where(and(eq(erasures.id, id), eq(erasures.status, 'PROPOSED')))
    .returning({ id: erasures.id });
  if (cancelled.length === 0) throw settled(await findErasure(db, id));
}

const settled = ({ erasure: { id, status } }: Pick<ErasureRow, 'erasure'>) =>
  refusal('ERASURE_SETTLED', { id, status });

/** A proposal with its dataset, locked to the end of the transaction. Throws NOT_FOUND, ERASURE_SETTLED. */
export async function lockProposal(tx: Queries, id: string) {
  const [row] = UUID.test(id)
    ? await tx
        .select({ erasure: erasures, dataset: datasets })
        .from(erasures)
        .innerJoin(datasets, eq(datasets.id, erasures.datasetId))
        .where(eq(erasures.id, id))
        .for('update', { of: erasures })
    : [];
  if (!row) throw refusal('NOT_FOUND', { what: id });
  if (row.erasure.status !== 'PROPOSED') throw settled(row);
  return row;
}

export async function markErased(
  tx: Queries,
  id: string,
  accountId: string,
  now: Date,
  erased: readonly ErasedThing[],
): Promise<void> {
  await tx
    .update(erasures)
    .set({ status: 'ERASED', signedBy: accountId, signedAt: now, erased })
    .where(eq(erasures.id, id));
}
