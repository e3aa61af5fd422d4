import type { FastifyReply } from 'fastify';

/** Aborted when the connection is closed before the answer is sent, or was before anybody asked. */
export function goneSignal({ raw }: FastifyReply, onGone: () => void = () => {}): AbortSignal {
  const gone = new AbortController();
  const leave = (): void => {
    if (raw.writableFinished || gone.signal.aborted) return;
    onGone();
    gone.abort();
  };
  raw.once('close', leave);
  // Whoever left while the request was read has been told of already.
  if (raw.destroyed) leave();
  return gone.signal;
}
