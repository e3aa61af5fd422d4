import type { AskedOperation } from '../operation-uses.js';
import { standingOf, type Viewer } from '../viewer.js';
import { type AuditEntry, actorOf } from './entry.js';

/** Different reads that a hub holds until they are stored; beyond them it counts only that there were more. */
const MOST = 20_000;
/** Ids of requests that an entry names. */
const REQUESTS = 20;

/** A dataset that was read, with the names of its RESTRICTED columns that were used in any place. */
interface Read {
  readonly dataset: { readonly names: { readonly field: string }; readonly agency: string };
  readonly restricted: readonly string[];
}

interface Noted {
  readonly entry: Omit<AuditEntry, 'facts'>;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly requests: string[];
  count: number;
}

export type ReadBy = 'GET /exports' | 'Query';

/** What a hub notes of reads of RESTRICTED columns until it is recorded; never a value of them. */
export class RestrictedReads {
  #noted = new Map<string, Noted>();
  /** What could not be recorded. */
  #unrecorded: readonly AuditEntry[] = [];
  #lost = 0;

  /** Notes what an answer or a file was made of. Equal reads of a caller are one entry, with their count. */
  note(reads: readonly Read[], viewer: Viewer, by: ReadBy, requestId: string, asked?: AskedOperation): void {
    for (const { dataset, restricted } of reads) {
      if (restricted.length === 0) continue;
      const columns = [...restricted].sort();
      const actor = actorOf(viewer);
      const { field } = dataset.names;
      const operation = asked ? { name: asked.use.name, hash: asked.use.hash } : null;
      const key = JSON.stringify([actor.actor, field, columns, by, operation?.hash]);
      const known = this.#noted.get(key);
      if (known) {
        known.count++;
        if (known.requests.length < REQUESTS) known.requests.push(requestId);
      } else if (this.#noted.size >= MOST) this.#lost++;
      else
        this.#noted.set(key, {
          entry: { kind: 'READ', ...actor, action: by, subject: field, outcome: 'OK', requestId },
          facts: {
            columns,
            operation,
            as: standingOf(viewer, dataset.agency) === 'INSIDER' ? 'INSIDER' : 'GRANT',
          },
          requests: [requestId],
          count: 1,
        });
    }
  }

  /** What has been noted since the last time. */
  take(): AuditEntry[] {
    const entries = [
      ...this.#unrecorded,
      ...[...this.#noted.values()].map(
        ({ entry, facts, requests, count }): AuditEntry => ({
          ...entry,
          facts: { ...facts, count, requests },
        }),
      ),
    ];
    if (this.#lost > 0) entries.push(lost(this.#lost));
    this.#noted = new Map();
    this.#unrecorded = [];
    this.#lost = 0;
    return entries;
  }

  /** Takes entries back that could not be recorded, for the next time. */
  putBack(entries: readonly AuditEntry[]): void {
    this.#unrecorded = entries.slice(0, MOST);
    this.#lost += entries.length - this.#unrecorded.length;
  }
}

/** An entry that says how many reads no entry tells of. */
const lost = (count: number): AuditEntry => ({
  kind: 'READ',
  actor: 'hub',
  actorName: 'hub',
  agency: null,
  action: 'lost',
  subject: null,
  facts: { count },
  outcome: 'UNKNOWN',
  requestId: 'job',
});
