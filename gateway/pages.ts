import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { ROOT } from '../db/root.js';
import { settings } from '../db/tables/settings.js';
import type { HubParts } from './parts.js';

const BUILT = fileURLToPath(new URL('gateway/console/dist/', ROOT));

/** The console at `/`, with its files under `/app/`, and the query explorer under `/explorer/`. */
export async function pages(app: FastifyInstance, parts: HubParts): Promise<void> {
  const config = { access: 'OPEN', page: true } as const;
  app.get('/explorer', { config }, (_request, reply) => reply.redirect('/explorer/'));
  app.get('/explorer/config.json', { config }, async () => {
    const [row] = await parts.writes.db.select().from(settings).where(eq(settings.key, 'example_query'));
    return { query: row?.value ?? null };
  });
  const isBuilt = (folder: string): boolean => existsSync(`${BUILT}${folder}`);
  let decorated = false;
  for (const folder of ['app', 'explorer'].filter(isBuilt)) {
    await app.register(fastifyStatic, {
      root: `${BUILT}${folder}`,
      prefix: `/${folder}/`,
      preCompressed: true,
      dotfiles: 'ignore',
      cacheControl: false,
      decorateReply: !decorated,
      setHeaders: (reply, path) => {
        const hashed = path.includes('/assets/');
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
    decorated = true;
  }
  // A redirect keeps what stands behind `#`, where the console's screens are.
  app.get('/', { config }, (_request, reply) => reply.redirect(isBuilt('app') ? '/app/' : '/explorer/'));
}
