import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { ErasureResolver } from './resolver.js';

/** Releases and columns that are erased everywhere, by two signatures. */
export const erasureSubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({ name: 'erasure', resolvers: [ErasureResolver] });
