import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { once, type RequestContext } from '../../subgraphs/context.js';
import { isWithheld } from '../errors.js';
import { setAside } from './bytes.js';
import { traceOf } from './explaining.js';
import { labelsOf, touchedBy } from './labels.js';

/** Whether the request's answer may be given again to whoever has the same key. */
export const outcomeOf = (context: RequestContext): { keep: boolean } =>
  once(context, outcomeOf, () => ({ keep: false }));

/** An answer before it is written. */
export interface Single {
  data?: unknown;
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}

/** Labels the datasets of an answer, and judges whether it may be kept: failures are not, what the matrix withholds is. */
export function labelled(answer: Single, status: number, context: RequestContext): void {
  setAside(context, answer.data);
  const datasets = labelsOf(touchedBy(context), context.viewer, context.now);
  const execution = traceOf(context)?.shown;
  const satugraf = {
    ...(answer.data && datasets.length > 0 ? { datasets } : {}),
    ...(execution ? { execution } : {}),
  };
  if (Object.keys(satugraf).length > 0) answer.extensions = { ...answer.extensions, satugraf };
  const failed = answer.errors?.some(({ extensions }) => !isWithheld(extensions?.['code']));
  outcomeOf(context).keep = Boolean(answer.data) && !failed && status === 200;
}

/** Labels what Apollo Server answers. */
export const labelling: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue, response: { body, http } }) {
        if (body.kind === 'single') labelled(body.singleResult as Single, http.status ?? 200, contextValue);
      },
    };
  },
};
