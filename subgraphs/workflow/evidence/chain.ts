import { contentHash } from '../../../schema/definition.js';

/** What the chain of events starts from. */
export const GENESIS = '0'.repeat(64);

/** The part of an event that its hash stands for: everything that was recorded, and the hash before it. */
export interface ChainedEvent {
  readonly id: number;
  readonly caseNumber: string;
  readonly version: number;
  readonly transition: boolean;
  readonly action: string;
  readonly fromStep: string;
  readonly toStep: string;
  readonly outsideSop: boolean;
  /** Id of the account; null where the hub itself recorded. */
  readonly actor: string | null;
  readonly role: string;
  readonly actingKind: string | null;
  readonly onBehalfOf: string | null;
  readonly reason: string | null;
  readonly facts: unknown;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
}

export interface Link {
  readonly event: ChainedEvent;
  readonly previousHash: string;
  readonly hash: string;
}

/** SHA-256 (hex) of an event and the hash before it. */
export const linkHash = (event: ChainedEvent, previousHash: string): string =>
  contentHash([previousHash, event]);

export type ChainVerdict =
  | { readonly ok: true; readonly events: number; readonly head: string }
  | { readonly ok: false; readonly brokenAt: number; readonly why: 'CHANGED' | 'UNLINKED' };

/** Follows the chain in the order of ids and names the first record that does not fit. */
export async function verifyChain(links: Iterable<Link> | AsyncIterable<Link>): Promise<ChainVerdict> {
  let head = GENESIS;
  let events = 0;
  for await (const { event, previousHash, hash } of links) {
    if (previousHash !== head) return { ok: false, brokenAt: event.id, why: 'UNLINKED' };
    if (linkHash(event, previousHash) !== hash) return { ok: false, brokenAt: event.id, why: 'CHANGED' };
    head = hash;
    events++;
  }
  return { ok: true, events, head };
}
