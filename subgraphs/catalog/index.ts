import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { AccessResolver } from './access/resolver.js';
import { CatalogResolver } from './resolver.js';

/** The catalogue: which datasets there are, what their columns mean, and how far they are exposed. */
export const catalogSubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({ name: 'catalog', resolvers: [CatalogResolver, AccessResolver] });
