import { and, asc, desc, eq, gt, gte, inArray, lt, lte, sql } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../db/client.js';
import { auditBegun, auditEntries } from '../../db/tables/audit.js';
import { type AuditVerdict, type ExportedHead, followChain, GENESIS, type Link, linkHash } from '../chain.js';
import type { AuditEntry, AuditKind, BegunEntry } from './entry.js';
import type { Month } from './month.js';

const PAGE = 1000;
/** Whoever holds it appends to the chain. */
const CHAIN_LOCK = sql`select pg_advisory_xact_lock(7214030)`;
/** No request takes so long; what is still noted then was cut off. */
const CUT_OFF = sql`now() - interval '30 minutes'`;

export type AuditRow = typeof auditEntries.$inferSelect;

/** The part of an entry that its hash stands for. */
export interface AuditEvent extends AuditEntry {
  readonly id: number;
  /** When it was recorded: ISO 8601, UTC, milliseconds. It never goes back along the chain. */
  readonly at: string;
}

/** An entry to be appended, and the note that it closes. */
export interface Waiting {
  readonly entry: AuditEntry;
  readonly begun: string | null;
}

export async function storeBegun(db: Drizzle, entry: BegunEntry): Promise<string> {
  const [row] = await db.insert(auditBegun).values({ entry }).returning({ id: auditBegun.id });
  if (!row) throw new Error('a note of the audit was not stored');
  return row.id;
}

/** Appends entries, in their order, and takes away the notes that they close. */
export const appendEntries = (db: Drizzle, waiting: readonly Waiting[], now: Date): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.execute(CHAIN_LOCK);
    await append(
      tx,
      waiting.map(({ entry }) => entry),
      now,
    );
    const closed = waiting.flatMap(({ begun }) => begun ?? []);
    if (closed.length > 0) await tx.delete(auditBegun).where(inArray(auditBegun.id, closed));
  });

/** Appends, with the outcome UNKNOWN, what was noted long ago and never closed: the oldest, as many as one statement takes. */
export const closeUnfinished = (db: Drizzle, now: Date): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.execute(CHAIN_LOCK);
    const oldest = tx
      .select({ id: auditBegun.id })
      .from(auditBegun)
      .where(lt(auditBegun.begunAt, CUT_OFF))
      .orderBy(asc(auditBegun.begunAt))
      .limit(PAGE);
    const cutOff = await tx
      .delete(auditBegun)
      .where(inArray(auditBegun.id, oldest))
      .returning({ id: auditBegun.id, begunAt: auditBegun.begunAt, entry: auditBegun.entry });
    const entries = cutOff.map(({ begunAt, entry }): AuditEntry => {
      const begun = entry as BegunEntry;
      return { ...begun, facts: { ...begun.facts, begunAt: begunAt.toISOString() }, outcome: 'UNKNOWN' };
    });
    await append(tx, entries, now);
  });

/** Under the lock of the chain. */
async function append(tx: Queries, entries: readonly AuditEntry[], now: Date): Promise<void> {
  if (entries.length === 0) return;
  const ids = await tx.execute<{ id: string }>(sql`
    select nextval(pg_get_serial_sequence('audit_entries', 'id'))::text as id
    from generate_series(1, ${entries.length}::integer)`);
  const last = await lastEntry(tx);
  // Hubs' clocks differ; a month is one stretch of the chain all the same.
  const at = last && last.at > now ? last.at : now;
  let previousHash = last?.hash ?? GENESIS;
  const rows = entries.map((entry, index) => {
    const facts = JSON.parse(JSON.stringify(entry.facts)) as unknown;
    const row = { ...entry, facts, id: Number(ids[index]?.id), at };
    const link = { previousHash, hash: linkHash(eventOf(row), previousHash) };
    previousHash = link.hash;
    return { ...row, ...link };
  });
  await tx.insert(auditEntries).values(rows);
}

async function lastEntry(db: Queries, until?: Date): Promise<AuditRow | undefined> {
  const [last] = await db
    .select()
    .from(auditEntries)
    .where(until && lt(auditEntries.at, until))
    .orderBy(desc(auditEntries.id))
    .limit(1);
  return last;
}

const eventOf = (row: Omit<AuditRow, 'previousHash' | 'hash'>): AuditEvent => ({
  id: row.id,
  at: row.at.toISOString(),
  kind: row.kind,
  actor: row.actor,
  actorName: row.actorName,
  agency: row.agency,
  action: row.action,
  subject: row.subject,
  facts: row.facts as AuditEntry['facts'],
  outcome: row.outcome,
  requestId: row.requestId,
});

/** A stretch of the chain: of a month, or the whole. */
export interface Stretch {
  readonly month?: Month;
  /** Id of its last entry: what is recorded while it is read is left out. */
  readonly last?: number;
}

/** The links of a stretch, in their order. */
export async function* auditLinks(
  db: Queries,
  { month, last }: Stretch = {},
): AsyncGenerator<Link<AuditEvent>> {
  for (let after = 0; ; ) {
    const rows = await db
      .select()
      .from(auditEntries)
      .where(
        and(
          gt(auditEntries.id, after),
          last === undefined ? undefined : lte(auditEntries.id, last),
          month && inMonth(month),
        ),
      )
      .orderBy(asc(auditEntries.id))
      .limit(PAGE);
    for (const row of rows) {
      after = row.id;
      yield { event: eventOf(row), previousHash: row.previousHash, hash: row.hash };
    }
    if (rows.length < PAGE) return;
  }
}

const inMonth = ({ begins, ends }: Month) => and(gte(auditEntries.at, begins), lt(auditEntries.at, ends));

/** Hash of the last entry before a month: what its stretch of the chain starts from. */
export const hashBefore = async (db: Queries, { begins }: Month): Promise<string> =>
  (await lastEntry(db, begins))?.hash ?? GENESIS;

/** The last entry of a month as it stands now; undefined where there is none. */
export async function lastOf(db: Queries, month: Month): Promise<AuditRow | undefined> {
  const last = await lastEntry(db, month.ends);
  return last && last.at >= month.begins ? last : undefined;
}

/** Entries of a month, the newest first. */
export function listEntries(
  db: Queries,
  month: Month,
  {
    before,
    kind,
    actor,
    limit,
  }: {
    readonly before: number | null;
    readonly kind: AuditKind | null;
    readonly actor: string | null;
    readonly limit: number;
  },
): Promise<AuditRow[]> {
  return db
    .select()
    .from(auditEntries)
    .where(
      and(
        inMonth(month),
        before === null ? undefined : lt(auditEntries.id, before),
        kind === null ? undefined : eq(auditEntries.kind, kind),
        actor === null ? undefined : eq(auditEntries.actor, actor),
      ),
    )
    .orderBy(desc(auditEntries.id))
    .limit(limit);
}

/** Follows the whole chain of the audit; with an exported head, says whether it still leads through it. */
export const auditTrailVerdict = (db: Queries, exported: ExportedHead | null): Promise<AuditVerdict> =>
  followChain(auditLinks(db), exported);
