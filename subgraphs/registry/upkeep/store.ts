import { and, desc, eq, isNull } from 'drizzle-orm';
import { notify, type Queries } from '../../../db/client.js';
import { accounts } from '../../../db/tables/accounts.js';
import { consents, subgraphHealth, subgraphs } from '../../../db/tables/registry.js';
import { refusal } from '../../../schema/errors.js';
import { CHANGES } from '../../changes.js';

/** Tells callers of work on a remote subgraph, or that it is over. Every hub hears of it. */
export async function noticeMaintenance(
  tx: Queries,
  name: string,
  notice: string | null,
  until: Date | null,
): Promise<void> {
  await tx
    .update(subgraphs)
    .set({ maintenance: notice, maintenanceUntil: until })
    .where(eq(subgraphs.name, name));
  await notify(tx, CHANGES);
}

export async function healthOf(db: Queries, name: string) {
  const [row] = await db.select().from(subgraphHealth).where(eq(subgraphHealth.subgraph, name));
  return row;
}

/** A subgraph's row; throws SUBGRAPH_UNKNOWN. */
export async function remoteNamed(db: Queries, name: string) {
  const [row] = await db
    .select()
    .from(subgraphs)
    .where(and(eq(subgraphs.name, name), eq(subgraphs.kind, 'REMOTE')));
  if (!row) throw refusal('SUBGRAPH_UNKNOWN', { subgraph: name });
  return row;
}

/** Consents that an agency has given and not taken back, newest first. */
export const consentsOf = (db: Queries, owner: string) =>
  db
    .select({ consent: consents, signer: accounts.name })
    .from(consents)
    .innerJoin(accounts, eq(accounts.id, consents.signerId))
    .where(and(eq(consents.owner, owner), isNull(consents.withdrawnAt)))
    .orderBy(desc(consents.id));

export async function giveConsent(
  db: Queries,
  consent: {
    readonly owner: string;
    readonly subgraph: string;
    readonly coordinates: string[];
    readonly reason: string;
    readonly signerId: string;
  },
  at: Date,
): Promise<void> {
  await db.insert(consents).values({ ...consent, at });
}

/** Takes a consent back; what was published with it stays until its next check. Throws NOT_FOUND. */
export async function withdrawConsent(db: Queries, owner: string, id: string, at: Date): Promise<void> {
  const number = /^\d{1,9}$/.test(id) ? Number(id) : 0;
  const taken = await db
    .update(consents)
    .set({ withdrawnAt: at })
    .where(and(eq(consents.id, number), eq(consents.owner, owner), isNull(consents.withdrawnAt)))
    .returning({ id: consents.id });
  if (taken.length === 0) throw refusal('NOT_FOUND', { what: `consent ${id}` });
}
