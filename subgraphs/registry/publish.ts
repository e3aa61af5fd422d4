import { inArray, max, sql } from 'drizzle-orm';
import type { Drizzle, Queries } from '../../db/client.js';
import { subgraphs, subgraphVersions } from '../../db/tables/registry.js';
import { contentHash } from '../../schema/definition.js';
import { hostedSdl } from '../../schema/hosted.js';
import { isCurrent } from '../current-version.js';
import type { Dataset } from '../directory.js';
import { REGISTRY_LOCK } from './lock.js';

export interface SubgraphEntry {
  readonly name: string;
  readonly kind: 'LOCAL' | 'HOSTED';
  readonly agency: string | null;
  readonly datasetId: string | null;
  /** Null takes the subgraph out of the graph. */
  readonly version: { readonly sdl: string; readonly hash: string } | null;
}

const entries = new WeakMap<Dataset, SubgraphEntry>();

/** The registry's entry of a dataset: what its definition and its fields' statuses say now. */
export function hostedEntry(dataset: Dataset): SubgraphEntry {
  const known = entries.get(dataset);
  if (known) return known;
  const { agency, name, title, description, facts } = dataset;
  const columns = dataset.columns.map(({ definition }) => definition);
  const entry: SubgraphEntry = {
    name: dataset.names.field,
    kind: 'HOSTED',
    agency,
    datasetId: dataset.id,
    version:
      columns.length === 0 || dataset.remote
        ? null
        : versionOf(hostedSdl({ agency, name, title, description, columns, facts })),
  };
  entries.set(dataset, entry);
  return entry;
}

export const localEntry = ({
  name,
  sdl,
}: {
  readonly name: string;
  readonly sdl: string;
}): SubgraphEntry => ({
  name,
  kind: 'LOCAL',
  agency: null,
  datasetId: null,
  version: versionOf(sdl),
});

const versionOf = (sdl: string) => ({ sdl, hash: contentHash(sdl) });

const ROWS_AT_ONCE = 200;

/**
 * Stores each entry whose SDL differs from its current version as a new version; unchanged ones cost a look. What a
 * remote subgraph serves is left to it.
 */
export async function publish(db: Drizzle, entries: readonly SubgraphEntry[]): Promise<void> {
  if (changed(entries, await currentHashes(db)).length === 0) return;
  await db.transaction(async (tx) => {
    await tx.execute(REGISTRY_LOCK);
    const current = await currentHashes(tx);
    const next = changed(entries, current);
    if (next.length === 0) return;
    const fresh = next
      .filter(({ name }) => !current.has(name))
      .map(({ name, kind, agency, datasetId }) => ({ name, kind, agency, datasetId, currentVersion: null }));
    for (const some of chunks(fresh)) await tx.insert(subgraphs).values(some);

    const last = await lastVersions(
      tx,
      next.map(({ name }) => name),
    );
    const made = next.map(({ name, version }) => ({ name, version, number: (last.get(name) ?? 0) + 1 }));
    const rows = made.flatMap(({ name, version, number }) =>
      version ? [{ subgraph: name, version: number, ...version }] : [],
    );
    for (const some of chunks(rows)) await tx.insert(subgraphVersions).values(some);
    const numbers = Object.fromEntries(
      made.map(({ name, version, number }) => [name, version ? number : null]),
    );
    await tx.execute(sql`
      update subgraphs set current_version = next.value::int,
        kind = case when kind = 'REMOTE' then 'HOSTED' else kind end
      from jsonb_each_text(${JSON.stringify(numbers)}::jsonb) next where name = next.key`);
  });
}

const changed = (
  entries: readonly SubgraphEntry[],
  current: ReadonlyMap<string, string | null>,
): SubgraphEntry[] =>
  entries.filter(({ name, version }) => {
    const known = current.get(name);
    return known !== 'REMOTE' && (known ?? null) !== (version?.hash ?? null);
  });

/** Hash of the current version of each subgraph; null of one that is out of the graph, `REMOTE` of what others serve. */
async function currentHashes(queries: Queries): Promise<Map<string, string | null>> {
  const rows = await queries
    .select({ name: subgraphs.name, kind: subgraphs.kind, hash: subgraphVersions.hash })
    .from(subgraphs)
    .leftJoin(subgraphVersions, isCurrent);
  return new Map(
    rows.map(({ name, kind, hash }) => [name, kind === 'REMOTE' && hash !== null ? 'REMOTE' : hash]),
  );
}

async function lastVersions(tx: Queries, names: string[]): Promise<Map<string, number>> {
  const { subgraph, version } = subgraphVersions;
  const rows = await tx
    .select({ name: subgraph, last: max(version) })
    .from(subgraphVersions)
    .where(inArray(subgraph, names))
    .groupBy(subgraph);
  return new Map(rows.map(({ name, last }) => [name, last ?? 0]));
}

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) yield rows.slice(at, at + ROWS_AT_ONCE);
}
