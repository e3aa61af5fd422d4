import { Failure } from '../failure.js';
import type { Hub } from '../hub.js';

/** A subgraph's current version; the version that is newest, where it is out of the graph. */
export interface Registered {
  readonly version: number;
  readonly sdl: string;
  /** Where it answers; null of what the hub serves itself. */
  readonly url: string | null;
}

interface Subgraph {
  readonly name: string;
  readonly currentVersion: number | null;
  readonly url: string | null;
  readonly versions: readonly Omit<Registered, 'url'>[];
}

/** What the hub holds of a subgraph. Throws a Failure where this caller knows of none of that name. */
export async function registered(hub: Hub, name: string): Promise<Registered> {
  const found = await findRegistered(hub, name);
  if (!found) throw new Failure(2, `${name}: tidak terdaftar / is not registered`);
  return found;
}

export async function findRegistered(hub: Hub, name: string): Promise<Registered | undefined> {
  const { subgraphs } = await hub.query<{ subgraphs: readonly Subgraph[] }>(
    '{ subgraphs { name currentVersion url versions { version sdl } } }',
  );
  const found = subgraphs.find((one) => one.name === name);
  const shown = found?.versions.find(({ version }) => version === found.currentVersion) ?? found?.versions[0];
  return found && shown ? { ...shown, url: found.url } : undefined;
}
