import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { type DocumentNode, execute, type GraphQLFormattedError, type GraphQLSchema, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { RequestContext } from '../../subgraphs/context.js';
import { publicError } from '../errors.js';

const DOCUMENTS = 1000;

/**
 * Runs a subgraph's operations in this process, with the request's own context: no HTTP, no second authentication,
 * DataLoaders shared with everything else that the request does.
 */
export class LocalDataSource implements GraphQLDataSource {
  readonly #documents = new LRUCache<string, DocumentNode>({ max: DOCUMENTS });

  constructor(private readonly schema: GraphQLSchema) {}

  async process({ request, ...rest }: GraphQLDataSourceProcessOptions) {
    const context = ('context' in rest ? rest.context : {}) as RequestContext;
    const result = await execute({
      schema: this.schema,
      document: this.#parse(request.query ?? ''),
      variableValues: request.variables ?? {},
      operationName: request.operationName,
      contextValue: context,
    });
    const errors = result.errors?.map((error) => publicError(error, context) as GraphQLFormattedError);
    return { data: result.data ?? null, ...(errors ? { errors: errors as never } : {}) };
  }

  #parse(source: string): DocumentNode {
    let document = this.#documents.get(source);
    if (!document) {
      document = parse(source, { noLocation: true });
      this.#documents.set(source, document);
    }
    return document;
  }
}
