import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { ActionResolver } from './actions.js';
import { CaseResolver } from './resolver.js';

/** The procedure: cases, their nine steps, and what they decide about each column. */
export const workflowSubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({ name: 'workflow', resolvers: [CaseResolver, ActionResolver] });
