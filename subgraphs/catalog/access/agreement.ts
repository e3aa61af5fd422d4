import type { ActingKind, Role } from '../../viewer.js';

/** A signature under the verdicts of step 3, as the case's history has it. */
export interface Signing {
  readonly role: Role;
  readonly name: string;
  readonly actingKind: ActingKind | null;
  readonly onBehalfOf: string | null;
  readonly contentHash: string;
  readonly at: Date;
  /** Whether it was the second one, which ended step 3. */
  readonly completes: boolean;
}

export interface Agreement {
  readonly contentHash: string;
  /** When the second side signed. */
  readonly at: Date;
  readonly signers: readonly Signing[];
}

/**
 * The last agreement that both sides have signed; null where there is none. `signings` are in the order of the history;
 * any edit voids a signature, so that the other side's counts only where it is under the same content.
 */
export function agreementOf(signings: readonly Signing[]): Agreement | null {
  const at = signings.findLastIndex(({ completes }) => completes);
  const last = signings[at];
  if (!last) return null;
  const { contentHash } = last;
  const other = signings
    .slice(0, at)
    .findLast((one) => one.role !== last.role && one.contentHash === contentHash);
  return { contentHash, at: last.at, signers: other ? [other, last] : [last] };
}
