import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentHash } from '../../schema/definition.js';
import { agencyNames } from '../../subgraphs/catalog/store.js';
import type { DatasetDirectory } from '../../subgraphs/directory.js';
import { ANONYMOUS, isSignedIn, type Viewer } from '../../subgraphs/viewer.js';
import type { Config } from '../config.js';
import { matches, publicly } from '../etag.js';
import type { HubParts } from '../parts.js';
import { ACTIONS, enveloped } from './ckan.js';
import { catalogueDocument, vocabularyDocument } from './dcat.js';
import { type Listed, listingFor } from './listing.js';

const JSON_LD = 'application/ld+json; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * The catalogue for other catalogues: DCAT 3 at `/catalog.jsonld`, its terms at `/ns/sdi`, and CKAN's actions `package_list`,
 * `package_show` and `package_search`. Each caller finds what the graph's own catalogue shows it.
 */
export function catalogueRoutes(app: FastifyInstance, parts: HubParts): void {
  const listing = listings(parts);
  const asked = async (request: FastifyRequest) => {
    const { viewer } = request;
    return { viewer, base: baseOf(request, parts.config), listed: await listing(viewer) };
  };
  app.get('/catalog.jsonld', { config: { access: 'ANYONE' } }, async (request, reply) => {
    const { viewer, base, listed } = await asked(request);
    return send(request, reply, viewer, JSON_LD, writtenOnce(listed, base));
  });
  app.get('/ns/sdi', { config: { access: 'PUBLIC' } }, async (request, reply) =>
    send(request, reply, ANONYMOUS, JSON_LD, written(vocabularyDocument(baseOf(request, parts.config)))),
  );
  for (const [name, action] of Object.entries(ACTIONS))
    app.get(`/api/3/action/${name}`, { config: { access: 'ANYONE' } }, async (request, reply) => {
      const { viewer, base, listed } = await asked(request);
      const outcome = action(listed, request.query as Record<string, unknown>, base);
      const { status, body } = enveloped(name, outcome, base);
      return send(request, reply.code(status), viewer, JSON_TYPE, written(body));
    });
}

/** What callers find; what the public finds is read once for each state of the datasets. */
function listings({ reads, directory, now }: HubParts): (viewer: Viewer) => Promise<readonly Listed[]> {
  const known = new WeakMap<
    DatasetDirectory,
    { readonly names: string; readonly listed: readonly Listed[] }
  >();
  return async (viewer) => {
    const current = directory();
    const agencies = await agencyNames(reads.db);
    if (isSignedIn(viewer)) return listingFor(viewer, current.datasets, agencies, now());
    const names = contentHash([...agencies]);
    const before = known.get(current);
    if (before?.names === names) return before.listed;
    const listed = await listingFor(ANONYMOUS, current.datasets, agencies, now());
    known.set(current, { names, listed });
    return listed;
  };
}

interface Written {
  readonly text: string;
  readonly etag: string;
}

function written(body: unknown): Written {
  const text = JSON.stringify(body);
  return { text, etag: `"${contentHash(text).slice(0, 43)}"` };
}

const documents = new WeakMap<readonly Listed[], { readonly base: string; readonly document: Written }>();

/** The whole catalogue as it was written last of the same listing, which the public asks for again and again. */
function writtenOnce(listed: readonly Listed[], base: string): Written {
  const before = documents.get(listed);
  if (before?.base === base) return before.document;
  const document = written(catalogueDocument(listed, base));
  documents.set(listed, { base, document });
  return document;
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  viewer: Viewer,
  type: string,
  { text, etag }: Written,
): FastifyReply {
  if (isSignedIn(viewer) || reply.statusCode !== 200)
    return reply.header('cache-control', 'no-store').type(type).send(text);
  publicly(reply, etag);
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.type(type).send(text);
}

const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i;

/** Where the hub is reached: as it is set, or else as the request has reached it. */
function baseOf({ protocol, host }: FastifyRequest, config: Config): string {
  if (config.url !== null) return config.url;
  return `${protocol}://${HOST.test(host) ? host : `${config.host}:${config.port}`}`;
}
