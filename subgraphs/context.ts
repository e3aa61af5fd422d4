import type { Database } from '../db/client.js';
import type { ColumnUses } from './column-uses.js';
import type { DatasetDirectory } from './directory.js';
import type { Workers } from './intake/worker/pool.js';
import type { Keyring } from './keyring.js';
import type { Outbound } from './outbound/dial.js';
import type { Publisher } from './registry/publishing/publisher.js';
import type { RemoteReach } from './remote-subgraphs.js';
import type { Viewer } from './viewer.js';

/** What every resolver of one request shares. */
export interface RequestContext {
  readonly requestId: string;
  readonly viewer: Viewer;
  /** The request's `Authorization` header, empty where there is none. */
  readonly authorization: string;
  /** Pool of the reader role: no accounts, keys, documents or files. */
  readonly reads: Database;
  readonly writes: Database;
  readonly keyring: Keyring;
  /** Where files are read, and how many rows a release may have. */
  readonly intake: { readonly workers: Workers; readonly maxRows: number };
  readonly outbound: Outbound;
  readonly publisher: Publisher;
  readonly remotes: RemoteReach;
  /** Notes of the hosted datasets' slow statements. */
  readonly columnUses: ColumnUses;
  /** Datasets, statuses and live releases as they stood when the request began. */
  readonly directory: DatasetDirectory;
  /** The request's `Idempotency-Key`; null where there is none. */
  readonly idempotencyKey: string | null;
  readonly now: Date;
  /** Aborted once nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  readonly log: { error(details: object, message: string): void };
  /** DataLoaders and the like, made once a request by whoever needs them. */
  readonly memo: Map<unknown, unknown>;
}

/** The request's one instance of what `make` makes, by `key`. */
export function once<T>(context: RequestContext, key: unknown, make: () => T): T {
  let made = context.memo.get(key) as T | undefined;
  if (made === undefined) {
    made = make();
    context.memo.set(key, made);
  }
  return made;
}
