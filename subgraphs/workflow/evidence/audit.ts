import type { Queries } from '../../../db/client.js';
import { type AuditVerdict, type ExportedHead, followChain } from '../../chain.js';
import { chainLinks } from './store.js';

/** Follows the whole chain of events; with an exported head, says whether it still leads through it. */
export const auditChain = (db: Queries, exported: ExportedHead | null): Promise<AuditVerdict> =>
  followChain(chainLinks(db), exported);
