import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { RegistryResolver } from './resolver.js';

/** Subgraphs, their versions, and the supergraph that they are composed to. */
export const registrySubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({ name: 'registry', resolvers: [RegistryResolver] });
