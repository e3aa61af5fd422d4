import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** A server's requests that are being answered, and whether it takes no more. */
export interface Draining {
  draining: boolean;
  running: number;
}

/** How long a server that stops waits for running requests. */
const DRAIN_MS = 10_000;

/** Stops a server in this order: no new operations, running ones finished, what answers them stopped, closed. */
export async function closeDrained(
  app: FastifyInstance,
  state: Draining,
  stop: () => Promise<unknown>,
): Promise<void> {
  state.draining = true;
  for (let waited = 0; state.running > 0 && waited < DRAIN_MS; waited += 10) await sleep(10);
  await stop();
  // A connection on which nothing has been asked yet is not idle to Node, and may stay for minutes.
  const sweeping = setInterval(() => {
    if (state.running === 0) app.server.closeAllConnections();
  }, 50);
  await app.close().finally(() => clearInterval(sweeping));
}
