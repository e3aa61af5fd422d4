import { randomUUID } from 'node:crypto';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import { pageSize } from '../paging.js';
import { attempt, newSecret } from './deliver.js';
import { makerOf, mayChange, readEvents, readerOf, readUrl } from './rules.js';
import {
  type DeliveryRow,
  endWebhook,
  findWebhook,
  listWebhooks,
  recentDeliveries,
  storeTest,
  storeWebhook,
  type WebhookRow,
} from './store.js';
import { NewWebhook, Webhook, WebhookDelivery, type WebhookEvent, WebhookEventEnum } from './types.js';

const RECENT = 20;

@Resolver(() => Webhook)
export class WebhookResolver {
  @Query(() => [Webhook], {
    nullable: true,
    description: "Webhooks of one's agency; for ADMIN the hub's own and those of all.",
  })
  async webhooks(@Ctx() { viewer, writes }: RequestContext): Promise<Webhook[]> {
    return (await listWebhooks(writes.db, readerOf(viewer))).map(shown);
  }

  @FieldResolver(() => [WebhookDelivery], { nullable: true, description: 'Newest first, 20 unless told.' })
  async deliveries(
    @Ctx() context: RequestContext,
    @Root() { id }: Webhook,
    @Arg('first', () => Int, { nullable: true }) first?: number,
  ): Promise<WebhookDelivery[]> {
    return (await recentDeliveries(context, id, pageSize(first ?? RECENT))).map(shownDelivery);
  }

  @Mutation(() => NewWebhook, {
    description:
      'PRODUCER has an address told of what concerns its agency, ADMIN of what concerns the hub. ADMIN has to allow the ' +
      'address. Each message is signed with the secret that is given here, once.',
  })
  async createWebhook(
    @Ctx() { viewer, writes, keyring, now }: RequestContext,
    @Arg('url', () => String) text: string,
    @Arg('events', () => [WebhookEventEnum]) events: WebhookEvent[],
  ): Promise<NewWebhook> {
    const { official, agency } = makerOf(viewer);
    const url = readUrl(text).href;
    const chosen = readEvents(events);
    const { id, secret, sealed } = newSecret(keyring, url);
    const row = await storeWebhook(writes.db, {
      id,
      agency,
      url,
      events: chosen,
      secret: sealed,
      createdBy: official.name,
      createdAt: now,
    });
    return { webhook: shown(row), secret };
  }

  @Mutation(() => Webhook, { description: 'Ends a webhook for good: the own PRODUCER and ADMIN may.' })
  async endWebhook(@Ctx() context: RequestContext, @Arg('id', () => ID) id: string): Promise<Webhook> {
    const row = await own(context, id);
    await endWebhook(context.writes.db, row, context.now);
    return shown({ ...row, endedAt: row.endedAt ?? context.now });
  }

  @Mutation(() => WebhookDelivery, {
    description: 'Sends a message of the event TEST now, once, and tells what became of it.',
  })
  async testWebhook(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID) id: string,
  ): Promise<WebhookDelivery> {
    const webhook = await own(context, id);
    if (webhook.endedAt) throw refusal('NOT_FOUND', { what: id });
    const { outbound, keyring, now, signal, writes } = context;
    const delivery = await storeTest(writes.db, webhook, `test ${randomUUID()}`, now);
    const work = { db: writes.db, outbound, keyring, signal, now: () => now };
    return shownDelivery({ ...delivery, ...(await attempt(work, { delivery, webhook })) });
  }
}

/** A webhook that the viewer may change; another's is, to him, none. Throws FORBIDDEN to whoever has none at all. */
async function own({ viewer, writes }: RequestContext, id: string): Promise<WebhookRow> {
  makerOf(viewer);
  const row = await findWebhook(writes.db, id);
  if (!row || !mayChange(viewer, row.agency)) throw refusal('NOT_FOUND', { what: id });
  return row;
}

/** Named field by field: what is sealed in the row stays out of every answer. */
const shown = (row: WebhookRow): Webhook => ({
  id: row.id,
  agency: row.agency,
  url: row.url,
  events: row.events as WebhookEvent[],
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
});

const shownDelivery = (row: DeliveryRow): WebhookDelivery => ({
  id: String(row.id),
  event: row.event,
  subject: row.subject,
  attempts: row.attempts,
  nextAt: row.nextAt?.toISOString() ?? null,
  deliveredAt: row.deliveredAt?.toISOString() ?? null,
  failure: row.failure,
  createdAt: row.createdAt.toISOString(),
});
