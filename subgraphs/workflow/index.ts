import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { ApplicationActions } from './actions/application.js';
import { DeliveryActions } from './actions/delivery.js';
import { EvaluationActions } from './actions/evaluation.js';
import { ExposureActions } from './actions/exposure.js';
import { HolidayResolver } from './deadlines/resolver.js';
import { DeviationResolver } from './deviations/resolver.js';
import { MessageResolver } from './messages/resolver.js';
import { OversightResolver } from './oversight/resolver.js';
import { CaseResolver } from './resolver.js';
import { toCase } from './shown.js';
import { findCase } from './store/cases.js';

/** The procedure: cases, their nine steps, deadlines and failures, and what they decide about each column. */
export const workflowSubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({
    name: 'workflow',
    resolvers: [
      CaseResolver,
      ApplicationActions,
      EvaluationActions,
      DeliveryActions,
      ExposureActions,
      DeviationResolver,
      HolidayResolver,
      MessageResolver,
      OversightResolver,
    ],
    entities: {
      IntegrationCase: async ({ number }, context) => {
        const row = await findCase(context, String(number));
        return row ? toCase(context, row) : null;
      },
    },
  });
