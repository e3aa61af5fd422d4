import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HubError, refusal } from '../schema/errors.js';
import { databaseRefusal, errorBody } from './errors.js';

/** Answers what a request has thrown: a refusal as it is, anything else without a word of what it was. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
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
  const known = databaseRefusal(error);
  if (known) return send(reply, known);
  request.log.error({ err: error }, 'a request failed');
  return send(reply, refusal('INTERNAL', undefined, { facts: { requestId: request.id } }));
}

/** Why the server cannot listen, where the operator can mend it. */
function listenRefusal(
  error: NodeJS.ErrnoException,
  { host, port }: { readonly host: string; readonly port: number },
): Error {
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

const MEDIA_TYPE = {
  id: 'Kirim permintaan sebagai application/json.',
  en: 'Send the request as application/json.',
};

/** Sends a refusal. */
export const send = (reply: FastifyReply, error: HubError): FastifyReply =>
  later(reply, error.facts['retryAfter'])
    .code(error.status)
    .header('cache-control', 'no-store')
    .removeHeader('etag')
    // A file that fails before its first byte has said already how it is packed, and under which name it is saved.
    .removeHeader('content-encoding')
    .removeHeader('content-disposition')
    .type(`application/${reply.request.headers.accept?.includes(GRAPHQL) ? GRAPHQL : 'json'}; charset=utf-8`)
    .send(errorBody(error));

const GRAPHQL = 'graphql-response+json';

/** Says after how many seconds it is worth to ask again, where that is known. */
export const later = (reply: FastifyReply, seconds: unknown): FastifyReply =>
  typeof seconds === 'number' ? reply.header('retry-after', Math.ceil(seconds)) : reply;

/** Starts to listen; gives the address. Throws PORT_TAKEN, and CONFIG_INVALID for a place where nobody can listen. */
export async function listenAt(
  app: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw listenRefusal(error as NodeJS.ErrnoException, { host, port });
  }
}
