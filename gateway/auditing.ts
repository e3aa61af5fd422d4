import type { FastifyInstance, FastifyReply, FastifyRequest, onErrorAsyncHookHandler } from 'fastify';
import { defaultFieldResolver, type GraphQLObjectType } from 'graphql';
import { HubError } from '../schema/errors.js';
import { actorOf, type BegunEntry, HUB_ACTOR } from '../subgraphs/audit/entry.js';
import { identifying, subjectOf } from '../subgraphs/audit/subject.js';
import type { AuditTrail } from '../subgraphs/audit/trail.js';
import type { RequestContext } from '../subgraphs/context.js';
import type { Callers } from '../subgraphs/identity/callers.js';
import type { LoadUpload } from '../subgraphs/intake/connections/pull.js';
import { type Keyring, keyedRowId } from '../subgraphs/keyring.js';
import type { LocalSubgraph } from '../subgraphs/local.js';
import { isSignedIn, type Viewer } from '../subgraphs/viewer.js';
import { databaseRefusal } from './errors.js';
import type { HubParts } from './parts.js';

/** What auditing needs. */
interface Auditing {
  readonly trail: AuditTrail;
  readonly keyring: Keyring;
  readonly callers: Callers;
}

type ErrorLog = RequestContext['log'];

/** Mutations that open or end a session. */
const SESSIONS: ReadonlySet<string> = new Set(['login', 'logout']);

/**
 * Has every mutation of a subgraph audited: each of its root fields, whoever asks it and whatever becomes of it, so
 * that no resolver can forget to. All of the graph's mutations are such fields: remote subgraphs may have none.
 */
export function auditMutations({ schema }: LocalSubgraph, auditing: Auditing): void {
  const mutation: GraphQLObjectType | null | undefined = schema.getMutationType();
  for (const field of Object.values(mutation?.getFields() ?? {})) {
    const { name, args: declared, resolve = defaultFieldResolver } = field;
    field.resolve = async (source, args: Record<string, unknown>, context: RequestContext, info) => {
      const isSession = SESSIONS.has(name);
      const entry: BegunEntry = {
        kind: isSession ? 'SESSION' : 'CHANGE',
        ...actorOf(context.viewer),
        action: `Mutation.${name}`,
        ...(isSession ? sessionOf(args, auditing.keyring) : aboutOf(identifying(declared, args))),
        requestId: context.requestId,
      };
      const run = async () => resolve(source, args, context, info) as unknown;
      return audited(auditing.trail, context.log, entry, run, async (result) => {
        const viewer = isSession && (await openedBy(result, auditing.callers, context.now));
        return viewer ? actorOf(viewer) : {};
      });
    };
  }
}

const aboutOf = (identified: ReturnType<typeof identifying>) => ({
  subject: subjectOf(identified),
  facts: identified,
});

/** Whoever mistypes may have typed his password for his name: it is recorded as a keyed hash alone. */
const sessionOf = ({ username }: Record<string, unknown>, { rowKey }: Keyring) => ({
  subject: null,
  facts: typeof username === 'string' ? { user: keyedRowId(rowKey, ['user name', username]) } : {},
});

/** Who has signed in: the session that was opened says it. */
async function openedBy(result: unknown, callers: Callers, now: Date): Promise<Viewer | undefined> {
  const { token } = (typeof result === 'object' && result !== null ? result : {}) as { token?: unknown };
  return typeof token === 'string' ? callers.viewerOf(`Bearer ${token}`, now) : undefined;
}

/**
 * Notes that something begins, does it, and records how it went. What cannot be noted is not done. Once it is done it
 * stands: where its end cannot be recorded, the answer goes out all the same, and its note remains in the store.
 */
async function audited<T>(
  trail: AuditTrail,
  log: ErrorLog,
  entry: BegunEntry,
  run: () => Promise<T>,
  knownThen: (result: T) => Promise<Partial<BegunEntry>> = async () => ({}),
): Promise<T> {
  const begun = await trail.begin(entry);
  const end = async (outcome: string, more: () => Promise<Partial<BegunEntry>>): Promise<void> => {
    try {
      await trail.end(begun, outcome, await more());
    } catch (error) {
      log.error({ err: error, action: entry.action, outcome }, 'the end of a change was not recorded');
    }
  };
  try {
    const result = await run();
    await end('OK', () => knownThen(result));
    return result;
  } catch (error) {
    await end(outcomeOf(error), async () => ({}));
    throw error;
  }
}

/** The code of what was thrown. */
const outcomeOf = (error: unknown): string =>
  (error instanceof HubError ? error : databaseRefusal(error))?.code ?? 'INTERNAL';

/** Has the hub's own loads audited, as nobody's requests are. */
export const auditedLoad =
  (load: LoadUpload, trail: AuditTrail, log: ErrorLog): LoadUpload =>
  (dataset, upload, mode) => {
    const entry: BegunEntry = {
      kind: 'CHANGE',
      ...HUB_ACTOR,
      action: 'pull',
      subject: dataset.names.field,
      facts: { upload, mode },
      requestId: 'job',
    };
    return audited(trail, log, entry, () => load(dataset, upload, mode));
  };

/** Records that somebody is given a file which no matrix has gone over: an archive, rejected rows, the audit itself. */
export const recordDownload = (
  { audit }: HubParts,
  { id, routeOptions: { url } }: FastifyRequest,
  viewer: Viewer,
  subject: string,
): Promise<void> =>
  audit.record({
    kind: 'READ',
    ...actorOf(viewer),
    action: `GET ${url}`,
    subject,
    facts: {},
    outcome: 'OK',
    requestId: id,
  });

/** Queries that come by POST: what they read is noted where they are answered, their mutations where they are resolved. */
const ASKING: ReadonlySet<string> = new Set(['/graphql', '/exports/query.csv']);

/** Has every route audited that takes something in. It has to be called before routes are declared. */
export function auditRoutes(app: FastifyInstance, parts: HubParts): void {
  app.addHook('onRoute', (route) => {
    const methods = [route.method].flat();
    const entryOf = ({ id, method, viewer }: FastifyRequest): BegunEntry => ({
      kind: 'CHANGE',
      ...actorOf(viewer),
      action: `${method} ${route.url}`,
      subject: null,
      facts: {},
      requestId: id,
    });
    if (ASKING.has(route.url) || methods.every((method) => method === 'GET' || method === 'HEAD')) return;
    const { handler, onError = [] } = route;
    // A guard refuses before the handler is reached; who is not signed in has changed nothing, nor could.
    const refused: onErrorAsyncHookHandler = async (request, _reply, error) => {
      const { viewer, auditBegun } = request;
      if (auditBegun || !isSignedIn(viewer)) return;
      await parts.audit.record({ ...entryOf(request), outcome: outcomeOf(error) });
    };
    route.onError = [...[onError].flat(), refused];
    route.handler = async function (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
      request.auditBegun = true;
      const run = async () => (await handler.call(this, request, reply)) as unknown;
      return audited(parts.audit, request.log, entryOf(request), run, async () => request.auditFacts ?? {});
    };
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether it is being audited. */
    auditBegun?: true;
    /** What a route that takes something in adds to its entry of the audit. */
    auditFacts?: Pick<BegunEntry, 'subject' | 'facts'>;
  }
}
