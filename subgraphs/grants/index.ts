import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { GrantResolver } from './resolver.js';
import { UseResolver } from './uses/resolver.js';

/** Who may read RESTRICTED data, for what and until when, and who reads what. */
export const grantsSubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({ name: 'grants', resolvers: [GrantResolver, UseResolver] });
