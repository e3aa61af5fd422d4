import type { FastifyReply } from 'fastify';

/**
 * Headers of an answer that is the same for everybody who is not signed in: kept, and asked about each time. Its tag is a
 * weak one, since an answer that is sent compressed has the same.
 */
export const publicly = (reply: FastifyReply, etag: string): FastifyReply =>
  varying(reply, 'authorization, accept, accept-encoding')
    .header('cache-control', 'public, no-cache')
    .header('etag', `W/${etag}`);

/** Says of which headers of a request its answer depends, beside those that it says already. */
export const varying = (reply: FastifyReply, names: string): FastifyReply => {
  const before = reply.getHeader('vary');
  return reply.header('vary', before ? `${before}, ${names}` : names);
};

/** RFC 9110, 13.1.2: compared weakly. */
export const matches = (given: string | undefined, etag: string): boolean =>
  (given ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
