import { and, eq } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { cases, idempotencyKeys } from '../../../db/tables/cases.js';
import { contentHash } from '../../../schema/definition.js';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import type { Official } from '../../viewer.js';

type CaseRow = typeof cases.$inferSelect;
/** The request, as far as transitions go by it. */
export type Asked = Pick<RequestContext, 'idempotencyKey' | 'now'>;
/** What the first answer said of the case. */
type Answer = Pick<CaseRow, 'id' | 'status' | 'step' | 'version' | 'state'>;

/**
 * The case as the first answer under this request's `Idempotency-Key` had it; undefined where there is no key or it is
 * new. To be called under the lock that the request takes anyway. Throws IDEMPOTENCY_CONFLICT for another request.
 */
export async function firstAnswer(
  tx: Queries,
  { idempotencyKey: key }: Asked,
  { accountId }: Official,
  request: unknown,
): Promise<CaseRow | undefined> {
  if (key === null) return undefined;
  const [known] = await tx
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.accountId, accountId), eq(idempotencyKeys.key, key)));
  if (!known) return undefined;
  if (known.requestHash !== contentHash(request)) throw refusal('IDEMPOTENCY_CONFLICT', { key });
  const { id, ...said } = known.answer as Answer;
  const [row] = await tx.select().from(cases).where(eq(cases.id, id));
  return row && { ...row, ...said };
}

/** Keeps the answer with what it answers, in the same transaction. */
export async function rememberAnswer(
  tx: Queries,
  { idempotencyKey: key, now }: Asked,
  { accountId }: Official,
  request: unknown,
  { id, status, step, version, state }: CaseRow,
): Promise<void> {
  if (key === null) return;
  const answer: Answer = { id, status, step, version, state };
  const stored = await tx
    .insert(idempotencyKeys)
    .values({ accountId, key, requestHash: contentHash(request), answer, at: now })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  // The same key was used for two requests at once.
  if (stored.length === 0) throw refusal('IDEMPOTENCY_CONFLICT', { key });
}
