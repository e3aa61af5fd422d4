import DataLoader from 'dataloader';
import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../db/client.js';
import { webhookDeliveries, webhooks } from '../../db/tables/webhooks.js';
import { refusal } from '../../schema/errors.js';
import { once, type RequestContext } from '../context.js';
import { MOST_WEBHOOKS } from './rules.js';

export type WebhookRow = typeof webhooks.$inferSelect;
export type DeliveryRow = typeof webhookDeliveries.$inferSelect;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Webhooks of an agency, of all where it is null: those in use first. */
export const listWebhooks = (db: Queries, agency: string | null): Promise<WebhookRow[]> =>
  db
    .select()
    .from(webhooks)
    .where(agency === null ? undefined : eq(webhooks.agency, agency))
    .orderBy(isNotNull(webhooks.endedAt), asc(webhooks.createdAt), asc(webhooks.id));

export async function findWebhook(db: Queries, id: string): Promise<WebhookRow | undefined> {
  if (!UUID.test(id)) return undefined;
  const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id));
  return row;
}

/** Throws LIMIT_EXCEEDED where the agency has as many as it may. */
export async function storeWebhook(db: Drizzle, values: typeof webhooks.$inferInsert): Promise<WebhookRow> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7214014)`);
    const { agency } = values;
    const own = agency ? eq(webhooks.agency, agency) : isNull(webhooks.agency);
    const used = await tx
      .select({ id: webhooks.id })
      .from(webhooks)
      .where(and(own, isNull(webhooks.endedAt)));
    if (used.length >= MOST_WEBHOOKS)
      throw refusal('LIMIT_EXCEEDED', {
        limit: 'webhooks',
        max: MOST_WEBHOOKS,
        found: String(used.length + 1),
      });
    const [row] = await tx.insert(webhooks).values(values).returning();
    if (!row) throw new Error('the webhook was not stored');
    return row;
  });
}

/** Ends a webhook; what still waits for it is given up. One that has ended stays as it is. */
export async function endWebhook(db: Drizzle, { id }: WebhookRow, endedAt: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(webhooks)
      .set({ endedAt })
      .where(and(eq(webhooks.id, id), isNull(webhooks.endedAt)));
    await tx
      .update(webhookDeliveries)
      .set({ nextAt: null })
      .where(and(eq(webhookDeliveries.webhookId, id), isNotNull(webhookDeliveries.nextAt)));
  });
}

/** The newest deliveries of a webhook; those of several are read together. */
export function recentDeliveries(context: RequestContext, id: string, first: number): Promise<DeliveryRow[]> {
  const key = `webhook deliveries ${first}`;
  const loader = once(
    context,
    key,
    () =>
      new DataLoader<string, DeliveryRow[]>(async (ids) => {
        const { db } = context.writes;
        const ranked = db
          .select({
            id: webhookDeliveries.id,
            rank: sql<number>`row_number() over (partition by ${webhookDeliveries.webhookId}
              order by ${webhookDeliveries.id} desc)`.as('rank'),
          })
          .from(webhookDeliveries)
          .where(sql`${webhookDeliveries.webhookId} in ${[...ids]}`)
          .as('ranked');
        const rows = await db
          .select({ delivery: webhookDeliveries })
          .from(webhookDeliveries)
          .innerJoin(ranked, eq(ranked.id, webhookDeliveries.id))
          .where(sql`${ranked.rank} <= ${first}`)
          .orderBy(sql`${webhookDeliveries.id} desc`);
        return ids.map((one) =>
          rows.map(({ delivery }) => delivery).filter(({ webhookId }) => webhookId === one),
        );
      }),
  );
  return loader.load(id);
}

/** A delivery that is attempted at once and never again. */
export async function storeTest(
  db: Queries,
  { id }: WebhookRow,
  subject: string,
  createdAt: Date,
): Promise<DeliveryRow> {
  const [row] = await db
    .insert(webhookDeliveries)
    .values({
      webhookId: id,
      event: 'TEST',
      subject,
      payload: { at: createdAt.toISOString() },
      attempts: 1,
      createdAt,
    })
    .returning();
  if (!row) throw new Error('the delivery was not stored');
  return row;
}

/** A delivery that somebody has to make now, with where it goes. */
export interface Due {
  readonly delivery: DeliveryRow;
  readonly webhook: WebhookRow;
}

/**
 * Takes a delivery that is due, for this hub alone until `until`, and counts the attempt; undefined where none is left
 * but of the webhooks in `except`.
 */
export async function claimDue(
  db: Queries,
  now: Date,
  until: Date,
  except: readonly string[],
): Promise<Due | undefined> {
  const [claimed] = await db.execute<{ id: string }>(sql`
    update webhook_deliveries set attempts = attempts + 1, next_at = ${until.toISOString()}::timestamptz
    where id = (
      select delivery.id from webhook_deliveries delivery
      join webhooks webhook on webhook.id = delivery.webhook_id and webhook.ended_at is null
      where delivery.next_at <= ${now.toISOString()}::timestamptz
        and delivery.webhook_id::text not in (select jsonb_array_elements_text(${JSON.stringify(except)}::jsonb))
      order by delivery.next_at, delivery.id limit 1 for update of delivery skip locked)
    returning id`);
  if (!claimed) return undefined;
  const [due] = await db
    .select({ delivery: webhookDeliveries, webhook: webhooks })
    .from(webhookDeliveries)
    .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    .where(eq(webhookDeliveries.id, Number(claimed.id)));
  return due;
}

/** What became of an attempt. Of a webhook that was ended meanwhile nothing is tried again. */
export async function recordAttempt(
  db: Queries,
  { id }: DeliveryRow,
  outcome: Pick<DeliveryRow, 'deliveredAt' | 'failure' | 'nextAt'>,
): Promise<void> {
  const isEnded = sql`exists (select from webhooks where webhooks.id = ${webhookDeliveries.webhookId}
    and webhooks.ended_at is not null)`;
  const nextAt = outcome.nextAt?.toISOString() ?? null;
  await db
    .update(webhookDeliveries)
    .set({ ...outcome, nextAt: sql`case when not ${isEnded} then ${nextAt}::timestamptz end` })
    .where(eq(webhookDeliveries.id, id));
}
