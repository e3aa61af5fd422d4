import { UsageFailure } from '../failure.js';
import type { Source } from './sources.js';

/** As `SubgraphInput` of the hub. */
export interface SubgraphInput {
  readonly name: string;
  readonly url: string;
  readonly sdl: string | null;
  readonly base: number | null;
}

/** What is published, or checked against the live graph. Throws where nobody has said where a subgraph answers. */
export const inputsOf = (sources: readonly Source[]): readonly SubgraphInput[] =>
  sources.map(({ name, url, sdl, base }) => {
    if (url === '') throw new UsageFailure(`${name}: --url URL?`);
    return { name, url, sdl, base };
  });
