import { type HubError, refusal } from '../../../schema/errors.js';
import { type Official, officialWith, type Viewer } from '../../viewer.js';
import type { ProposalStatus } from './types.js';

export interface Reviewed {
  readonly id: string;
  readonly status: ProposalStatus;
  readonly hash: string;
  readonly agency: string;
  /** Account id, of a key its owner's; the key's id where it has none. */
  readonly publisherId: string;
}

export type ReviewRight =
  | { readonly ok: true; readonly reviewer: Official }
  | { readonly ok: false; readonly refusal: HubError };

/**
 * Whether the viewer may decide about a proposal as it stands: TECHNICAL_TEAM and ADMIN, never its publisher nor the
 * publisher's agency, with a reason, and having read what it is now.
 */
export function reviewRight(
  viewer: Viewer,
  proposal: Reviewed,
  { hash, reason }: { readonly hash: string; readonly reason: string },
): ReviewRight {
  const refuse = (error: HubError): ReviewRight => ({ ok: false, refusal: error });
  const reviewer = officialWith(viewer, 'TECHNICAL_TEAM', 'ADMIN');
  if (!reviewer) return refuse(refusal('FORBIDDEN', { needs: 'TECHNICAL_TEAM / ADMIN' }));
  if (reviewer.accountId === proposal.publisherId || reviewer.agency === proposal.agency)
    return refuse(refusal('OWN_PROPOSAL'));
  if (proposal.status !== 'WAITING')
    return refuse(refusal('PROPOSAL_CLOSED', { id: proposal.id, status: proposal.status }));
  if (reason.trim() === '') return refuse(refusal('REASON_REQUIRED', { action: 'reviewProposal' }));
  if (hash !== proposal.hash) return refuse(refusal('CONTENT_CHANGED'));
  return { ok: true, reviewer };
}

/** Approvals of a proposal as it stands, one for each reviewer. */
export const approvalsOf = (
  hash: string,
  reviews: readonly { readonly hash: string; readonly decision: string; readonly reviewerId: string }[],
): number =>
  new Set(
    reviews
      .filter((one) => one.hash === hash && one.decision === 'APPROVE')
      .map(({ reviewerId }) => reviewerId),
  ).size;
