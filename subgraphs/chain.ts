import { contentHash } from '../schema/definition.js';

/** What a chain starts from. */
export const GENESIS = '0'.repeat(64);

/** What is recorded, and its place in the chain; ids grow along it. */
export interface Chained {
  readonly id: number;
}

export interface Link<Event extends Chained> {
  readonly event: Event;
  readonly previousHash: string;
  readonly hash: string;
}

/** SHA-256 (hex) of an event, of everything that was recorded, and the hash before it. */
export const linkHash = (event: Chained, previousHash: string): string => contentHash([previousHash, event]);

export type ChainVerdict =
  | { readonly ok: true; readonly events: number; readonly head: string }
  | { readonly ok: false; readonly brokenAt: number; readonly why: 'CHANGED' | 'UNLINKED' };

type Links<Event extends Chained> = Iterable<Link<Event>> | AsyncIterable<Link<Event>>;

/** Follows a chain, or a stretch of it behind the hash `from`, in the order of ids and names the first record that does not fit. */
export async function verifyChain<Event extends Chained>(
  links: Links<Event>,
  from = GENESIS,
): Promise<ChainVerdict> {
  let head = from;
  let events = 0;
  for await (const { event, previousHash, hash } of links) {
    if (previousHash !== head) return { ok: false, brokenAt: event.id, why: 'UNLINKED' };
    if (linkHash(event, previousHash) !== hash) return { ok: false, brokenAt: event.id, why: 'CHANGED' };
    head = hash;
    events++;
  }
  return { ok: true, events, head };
}

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

/** Follows a whole chain; with an exported head, says whether it still leads through it. */
export async function followChain<Event extends Chained>(
  links: Links<Event>,
  exported: ExportedHead | null,
): Promise<AuditVerdict> {
  let last = 0;
  let passed = exported === null || exported.event === 0;
  async function* watched(): AsyncGenerator<Link<Event>> {
    for await (const link of links) {
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
