import { and, asc, desc, eq, gt, gte, isNotNull, isNull, lt, ne, or, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Drizzle, Queries } from '../../db/client.js';
import { accounts, serviceKeys } from '../../db/tables/accounts.js';
import { caseEvents, cases, datasets } from '../../db/tables/cases.js';
import { grants } from '../../db/tables/grants.js';
import { launches, subgraphs } from '../../db/tables/registry.js';
import { settings } from '../../db/tables/settings.js';
import { webhookDeliveries, webhooks } from '../../db/tables/webhooks.js';
import { datasetNames } from '../../schema/names.js';
import {
  caseStepNews,
  driftNews,
  grantNews,
  healedNews,
  type LaunchFacts,
  launchNews,
  type News,
} from './news.js';
import type { WebhookRow } from './store.js';

const SEEN = 'webhooks_seen';
/** Rows may become visible in another order than their numbers: so many new ones are looked at again, and told once. */
const OVERLAP = 20;
const OVERLAP_MS = 600_000;
const AT_ONCE = 500;
const KEPT_DAYS = 30;

/** How far the tables of events have been read. */
interface Seen {
  readonly launch: number;
  readonly event: number;
  /** The last moment of a grant that was read, ISO 8601: grants have no numbers. */
  readonly grant?: string;
}

/**
 * Queues what has happened since the last time for every webhook that is for it and was made before, once each whatever
 * hub looks. Old deliveries are dropped; those of drifts stay, since a healing refers to them.
 */
export async function enqueueDeliveries(db: Drizzle, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7214013)`);
    const hooks = await tx.select().from(webhooks).where(isNull(webhooks.endedAt));
    const seen = await readSeen(tx);
    const launched = await newLaunches(tx, seen, hooks, now);
    const moved = await newMoves(tx, seen, now);
    const granted = await newGrantMoments(tx, seen, hooks, now);
    const rows = [...launched, ...moved, ...granted, ...(await drifts(tx))].flatMap((news) =>
      hooks
        .filter(({ events, createdAt }) => events.includes(news.event) && createdAt < news.at)
        .flatMap((hook) => {
          const payload = news.tell(hook.agency);
          if (!payload) return [];
          const { event, subject, at } = news;
          const told = { ...payload, at: at.toISOString() };
          return { webhookId: hook.id, event, subject, payload: told, nextAt: now, createdAt: now };
        }),
    );
    for (let at = 0; at < rows.length; at += AT_ONCE)
      await tx
        .insert(webhookDeliveries)
        .values(rows.slice(at, at + AT_ONCE))
        .onConflictDoNothing();
    await heal(tx, now);
    await writeSeen(tx, {
      launch: Math.max(seen.launch, launched.at(-1)?.id ?? 0),
      event: Math.max(seen.event, moved.at(-1)?.id ?? 0),
      grant: granted
        .map(({ at }) => at.toISOString())
        .reduce((one, other) => (one > other ? one : other), seen.grant ?? ''),
    });
    const old = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
    await tx
      .delete(webhookDeliveries)
      .where(
        and(
          isNull(webhookDeliveries.nextAt),
          lt(webhookDeliveries.createdAt, old),
          ne(webhookDeliveries.event, 'DRIFT'),
        ),
      );
  });
}

/** Where nothing was read before, what is there counts as read: no webhook is older than the first look. */
async function readSeen(tx: Queries): Promise<Seen> {
  const [row] = await tx.select().from(settings).where(eq(settings.key, SEEN));
  if (row) return JSON.parse(row.value) as Seen;
  const [last] = await tx.execute<{ launch: number; event: number }>(sql`
    select coalesce((select max(id) from launches), 0)::int as launch,
      coalesce((select max(id) from case_events), 0)::int as event`);
  return { launch: last?.launch ?? 0, event: last?.event ?? 0 };
}

async function writeSeen(tx: Queries, seen: Seen): Promise<void> {
  const value = JSON.stringify(seen);
  await tx
    .insert(settings)
    .values({ key: SEEN, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}

type Numbered = News & { readonly id: number };

/** What has a higher number than was read, and what may have become visible behind it. */
const isNew = (id: PgColumn, at: PgColumn, seen: number, now: Date) =>
  and(gt(id, seen - OVERLAP), or(gt(id, seen), gt(at, new Date(now.getTime() - OVERLAP_MS))));

async function newLaunches(
  tx: Queries,
  seen: Seen,
  hooks: readonly WebhookRow[],
  now: Date,
): Promise<Numbered[]> {
  const made = hooks.filter(({ events }) => events.includes('LAUNCH')).map(({ createdAt }) => createdAt);
  if (made.length === 0) return [];
  const first = new Date(Math.min(...made.map((one) => one.getTime())));
  const rows = await tx
    .select()
    .from(launches)
    .where(and(gt(launches.at, first), isNew(launches.id, launches.at, seen.launch, now)))
    .orderBy(asc(launches.id));
  if (rows.length === 0) return [];
  const owners = await tx.select({ name: subgraphs.name, agency: subgraphs.agency }).from(subgraphs);
  const ownerOf = new Map(owners.map(({ name, agency }) => [name, agency]));
  const told: Numbered[] = [];
  for (const row of rows) {
    const launch = row as LaunchFacts;
    told.push({ id: row.id, ...launchNews(launch, await membersBefore(tx, launch), ownerOf) });
  }
  return told;
}

/** Members of the supergraph that was live before. */
async function membersBefore(
  tx: Queries,
  { id, supergraphId }: LaunchFacts,
): Promise<LaunchFacts['members']> {
  const [before] = await tx
    .select({ members: launches.members })
    .from(launches)
    .where(
      and(
        lt(launches.id, id),
        isNotNull(launches.supergraphId),
        supergraphId === null ? undefined : ne(launches.supergraphId, supergraphId),
        sql`${launches.errors} = '[]'::jsonb`,
      ),
    )
    .orderBy(desc(launches.id))
    .limit(1);
  return (before?.members ?? {}) as LaunchFacts['members'];
}

async function newMoves(tx: Queries, seen: Seen, now: Date): Promise<Numbered[]> {
  const { id, action, fromStep, toStep, at, transition } = caseEvents;
  const { number, title, agency } = cases;
  const rows = await tx
    .select({ id, action, fromStep, toStep, at, number, title, agency, transition })
    .from(caseEvents)
    .innerJoin(cases, eq(cases.id, caseEvents.caseId))
    .where(isNew(id, at, seen.event, now))
    .orderBy(asc(caseEvents.id));
  return rows.map((row) => ({ id: row.id, ...caseStepNews(row) }));
}

/** What has become of grants since it was last read, and what may have become visible behind it. */
async function newGrantMoments(
  tx: Queries,
  seen: Seen,
  hooks: readonly WebhookRow[],
  now: Date,
): Promise<News[]> {
  const made = hooks.filter(({ events }) => events.includes('GRANT')).map(({ createdAt }) => createdAt);
  if (made.length === 0) return [];
  const read = seen.grant ? Date.parse(seen.grant) : 0;
  const late = now.getTime() - OVERLAP_MS;
  const first = Math.min(...made.map((one) => one.getTime()));
  const since = new Date(Math.max(first, Math.min(read, late)));
  const rows = await tx
    .select({
      grant: grants,
      agency: datasets.agency,
      name: datasets.name,
      key: serviceKeys,
      person: accounts.name,
    })
    .from(grants)
    .innerJoin(datasets, eq(datasets.id, grants.datasetId))
    .leftJoin(serviceKeys, eq(serviceKeys.id, grants.keyId))
    .leftJoin(accounts, eq(accounts.id, grants.accountId))
    .where(or(gte(grants.requestedAt, since), gte(grants.decidedAt, since), gte(grants.endedAt, since)));
  return rows
    .flatMap(({ grant, agency, name, key, person }) =>
      grantNews({
        ...grant,
        agency,
        dataset: datasetNames(agency, name).field,
        until: grant.untilDate,
        reader: key?.name ?? person ?? '',
        keyAgency: key?.agency ?? null,
      }),
    )
    .filter(({ at }) => at >= since && (at.getTime() > read || at.getTime() > late))
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** Remote subgraphs that are quarantined now. */
async function drifts(tx: Queries): Promise<News[]> {
  const rows = await tx.select().from(subgraphs).where(isNotNull(subgraphs.quarantinedAt));
  return rows.flatMap(({ name, agency, quarantine, quarantinedAt }) =>
    quarantinedAt ? driftNews({ name, agency, quarantine, quarantinedAt }) : [],
  );
}

/** Whoever was told of a quarantine is told once that it is over. */
async function heal(tx: Queries, now: Date): Promise<void> {
  const over = await tx.execute<{ webhook: string; name: string; since: string }>(sql`
    select told.webhook_id as webhook, told.payload->>'subgraph' as name, told.payload->>'at' as since
    from webhook_deliveries told
    join webhooks on webhooks.id = told.webhook_id and webhooks.ended_at is null
    left join subgraphs on subgraphs.name = told.payload->>'subgraph'
    where told.event = 'DRIFT' and told.payload->>'state' = 'QUARANTINED'
      and date_trunc('milliseconds', subgraphs.quarantined_at) is distinct from (told.payload->>'at')::timestamptz
      and not exists (select from webhook_deliveries healed where healed.webhook_id = told.webhook_id
        and healed.subject = concat('healed ', told.payload->>'subgraph', ' ', told.payload->>'at'))`);
  if (over.length === 0) return;
  await tx
    .insert(webhookDeliveries)
    .values(
      over.map(({ webhook, name, since }) => ({
        webhookId: webhook,
        event: 'DRIFT',
        ...healedNews(name, since, now),
        nextAt: now,
        createdAt: now,
      })),
    )
    .onConflictDoNothing();
}
