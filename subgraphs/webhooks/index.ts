import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { WebhookResolver } from './resolver.js';

/** Addresses that are told of what happens to the graph, and what became of telling them. */
export const webhooksSubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({ name: 'webhooks', resolvers: [WebhookResolver] });
