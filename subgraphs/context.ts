import type { DocumentNode } from 'graphql';
import type { Database } from '../db/client.js';
import type { ColumnUses } from './column-uses.js';
import type { DatasetDirectory } from './directory.js';
import type { CheckedDocument } from './document-check.js';
import type { Eraser } from './eraser.js';
import type { Workers } from './intake/worker/pool.js';
import type { Keyring } from './keyring.js';
import type { Outbound } from './outbound/dial.js';
import type { Publisher } from './registry/publishing/publisher.js';
import type { RemoteReach } from './remote-subgraphs.js';
import type { Viewer } from './viewer.js';

/** A layer of exposure: switched off, one at a time, it shows that the others hold without it. */
export type Layer = 'PUBLIC_SCHEMA' | 'GATE' | 'PLAN_CHECK' | 'COLUMN_LIST';

/** Reads texts of operations as the door does, and asks nothing of any source. The gateway alone knows how. */
export interface DocumentCheck {
  /** Throws LIMIT_EXCEEDED, BAD_REQUEST, and GraphQL's own error for what is no GraphQL. */
  admit(text: string): DocumentNode;
  check(text: string, context: RequestContext): Promise<CheckedDocument>;
}

/** What every resolver of one request shares. */
export interface RequestContext {
  readonly requestId: string;
  readonly viewer: Viewer;
  /** The request's `Authorization` header, empty where there is none. */
  readonly authorization: string;
  /** The address that the request came from, empty for the hub's own jobs. */
  readonly address: string;
  /** Pool of the reader role: no accounts, keys, documents or files. */
  readonly reads: Database;
  readonly writes: Database;
  readonly keyring: Keyring;
  /** Where files are read, and how many rows a release may have. */
  readonly intake: { readonly workers: Workers; readonly maxRows: number };
  readonly outbound: Outbound;
  /** What erases, in this order, what each area of the store holds. */
  readonly erasers: readonly Eraser[];
  readonly publisher: Publisher;
  /** What the hub would say of texts of operations that nobody has sent. */
  readonly documents: DocumentCheck;
  readonly remotes: RemoteReach;
  /** Notes of the hosted datasets' slow statements. */
  readonly columnUses: ColumnUses;
  /** Datasets, statuses and live releases as they stood when the request began. */
  readonly directory: DatasetDirectory;
  /** The request's `Idempotency-Key`; null where there is none. */
  readonly idempotencyKey: string | null;
  readonly now: Date;
  /** The layer of exposure that whoever made the hub has switched off; no setting does. */
  readonly without?: Layer | undefined;
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
