import type { Database } from '../db/client.js';
import type { RestrictedReads } from '../subgraphs/audit/reads.js';
import type { AuditTrail } from '../subgraphs/audit/trail.js';
import type { ColumnUses } from '../subgraphs/column-uses.js';
import type { DocumentCheck, Layer } from '../subgraphs/context.js';
import type { DatasetUses } from '../subgraphs/dataset-uses.js';
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
  /** What the door would say of texts that nobody has sent. */
  readonly documents: DocumentCheck;
  /** What is noted of slow statements until it is stored. */
  readonly columnUses: ColumnUses;
  /** What is noted of the operations that clients send until it is stored. */
  readonly operationUses: OperationUses;
  /** What is noted of who reads which dataset until it is stored. */
  readonly datasetUses: DatasetUses;
  /** Where it is recorded who did what. */
  readonly audit: AuditTrail;
  /** What is noted of reads of RESTRICTED columns until it is recorded. */
  readonly restrictedReads: RestrictedReads;
  readonly graph: LiveGraph;
  /** Asks the subgraphs that agencies run themselves. */
  readonly remotes: RemoteReach;
  /** The datasets as this hub knows them now. */
  readonly directory: () => DatasetDirectory;
  /** The time, as requests and jobs see it. */
  readonly now: () => Date;
  /** The layer of exposure that is switched off. */
  readonly without: Layer | undefined;
  /** Bytes of answers kept; 0 keeps and shares none. */
  readonly answerBytes: number;
}
