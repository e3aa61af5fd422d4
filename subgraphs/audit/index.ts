import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { AuditResolver } from './resolver.js';

/** Who has changed what, and read what is RESTRICTED. */
export const auditSubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({ name: 'audit', resolvers: [AuditResolver] });
