import type { Database } from '../db/client.js';
import type { ColumnUses } from '../subgraphs/column-uses.js';
import type { DatasetDirectory } from '../subgraphs/directory.js';
import type { Callers } from '../subgraphs/identity/callers.js';
import type { Workers } from '../subgraphs/intake/worker/pool.js';
import type { Keyring } from '../subgraphs/keyring.js';
import type { OperationUses } from '../subgraphs/operation-uses.js';
import type { Outbound } from '../subgraphs/outbound/dial.js';
import type { Publisher } from '../subgraphs/registry/publishing/publisher.js';
import type { RemoteReach } from '../subgraphs/remote-subgraphs.js';
import type { Config } from './config.js';
import type { LiveGraph } from './supergraph.js';

/** What the composition root has put together, for the server and its routes. */
export interface HubParts {
  readonly config: Config;
  readonly reads: Database;
  readonly writes: Database;
  /** What a DBA has to run once so that reads get a role of their own; empty where they have it. */
  readonly readerStatements: readonly string[];
  readonly keyring: Keyring;
  readonly callers: Callers;
  readonly workers: Workers;
  readonly outbound: Outbound;
  readonly publisher: Publisher;
  /** What is noted of slow statements until it is stored. */
  readonly columnUses: ColumnUses;
  /** What is noted of the operations that clients send until it is stored. */
  readonly operationUses: OperationUses;
  readonly graph: LiveGraph;
  /** Asks the subgraphs that agencies run themselves. */
  readonly remotes: RemoteReach;
  /** The datasets as this hub knows them now. */
  readonly directory: () => DatasetDirectory;
  /** The time, as requests and jobs see it. */
  readonly now: () => Date;
  /** Bytes of answers kept; 0 keeps and shares none. */
  readonly answerBytes: number;
}
