import { sql } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../../db/client.js';
import { jakartaDate } from '../../calendar.js';
import type { NotedDatasetUse } from '../../dataset-uses.js';

/** Longer than any grant lasts. */
const KEPT_DAYS = 400;
const DAY_MS = 86_400_000;

/** Adds what a hub has noted to the counts of each day, and drops days that are too old to count. */
export async function storeDatasetUses(
  db: Drizzle,
  uses: readonly NotedDatasetUse[],
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    // In the order of the rows' keys, so that hubs that store at once wait for each other and for nothing else.
    if (uses.length > 0)
      await tx.execute(sql`
        insert into dataset_uses (dataset_id, day, consumer, queries, exports, restricted)
        select noted.dataset, noted.day, noted.consumer, noted.queries, noted.exports, noted.restricted
        from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) as noted
          (dataset uuid, day date, consumer text, queries integer, exports integer, restricted integer)
        join datasets on datasets.id = noted.dataset
        order by noted.dataset, noted.day, noted.consumer
        on conflict (dataset_id, day, consumer) do update set
          queries = dataset_uses.queries + excluded.queries,
          exports = dataset_uses.exports + excluded.exports,
          restricted = dataset_uses.restricted + excluded.restricted`);
    const oldest = jakartaDate(new Date(now.getTime() - KEPT_DAYS * DAY_MS));
    // Dataset by dataset, as the table's key has it: the whole of it is not read each minute.
    await tx.execute(sql`
      delete from dataset_uses using datasets
      where dataset_uses.dataset_id = datasets.id and dataset_uses.day < ${oldest}::date`);
  });
}

export interface UseRow extends Record<string, unknown> {
  readonly consumer: string;
  readonly name: string | null;
  readonly key: string | null;
  readonly agency: string | null;
  readonly queries: number;
  readonly exports: number;
  readonly restricted: number;
  /** `YYYY-MM-DD`. */
  readonly lastDay: string;
  readonly purposes: readonly string[];
}

export interface UsesWanted {
  readonly datasetId: string;
  /** Dates in Jakarta, both included; null: open on that side. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Where a page goes on: how often the last consumer has read, and who it was. */
export interface UsePlace {
  readonly reads: number;
  readonly consumer: string;
}

/** Whoever has read a dataset, the most frequent first, with the purposes of what he was ever granted of it. */
export async function listUses(
  db: Queries,
  { datasetId, from, to }: UsesWanted,
  limit: number,
  after: UsePlace | null,
): Promise<UseRow[]> {
  const rows = await db.execute<UseRow>(sql`
    select used.*, keys.id as key, coalesce(keys.name, accounts.name) as name,
      coalesce(keys.agency, accounts.agency) as agency,
      array(
        select granted.purpose from grants granted
        where granted.dataset_id = ${datasetId}::uuid and granted.status in ('GRANTED', 'WITHDRAWN')
          and (granted.key_id = keys.id or granted.account_id = accounts.id)
        group by granted.purpose order by max(granted.decided_at) desc, granted.purpose) as purposes
    from (
      select consumer, sum(queries)::integer as queries, sum(exports)::integer as exports,
        sum(restricted)::integer as restricted, max(day)::text as "lastDay"
      from dataset_uses
      where dataset_id = ${datasetId}::uuid
        and (${from}::date is null or day >= ${from}::date) and (${to}::date is null or day <= ${to}::date)
      group by consumer
    ) used
    left join service_keys keys on used.consumer = 'key:' || keys.id
    left join accounts on used.consumer = 'account:' || accounts.id
    where ${after === null}::boolean
      or (-(used.queries + used.exports), used.consumer collate "C") > (${-(after?.reads ?? 0)}::integer, ${after?.consumer ?? ''}::text)
    order by -(used.queries + used.exports), used.consumer collate "C"
    limit ${limit}`);
  return [...rows];
}

/** How many have read it. */
export async function countConsumers(db: Queries, { datasetId, from, to }: UsesWanted): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(distinct consumer)::integer as count from dataset_uses
    where dataset_id = ${datasetId}::uuid
      and (${from}::date is null or day >= ${from}::date) and (${to}::date is null or day <= ${to}::date)`);
  return row?.count ?? 0;
}
