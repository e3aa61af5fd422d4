import { and, asc, count, eq, ne, sql } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../../db/client.js';
import { accounts, savedQueries } from '../../../db/tables/accounts.js';
import { proposals } from '../../../db/tables/registry.js';
import type { Finding } from '../../../schema/check/verdict.js';
import { deprecatedSince } from '../../../schema/deprecations.js';
import { refusal } from '../../../schema/errors.js';
import type { WaitingProposal } from './changes.js';
import { checkKept } from './rules.js';

export type SavedRow = typeof savedQueries.$inferSelect;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An account's queries by their names. */
export const listSaved = (db: Queries, accountId: string): Promise<SavedRow[]> =>
  db.select().from(savedQueries).where(eq(savedQueries.accountId, accountId)).orderBy(asc(savedQueries.name));

/** Keeps a query; one of the same name takes the new text. Throws LIMIT_EXCEEDED, UNAUTHENTICATED. */
export function save(db: Drizzle, query: Omit<SavedRow, 'id'>): Promise<SavedRow> {
  const { accountId, name, document, savedAt } = query;
  return db.transaction(async (tx) => {
    // One after the other of an account, so that none goes by uncounted, nor into one that is being disabled.
    const [account] = await tx
      .select({ disabledAt: accounts.disabledAt })
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .for('no key update');

    if (account?.disabledAt !== null) throw refusal('UNAUTHENTICATED');
    const [others] = await tx
      .select({
        queries: count(),
        characters: sql<number>`coalesce(sum(length(${savedQueries.document})), 0)::integer`,
      })
      .from(savedQueries)
      .where(and(eq(savedQueries.accountId, accountId), ne(savedQueries.name, name)));
    checkKept({
      queries: (others?.queries ?? 0) + 1,
      characters: (others?.characters ?? 0) + document.length,
    });
    const [row] = await tx
      .insert(savedQueries)
      .values(query)
      .onConflictDoUpdate({
        target: [savedQueries.accountId, savedQueries.name],
        set: { document, savedAt },
      })
      .returning();
    if (!row) throw new Error('the query was not saved');
    return row;
  });
}

/** Whether the account had such a query, which is gone now. */
export async function deleteSaved(db: Queries, accountId: string, id: string): Promise<boolean> {
  if (!UUID.test(id)) return false;
  const gone = await db
    .delete(savedQueries)
    .where(and(eq(savedQueries.id, id), eq(savedQueries.accountId, accountId)))
    .returning({ id: savedQueries.id });
  return gone.length > 0;
}

/** Proposals that wait for review, the oldest first. */
export async function waitingProposals(db: Queries): Promise<WaitingProposal[]> {
  const rows = await db
    .select({ id: proposals.id, agency: proposals.agency, findings: proposals.findings })
    .from(proposals)
    .where(eq(proposals.status, 'WAITING'))
    .orderBy(asc(proposals.id));
  return rows.map(({ id, agency, findings }) => ({
    id: String(id),
    agency,
    findings: findings as Finding[],
  }));
}

/** Since when coordinates of these types have been published as deprecated, `YYYY-MM-DD`, in the subgraphs that are composed. */
export async function deprecationDates(
  db: Queries,
  coordinates: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const types = [...new Set(coordinates.map((one) => one.split('.')[0] ?? ''))];
  if (types.length === 0) return new Map();
  const rows = await db.execute<{ subgraph: string; sdl: string; published_at: string }>(sql`
    select version.subgraph, version.sdl, version.published_at
    from subgraphs
    join subgraph_versions live on live.subgraph = subgraphs.name and live.version = subgraphs.current_version
    join subgraph_versions version on version.subgraph = live.subgraph and version.version <= live.version
    where position('@deprecated' in live.sdl) > 0
      and exists (select from jsonb_array_elements_text(${JSON.stringify(types)}::jsonb) as named (type)
        where position(named.type in live.sdl) > 0)
    order by version.subgraph, version.version desc`);
  const histories = new Map<string, { sdl: string; publishedAt: Date }[]>();
  for (const { subgraph, sdl, published_at } of rows) {
    const history = histories.get(subgraph) ?? [];
    histories.set(subgraph, history);
    history.push({ sdl, publishedAt: new Date(published_at) });
  }
  const dates = new Map<string, string>();
  for (const history of histories.values())
    for (const [coordinate, date] of deprecatedSince(history)) {
      const known = dates.get(coordinate);
      if (known === undefined || date < known) dates.set(coordinate, date);
    }
  return dates;
}
