import { operationFromDocument, type Schema, Supergraph } from '@apollo/federation-internals';
import type { GraphQLDataSource } from '@apollo/gateway';
import { executeQueryPlan } from '@apollo/gateway/dist/executeQueryPlan.js';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { type FragmentDefinitionNode, type GraphQLSchema, getOperationAST, Kind, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { step } from './steps.js';

const PLANS_CHARACTERS = 30_000_000;

/** The parts of a supergraph that plans are made with, and what answers them. */
interface Planning {
  readonly planner: QueryPlanner;
  readonly api: Schema;
  readonly clients: GraphQLSchema;
  readonly sources: Readonly<Record<string, GraphQLDataSource>>;
}

/**
 * Plans and executes the operations of one supergraph, as `ApolloGateway` does; but where that builds everything in
 * one go on every update, this rests between the pieces, and an operation that has begun keeps its supergraph to the
 * end. `clients` is the schema that clients see. Throws where the supergraph cannot be served.
 */
export async function executorOf(
  supergraphSdl: string,
  clients: GraphQLSchema,
  sourceOf: (subgraph: string) => GraphQLDataSource,
): Promise<GatewayExecutor> {
  // Without locations, which everything in the supergraph would keep.
  const document = await step(() => parse(supergraphSdl, { noLocation: true }));
  const supergraph = await step(() => Supergraph.build(document, { validateSupergraph: false }));
  const sources = Object.fromEntries(
    supergraph.subgraphsMetadata().map(({ name }) => [name, sourceOf(name)]),
  );
  const api = await step(() => supergraph.apiSchema());
  const planner = await step(() => new QueryPlanner(supergraph));
  return executor({ planner, api, clients, sources });
}

function executor({ planner, api, clients, sources }: Planning): GatewayExecutor {
  const plans = new LRUCache<string, QueryPlan>({
    maxSize: PLANS_CHARACTERS,
    sizeCalculation: (plan) => JSON.stringify(plan).length,
  });
  return async (requestContext) => {
    const { request, document, queryHash } = requestContext;
    const operation = getOperationAST(document, request.operationName);
    if (!operation) throw new Error('an operation is executed that is not in its document');
    const key = `${queryHash} ${request.operationName ?? ''}`;
    let plan = plans.get(key);
    if (!plan) {
      const { operationName } = request;
      plan = planner.buildQueryPlan(
        operationFromDocument(api, document, operationName === undefined ? {} : { operationName }),
      );
      plans.set(key, plan);
    }
    const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
    // Of the supergraph's schema, executing asks which types there are, and those are the clients' types.
    const context = { schema: clients, operation, fragments };
    return executeQueryPlan(plan, sources, requestContext, context, clients, api);
  };
}
