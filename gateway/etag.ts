import type { FastifyReply } from 'fastify';

/** Headers of an answer that is the same for everybody who is not signed in: kept, and asked about each time. */
export const publicly = (reply: FastifyReply, etag: string): FastifyReply =>
  reply
    .header('cache-control', 'public, no-cache')
    .header('etag', etag)
    .header('vary', 'authorization, accept');

/** RFC 9110, 13.1.2: compared weakly. */
export const matches = (given: string | undefined, etag: string): boolean =>
  (given ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
