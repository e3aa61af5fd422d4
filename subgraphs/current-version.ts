import { and, eq } from 'drizzle-orm';
import { subgraphs, subgraphVersions } from '../db/tables/registry.js';

/** Joins a subgraph with its current version. */
export const isCurrent = and(
  eq(subgraphVersions.subgraph, subgraphs.name),
  eq(subgraphVersions.version, subgraphs.currentVersion),
);

/**
 * What a supergraph was made of: the version of each subgraph, and of a remote one also a hash of what cases cover of
 * it, since that changes without a publish.
 */
export type Marks = Readonly<Record<string, number | string>>;

/** Version of a subgraph in a supergraph; undefined where it was none of its members. */
export function versionIn(marks: Marks, name: string): number | undefined {
  const mark = marks[name];
  return mark === undefined ? undefined : Number.parseInt(String(mark), 10);
}
