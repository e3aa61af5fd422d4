import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { BusinessClassResolver } from './business/resolver.js';
import { findBusinessClass } from './business/store.js';
import { findPeriod, PeriodResolver } from './period/resolver.js';
import { AgencyResolver, RegionResolver } from './resolver.js';
import { findAgency, findRegion } from './store.js';

/** Shared entities that every dataset joins on: regions, KBLI, periods and agencies. */
export const referenceSubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({
    name: 'reference',
    resolvers: [RegionResolver, BusinessClassResolver, PeriodResolver, AgencyResolver],
    entities: {
      Region: (reference, context) => findRegion(context, String(reference['code'])),
      BusinessClass: (reference, context) => findBusinessClass(context, String(reference['id'])),
      Period: (reference) => findPeriod(String(reference['id'])),
      Agency: (reference, context) => findAgency(context, String(reference['slug'])),
    },
  });
