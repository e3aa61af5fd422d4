import type { FastifyInstance } from 'fastify';
import type { HubParts } from './parts.js';

/** `/health/live`: the process answers. `/health/ready`: it serves a graph, reaches its database and is not stopping. */
export function health(app: FastifyInstance, parts: HubParts, state: { readonly draining: boolean }): void {
  const config = { access: 'OPEN' } as const;
  app.get('/health/live', { config }, () => ({ status: 'ok' }));
  app.get('/health/ready', { config }, async (_request, reply) => {
    const graph = parts.graph.servedId !== undefined;
    const database = await parts.reads.sql`select 1`.then(
      () => true,
      () => false,
    );
    const ready = graph && database && !state.draining;
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable', graph, database });
  });
}
