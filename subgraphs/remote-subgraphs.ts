import { eq, inArray } from 'drizzle-orm';
import { type DocumentNode, Kind, parse } from 'graphql';
import type { Queries } from '../db/client.js';
import { subgraphs, subgraphVersions } from '../db/tables/registry.js';
import { servedTypes } from '../schema/check/members.js';
import { isCurrent } from './current-version.js';

/** What callers are told while an agency works on its subgraph. */
export interface Maintenance {
  readonly notice: string;
  /** Null where nobody has said until when. */
  readonly until: Date | null;
}

/** A subgraph that an agency runs itself, as the registry has it. */
export interface RemoteSubgraph {
  readonly name: string;
  readonly agency: string | null;
  /** Hash of its current version; null where it is out of the graph. */
  readonly hash: string | null;
  /** Whether it is asked nothing until it is looked into. */
  readonly quarantined: boolean;
  readonly maintenance: Maintenance | null;
  /** Types whose rows its current version has itself, those among them that no case covers. */
  readonly types: ReadonlySet<string>;
}

/** By its name; of whatever is in no graph, too. */
export type RemoteSubgraphs = ReadonlyMap<string, RemoteSubgraph>;

/** What of a dataset's remote subgraph its answers depend on. */
export interface Served {
  readonly subgraph: string;
  readonly quarantined: boolean;
  readonly maintenance: Maintenance | null;
}

/** Asks subgraphs that others run, within the bounds and the addresses that are allowed. */
export interface RemoteReach {
  /** The SDL that a subgraph says it has. Throws SUBGRAPH_FAILED, in the same words whatever has failed. */
  sdl(subgraph: string, url: string, signal?: AbortSignal): Promise<string>;
}

/** Reads the remote subgraphs; gives `before` itself where nothing has changed, and reads no SDL a second time. */
export async function readRemotes(tx: Queries, before: RemoteSubgraphs): Promise<RemoteSubgraphs> {
  const rows = await tx
    .select({ subgraph: subgraphs, hash: subgraphVersions.hash })
    .from(subgraphs)
    .leftJoin(subgraphVersions, isCurrent)
    .where(eq(subgraphs.kind, 'REMOTE'))
    .orderBy(subgraphs.name);
  const known = new Map([...before.values()].map(({ name, hash, types }) => [`${name} ${hash}`, types]));
  const typesOf = await typesIn(
    tx,
    rows.flatMap(({ subgraph: { name }, hash }) =>
      hash === null || known.has(`${name} ${hash}`) ? [] : [name],
    ),
  );
  const remotes = new Map(
    rows.map(({ subgraph, hash }): [string, RemoteSubgraph] => {
      const { name, agency, quarantine, maintenance, maintenanceUntil } = subgraph;
      return [
        name,
        {
          name,
          agency,
          hash,
          quarantined: quarantine !== null,
          maintenance: maintenance === null ? null : { notice: maintenance, until: maintenanceUntil },
          types: hash === null ? NONE : (known.get(`${name} ${hash}`) ?? typesOf.get(name) ?? NONE),
        },
      ];
    }),
  );
  return stampOf([...remotes.values()]) === stampOf([...before.values()]) ? before : remotes;
}

const NONE: ReadonlySet<string> = new Set();

const stampOf = (remotes: readonly RemoteSubgraph[]): string =>
  JSON.stringify(remotes.map(({ types: _, ...rest }) => rest));

/** Types whose rows the current versions of these subgraphs have themselves. */
async function typesIn(tx: Queries, names: string[]): Promise<Map<string, ReadonlySet<string>>> {
  if (names.length === 0) return new Map();
  const rows = await tx
    .select({ name: subgraphs.name, sdl: subgraphVersions.sdl })
    .from(subgraphs)
    .innerJoin(subgraphVersions, isCurrent)
    .where(inArray(subgraphs.name, names));
  return new Map(rows.map(({ name, sdl }) => [name, new Set(servedFields(sdl).keys())]));
}

/**
 * Names of the fields of each type whose rows a subgraph has itself, and not only refers to; nothing where it is no SDL.
 */
export function servedFields(sdl: string): Map<string, Set<string>> {
  const types = new Map<string, Set<string>>();
  const document = readable(sdl);
  if (!document) return types;
  const served = servedTypes(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION)
      continue;
    const name = definition.name.value;
    if (!served.has(name)) continue;
    const fields = types.get(name) ?? new Set();
    types.set(name, fields);
    for (const field of definition.fields ?? []) fields.add(field.name.value);
  }
  return types;
}

function readable(sdl: string): DocumentNode | undefined {
  try {
    return parse(sdl, { noLocation: true });
  } catch {
    return undefined;
  }
}

/** The remote subgraph that serves a dataset, which its agency has published with the dataset's type; or null. */
export function servedBy(remotes: RemoteSubgraphs, agency: string, type: string): Served | null {
  for (const remote of remotes.values())
    if (remote.agency === agency && remote.types.has(type)) {
      const { name, quarantined, maintenance } = remote;
      return { subgraph: name, quarantined, maintenance };
    }
  return null;
}

/** The notice, while it holds. */
export const maintenanceNow = (maintenance: Maintenance | null | undefined, now: Date): Maintenance | null =>
  maintenance && (maintenance.until === null || maintenance.until > now) ? maintenance : null;
