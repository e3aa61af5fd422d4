import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './schema-types.js';

/** Documents of the console, typed by `schema/api.graphql`. */
export const graphql = initGraphQLTada<{ introspection: introspection; disableMasking: true }>();

export type { ResultOf, VariablesOf } from 'gql.tada';
