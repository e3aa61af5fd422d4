import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { PublishingResolver } from './publishing/resolver.js';
import { RegistryResolver } from './resolver.js';
import { ReviewResolver } from './review/resolver.js';
import { UpkeepResolver } from './upkeep/resolver.js';
import { SigningResolver } from './upkeep/signing.js';

/** Subgraphs, their versions and reviews, and the supergraph that they are composed to. */
export const registrySubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({
    name: 'registry',
    resolvers: [RegistryResolver, PublishingResolver, ReviewResolver, UpkeepResolver, SigningResolver],
  });
