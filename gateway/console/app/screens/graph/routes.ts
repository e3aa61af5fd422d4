import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/skema', lazy: async () => ({ Component: (await import('./proposals.js')).Proposals }) },
  { path: '/skema/:id', lazy: async () => ({ Component: (await import('./proposal.js')).Proposal }) },
  {
    path: '/subgraf',
    lazy: async () => ({ Component: (await import('./own-subgraphs.js')).OwnSubgraphs }),
  },
  { path: '/registri', lazy: async () => ({ Component: (await import('./registry.js')).Registry }) },
];
