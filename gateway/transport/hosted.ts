import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../../subgraphs/context.js';
import type { HostedAnswer } from '../../subgraphs/hosted/answer.js';
import type { HostedSubgraph } from '../../subgraphs/hosted/index.js';
import { publicError } from '../errors.js';
import type { BytesSource } from '../executor/straight.js';

/** Answers the gateway's fetches to the merged hosted subgraph, with the request's own context. */
export class HostedDataSource implements BytesSource {
  constructor(private readonly subgraph: HostedSubgraph) {}

  async process(options: GraphQLDataSourceProcessOptions) {
    const { request, context } = asked(options);
    return responseOf(await this.subgraph.answer(request, context), context);
  }

  /** PostgreSQL's own JSON of `data`, or an answer as of `process` where the fetch needs more than that. */
  async processBytes(options: GraphQLDataSourceProcessOptions) {
    const { request, context } = asked(options);
    const answer = await this.subgraph.answerBytes(request, context);
    return answer instanceof Uint8Array ? answer : responseOf(answer, context);
  }
}

function asked({ request, ...rest }: GraphQLDataSourceProcessOptions) {
  const { query = '', variables = {}, operationName } = request;
  const context = ('context' in rest ? rest.context : {}) as RequestContext;
  return { request: { query, variables, operationName }, context };
}

function responseOf({ data, errors }: HostedAnswer, context: RequestContext) {
  if (errors.length === 0) return { data };
  const shown = errors.map((error) => publicError(error, context) as GraphQLFormattedError);
  return { data, errors: shown as never };
}
