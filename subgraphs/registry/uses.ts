import { sql } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../db/client.js';
import type { SeenOperation } from '../../schema/check/landscape.js';
import { jakartaDate } from '../calendar.js';
import type { OperationNotes } from '../operation-uses.js';

const KEPT_DAYS = 180;
const DAY_MS = 86_400_000;
/** Rows of all hubs, half of them for the public; beyond them what is known is counted on, and nothing new is taken. */
const MOST = { operations: 100_000, usesOfADay: 50_000 };
const OWNER_CHARACTERS = 500;
/** One hub stores at a time: rows come in any order, and what nobody uses is dropped. */
const STORING = sql`select pg_advisory_xact_lock(7214012)`;

/** Adds what a hub has noted of operations to the counts of the day, and drops days that are too old to count. */
export async function storeOperationUses(
  db: Drizzle,
  { operations, uses }: OperationNotes,
  now: Date,
): Promise<void> {
  const day = jakartaDate(now);
  await db.transaction(async (tx) => {
    await tx.execute(STORING);
    if (uses.length > 0) {
      await tx.execute(sql`
        insert into operations (hash, name, text, coordinates)
        select noted.hash, noted.name, noted.text, noted.coordinates from jsonb_to_recordset(${JSON.stringify(operations)}::jsonb)
          as noted (hash text, name text, text text, coordinates text[], anonymous boolean)
        where (select count(*) from operations)
            < case when noted.anonymous then ${MOST.operations / 2}::int else ${MOST.operations}::int end
          or exists (select from operations known where known.hash = noted.hash)
        on conflict (hash) do update set coordinates = (
          select array_agg(distinct one order by one)
          from unnest(operations.coordinates || excluded.coordinates) as one)
        where not operations.coordinates @> excluded.coordinates`);
      await tx.execute(sql`
        insert into operation_uses (operation, client, version, consumer, owner, day, count)
        select noted.hash, noted.name, noted.version, noted.consumer,
          nullif(left(concat_ws(', ', noted.owner, agencies.name), ${OWNER_CHARACTERS}::int), ''),
          ${day}::date, noted.count
        from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb)
          as noted (hash text, name text, version text, consumer text, owner text, agency text, count integer)
        join operations on operations.hash = noted.hash
        left join agencies on agencies.slug = noted.agency
        where (select count(*) from operation_uses today where today.day = ${day}::date)
            < case when noted.owner is null then ${MOST.usesOfADay / 2}::int else ${MOST.usesOfADay}::int end
          or exists (select from operation_uses known where known.operation = noted.hash
            and known.client = noted.name and known.version = noted.version
            and known.consumer = noted.consumer and known.day = ${day}::date)
        on conflict (operation, client, version, consumer, day) do update set
          count = operation_uses.count + excluded.count, owner = excluded.owner`);
    }
    const oldest = jakartaDate(new Date(now.getTime() - KEPT_DAYS * DAY_MS));
    const dropped = await tx.execute(sql`delete from operation_uses where day < ${oldest}::date returning 1`);
    if (dropped.length > 0)
      await tx.execute(sql`
        delete from operations
        where not exists (select from operation_uses where operation_uses.operation = operations.hash)`);
  });
}

/** Which uses count. */
export interface CountedUses {
  /** The first moment whose day counts. */
  readonly since: Date;
  /** How often a client has to have sent an operation. */
  readonly minimum: number;
  readonly excludedClients: readonly string[];
}

/** Operations that clients have sent, of each client by who it was, the most frequent first. Reads tables that the reader role does not see. */
export async function seenOperations(
  db: Queries,
  { since, minimum, excludedClients }: CountedUses,
): Promise<SeenOperation[]> {
  const rows = await db.execute<SeenOperation & Record<string, unknown>>(sql`
    select client, owner, versions, name, hash, text, coordinates, count from (
      select client, consumer, name, hash, text, coordinates, sum(count)::integer as count,
        (array_agg(owner order by day desc) filter (where owner is not null))[1] as owner,
        coalesce(array_agg(distinct version) filter (where version <> ''), '{}') as versions,
        sum(sum(count)) over (partition by client, hash) as of_client
      from operation_uses join operations on operations.hash = operation_uses.operation
      where day >= ${jakartaDate(since)}::date
        and client not in (select jsonb_array_elements_text(${JSON.stringify(excludedClients)}::jsonb))
      group by client, consumer, hash) seen
    where of_client >= ${minimum}
    order by count desc, client, hash, consumer`);
  return [...rows];
}
