import type { FastifyRequest } from 'fastify';
import { refusal } from '../../schema/errors.js';
import { operationHash } from '../../schema/operation-use.js';
import type { Viewer } from '../../subgraphs/viewer.js';
import { askOf } from './ask.js';

/**
 * Throws OPERATION_NOT_TRUSTED for an operation that the caller's key may not send. What is trusted came with the key,
 * so that nothing is looked up; a request without a text is executed by nobody.
 */
export function checkTrusted(request: FastifyRequest): void {
  const { viewer } = request;
  if (!isBound(viewer)) return;
  const { query } = askOf(request);
  if (typeof query === 'string') checkTrustedHash(viewer, operationHash(query));
}

/** The same by the operation's hash. */
export function checkTrustedHash(viewer: Viewer, hash: string): void {
  if (isBound(viewer) && !isTrusted(viewer, hash)) throw refusal('OPERATION_NOT_TRUSTED');
}

const isBound = (viewer: Viewer): boolean => viewer.kind === 'SERVICE_KEY' && viewer.trustedOnly === true;

export const isTrusted = (viewer: Viewer, hash: string): boolean =>
  viewer.kind === 'SERVICE_KEY' && viewer.trusted?.has(hash) === true;
