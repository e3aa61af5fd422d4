import type { FastifyInstance } from 'fastify';
import { openDatabase } from '../db/client.js';
import { prepareReader } from '../db/reader.js';
import { refusal } from '../schema/errors.js';
import { auditSubgraph } from '../subgraphs/audit/index.js';
import { RestrictedReads } from '../subgraphs/audit/reads.js';
import { AuditTrail } from '../subgraphs/audit/trail.js';
import { catalogSubgraph } from '../subgraphs/catalog/index.js';
import { CHANGES, SUPERGRAPHS } from '../subgraphs/changes.js';
import { ColumnUses } from '../subgraphs/column-uses.js';
import type { Layer } from '../subgraphs/context.js';
import { DatasetUses } from '../subgraphs/dataset-uses.js';
import { DatasetDirectory, loadDirectory } from '../subgraphs/directory.js';
import { erasureSubgraph } from '../subgraphs/erasure/index.js';
import { grantsSubgraph } from '../subgraphs/grants/index.js';
import { Callers } from '../subgraphs/identity/callers.js';
import { identitySubgraph } from '../subgraphs/identity/index.js';
import { intakeSubgraph } from '../subgraphs/intake/index.js';
import { dropWithdrawn } from '../subgraphs/intake/store.js';
import { createWorkers, type Workers } from '../subgraphs/intake/worker/pool.js';
import { createKeyring } from '../subgraphs/keyring.js';
import type { LocalSubgraph } from '../subgraphs/local.js';
import { OperationUses } from '../subgraphs/operation-uses.js';
import { createOutbound, type Resolve, resolveName } from '../subgraphs/outbound/dial.js';
import { databaseHosts, ownEndpoints } from '../subgraphs/outbound/own.js';
import { readAllowed } from '../subgraphs/outbound/store.js';
import { referenceSubgraph } from '../subgraphs/reference/index.js';
import { loadRegions } from '../subgraphs/reference/regions.js';
import { type Composer, type ComposerLimits, createComposer } from '../subgraphs/registry/composer.js';
import { composeCurrent } from '../subgraphs/registry/composition.js';
import { registrySubgraph } from '../subgraphs/registry/index.js';
import { coveredBy } from '../subgraphs/registry/members.js';
import { hostedEntry, localEntry, publish } from '../subgraphs/registry/publish.js';
import { Publisher } from '../subgraphs/registry/publishing/publisher.js';
import { recentSupergraphs, recordFailedSwap, supergraphText } from '../subgraphs/registry/store.js';
import { webhooksSubgraph } from '../subgraphs/webhooks/index.js';
import { loadHolidays, startMissingClocks } from '../subgraphs/workflow/deadlines/store.js';
import { linkOldEvents } from '../subgraphs/workflow/evidence/store.js';
import { workflowSubgraph } from '../subgraphs/workflow/index.js';
import { DoorCheck } from './answers/document-check.js';
import { auditMutations } from './auditing.js';
import type { Config } from './config.js';
import { followChanges } from './jobs.js';
import { checkSecret, migrate, openReader } from './opening.js';
import type { HubParts } from './parts.js';
import { createServer } from './server.js';
import { mapInSteps } from './steps.js';
import { LiveGraph } from './supergraph.js';
import { REMOTE_LIMITS, type RemoteLimits } from './transport/remote.js';
import { Remotes } from './transport/remotes.js';
import { keepUp, type Upkeep } from './upkeep.js';

export interface Hub extends Upkeep, AsyncDisposable {
  readonly app: FastifyInstance;
  readonly parts: HubParts;
  /** Starts to listen; gives the address, e.g. `http://127.0.0.1:4000`. Throws PORT_TAKEN. */
  listen(): Promise<string>;
  /** Follows the store until what it holds now is served. */
  settle(): Promise<void>;
}

/** What a caller may replace. */
export interface Overrides {
  /** The clock; the machine's where not given. */
  readonly now?: () => Date;
  /** Bytes of answers kept; 0 keeps and shares none. */
  readonly answerBytes?: number;
  /** Milliseconds from which on a statement of hosted datasets is slow. */
  readonly slowMs?: number;
  /** Whether JSON may be an answer as it is, made by PostgreSQL or for the same answers before; yes where not given. */
  readonly straight?: boolean;
  /** A layer of exposure to do without; the others have to hold. */
  readonly without?: Layer;
  /** What composing may take. */
  readonly composerLimits?: ComposerLimits;
  /** Threads that hubs of one process share, and that outlive this one; its own where not given. */
  readonly threads?: { readonly workers: Workers; readonly composer: Composer };
  /** What asking remote subgraphs may take. */
  readonly remoteLimits?: Partial<RemoteLimits>;
  /** How names of hosts that users give are resolved; as the machine does where not given. */
  readonly resolve?: Resolve;
}

const WRITE_CONNECTIONS = 10;
const ANSWER_BYTES = 64_000_000;
const SLOW_MS = 50;
const FALLBACKS = 10;

/** The hub's own subgraphs, in the order of their names. */
export const localSubgraphs = (): Promise<LocalSubgraph[]> =>
  Promise.all([
    auditSubgraph(),
    catalogSubgraph(),
    erasureSubgraph(),
    grantsSubgraph(),
    identitySubgraph(),
    intakeSubgraph(),
    referenceSubgraph(),
    registrySubgraph(),
    webhooksSubgraph(),
    workflowSubgraph(),
  ]);

/**
 * The composition root: migrates and opens the database at `databaseUrl`, composes and serves the graph. What is
 * returned is ready to listen, and stops in the right order when disposed.
 */
export async function createHub(
  config: Config,
  databaseUrl: string,
  overrides: Overrides = {},
): Promise<Hub> {
  await migrate(databaseUrl);
  const opened: AsyncDisposable[] = [];
  try {
    return await assemble(config, databaseUrl, overrides, opened);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

/** Closes in the reverse order of opening. */
async function closeAll(opened: readonly AsyncDisposable[]): Promise<void> {
  for (const one of opened.toReversed()) await one[Symbol.asyncDispose]();
}

async function assemble(
  config: Config,
  databaseUrl: string,
  overrides: Overrides,
  opened: AsyncDisposable[],
): Promise<Hub> {
  const use = <T extends AsyncDisposable>(one: T): T => {
    opened.push(one);
    return one;
  };
  const keyring = createKeyring(config.secret);
  const writes = use(openDatabase(databaseUrl, { max: WRITE_CONNECTIONS, name: 'hub' }));
  await checkSecret(writes, keyring);
  await loadRegions(writes.sql);
  await loadHolidays(writes.db);
  await startMissingClocks(writes.db);
  await linkOldEvents(writes.db);
  const reader = await prepareReader(writes.sql);
  const reads = use(openReader(databaseUrl, reader));
  const locals = await localSubgraphs();
  const workers = overrides.threads?.workers ?? use(createWorkers());
  const composer = overrides.threads?.composer ?? use(createComposer(overrides.composerLimits));
  let directory = new DatasetDirectory([]);
  const now = overrides.now ?? (() => new Date());
  const resolve = overrides.resolve ?? resolveName;
  const callers = new Callers(writes.db);
  const audit = new AuditTrail(writes.db, now);
  for (const local of locals) auditMutations(local, { trail: audit, keyring, callers });
  let app: FastifyInstance | undefined;
  /** Where users' addresses may lead. */
  const places = {
    allowed: () => readAllowed(writes.db),
    own: () => ownEndpoints([...listening(app), ...databaseHosts(databaseUrl)], resolveName),
    resolve,
  };
  const remotes = use(
    new Remotes({
      limits: { ...REMOTE_LIMITS, ...overrides.remoteLimits },
      places: { ...places, publicHttps: true },
      keyring,
      now,
      known: () => directory.remotes,
    }),
  );
  const straight = overrides.straight ?? true;
  const { without } = overrides;
  const graph = new LiveGraph(locals, {
    costLimit: config.costLimit,
    straight,
    directory: () => directory,
    remotes,
    without,
  });
  /** A supergraph that could not be served, so that it is recorded once and not at every look. */
  let refusedId: number | undefined;
  const stopping = new AbortController();

  /** Brings exposure in line with the store; waits for no composition. */
  const followExposure = async (): Promise<void> => {
    const before = directory;
    directory = await loadDirectory(writes.db, before);
    await graph.refreshPublic();
    if (directory !== before)
      for (const dataset of directory.datasets) await dropWithdrawn(writes.db, dataset);
  };
  /** Brings the registry, then the graph, in line with the datasets. */
  const followGraph = async (): Promise<void> => {
    const starting = graph.servedId === undefined;
    const hosted = await mapInSteps(directory.datasets, hostedEntry);
    // A name that a remote subgraph has taken is its agency's to publish.
    const own = hosted.filter(({ name }) => !directory.remotes.get(name)?.hash);
    await publish(writes.db, [...locals.map(localEntry), ...own]);
    await composeCurrent(writes, composer, coveredBy(directory), { starting });
    // A hub that starts goes back to the last one that can be served; one that serves keeps what it has.
    for (const { id, members } of await recentSupergraphs(writes.db, starting ? FALLBACKS : 1)) {
      if (id === graph.servedId || id === refusedId) return;
      try {
        return await graph.serve({ id, sdl: await supergraphText(writes.db, id) });
      } catch (error) {
        if (stopping.signal.aborted) return;
        refusedId = Math.max(refusedId ?? 0, id);
        await recordFailedSwap(writes.db, id, members, String(error));
      }
    }
    if (starting) throw refusal('NO_SUPERGRAPH');
  };

  let settle = followGraph;
  const parts: HubParts = {
    config,
    reads,
    writes,
    readerStatements: reader.kind === 'role' ? [] : reader.statements,
    keyring,
    callers,
    workers,
    outbound: createOutbound({
      ...places,
      log: { error: (details, message) => app?.log.warn(details, message) },
    }),
    publisher: new Publisher({
      database: writes,
      composer,
      directory: () => directory,
      now,
      settle: () => settle(),
    }),
    documents: new DoorCheck(graph, config.limits),
    columnUses: new ColumnUses(overrides.slowMs ?? SLOW_MS),
    operationUses: new OperationUses(),
    datasetUses: new DatasetUses(),
    audit,
    restrictedReads: new RestrictedReads(),
    graph,
    remotes,
    directory: () => directory,
    now,
    without,
    answerBytes: overrides.answerBytes ?? ANSWER_BYTES,
  };
  await followExposure();
  await followGraph();
  const server = await createServer(parts);
  app = server.app;
  const onError = (error: unknown): void => {
    if (!stopping.signal.aborted) server.app.log.error({ err: error }, 'following failed');
  };
  const exposure = use(await followChanges(writes.sql, [CHANGES], followExposure, onError));
  const following = use(
    await followChanges(
      writes.sql,
      [CHANGES, SUPERGRAPHS],
      async () => {
        await exposure.settle();
        await followGraph();
      },
      onError,
    ),
  );
  settle = () => following.settle();
  const upkeep = keepUp({ parts, log: server.app.log, signal: stopping.signal, use });
  // Disposed before the jobs, which wait for what is running: a pull may take minutes, a composition one.
  use({
    async [Symbol.asyncDispose]() {
      stopping.abort();
      if (composer !== overrides.threads?.composer) await composer[Symbol.asyncDispose]();
    },
  });
  use(server);
  return {
    app: server.app,
    parts,
    listen: () => server.listen(),
    settle: () => following.settle(),
    ...upkeep,
    [Symbol.asyncDispose]: () => closeAll(opened),
  };
}

const listening = (app: FastifyInstance | undefined) =>
  (app?.addresses() ?? []).flatMap((one) =>
    typeof one === 'string' ? [] : [{ host: one.address, port: one.port }],
  );
