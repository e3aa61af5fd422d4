import type { ApolloServerPlugin } from '@apollo/server';
import { once, type RequestContext } from '../../subgraphs/context.js';
import { isWithheld } from '../errors.js';
import { setAside } from './bytes.js';
import { labelsOf, touchedBy } from './labels.js';

/** Whether the request's answer may be given again to whoever has the same key. */
export const outcomeOf = (context: RequestContext): { keep: boolean } =>
  once(context, outcomeOf, () => ({ keep: false }));

/** Labels the datasets of an answer, and judges whether it may be kept: failures are not, what the matrix withholds is. */
export const labelling: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue, response: { body, http } }) {
        if (body.kind !== 'single') return;
        const { singleResult } = body;
        setAside(contextValue, singleResult.data);
        const datasets = labelsOf(touchedBy(contextValue), contextValue.viewer);
        if (singleResult.data && datasets.length > 0)
          singleResult.extensions = { ...singleResult.extensions, satugraf: { datasets } };
        const failed = singleResult.errors?.some(({ extensions }) => !isWithheld(extensions?.['code']));
        outcomeOf(contextValue).keep = Boolean(singleResult.data) && !failed && (http.status ?? 200) === 200;
      },
    };
  },
};
