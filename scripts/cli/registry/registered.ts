import { Failure } from '../failure.js';
import type { Hub } from '../hub.js';

/** A subgraph's current version; the version that is newest, where it is out of the graph. */
export interface Registered {
  readonly version: number;
  readonly sdl: string;
}

interface Subgraph {
  readonly name: string;
  readonly currentVersion: number | null;
  readonly versions: readonly Registered[];
}

/** What the hub holds of a subgraph. Throws a Failure where this caller knows of none of that name. */
export async function registered(hub: Hub, name: string): Promise<Registered> {
  const found = await findRegistered(hub, name);
  if (!found) throw new Failure(2, `${name}: tidak terdaftar / is not registered`);
  return found;
}

export async function findRegistered(hub: Hub, name: string): Promise<Registered | undefined> {
  const { subgraphs } = await hub.query<{ subgraphs: readonly Subgraph[] }>(
    '{ subgraphs { name currentVersion versions { version sdl } } }',
  );
  const found = subgraphs.find((one) => one.name === name);
  return found?.versions.find(({ version }) => version === found.currentVersion) ?? found?.versions[0];
}
