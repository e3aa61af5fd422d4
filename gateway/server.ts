import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ApolloServer, type ApolloServerOptions } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import fastifyStatic from '@fastify/static';
import { eq } from 'drizzle-orm';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { type DocumentNode, GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { settings } from '../db/tables/settings.js';
import { HubError, refusal } from '../schema/errors.js';
import type { RequestContext } from '../subgraphs/context.js';
import type { Viewer } from '../subgraphs/viewer.js';
import { askOf } from './answers/ask.js';
import { stringify } from './answers/bytes.js';
import { Door } from './answers/door.js';
import { labelling } from './answers/labelling.js';
import type { Audience } from './audience.js';
import type { Config } from './config.js';
import { idempotencyKeyOf, viewerOf } from './context.js';
import { errorBody } from './errors.js';
import { exportRoutes } from './exports.js';
import { downloads, rejects, templates, uploads } from './files.js';
import { health } from './health.js';
import { checkVariables, type OperationLimits, parseWithinLimits } from './limits.js';
import { AnswerCounts, metrics } from './metrics.js';
import type { HubParts } from './parts.js';

const EXPLORER = fileURLToPath(new URL('./console/dist/explorer', import.meta.url));
/** How long a body may take that is no file. */
const BODY_MS = 60_000;
/** A file over an office's line, or a load of millions of rows, takes minutes. */
const PATIENCE_MS = 15 * 60_000;
const DRAIN_MS = 10_000;
const CHECKED_OPERATIONS = 1000;
const CHECKED_CHARACTERS = 10_000_000;
/** Few tokens can be a long text, which every cache on an operation's way keeps; what is long belongs in variables. */
const OPERATION_CHARACTERS = 100_000;

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
  const state = { draining: false, running: 0 };
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
  health(app, parts, state);
  metrics(app, parts, counts, door);
  await explorer(app, parts);

  return {
    app,
    async listen() {
      try {
        return await app.listen({ host: config.host, port: config.port });
      } catch (error) {
        throw listenRefusal(error as NodeJS.ErrnoException, config);
      }
    },
    async [Symbol.asyncDispose]() {
      state.draining = true;
      for (let waited = 0; state.running > 0 && waited < DRAIN_MS; waited += 10) await sleep(10);
      await Promise.all([members.stop(), visitors.stop()]);
      // A connection on which nothing has been asked yet is not idle to Node, and may stay for minutes.
      const sweeping = setInterval(() => {
        if (state.running === 0) app.server.closeAllConnections();
      }, 50);
      await app.close().finally(() => clearInterval(sweeping));
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

async function apollo(audience: Audience): Promise<ApolloServer<RequestContext>> {
  const server = new ApolloServer<RequestContext>({
    gateway: audience,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    nodeEnv: 'production',
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginCacheControlDisabled(), labelling],
    documentStore: documentStore(),
    stringifyResult: stringify,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await server.start();
  return server;
}

/** Validated documents. Apollo Server's own store weighs what was parsed and keeps the text besides, however long. */
function documentStore(): NonNullable<ApolloServerOptions<RequestContext>['documentStore']> {
  const documents = new LRUCache<string, DocumentNode>({
    max: CHECKED_OPERATIONS,
    maxSize: CHECKED_CHARACTERS,
    sizeCalculation: (document) => (document.loc?.source.body.length ?? 0) + 1,
  });
  return {
    get: async (key) => documents.get(key),
    set: async (key, document) => {
      documents.set(key, document);
    },
    delete: async (key) => documents.delete(key),
  };
}

/** Checks each text once; what is not GraphQL is left to Apollo Server, which says where. */
function limitCheck(limits: OperationLimits): (source: string) => void {
  const passed = new LRUCache<string, true>({
    max: CHECKED_OPERATIONS,
    maxSize: CHECKED_CHARACTERS,
    sizeCalculation: (_, source) => source.length + 1,
  });
  return (source) => {
    if (passed.has(source)) return;
    if (source.length > OPERATION_CHARACTERS)
      throw refusal(
        'LIMIT_EXCEEDED',
        { limit: 'characters', max: OPERATION_CHARACTERS, found: String(source.length) },
        { facts: { limit: 'characters', max: OPERATION_CHARACTERS } },
      );
    try {
      const { definitions } = parseWithinLimits(source, limits);
      // Validation knows no rule against an operation without a root type; planning would fail.
      if (definitions.some((one) => 'operation' in one && one.operation === 'subscription'))
        throw refusal('BAD_REQUEST', { detail: NO_SUBSCRIPTIONS });
    } catch (error) {
      if (error instanceof GraphQLError) return;
      throw error;
    }
    passed.set(source, true);
  };
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

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof HubError) return send(reply, error);
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return send(reply, refusal('BODY_TOO_LARGE', { limit: request.routeOptions.bodyLimit ?? 0 }));
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY')
    return send(reply, refusal('BAD_JSON'));
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return send(reply, refusal('BAD_REQUEST', { detail: MEDIA_TYPE }));
  if (error.statusCode !== undefined && error.statusCode < 500)
    return send(
      reply,
      refusal('BAD_REQUEST', { detail: { id: 'Permintaan tidak sah.', en: error.message } }),
    );
  request.log.error({ err: error }, 'a request failed');
  return send(reply, refusal('INTERNAL', undefined, { facts: { requestId: request.id } }));
}

/** Why the server cannot listen, where the operator can mend it. */
function listenRefusal(error: NodeJS.ErrnoException, { host, port }: Config): Error {
  if (error.code === 'EADDRINUSE') return refusal('PORT_TAKEN', { host, port }, { cause: error });
  if (error.syscall !== 'listen' && error.syscall !== 'getaddrinfo') return error;
  return refusal(
    'CONFIG_INVALID',
    {
      detail: {
        id: `Hub tidak dapat mendengarkan di HOST=${host}, PORT=${port} (${error.code}).`,
        en: `The hub cannot listen on HOST=${host}, PORT=${port} (${error.code}).`,
      },
    },
    { cause: error },
  );
}

const NO_SUBSCRIPTIONS = {
  id: 'Hub ini tidak melayani subscription.',
  en: 'This hub serves no subscriptions.',
};

const MEDIA_TYPE = {
  id: 'Kirim permintaan sebagai application/json.',
  en: 'Send the request as application/json.',
};

const send = (reply: FastifyReply, error: HubError): FastifyReply =>
  reply.code(error.status).type('application/json; charset=utf-8').send(errorBody(error));
