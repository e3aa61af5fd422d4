import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { once, type RequestContext } from '../../subgraphs/context.js';
import { isWithheld } from '../errors.js';
import { setAside } from './bytes.js';
import { traceOf } from './explaining.js';
import { labelsOf, touchedBy } from './labels.js';

export interface Outcome {
  /** Whether it may be given again to whoever has the same key. */
  keep: boolean;
  /** Whether GraphQL's pipeline has answered, and not the door before it. */
  answered: boolean;
  /** Seconds after which it is worth to ask again, where a refusal in it says so. */
  retryAfter: number | undefined;
}

/** What is known of the request's answer beside what is written of it. */
export const outcomeOf = (context: RequestContext): Outcome =>
  once(context, outcomeOf, (): Outcome => ({ keep: false, answered: false, retryAfter: undefined }));

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
  const outcome = outcomeOf(context);
  outcome.keep = Boolean(answer.data) && !failed && status === 200;
  outcome.answered = true;
  for (const { extensions } of answer.errors ?? []) {
    const seconds = extensions?.['retryAfter'];
    if (typeof seconds === 'number') outcome.retryAfter = Math.max(outcome.retryAfter ?? 0, seconds);
  }
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
