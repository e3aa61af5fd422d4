import { UsageFailure } from '../failure.js';
import type { Hub } from '../hub.js';
import { findRegistered } from './registered.js';
import type { Source } from './sources.js';

/** As `SubgraphInput` of the hub; what is left out is not asked for. */
interface SubgraphInput {
  readonly name: string;
  readonly url: string;
  readonly sdl?: string;
  readonly base?: number;
}

/** What is published, or checked against the live graph; a subgraph that is registered may stay where it is. */
export const inputsOf = (hub: Hub, sources: readonly Source[]): Promise<SubgraphInput[]> =>
  Promise.all(
    sources.map(async ({ name, url: given, sdl, base }) => {
      const url = given || (await findRegistered(hub, name))?.url;
      if (!url) throw new UsageFailure(`${name}: --url URL?`);
      return { name, url, ...(sdl === null ? {} : { sdl }), ...(base === null ? {} : { base }) };
    }),
  );
