import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { eq } from 'drizzle-orm';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { settings } from '../db/tables/settings.js';
import { refusal } from '../schema/errors.js';
import type { Viewer } from '../subgraphs/viewer.js';
import { apollo } from './answers/apollo.js';
import { askOf } from './answers/ask.js';
import { limitCheck } from './answers/checked.js';
import { Door } from './answers/door.js';
import { catalogueRoutes } from './catalogue/routes.js';
import { idempotencyKeyOf, viewerOf } from './context.js';
import { closeDrained, type Draining } from './draining.js';
import { exportRoutes } from './exports.js';
import { downloads, rejects, templates, uploads } from './files.js';
import { health } from './health.js';
import { checkVariables } from './limits.js';
import { AnswerCounts, metrics } from './metrics.js';
import type { HubParts } from './parts.js';
import { answerError, listenAt, send } from './refusing.js';
import { sdlRoutes } from './sdl.js';

const EXPLORER = fileURLToPath(new URL('./console/dist/explorer', import.meta.url));
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
  const app = Fastify({
    logger: config.logLevel === 'silent' ? false : { level: config.logLevel },
    genReqId: () => randomUUID(),
    bodyLimit: config.bodyLimit,
    forceCloseConnections: 'idle',
    connectionTimeout: PATIENCE_MS,
    requestTimeout: PATIENCE_MS,
    keepAliveTimeout: 72_000,
    // A path that cannot be decoded meets no hook: it gets its request id here.
    frameworkErrors: (error, request, reply) =>
      answerError(error, request, reply.header('x-request-id', request.id)),
  });
  const state: Draining = { draining: false, running: 0 };
  app.decorateRequest('viewer');
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
  const door = new Door(desks, parts, counts);
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    preValidation: async (request) => {
      if (state.draining) throw refusal('SHUTTING_DOWN');
      request.viewer = await viewerOf(request, parts);
      const { query, variables } = askOf(request);
      if (typeof query === 'string') checkLimits(query);
      checkVariables(variables);
      idempotencyKeyOf(request);
    },
    handler: (request, reply) => door.answer(request, reply),
  });
  uploads(app, parts, state);
  downloads(app, parts, state);
  templates(app, parts, state);
  rejects(app, parts, state);
  exportRoutes(app, parts, state);
  catalogueRoutes(app, parts, state);
  sdlRoutes(app, parts, state);
  health(app, parts, state);
  metrics(app, parts, counts, door);
  await explorer(app, parts);

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

async function explorer(app: FastifyInstance, parts: HubParts): Promise<void> {
  app.get('/', (_request, reply) => reply.redirect('/explorer/'));
  app.get('/explorer', (_request, reply) => reply.redirect('/explorer/'));
  app.get('/explorer/config.json', async () => {
    const [row] = await parts.writes.db.select().from(settings).where(eq(settings.key, 'example_query'));
    return { query: row?.value ?? null };
  });
  if (!existsSync(EXPLORER)) return;
  await app.register(fastifyStatic, {
    root: EXPLORER,
    prefix: '/explorer/',
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/');
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
