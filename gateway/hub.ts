import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { type Database, openDatabase } from '../db/client.js';
import { migrateDatabase } from '../db/migrate.js';
import { prepareReader, type ReaderRole } from '../db/reader.js';
import { settings } from '../db/tables/settings.js';
import { refusal } from '../schema/errors.js';
import { catalogSubgraph } from '../subgraphs/catalog/index.js';
import { CHANGES, SUPERGRAPHS } from '../subgraphs/changes.js';
import { ColumnUses } from '../subgraphs/column-uses.js';
import { DatasetDirectory, loadDirectory } from '../subgraphs/directory.js';
import { Callers } from '../subgraphs/identity/callers.js';
import { identitySubgraph } from '../subgraphs/identity/index.js';
import { loadUpload } from '../subgraphs/intake/connections/load-upload.js';
import { runDuePulls } from '../subgraphs/intake/connections/pull.js';
import { intakeSubgraph } from '../subgraphs/intake/index.js';
import { storeUses } from '../subgraphs/intake/indexes/store.js';
import { dropWithdrawn } from '../subgraphs/intake/store.js';
import { createWorkers } from '../subgraphs/intake/worker/pool.js';
import { createKeyring, type Keyring } from '../subgraphs/keyring.js';
import type { LocalSubgraph } from '../subgraphs/local.js';
import { OperationUses } from '../subgraphs/operation-uses.js';
import { createOutbound, type Resolve, resolveName } from '../subgraphs/outbound/dial.js';
import { databaseHosts, ownEndpoints } from '../subgraphs/outbound/own.js';
import { readAllowed } from '../subgraphs/outbound/store.js';
import { referenceSubgraph } from '../subgraphs/reference/index.js';
import { loadRegions } from '../subgraphs/reference/regions.js';
import { type ComposerLimits, createComposer } from '../subgraphs/registry/composer.js';
import { composeCurrent } from '../subgraphs/registry/composition.js';
import { lookAtRemotes } from '../subgraphs/registry/health.js';
import { registrySubgraph } from '../subgraphs/registry/index.js';
import { coveredBy } from '../subgraphs/registry/members.js';
import { hostedEntry, localEntry, publish } from '../subgraphs/registry/publish.js';
import { Publisher } from '../subgraphs/registry/publishing/publisher.js';
import { recentSupergraphs, recordFailedSwap, supergraphText } from '../subgraphs/registry/store.js';
import { storeOperationUses } from '../subgraphs/registry/uses.js';
import { deliverDue } from '../subgraphs/webhooks/deliver.js';
import { enqueueDeliveries } from '../subgraphs/webhooks/events.js';
import { webhooksSubgraph } from '../subgraphs/webhooks/index.js';
import { loadHolidays, startMissingClocks } from '../subgraphs/workflow/deadlines/store.js';
import { linkOldEvents } from '../subgraphs/workflow/evidence/store.js';
import { workflowSubgraph } from '../subgraphs/workflow/index.js';
import { overseeProcedure } from '../subgraphs/workflow/oversee.js';
import { sendMails } from '../subgraphs/workflow/oversight/mail.js';
import type { Config } from './config.js';
import { ownContext } from './context.js';
import { everyMinute, followChanges } from './jobs.js';
import { mailSender } from './mail.js';
import type { HubParts } from './parts.js';
import { createServer } from './server.js';
import { mapInSteps } from './steps.js';
import { LiveGraph } from './supergraph.js';
import { REMOTE_LIMITS, type RemoteLimits } from './transport/remote.js';
import { Remotes } from './transport/remotes.js';

export interface Hub extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly parts: HubParts;
  /** Starts to listen; gives the address, e.g. `http://127.0.0.1:4000`. Throws PORT_TAKEN. */
  listen(): Promise<string>;
  /** Follows the store until what it holds now is served. */
  settle(): Promise<void>;
  /** Looks after deadlines now, as the hub does every minute. */
  oversee(): Promise<void>;
  /** Pulls what is due from producers' databases, as the hub does every minute. */
  pull(): Promise<void>;
  /** Looks at the remote subgraphs, as the hub does every minute. */
  checkRemotes(): Promise<void>;
  /** Stores what was noted of slow statements and of operations, as the hub does every minute. */
  noteUses(): Promise<void>;
  /** Tells webhooks what has happened, as the hub does every minute. */
  deliver(): Promise<void>;
}

/** What a caller may replace. */
export interface Overrides {
  /** The clock; the machine's where not given. */
  readonly now?: () => Date;
  /** Bytes of answers kept; 0 keeps and shares none. */
  readonly answerBytes?: number;
  /** Milliseconds from which on a statement of hosted datasets is slow. */
  readonly slowMs?: number;
  /** Whether JSON that PostgreSQL has made may be an answer as it is; yes where not given. */
  readonly straight?: boolean;
  /** What composing may take. */
  readonly composerLimits?: ComposerLimits;
  /** What asking remote subgraphs may take. */
  readonly remoteLimits?: Partial<RemoteLimits>;
  /** How names of hosts that users give are resolved; as the machine does where not given. */
  readonly resolve?: Resolve;
}

const READ_CONNECTIONS = 10;
const WRITE_CONNECTIONS = 10;
const STATEMENT_MS = 5000;
const ANSWER_BYTES = 64_000_000;
const SLOW_MS = 50;
const FALLBACKS = 10;

/** The hub's own subgraphs, in the order of their names. */
export const localSubgraphs = (): Promise<LocalSubgraph[]> =>
  Promise.all([
    catalogSubgraph(),
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
  const workers = use(createWorkers());
  const composer = use(createComposer(overrides.composerLimits));
  let directory = new DatasetDirectory([]);
  const now = overrides.now ?? (() => new Date());
  const resolve = overrides.resolve ?? resolveName;
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
  const graph = new LiveGraph(locals, config.costLimit, straight, () => directory, remotes);
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
    const own = hosted.filter(({ name }) => !directory.remotes.has(name));
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
    callers: new Callers(writes.db),
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
    columnUses: new ColumnUses(overrides.slowMs ?? SLOW_MS),
    operationUses: new OperationUses(),
    graph,
    remotes,
    directory: () => directory,
    now,
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
  const overseeing = use(
    everyMinute(
      async () => {
        await overseeProcedure(writes.db, parts.now(), async (now) => {
          if (config.mail) await sendMails(writes.db, now, config.mail.linkTo, mailSender(config.mail));
        });
      },
      (error) => server.app.log.error({ err: error }, 'overseeing failed'),
    ),
  );
  const pulling = use(
    everyMinute(
      async () => {
        const context = ownContext(parts, server.app.log);
        const { db } = writes;
        const work = { ...context, db, signal: stopping.signal, load: loadUpload(context) };
        await runDuePulls(work, directory.datasets, context.now);
      },
      (error) => server.app.log.error({ err: error }, 'pulling failed'),
    ),
  );
  const looking = use(
    everyMinute(
      () => lookAtRemotes(writes, remotes, parts.now, stopping.signal),
      (error) => server.app.log.error({ err: error }, 'looking at remote subgraphs failed'),
    ),
  );
  const delivering = use(
    everyMinute(
      async () => {
        await enqueueDeliveries(writes.db, parts.now());
        const { outbound, now } = parts;
        await deliverDue({ db: writes.db, outbound, keyring, now, signal: stopping.signal });
      },
      (error) => server.app.log.error({ err: error }, 'delivering to webhooks failed'),
    ),
  );
  const noteUses = async () => {
    await storeUses(writes.db, parts.columnUses.take(), parts.now());
    await storeOperationUses(writes.db, parts.operationUses.take(), parts.now());
  };
  const unnoted = (error: unknown) => server.app.log.error({ err: error }, 'storing notes of uses failed');
  // Disposed behind the job and the server: what they have noted last is stored, too.
  use({ [Symbol.asyncDispose]: () => noteUses().catch(unnoted) });
  const noting = use(everyMinute(noteUses, unnoted));
  // Disposed before the jobs, which wait for what is running: a pull may take minutes, a composition one.
  use({
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await composer[Symbol.asyncDispose]();
    },
  });
  use(server);
  return {
    app: server.app,
    parts,
    listen: () => server.listen(),
    settle: () => following.settle(),
    oversee: () => overseeing.run(),
    pull: () => pulling.run(),
    checkRemotes: () => looking.run(),
    noteUses: () => noting.run(),
    deliver: () => delivering.run(),
    [Symbol.asyncDispose]: () => closeAll(opened),
  };
}

const listening = (app: FastifyInstance | undefined) =>
  (app?.addresses() ?? []).flatMap((one) =>
    typeof one === 'string' ? [] : [{ host: one.address, port: one.port }],
  );

async function migrate(databaseUrl: string): Promise<void> {
  const outcome = await migrateDatabase(databaseUrl);
  if (outcome.ok) return;
  switch (outcome.kind) {
    case 'UNREACHABLE':
      throw refusal('DATABASE_UNREACHABLE', { where: hostOf(databaseUrl), reason: outcome.reason });
    case 'TOO_OLD':
      throw refusal('DATABASE_TOO_OLD', { version: outcome.version });
    case 'NEWER':
      throw refusal('DATABASE_NEWER', { migration: outcome.migration });
    case 'FAILED':
      throw refusal('MIGRATION_FAILED', { migration: outcome.migration, reason: outcome.reason });
  }
}

/** The database's place without user and password. */
function hostOf(databaseUrl: string): string {
  try {
    const { host, pathname } = new URL(databaseUrl);
    return `${host}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}

async function checkSecret({ db }: Database, { fingerprint }: Keyring): Promise<void> {
  await db.insert(settings).values({ key: 'secret_fingerprint', value: fingerprint }).onConflictDoNothing();
  const [row] = await db.select().from(settings).where(eq(settings.key, 'secret_fingerprint'));
  if (row?.value !== fingerprint) throw refusal('SECRET_MISMATCH');
}

function openReader(databaseUrl: string, reader: ReaderRole): Database {
  return openDatabase(databaseUrl, {
    max: READ_CONNECTIONS,
    name: 'reader',
    readOnly: true,
    statementTimeoutMs: STATEMENT_MS,
    ...(reader.kind === 'role' ? { role: reader.role } : {}),
  });
}
