import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { AccountResolver } from './accounts/resolver.js';
import { ServiceKeyResolver } from './keys/resolver.js';
import { IdentityResolver } from './resolver.js';
import { SavedQueryResolver } from './saved/resolver.js';

/** Accounts, sessions, service keys, and the queries that somebody keeps for himself. */
export const identitySubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({
    name: 'identity',
    resolvers: [IdentityResolver, AccountResolver, ServiceKeyResolver, SavedQueryResolver],
  });
