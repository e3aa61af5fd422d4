import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyRequest } from 'fastify';

/** The operation as the request carries it; what is malformed in it is Apollo Server's to refuse. */
export interface Ask {
  readonly query: unknown;
  readonly operationName: unknown;
  readonly variables: unknown;
  readonly extensions: unknown;
}

export function askOf(request: FastifyRequest): Ask {
  if (request.method === 'POST') {
    const { query, operationName, variables, extensions } = (request.body ?? {}) as Partial<Ask>;
    return { query, operationName, variables, extensions };
  }
  // Read as Apollo Server reads it, so that what is checked here is what it executes.
  const given = new URLSearchParams(searchOf(request));
  const only = (name: string): string | undefined => {
    const [value, ...more] = given.getAll(name);
    return more.length === 0 ? value : undefined;
  };
  return {
    query: only('query'),
    operationName: only('operationName'),
    variables: parsedOrNot(only('variables')),
    extensions: only('extensions'),
  };
}

function parsedOrNot(json: string | undefined): unknown {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function searchOf({ url }: FastifyRequest): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}

/** The request in Apollo Server's form. */
export function httpRequestOf(request: FastifyRequest): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  return { method: request.method, headers, search: searchOf(request), body: request.body };
}
