import { asc, eq, isNotNull, type SQL } from 'drizzle-orm';
import type { Queries } from '../../db/client.js';
import { subgraphs, subgraphVersions } from '../../db/tables/registry.js';
import { coveredSdl } from '../../schema/check/covered.js';
import type { CoveredDataset, Member } from '../../schema/check/landscape.js';
import type { SubgraphSource } from '../../schema/compose.js';
import { contentHash } from '../../schema/definition.js';
import { isCurrent, type Marks } from '../current-version.js';
import type { DatasetDirectory } from '../directory.js';

/** Steps from whose opening on a remote subgraph's agreed fields may be composed. */
const PROVISIONED: readonly string[] = ['PROVISION', 'DELIVER', 'ADOPT', 'ACCEPT', 'REPORT'];

/** A subgraph with its current version. */
export interface CurrentMember extends Member {
  readonly version: number;
}

/** The current version of every subgraph in the graph, in the order of their names. */
export const currentMembers = (queries: Queries): Promise<CurrentMember[]> => membersWhere(queries);

function membersWhere(queries: Queries, condition?: SQL): Promise<CurrentMember[]> {
  return queries
    .select({
      name: subgraphs.name,
      kind: subgraphs.kind,
      agency: subgraphs.agency,
      url: subgraphs.url,
      version: subgraphVersions.version,
      sdl: subgraphVersions.sdl,
    })
    .from(subgraphs)
    .innerJoin(subgraphVersions, isCurrent)
    .where(condition)
    .orderBy(asc(subgraphs.name));
}

/** The version of every subgraph in the graph, without its SDL. */
export async function currentVersions(queries: Queries): Promise<Readonly<Record<string, number>>> {
  const rows = await queries
    .select({ name: subgraphs.name, version: subgraphs.currentVersion })
    .from(subgraphs)
    .where(isNotNull(subgraphs.currentVersion));
  return Object.fromEntries(rows.map(({ name, version }) => [name, version ?? 0]));
}

/** What the graph would be made of now, without reading more than remote subgraphs. */
export async function currentMarks(queries: Queries, datasets: readonly CoveredDataset[]): Promise<Marks> {
  const remote = await membersWhere(queries, eq(subgraphs.kind, 'REMOTE'));
  return { ...(await currentVersions(queries)), ...composable(remote, datasets).marks };
}

/** What is composed of members: of remote ones what cases cover, and what they are then called. */
export function composable(
  members: readonly CurrentMember[],
  datasets: readonly CoveredDataset[],
): { readonly sources: readonly SubgraphSource[]; readonly marks: Marks } {
  const sources: SubgraphSource[] = [];
  const marks: Record<string, number | string> = {};
  for (const { name, kind, agency, url = null, version, sdl } of members) {
    if (kind !== 'REMOTE') {
      sources.push({ name, kind, sdl });
      marks[name] = version;
      continue;
    }
    const { covered, mark } = coveredOf(sdl, agency ?? '', datasets);
    marks[name] = `${version} ${mark}`;
    if (covered !== null) sources.push({ name, kind, url, sdl: covered });
  }
  return { sources, marks };
}

interface Covered {
  /** Null where nothing of it may be composed. */
  readonly covered: string | null;
  readonly mark: string;
}

/** Every look at the registry asks for the same, as long as no dataset and no subgraph changes. */
const known = new WeakMap<readonly CoveredDataset[], Map<string, Covered>>();

function coveredOf(sdl: string, agency: string, datasets: readonly CoveredDataset[]): Covered {
  const before = known.get(datasets) ?? new Map<string, Covered>();
  known.set(datasets, before);
  const key = `${agency} ${sdl}`;
  const found = before.get(key);
  if (found) return found;
  const covered = cut(sdl, agency, datasets);
  const made = { covered, mark: covered === null ? '-' : contentHash(covered).slice(0, 16) };
  before.set(key, made);
  return made;
}

/** What cases cover of an SDL; of one that cannot be read all of it, so that composition says what is wrong. */
function cut(sdl: string, agency: string, datasets: readonly CoveredDataset[]): string | null {
  try {
    return coveredSdl(sdl, agency, datasets).sdl;
  } catch {
    return sdl;
  }
}

const coverages = new WeakMap<DatasetDirectory, readonly CoveredDataset[]>();

/** What cases cover, as checks and composition ask for it; the same array as long as the directory is the same. */
export function coveredBy(directory: DatasetDirectory): readonly CoveredDataset[] {
  const before = coverages.get(directory);
  if (before) return before;
  const made = coverageOf(directory);
  coverages.set(directory, made);
  return made;
}

const coverageOf = (directory: DatasetDirectory): CoveredDataset[] =>
  directory.datasets.map(({ agency, names, columns, released }) => ({
    agency,
    released,
    names: { type: names.type, field: names.field, byKey: names.byKey },
    columns: Object.fromEntries(
      columns.flatMap(({ definition, status, accessClass, case: { step } }) => {
        const provisioned = status === 'AGREED' ? PROVISIONED.includes(step) : isDelivered(status);
        const covered = { status, accessClass, provisioned };
        const { reference } = definition;
        return [
          [definition.name, covered] as const,
          ...(reference ? [[reference.field, covered] as const] : []),
        ];
      }),
    ),
  }));

const isDelivered = (status: string): boolean => ['LIVE', 'CONFIRMED', 'DISPUTED'].includes(status);
