import { isSubtype, operationFromDocument, type Schema, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import { step } from '../steps.js';

/** Plans the operations of one supergraph. */
export interface Planner {
  /** The schema that clients see, in the form in which operations are planned. */
  readonly api: Schema;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** Throws where the document holds no operation of that name, or one that the schema does not allow. */
  plan(document: DocumentNode, operationName: string | undefined): QueryPlan;
  /** Whether objects of a type of the supergraph are also of a general one. */
  isOfType(type: string, general: string): boolean;
}

/**
 * Makes planning ready, in steps, as `ApolloGateway` does in one go and with schemas besides that nothing here asks:
 * a thousand datasets held the process for five seconds. Throws where the supergraph cannot be served: it is none, or
 * names a subgraph that is not among `subgraphs`.
 */
export async function openPlanner(
  document: DocumentNode,
  subgraphs: { has(name: string, url: string): boolean },
): Promise<Planner> {
  const supergraph = await step(() => Supergraph.build(document, { validateSupergraph: false }));
  const metadata = supergraph.subgraphsMetadata();
  for (const { name, url = '' } of metadata)
    if (!subgraphs.has(name, url))
      throw new Error(`the supergraph names a subgraph that this hub does not have: ${name}`);
  const api = await step(() => supergraph.apiSchema());
  const planner = await step(() => new QueryPlanner(supergraph));
  const known = new Map<string, boolean>();
  const isOfType = (name: string, generalName: string): boolean => {
    const [type, general] = [supergraph.schema.type(name), supergraph.schema.type(generalName)];
    if (!type || !general) return false;
    const pair = `${name} ${generalName}`;
    const before = known.get(pair);
    if (before !== undefined) return before;
    const is = isSubtype(general, type);
    known.set(pair, is);
    return is;
  };
  return {
    api,
    subgraphs: metadata.map(({ name, url = '' }) => ({ name, url })),
    isOfType,
    plan: (asked, operationName) =>
      planner.buildQueryPlan(
        operationFromDocument(api, asked, operationName === undefined ? {} : { operationName }),
      ),
  };
}
