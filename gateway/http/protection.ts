import compress from '@fastify/compress';
import cors from '@fastify/cors';
import type { FastifyInstance, FastifyReply } from 'fastify';
import helmet from 'helmet';
import { CODINGS, PACKED_FROM } from '../answers/packing.js';
import { COST, COST_LIMIT } from '../answers/pricing.js';
import type { Config } from '../config.js';

/** Headers of ours that pages of other sites may send. */
const ASKED = [
  'authorization',
  'content-type',
  'idempotency-key',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'apollographql-client-name',
  'apollographql-client-version',
];
const SHOWN = ['x-request-id', 'retry-after', 'etag', 'content-disposition', COST, COST_LIMIT];
const PREFLIGHT_SECONDS = 600;
const YEAR_SECONDS = 31_536_000;

/** What is worth compressing. Files that are compressed themselves, XLSX and ZIP among them, are not in it. */
const TEXTS =
  /^(text\/(plain|csv|html|css|javascript)|application\/(json|ld\+json|graphql-response\+json|x-ndjson))(;|$)/;

/** A page of ours: scripts are files of ours, none stands in the page. Monaco writes its own style elements. */
const PAGE = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};
/** Everything else is data, and runs nothing even where a browser shows it. */
const DATA = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };

/** Sets the headers that protect whoever opens an answer. */
export type Protect = (reply: FastifyReply) => FastifyReply;

/**
 * Headers of every answer, refusals included; what may be kept by caches says so itself. They depend on nothing of a
 * request, so helmet is asked once: at each request it would be a tenth of a short answer's time.
 *
 * Who is signed in sends a token in a header that no browser adds by itself, and there are no cookies: a page of another
 * site can send what it likes, it comes as anybody's. That holds for uploads and exports, too. GraphQL moreover refuses
 * what a browser sends without a preflight (Apollo's CSRF prevention), and preflights pass for `origins` alone.
 */
export async function protection(
  app: FastifyInstance,
  { origins, url }: Pick<Config, 'origins' | 'url'>,
): Promise<Protect> {
  const secure = url?.startsWith('https:') ?? false;
  const page = headersOf(PAGE, secure);
  const data = headersOf(DATA, secure);
  const protect: Protect = (reply) => reply.headers(reply.request.routeOptions.config?.page ? page : data);
  app.addHook('onRequest', (_request, reply, done) => {
    protect(reply);
    done();
  });
  if (origins.length > 0) {
    const known = new Set(origins);
    await app.register(cors, {
      origin: async (origin: string | undefined) =>
        origin !== undefined && known.has(origin) ? origin : false,
      methods: ['GET', 'HEAD', 'POST'],
      allowedHeaders: ASKED,
      exposedHeaders: SHOWN,
      maxAge: PREFLIGHT_SECONDS,
      credentials: false,
    });
  }
  await app.register(compress, {
    encodings: [...CODINGS],
    threshold: PACKED_FROM,
    customTypes: (type) => TEXTS.test(type),
    globalDecompression: false,
  });
  return protect;
}

function headersOf(directives: Record<string, string[]>, secure: boolean): Record<string, string> {
  const headers: Record<string, string> = { 'cache-control': 'no-store' };
  const set = (name: string, value: string): void => {
    headers[name.toLowerCase()] = value;
  };
  const given = helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: secure ? { maxAge: YEAR_SECONDS, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    // Of browsers that are gone.
    xDownloadOptions: false,
    xXssProtection: false,
    xPermittedCrossDomainPolicies: false,
    xDnsPrefetchControl: false,
    originAgentCluster: false,
  });
  given({} as never, { setHeader: set, removeHeader() {} } as never, (error) => {
    if (error) throw error;
  });
  return headers;
}
