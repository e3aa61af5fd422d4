import { type GraphQLSchema, getNamedType, isLeafType, isRequiredArgument, parse } from 'graphql';
import type { Planner } from './planner.js';

/** So many root fields are tried, in one plan. */
const TRIED = 20;

/**
 * Plans one operation over the first root fields that need no arguments, before anybody is served. Throws where the
 * planner cannot, or where clients would be shown a graph without a root field.
 */
export function smokePlan(planner: Planner, clients: GraphQLSchema): void {
  const fields = Object.values(clients.getQueryType()?.getFields() ?? {});
  const tried = fields.filter(({ args }) => !args.some(isRequiredArgument)).slice(0, TRIED);
  if (tried.length === 0) throw new Error('the supergraph has no root field that can be asked');
  const selections = tried.map(({ name, type }) =>
    isLeafType(getNamedType(type)) ? name : `${name} { __typename }`,
  );
  const { node } = planner.plan(parse(`{ ${selections.join(' ')} }`, { noLocation: true }), undefined);
  if (!node) throw new Error('the supergraph has root fields that no subgraph answers');
}
