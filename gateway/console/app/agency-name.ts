import { useQuery } from 'urql';
import { graphql, type ResultOf } from './hub/graphql.js';

const AGENCY_NAMES = graphql(`query AgencyNames { agencies { slug name } }`);

type Agency = NonNullable<ResultOf<typeof AGENCY_NAMES>['agencies']>[number];

/** All agencies; none until they are there. */
export function useAgencies(): readonly Agency[] {
  const [{ data }] = useQuery({ query: AGENCY_NAMES, requestPolicy: 'cache-first' });
  return data?.agencies ?? [];
}

/** Names agencies by their slugs; the slug itself until the names are there. */
export function useAgencyName(): (slug: string) => string {
  const agencies = useAgencies();
  return (slug) => agencies.find((agency) => agency.slug === slug)?.name ?? slug;
}
