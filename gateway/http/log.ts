import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import { HubError } from '../../schema/errors.js';
import { ANONYMOUS, type Viewer } from '../../subgraphs/viewer.js';
import type { Config } from '../config.js';

/** Fastify's own lines of requests hold their addresses. */
export const OWN_LINES = new LogController({ disableRequestLogging: true });

const nothing = (): Record<string, never> => ({});

/** The log: one JSON line an event, on standard output. */
export const loggerOf = (level: Config['logLevel']): NonNullable<FastifyServerOptions['logger']> =>
  level === 'silent'
    ? false
    : {
        level,
        serializers: { err: loggedError, req: nothing, res: nothing },
        hooks: {
          // An error alone would have its message, which nobody has looked through, made the line's.
          logMethod(args, method) {
            const [first] = args as unknown[];
            if (first instanceof Error) method.apply(this, [{ err: first }, 'an error']);
            else method.apply(this, args);
          },
        },
      };

/** Follows a request until it has ended. */
export type Follow = (request: FastifyRequest, reply: FastifyReply) => void;

/** Writes a line for each request that has ended, however it has. What it gives is for requests that meet no hook. */
export function logRequests(app: FastifyInstance, level: Config['logLevel']): Follow {
  if (level !== 'info' && level !== 'debug') return () => {};
  const follow: Follow = (request, reply) => {
    const before = request.socket.bytesWritten;
    reply.raw.once('close', () => logRequest(request, reply, before));
  };
  app.addHook('onRequest', (request, reply, done) => {
    follow(request, reply);
    done();
  });
  return follow;
}

/**
 * What is told of a request: the route's pattern and never its address, who asked by his id, and nothing that he sent.
 * `bytes` are those sent, headers included.
 */
function logRequest(request: FastifyRequest, reply: FastifyReply, before: number): void {
  const { raw } = reply;
  (request.log as FastifyBaseLogger).info(
    {
      method: request.method,
      route: request.is404 ? null : (request.routeOptions.url ?? null),
      status: raw.headersSent ? raw.statusCode : null,
      ms: Math.round(reply.elapsedTime),
      bytes: request.socket.bytesWritten - before,
      whole: raw.writableFinished,
      ...callerOf(request.viewer ?? ANONYMOUS),
    },
    'request',
  );
}

function callerOf(viewer: Viewer): { readonly caller: Viewer['kind']; readonly callerId?: string } {
  if (viewer.kind === 'ANONYMOUS') return { caller: viewer.kind };
  return { caller: viewer.kind, callerId: viewer.kind === 'SERVICE_KEY' ? viewer.keyId : viewer.accountId };
}

interface LoggedError {
  readonly [more: string]: unknown;
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack: string;
  readonly cause?: LoggedError;
}

/**
 * An error as the log may hold it. Messages of the database, of the query builder and of parsers quote values, and
 * refusals what was asked: in their place stands what happened.
 */
export function loggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'thrown, and no Error', stack: '' };
  const { name, stack = '', cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    type: name,
    message: messageOf(error),
    ...(code ? { code } : {}),
    // Its first lines are the message again.
    stack: (stack.match(/^ {4}at .*$/gm) ?? []).join('\n'),
    ...(cause instanceof Error ? { cause: loggedError(cause) } : {}),
  };
}

function messageOf(error: Error): string {
  if (error instanceof HubError) return 'a refusal';
  if ('severity' in error) {
    const { routine, table_name, constraint_name } = error as unknown as Record<string, unknown>;
    return ['PostgreSQL', routine, table_name, constraint_name].filter(Boolean).join(' ');
  }
  if ('query' in error && 'params' in error) return 'a statement failed';
  if (error instanceof SyntaxError) return 'a text that cannot be parsed';
  return error.message;
}
