import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ERRORS, type ErrorCode, HubError, refusal } from '../schema/errors.js';

/** Where unexpected errors are written, with the request's id; never to the client. */
export interface ErrorLog {
  readonly requestId: string;
  readonly log: { error(details: object, message: string): void };
}

/**
 * The error as a client may see it: refusals and GraphQL's own errors as they are; anything else is logged and
 * becomes INTERNAL, without a word of SQL or of a stack.
 */
export function publicError(error: GraphQLError, { requestId, log }: ErrorLog): GraphQLError {
  const cause = error.originalError;
  if (cause === undefined || cause instanceof HubError || cause instanceof GraphQLError) return error;
  if (isUnstorableText(cause)) {
    const { message, extensions } = refusal('BAD_USER_INPUT', { detail: UNSTORABLE });
    return new GraphQLError(message, { path: error.path ?? null, extensions });
  }
  log.error({ err: cause, requestId, path: error.path }, 'a resolver failed');
  const { message, extensions } = refusal('INTERNAL', undefined, { facts: { requestId } });
  return new GraphQLError(message, { path: error.path ?? null, extensions });
}

/** PostgreSQL's `character_not_in_repertoire`: the caller's text holds U+0000, which no text of its can. */
function isUnstorableText(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === '22021') || isUnstorableText(error.cause);
}

const UNSTORABLE = {
  id: 'Nilai teks memuat karakter NUL.',
  en: 'A text value holds a NUL character.',
};

/** A refusal as a GraphQL error that also sets the HTTP status. */
export function toGraphQLError(error: HubError, path?: readonly (string | number)[]): GraphQLError {
  return new GraphQLError(error.message, {
    path: path ?? null,
    extensions: { ...error.extensions, http: { status: error.status } },
  });
}

/** The HTTP status that a code of the catalogue stands for; undefined for codes that are not ours. */
export function statusOf(code: unknown): number | undefined {
  return typeof code === 'string' && code in ERRORS ? ERRORS[code as ErrorCode].status : undefined;
}

/** The body of a refusal outside GraphQL's pipeline. */
export function errorBody(error: HubError): { errors: GraphQLFormattedError[] } {
  return { errors: [{ message: error.message, extensions: error.extensions }] };
}
