import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyRequest } from 'fastify';

/** The operation as the request carries it; what is malformed in it is Apollo Server's to refuse. */
export interface Ask {
  readonly query: unknown;
  readonly operationName: unknown;
  readonly variables: unknown;
  readonly extensions: unknown;
}

/** Requests whose hash was replaced by the text that it stands for. */
const writtenOut = new WeakMap<FastifyRequest, Ask>();

export const askOf = (request: FastifyRequest): Ask => writtenOut.get(request) ?? sentOf(request);

/** Puts an operation's text in the place of its hash: whatever comes after reads the request as if it were sent so. */
export function writeOut(request: FastifyRequest, query: string, extensions: Ask['extensions']): void {
  writtenOut.set(request, { ...sentOf(request), query, extensions });
}

function sentOf(request: FastifyRequest): Ask {
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
  const { method, body } = request;
  const ask = writtenOut.get(request);
  if (!ask) return { method, headers, search: searchOf(request), body };
  const { query, extensions } = ask;
  if (method === 'POST') {
    const { extensions: _, ...rest } = body as Partial<Ask>;
    return { method, headers, search: '', body: { ...rest, query, ...(extensions ? { extensions } : {}) } };
  }
  const search = new URLSearchParams(searchOf(request));
  search.set('query', String(query));
  if (extensions === undefined) search.delete('extensions');
  else search.set('extensions', String(extensions));
  return { method, headers, search: `?${search}`, body };
}
