import type { Queries } from '../../../db/client.js';
import { refusal } from '../../../schema/errors.js';
import { type Marks, versionIn } from '../../current-version.js';
import type { Official } from '../../viewer.js';
import { listSubgraphs, listVersions, supergraphMarks } from '../store.js';
import type { Publisher, Wanted } from './publisher.js';

/**
 * Takes remote subgraphs back to what they were in an earlier supergraph: those that came later leave, those that left
 * come back. Throws NOT_FOUND, OWN_PROPOSAL where one of the official's own agency would change, and ROLLBACK_REFUSED
 * where it does not compose with the datasets of today; nothing has changed then.
 */
export async function rollbackTo(
  db: Queries,
  publisher: Publisher,
  supergraph: string,
  official: Official,
  reason: string,
): Promise<void> {
  const id = /^\d{1,9}$/.test(supergraph) ? Number(supergraph) : 0;
  const marks = (await supergraphMarks(db, id)) as Marks | undefined;
  if (!marks) throw refusal('NOT_FOUND', { what: `supergraph ${supergraph}` });
  const subgraphs: Wanted[] = [];
  const removed: string[] = [];
  for (const { name, kind, agency, currentVersion } of await listSubgraphs(db)) {
    const version = versionIn(marks, name);
    if (kind !== 'REMOTE' || version === (currentVersion ?? undefined)) continue;
    if (agency !== null && agency === official.agency) throw refusal('OWN_PROPOSAL');
    const then = (await listVersions(db, name)).find((one) => one.version === version);
    // What a dataset's own version was then, its case decides today.
    if (then && then.url !== null)
      subgraphs.push({ name, agency: agency ?? '', sdl: then.sdl, url: then.url, base: undefined });
    else removed.push(name);
  }
  const settled = await publisher.submit({
    subgraphs,
    removed,
    by: official.name,
    reason,
    approved: true,
    rollbackOf: id,
  });
  if (settled.kind === 'REFUSED')
    throw refusal('ROLLBACK_REFUSED', { supergraph, reason: settled.findings[0]?.words.en ?? '' });
}
