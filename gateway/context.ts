import type { FastifyRequest } from 'fastify';
import { refusal } from '../schema/errors.js';
import type { RequestContext } from '../subgraphs/context.js';
import { eraseData } from '../subgraphs/intake/erasing/erase.js';
import { ANONYMOUS, type Viewer } from '../subgraphs/viewer.js';
import { eraseEvidence } from '../subgraphs/workflow/erase.js';
import type { HubParts } from './parts.js';

/** Visible ASCII, as RFC 9110 has it; long enough for any UUID. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/** Who sent the request. Throws UNAUTHENTICATED for a key or session that is not valid. */
export async function viewerOf(request: FastifyRequest, { callers, now }: HubParts): Promise<Viewer> {
  const { authorization } = request.headers;
  return authorization === undefined ? ANONYMOUS : callers.viewerOf(authorization, now());
}

/** The signal of what is finished whether somebody waits for it or not. */
const NEVER = new AbortController().signal;

/** What the resolvers of this request share; its viewer has been found, and its `signal` never tells. */
export const contextOf = (request: FastifyRequest, parts: HubParts): RequestContext => ({
  ...ownContext(parts, request.log),
  requestId: request.id,
  viewer: request.viewer,
  authorization: request.headers.authorization ?? '',
  address: request.ip,
  idempotencyKey: idempotencyKeyOf(request),
});

/** What the hub's own jobs go by in place of a request. */
export const ownContext = (parts: HubParts, log: RequestContext['log']): RequestContext => ({
  requestId: 'job',
  viewer: ANONYMOUS,
  authorization: '',
  address: '',
  reads: parts.reads,
  writes: parts.writes,
  keyring: parts.keyring,
  intake: { workers: parts.workers, maxRows: parts.config.rowLimit },
  outbound: parts.outbound,
  erasers: [eraseData, eraseEvidence],
  publisher: parts.publisher,
  documents: parts.documents,
  remotes: parts.remotes,
  columnUses: parts.columnUses,
  directory: parts.directory(),
  idempotencyKey: null,
  now: parts.now(),
  without: parts.without,
  signal: NEVER,
  log,
  memo: new Map(),
});

/** The request's `Idempotency-Key`. Throws BAD_REQUEST, so it is to be asked for before Apollo makes the context. */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | null {
  const key = headers['idempotency-key'];
  if (key === undefined || key === '') return null;
  if (typeof key === 'string' && IDEMPOTENCY_KEY.test(key)) return key;
  throw refusal('BAD_REQUEST', {
    detail: {
      id: 'Idempotency-Key memuat 1 sampai 200 karakter ASCII tanpa spasi.',
      en: 'An Idempotency-Key has 1 to 200 ASCII characters without blanks.',
    },
  });
}
