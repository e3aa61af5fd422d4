import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../../subgraphs/context.js';
import type { HostedSubgraph } from '../../subgraphs/hosted/index.js';
import { publicError } from '../errors.js';

/** Answers the gateway's fetches to the merged hosted subgraph, with the request's own context. */
export class HostedDataSource implements GraphQLDataSource {
  constructor(private readonly subgraph: HostedSubgraph) {}

  async process({ request, ...rest }: GraphQLDataSourceProcessOptions) {
    const context = ('context' in rest ? rest.context : {}) as RequestContext;
    const { data, errors } = await this.subgraph.answer(
      {
        query: request.query ?? '',
        variables: request.variables ?? {},
        operationName: request.operationName,
      },
      context,
    );
    if (errors.length === 0) return { data };
    const shown = errors.map((error) => publicError(error, context) as GraphQLFormattedError);
    return { data, errors: shown as never };
  }
}
