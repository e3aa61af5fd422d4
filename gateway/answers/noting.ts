import { once, type RequestContext } from '../../subgraphs/context.js';
import type { AskedOperation } from '../../subgraphs/operation-uses.js';
import type { Operation } from '../operation.js';

const holder = (context: RequestContext): { asked: AskedOperation | undefined } =>
  once(context, holder, () => ({ asked: undefined }));

/** Takes down which operation, validated, a request is about. */
export function takeDown(
  context: RequestContext,
  operation: Operation,
  variables: Record<string, unknown>,
): void {
  holder(context).asked = { use: operation.use, named: operation.namedBy(variables) };
}

/** What was taken down; undefined of a request that was refused before. */
export const takenDown = (context: RequestContext): AskedOperation | undefined => holder(context).asked;
