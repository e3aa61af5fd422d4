import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { IdentityResolver } from './resolver.js';

/** Accounts, sessions and service keys. */
export const identitySubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({ name: 'identity', resolvers: [IdentityResolver] });
