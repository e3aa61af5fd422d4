import { composeServices } from '@apollo/composition';
import { parse, print } from 'graphql';
import { contentHash } from './definition.js';
import { mergeHosted } from './merge.js';

/** Name of the one physical subgraph into which all hosted datasets are merged. */
export const HOSTED_SUBGRAPH = 'hosted';

export interface SubgraphSource {
  readonly name: string;
  readonly kind: 'LOCAL' | 'HOSTED';
  readonly sdl: string;
}

export type Composition =
  | { readonly ok: true; readonly supergraphSdl: string; readonly hash: string }
  | { readonly ok: false; readonly errors: readonly string[] };

/** Composes stored subgraphs into a supergraph; hosted ones are merged into one first (DESIGN §3). */
export function compose(sources: readonly SubgraphSource[]): Composition {
  const ordered = [...sources].sort((a, b) => (a.name < b.name ? -1 : 1));
  const services = ordered
    .filter((source) => source.kind === 'LOCAL')
    .map((source) => ({ name: source.name, url: `local:${source.name}`, typeDefs: parse(source.sdl) }));
  const hosted = ordered.filter((source) => source.kind === 'HOSTED').map((source) => source.sdl);
  if (hosted.length > 0)
    services.push({ name: HOSTED_SUBGRAPH, url: hostedUrl(hosted), typeDefs: mergeHosted(hosted) });
  const result = composeServices(services);
  if (result.errors) return { ok: false, errors: result.errors.map((error) => error.message) };
  const { supergraphSdl } = result;
  return { ok: true, supergraphSdl, hash: contentHash(supergraphSdl) };
}

/** The merged subgraph's address names its content, so that a plan always meets the schema it was made for. */
function hostedUrl(sdls: readonly string[]): string {
  return `local:${HOSTED_SUBGRAPH}?${contentHash(sdls).slice(0, 16)}`;
}

/** The merged hosted SDL as text, for building its executable schema. */
export const hostedDocument = (sdls: readonly string[]): string => print(mergeHosted(sdls));
