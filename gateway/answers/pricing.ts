import { once, type RequestContext } from '../../subgraphs/context.js';
import { COUNTABLE } from '../cost.js';

export const COST = 'x-satugraf-cost';
export const COST_LIMIT = 'x-satugraf-cost-limit';

/** What an operation may cost, and how much one may cost at the most. */
interface Price {
  readonly cost: number;
  readonly limit: number;
}

const pricing = (context: RequestContext): { price: Price | undefined } =>
  once(context, pricing, () => ({ price: undefined }));

/** Takes down what of the request's operation is asked of its sources: what the gate has cut costs nothing. */
export function priced(context: RequestContext, cost: number, limit: number): void {
  pricing(context).price = { cost, limit };
}

/**
 * What the operation costs, as headers: the answer stays as it is, and what is kept is kept with them. They follow
 * from the operation, its variables and what of it the caller may ask alone, never from rows.
 */
export function priceOf(context: RequestContext): [string, string][] {
  const { price } = pricing(context);
  if (!price) return [];
  return [
    [COST, String(Math.min(price.cost, COUNTABLE))],
    [COST_LIMIT, String(price.limit)],
  ];
}
