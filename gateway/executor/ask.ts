import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { FetchNode } from '@apollo/query-planner';
import type { GraphQLFormattedError } from 'graphql';

/** What a subgraph answers. */
export interface Response {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Asks a data source for what these fetches want of it; rejects as the data source does. */
export type Ask = (
  source: GraphQLDataSource,
  options: GraphQLDataSourceProcessOptions,
  nodes: readonly FetchNode[],
) => Promise<Response>;

export const plainly: Ask = async (source, options) => (await source.process(options)) as Response;
