import type { ApolloServer } from '@apollo/server';
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import type { FastifyRequest } from 'fastify';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../../subgraphs/context.js';
import { type Audience, coercedFor } from '../audience.js';
import type { Operation } from '../operation.js';
import { chosenType, shownStatus } from './accepting.js';
import { askOf, httpRequestOf } from './ask.js';
import { bodyOf, stringify } from './bytes.js';
import { labelled, outcomeOf, type Single } from './labelling.js';
import { readsOf } from './labels.js';
import { takenDown } from './noting.js';
import { priceOf } from './pricing.js';
import type { Answered } from './shared.js';

/** An audience and the server that parses, validates and answers for it. */
export interface Desk {
  readonly audience: Audience;
  readonly server: ApolloServer<RequestContext>;
}

/** Answers a request, without Apollo Server's pipeline where there is nothing for it to do. */
export async function answerWith(
  { audience, server }: Desk,
  request: FastifyRequest,
  context: RequestContext,
): Promise<Answered> {
  const known = knownRequest(audience, request);
  if (known) return answerKnown(audience, known, context);
  const { status, headers, body } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: httpRequestOf(request),
    context: async () => context,
  });
  if (body.kind !== 'complete') throw new Error('this hub answers in one piece');
  const { keep, answered, retryAfter } = outcomeOf(context);
  const type = headers.get('content-type');
  // What the answer's caches may do is said when it is sent, and to whom.
  headers.delete('cache-control');
  return {
    status: answered ? shownStatus(status ?? 200, type, request.headers.accept) : (status ?? 200),
    headers: [...headers, ...priceOf(context)],
    body: bodyOf(body.string, context),
    keep,
    retryAfter,
    asked: takenDown(context),
    reads: readsOf(context),
  };
}

/** A request for an operation that this audience has asked before, with its variables. */
interface KnownRequest {
  readonly accept: string | undefined;
  /** The answer's media type. */
  readonly type: string;
  readonly operation: Operation;
  readonly raw: Record<string, unknown>;
  readonly coerced: Record<string, unknown>;
}

/**
 * Reads a request in its plainest form, JSON in and a usual `Accept`, for a query that was parsed and validated before;
 * undefined for all others, and where something is wrong with it: Apollo Server answers those.
 */
function knownRequest(audience: Audience, request: FastifyRequest): KnownRequest | undefined {
  const { method, headers } = request;
  const { accept } = headers;
  if (method !== 'POST' || !headers['content-type']?.startsWith('application/json')) return undefined;
  const type = chosenType(accept);
  if (type === undefined) return undefined;
  const { query, operationName, variables, extensions } = askOf(request);
  if (typeof query !== 'string' || (extensions !== undefined && extensions !== null)) return undefined;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    return undefined;
  const operation = audience.known(query, operationName || undefined);
  if (operation?.node.operation !== 'query') return undefined;
  if (Array.isArray(variables) || (variables && typeof variables !== 'object')) return undefined;
  const raw = (variables ?? {}) as Record<string, unknown>;
  const { coerced } = coercedFor(operation, raw);
  return coerced && { accept, type, operation, raw, coerced };
}

/** Answers such a request as Apollo Server would, without its pipeline. */
async function answerKnown(
  audience: Audience,
  { accept, type, operation, raw, coerced }: KnownRequest,
  context: RequestContext,
): Promise<Answered> {
  const { data, errors } = await audience.answer(operation, raw, coerced, context);
  const { answer, status } = formatted(data, errors);
  labelled(answer, status, context);
  const { keep, retryAfter } = outcomeOf(context);
  return {
    status: shownStatus(status, type, accept),
    headers: [['content-type', type], ...priceOf(context)],
    body: bodyOf(stringify(answer), context),
    keep,
    retryAfter,
    asked: takenDown(context),
    reads: readsOf(context),
  };
}

function formatted(
  data: GatewayExecutionResult['data'],
  errors: readonly GraphQLError[] = [],
): { readonly answer: Single; readonly status: number } {
  if (errors.length === 0) return { answer: { data }, status: 200 };
  let status = 200;
  const shown = errors.map((error): GraphQLFormattedError => {
    const { http, ...extensions } = error.extensions as { http?: { status?: number } };
    status = http?.status ?? status;
    return { ...error.toJSON(), extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions } };
  });
  return { answer: { errors: shown, data }, status };
}
