import type { Schema } from '@apollo/federation-internals';
import type { GraphQLDataSource } from '@apollo/gateway';
import { executeQueryPlan } from '@apollo/gateway/dist/executeQueryPlan.js';
import type { QueryPlan } from '@apollo/query-planner';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import {
  type DefinitionNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { excerptOf } from './excerpt.js';
import type { Planner } from './planner.js';

const PLANS_CHARACTERS = 30_000_000;

/** What operations are planned with and answered by. */
export interface Executing {
  readonly planner: Planner;
  /** The schema that clients see, and its definitions by their names. */
  readonly clients: GraphQLSchema;
  readonly definitions: ReadonlyMap<string, DefinitionNode>;
  readonly sources: Readonly<Record<string, GraphQLDataSource>>;
}

interface Planned {
  readonly plan: QueryPlan;
  /** Answers are shaped by what the operation touches of the schema: the whole of it would have to be built first. */
  readonly api: Schema;
}

/**
 * Plans and executes the operations of one supergraph as `ApolloGateway` does; but where that replaces its graph in
 * place, in one go, an operation that has begun here keeps its graph to the end.
 */
export function executorOf({ planner, clients, definitions, sources }: Executing): GatewayExecutor {
  const plans = new LRUCache<string, Planned>({
    maxSize: PLANS_CHARACTERS,
    sizeCalculation: ({ plan }, key) => JSON.stringify(plan).length + key.length,
  });
  return async (requestContext) => {
    const { request, document, queryHash, source } = requestContext;
    const operation = getOperationAST(document, request.operationName);
    if (!operation) throw new Error('an operation is executed that is not in its document');
    const key = `${queryHash} ${request.operationName ?? ''}`;
    let planned = plans.get(key);
    if (!planned) {
      const plan = await planner.plan(source, request.operationName);
      planned = { plan, api: excerptOf(clients, definitions, document) };
      plans.set(key, planned);
    }
    const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
    // Of the supergraph's schema, executing asks which types there are, and those are the clients' types.
    const context = { schema: clients, operation, fragments };
    return executeQueryPlan(planned.plan, sources, requestContext, context, clients, planned.api);
  };
}
