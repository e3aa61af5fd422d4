import type { GraphQLDataSource } from '@apollo/gateway';
import { executeQueryPlan } from '@apollo/gateway/dist/executeQueryPlan.js';
import type { QueryPlan } from '@apollo/query-planner';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { type FragmentDefinitionNode, type GraphQLSchema, getOperationAST, Kind } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Planner } from './planner.js';

const PLANS_CHARACTERS = 30_000_000;

/** What operations are planned with and answered by. */
export interface Executing {
  readonly planner: Planner;
  /** The schema that clients see. */
  readonly clients: GraphQLSchema;
  readonly sources: ReadonlyMap<string, GraphQLDataSource>;
}

/**
 * Plans and executes the operations of one supergraph as `ApolloGateway` does; but where that replaces its graph in
 * place, an operation that has begun here keeps its graph to the end.
 */
export function executorOf({ planner, clients, sources }: Executing): GatewayExecutor {
  const plans = new LRUCache<string, QueryPlan>({
    maxSize: PLANS_CHARACTERS,
    sizeCalculation: (plan, key) => JSON.stringify(plan).length + key.length,
  });
  const services = Object.fromEntries(sources);
  return async (requestContext) => {
    const { request, document, queryHash } = requestContext;
    const operation = getOperationAST(document, request.operationName);
    if (!operation) throw new Error('an operation is executed that is not in its document');
    const key = `${queryHash} ${request.operationName ?? ''}`;
    let plan = plans.get(key);
    if (!plan) {
      plan = planner.plan(document, request.operationName);
      plans.set(key, plan);
    }
    const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
    // Of the supergraph's schema, executing asks which types there are, and those are the clients' types.
    const context = { schema: clients, operation, fragments };
    return executeQueryPlan(plan, services, requestContext, context, clients, planner.api);
  };
}
