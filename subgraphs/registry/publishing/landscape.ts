import { and, eq, isNull } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { accounts } from '../../../db/tables/accounts.js';
import { acceptedFindings, consents } from '../../../db/tables/registry.js';
import type { CoveredDataset, Landscape } from '../../../schema/check/landscape.js';
import { deprecatedSince } from '../../../schema/deprecations.js';
import { jakartaDate } from '../../calendar.js';
import type { CurrentMember } from '../members.js';
import { countedUses, type RegistrySettings } from '../settings.js';
import { listVersions, newestSupergraph } from '../store.js';
import { seenOperations } from '../uses.js';

/** Everything that a change of these subgraphs is judged against, as the store holds it now. */
export async function landscapeOf(
  db: Queries,
  members: readonly CurrentMember[],
  datasets: readonly CoveredDataset[],
  settings: RegistrySettings,
  changed: readonly string[],
  now: Date,
): Promise<Landscape> {
  const since: Record<string, string> = {};
  for (const name of changed)
    for (const [coordinate, date] of deprecatedSince(await listVersions(db, name)))
      since[`${name} ${coordinate}`] = date;
  return {
    members,
    datasets,
    consents: await db
      .select({ owner: consents.owner, subgraph: consents.subgraph, coordinates: consents.coordinates })
      .from(consents)
      .where(isNull(consents.withdrawnAt)),
    accepted: await db
      .select({
        subgraph: acceptedFindings.subgraph,
        rule: acceptedFindings.rule,
        coordinate: acceptedFindings.coordinate,
        reason: acceptedFindings.reason,
        signer: accounts.name,
      })
      .from(acceptedFindings)
      .innerJoin(accounts, and(eq(accounts.id, acceptedFindings.signerId))),
    operations: await seenOperations(db, countedUses(settings, now)),
    liveSupergraph: (await newestSupergraph(db))?.sdl,
    deprecatedSince: since,
    graceDays: settings.graceDays,
    today: jakartaDate(now),
  };
}
