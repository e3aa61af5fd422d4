import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { GraphQLDataSource } from '@apollo/gateway';
import Fastify, { type FastifyError, type FastifyRequest } from 'fastify';
import { parse, printSchema } from 'graphql';
import { clientDefinitions, hidesNames, schemaOf } from '../../schema/clients.js';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../../subgraphs/context.js';
import { readPlace } from '../../subgraphs/outbound/address.js';
import { type Resolve, resolveName } from '../../subgraphs/outbound/dial.js';
import type { Allowed } from '../../subgraphs/outbound/rules.js';
import { ANONYMOUS } from '../../subgraphs/viewer.js';
import { answerWith } from '../answers/answering.js';
import { apollo } from '../answers/apollo.js';
import { askOf } from '../answers/ask.js';
import { limitCheck } from '../answers/checked.js';
import { type Answered, SharedAnswers } from '../answers/shared.js';
import { Audience } from '../audience.js';
import type { GatewayConfig } from '../config.js';
import { closeDrained, type Draining } from '../draining.js';
import { executorOf } from '../executor/executor.js';
import { ExecutionCounts } from '../executor/trace.js';
import { OPEN } from '../exposure/gate.js';
import { Gone } from '../gone.js';
import { loggerOf, logRequests, OWN_LINES } from '../http/log.js';
import { protection } from '../http/protection.js';
import { checkVariables } from '../limits.js';
import { openPlanner } from '../planning/planner.js';
import { answerError, listenAt } from '../refusing.js';
import type { Server } from '../server.js';
import type { Places } from '../transport/connector.js';
import { REMOTE_LIMITS, RemoteDataSource, type RemoteLimits } from '../transport/remote.js';

/** What a caller may replace. */
export interface GatewayOverrides {
  readonly resolve?: Resolve;
  /** Whether equal queries that are under way at once share an answer. */
  readonly sharing?: boolean;
}

/**
 * A gateway alone, on a supergraph of remote subgraphs: the hub's limits, planner and executor, without a database.
 * Throws CONFIG_INVALID for a supergraph that cannot be served.
 */
export async function createGateway(
  config: GatewayConfig,
  overrides: GatewayOverrides = {},
): Promise<Server> {
  const sdl = await readFile(config.supergraph, 'utf8').catch((cause: Error) => {
    throw unservable(config.supergraph, cause);
  });
  const { audience, sources } = await servable(config, sdl, overrides.resolve ?? resolveName);
  const apolloServer = await apollo(audience);
  const check = limitCheck(config.limits);
  let shared = new SharedAnswers(0);
  const app = Fastify({
    logger: loggerOf(config.logLevel),
    logController: OWN_LINES,
    trustProxy: config.proxies.length > 0 ? [...config.proxies] : false,
    genReqId: () => randomUUID(),
    bodyLimit: config.bodyLimit,
    forceCloseConnections: 'idle',
  });
  const state: Draining = { draining: false, running: 0 };
  app.addHook('onRequest', async (_request, reply) => {
    if (state.draining) reply.header('connection', 'close');
    state.running++;
    reply.raw.once('close', () => {
      state.running--;
    });
  });
  logRequests(app, config.logLevel);
  await protection(app, config);
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) =>
    state.draining ? reply.code(503).send({ status: 'draining' }) : { status: 'ready' },
  );
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    preValidation: async (request) => {
      if (state.draining) throw refusal('SHUTTING_DOWN');
      admit(request, config.admits);
      const { query, variables } = askOf(request);
      if (typeof query === 'string') check(query);
      checkVariables(variables);
    },
    handler: async (request, reply) => {
      const gone = new Gone(reply);
      const forwarded = forwardedOf(request, config.forward);
      const run = (signal: AbortSignal) =>
        answerWith({ audience, server: apolloServer }, request, contextOf(request, forwarded, signal));
      const answer = async (): Promise<Answered> => {
        if (mutates(request))
          try {
            return await run(gone.signal);
          } finally {
            // Whoever asks after a mutation waits for nothing that was asked before.
            shared = new SharedAnswers(0);
          }
        const key = (overrides.sharing ?? true) ? keyOf(request, forwarded) : undefined;
        return key === undefined ? run(gone.signal) : (await shared.ask(key, gone, run)).answered;
      };
      const { status, headers, body } = await answer();
      for (const [name, value] of headers) reply.header(name, value);
      return reply.code(status).send(body);
    },
  });
  return {
    app,
    listen: () => listenAt(app, config),
    async [Symbol.asyncDispose]() {
      await closeDrained(app, state, () => apolloServer.stop());
      for (const source of sources) await source[Symbol.asyncDispose]();
    },
  };
}

async function servable({ supergraph, allowed }: GatewayConfig, sdl: string, resolve: Resolve) {
  try {
    const document = parse(sdl, { noLocation: true });
    const planner = await openPlanner(document, { has: () => true });
    const clients = hidesNames(document)
      ? schemaOf(parse(printSchema(planner.api.toGraphQLJSSchema())).definitions)
      : schemaOf(clientDefinitions(document));
    const list = allowed.map(allowedOf);
    const places: Places = {
      allowed: async () => list,
      own: async () => ({ endpoints: [], machine: [] }),
      resolve,
      publicHttps: false,
    };
    const settings = { limits: UNSHARED, places };
    const sources = new Map<string, GraphQLDataSource>();
    const opened: RemoteDataSource[] = [];
    for (const { name, url } of planner.subgraphs) {
      const source = new RemoteDataSource(name, url, settings);
      opened.push(source);
      sources.set(name, source);
    }
    const audience = new Audience({ gate: OPEN, look: () => undefined }, Number.POSITIVE_INFINITY, true);
    audience.show(clients, executorOf({ planner, clients, sources, counts: new ExecutionCounts() }), 'file');
    return { audience, sources: opened };
  } catch (error) {
    throw unservable(supergraph, error as Error);
  }
}

/** Nothing but these subgraphs is served: none of them takes anything from others. */
const UNSHARED: RemoteLimits = {
  ...REMOTE_LIMITS,
  waiting: Number.POSITIVE_INFINITY,
  breakAfter: Number.POSITIVE_INFINITY,
};

const unservable = (file: string, cause: Error) =>
  refusal(
    'CONFIG_INVALID',
    {
      detail: {
        id: `Supergraf ${file} tidak dapat dilayani (${cause.message}).`,
        en: `The supergraph ${file} cannot be served (${cause.message}).`,
      },
    },
    { cause },
  );

/** `host:port`, checked by the form of the setting. */
function allowedOf(text: string): Allowed {
  const at = text.lastIndexOf(':');
  const place = readPlace(text.slice(0, at));
  if (!place) throw new Error(`HUB_ALLOWED: ${text}`);
  return { place, port: Number(text.slice(at + 1)) };
}

/** Throws UNAUTHENTICATED for callers that are not let in. */
function admit({ headers }: FastifyRequest, admits: readonly string[] | null): void {
  if (admits === null) return;
  const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const hash = createHash('sha256').update(token).digest();
  if (!admits.some((known) => timingSafeEqual(Buffer.from(known, 'hex'), hash)))
    throw refusal('UNAUTHENTICATED');
}

function forwardedOf({ headers }: FastifyRequest, names: readonly string[]): Record<string, string> {
  const forwarded: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) forwarded[name] = String(value);
  }
  return forwarded;
}

/** Whether it may be a mutation. */
function mutates(request: FastifyRequest): boolean {
  const { query } = askOf(request);
  return typeof query === 'string' && /\bmutation\b/.test(query);
}

/** Equal for queries that may share an answer; undefined for what must not: all that does not come by POST. */
function keyOf(request: FastifyRequest, forwarded: Readonly<Record<string, string>>): string | undefined {
  const { query, operationName, variables, extensions } = askOf(request);
  if (request.method !== 'POST' || typeof query !== 'string') return undefined;
  const { accept = '', 'content-type': type = '' } = request.headers;
  return JSON.stringify([query, operationName, variables, extensions, accept, type, forwarded]);
}

const contextOf = (
  request: FastifyRequest,
  forwarded: Readonly<Record<string, string>>,
  signal: AbortSignal,
): RequestContext =>
  ({
    requestId: request.id,
    viewer: ANONYMOUS,
    forwarded,
    signal,
    log: request.log,
    memo: new Map(),
  }) as unknown as RequestContext;
