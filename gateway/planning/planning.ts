import { operationFromDocument, type Schema, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';

/** Makes a plan of an operation, given by its text and, where that holds several, its name. */
export type Plan = (source: string, operationName: string | undefined) => QueryPlan;

/**
 * Makes planning ready piece by piece, so that its user may rest in between. Throws where the supergraph cannot be
 * served: it is none, or names a subgraph that is not among `subgraphs`.
 */
export function* planning(supergraphSdl: string, subgraphs: readonly string[]): Generator<void, Plan> {
  // Without locations, which everything in the supergraph would keep.
  const document = parse(supergraphSdl, { noLocation: true });
  yield;
  const supergraph = Supergraph.build(document, { validateSupergraph: false });
  for (const { name } of supergraph.subgraphsMetadata())
    if (!subgraphs.includes(name))
      throw new Error(`the supergraph names a subgraph that this hub does not have: ${name}`);
  yield;
  const api: Schema = supergraph.apiSchema();
  yield;
  const planner = new QueryPlanner(supergraph);
  return (source, operationName) =>
    planner.buildQueryPlan(
      operationFromDocument(api, parse(source), operationName === undefined ? {} : { operationName }),
    );
}
