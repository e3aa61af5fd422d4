import type { Queries } from '../../db/client.js';
import { type ChainVerdict, type Link, verifyChain } from '../chain.js';
import type { Month } from './month.js';
import { type AuditEvent, auditLinks, hashBefore, lastOf } from './store.js';
import type { AuditMonth } from './types.js';

/** Follows a month's stretch, on from the entry before it. */
export async function monthVerdict(db: Queries, month: Month): Promise<AuditMonth> {
  let entries = 0;
  async function* counted() {
    for await (const link of auditLinks(db, { month })) {
      entries++;
      yield link;
    }
  }
  return shown(await verifyChain(counted(), await hashBefore(db, month)), entries);
}

const shown = (verdict: ChainVerdict, entries: number): AuditMonth => ({
  intact: verdict.ok,
  entries,
  head: verdict.ok ? verdict.head : null,
  brokenAt: verdict.ok ? null : String(verdict.brokenAt),
});

/**
 * A month as NDJSON: a line on the stretch of the chain as it stands, the entries with their hashes, and a line on
 * what following them has found: a file without it was cut off. Whoever has it can follow the chain himself.
 */
export async function* monthLines(db: Queries, month: Month): AsyncGenerator<string> {
  const last = await lastOf(db, month);
  const previousHash = await hashBefore(db, month);
  yield line({ month: month.name, previousHash, head: last?.hash ?? previousHash, last: last?.id ?? null });
  let entries = 0;
  let broken: ChainVerdict | undefined;
  let head = previousHash;
  for await (const link of auditLinks(db, { month, last: last?.id ?? 0 })) {
    entries++;
    if (!broken) {
      const verdict = await verifyChain([link], head);
      if (!verdict.ok) broken = verdict;
    }
    head = link.hash;
    yield line(asLine(link));
  }
  yield line(shown(broken ?? { ok: true, events: entries, head }, entries));
}

const asLine = ({ event, previousHash, hash }: Link<AuditEvent>) => ({ ...event, previousHash, hash });

const line = (value: object): string => `${JSON.stringify(value)}\n`;
