import type { Queries } from '../../../db/client.js';
import { type ChainVerdict, type Link, verifyChain } from './chain.js';
import { chainLinks } from './store.js';

/** The chain's head at a moment, kept outside the hub to be compared later. */
export interface ExportedHead {
  readonly event: number;
  readonly hash: string;
  readonly events: number;
}

export type AuditVerdict =
  | (Extract<ChainVerdict, { ok: true }> & { readonly last: number })
  | Extract<ChainVerdict, { ok: false }>
  /** The chain is whole in itself but does not pass through the head that was exported: it was made anew. */
  | { readonly ok: false; readonly brokenAt: number; readonly why: 'REPLACED' };

/** Follows the whole chain of events; with an exported head, says whether it still leads through it. */
export async function auditChain(db: Queries, exported: ExportedHead | null): Promise<AuditVerdict> {
  let last = 0;
  let passed = exported === null || exported.event === 0;
  async function* watched(): AsyncGenerator<Link> {
    for await (const link of chainLinks(db)) {
      last = link.event.id;
      if (exported && link.event.id === exported.event && link.hash === exported.hash) passed = true;
      yield link;
    }
  }
  const verdict = await verifyChain(watched());
  if (!verdict.ok) return verdict;
  if (!passed) return { ok: false, brokenAt: exported?.event ?? 0, why: 'REPLACED' };
  return { ...verdict, last };
}
