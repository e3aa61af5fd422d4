import { sqlState } from '../../db/sql-state.js';
import { refusal } from '../../schema/errors.js';
import { datasetNames } from '../../schema/names.js';
import type { RequestContext } from '../context.js';
import type { ErasedTarget, ErasedThing, Erasing } from '../eraser.js';
import type { Official } from '../viewer.js';
import { lockProposal, markErased } from './store.js';

/** How often locks are tried for: an export that has just begun is broken off only the next time. */
const ATTEMPTS = 3;
/** lock_not_available, deadlock_detected */
const BUSY: ReadonlySet<unknown> = new Set(['55P03', '40P01']);

/**
 * The second signature. Everything is erased in one transaction, or nothing is. Throws NOT_FOUND, ERASURE_SETTLED,
 * SAME_PERSON, ERASED, ERASURE_REFUSED, and ERASURE_BUSY while a load or a delivery is at it.
 */
export async function sign(context: RequestContext, official: Official, id: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await erase(context, official, id);
    } catch (error) {
      if (!BUSY.has(sqlState(error))) throw error;
      if (attempt === ATTEMPTS) throw refusal('ERASURE_BUSY', undefined, { cause: error });
    }
  }
}

const erase = ({ writes, erasers, now }: RequestContext, official: Official, id: string): Promise<void> =>
  writes.db.transaction(async (tx) => {
    const { erasure, dataset } = await lockProposal(tx, id);
    if (erasure.proposedBy === official.accountId) throw refusal('SAME_PERSON');
    const { agency, name, caseId } = dataset;
    const erasing: Erasing = {
      id,
      dataset: { id: dataset.id, agency, caseId, field: datasetNames(agency, name).field },
      target: { release: erasure.release, column: erasure.column } as ErasedTarget,
      reason: erasure.reason,
      proposedBy: erasure.proposedBy,
      signer: official,
      now,
    };
    const erased: ErasedThing[] = [];
    for (const eraser of erasers) erased.push(...(await eraser(tx, erasing, [...erased])));
    await markErased(tx, id, official.accountId, now, erased);
  });
