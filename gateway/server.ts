import { randomUUID } from 'node:crypto';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { refusal } from '../schema/errors.js';
import type { Viewer } from '../subgraphs/viewer.js';
import { apollo } from './answers/apollo.js';
import { askOf } from './answers/ask.js';
import { limitCheck } from './answers/checked.js';
import { Door } from './answers/door.js';
import { PersistedOperations } from './answers/persisted.js';
import { checkTrusted } from './answers/trusted.js';
import { auditExport } from './audit.js';
import { auditRoutes } from './auditing.js';
import { catalogueRoutes } from './catalogue/routes.js';
import { idempotencyKeyOf } from './context.js';
import { closeDrained, type Draining } from './draining.js';
import { exportRoutes } from './exports.js';
import { downloads, rejects, templates, uploads } from './files.js';
import { health } from './health.js';
import { guardRoutes } from './http/access.js';
import { loggerOf, logRequests, OWN_LINES } from './http/log.js';
import { protection } from './http/protection.js';
import { rateLimits } from './http/rates.js';
import { checkVariables } from './limits.js';
import { AnswerCounts, metrics } from './metrics.js';
import { pages } from './pages.js';
import type { HubParts } from './parts.js';
import { answerError, listenAt, send } from './refusing.js';
import { sdlRoutes } from './sdl.js';

/** How long a body may take that is no file. */
const BODY_MS = 60_000;
/** A file over an office's line, or a load of millions of rows, takes minutes. */
const PATIENCE_MS = 15 * 60_000;

export interface Server extends AsyncDisposable {
  readonly app: FastifyInstance;
  listen(): Promise<string>;
}

/** HTTP in, answers out. Stops in this order: not ready, no new operations, running ones finished, closed. */
export async function createServer(parts: HubParts): Promise<Server> {
  const { config, graph } = parts;
  let met = (_request: FastifyRequest, reply: FastifyReply) => reply;
  const app = Fastify({
    logger: loggerOf(config.logLevel),
    logController: OWN_LINES,
    trustProxy: config.proxies.length > 0 ? [...config.proxies] : false,
    genReqId: () => randomUUID(),
    bodyLimit: config.bodyLimit,
    forceCloseConnections: 'idle',
    connectionTimeout: PATIENCE_MS,
    requestTimeout: PATIENCE_MS,
    keepAliveTimeout: 72_000,
    // A path that cannot be decoded meets no hook: it gets its request id here.
    frameworkErrors: (error, request, reply) =>
      answerError(error, request, met(request, reply).header('x-request-id', request.id)),
  });
  const state: Draining = { draining: false, running: 0 };
  app.decorateRequest('viewer');
  app.decorateRequest('auditFacts');
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (state.draining) reply.header('connection', 'close');
    state.running++;
    const late = request.routeOptions.config.file
      ? undefined
      : setTimeout(() => cutShort(request, reply), BODY_MS);
    reply.raw.once('close', () => {
      clearTimeout(late);
      state.running--;
    });
  });
  const follow = logRequests(app, config.logLevel);
  const protect = await protection(app, config);
  met = (request, reply) => {
    follow(request, reply);
    return protect(reply);
  };
  guardRoutes(app, parts, state, await rateLimits(app, config.rates));
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    send(reply, refusal('NOT_FOUND', { what: request.url.split('?')[0] ?? '' })),
  );

  const [members, visitors] = await Promise.all([apollo(graph.members), apollo(graph.public)]);
  const checkLimits = limitCheck(config.limits);
  const counts = new AnswerCounts();
  const desks = {
    members: { audience: graph.members, server: members },
    visitors: { audience: graph.public, server: visitors },
  };
  const persisted = new PersistedOperations(parts.writes.db);
  const door = new Door(desks, parts, counts, persisted);
  auditRoutes(app, parts);
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    config: { access: 'ANYONE' },
    preValidation: async (request) => {
      await persisted.resolve(request);
      checkTrusted(request);
      const { query, variables } = askOf(request);
      if (typeof query === 'string') checkLimits(query);
      checkVariables(variables);
      idempotencyKeyOf(request);
    },
    handler: (request, reply) => door.answer(request, reply),
  });
  uploads(app, parts);
  downloads(app, parts);
  templates(app, parts);
  rejects(app, parts);
  exportRoutes(app, parts, state, persisted);
  catalogueRoutes(app, parts);
  sdlRoutes(app, parts);
  auditExport(app, parts);
  health(app, parts, state);
  metrics(app, parts, counts, door);
  await pages(app, parts);

  return {
    app,
    listen: () => listenAt(app, config),
    async [Symbol.asyncDispose]() {
      await closeDrained(app, state, () => Promise.all([members.stop(), visitors.stop()]));
    },
  };
}

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer;
  }
  interface FastifyContextConfig {
    /** Whether the body is a file, which may take its time. */
    file?: true;
  }
}

/** Ends a request whose body has not come: whoever trickles bytes would hold a connection for ever. */
function cutShort({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.complete || reply.raw.headersSent) return;
  reply.raw.writeHead(408, { connection: 'close', 'x-request-id': reply.request.id }).end();
  raw.socket.end();
}
