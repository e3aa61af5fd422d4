import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { AgencyResolver, RegionResolver } from './resolver.js';
import { findAgency, findRegion } from './store.js';

/** Shared entities that every dataset joins on: regions and agencies. */
export const referenceSubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({
    name: 'reference',
    resolvers: [RegionResolver, AgencyResolver],
    entities: {
      Region: (reference, context) => findRegion(context, String(reference['code'])),
      Agency: (reference, context) => findAgency(context, String(reference['slug'])),
    },
  });
