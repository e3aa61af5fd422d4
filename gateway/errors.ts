import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { sqlState } from '../db/sql-state.js';
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
  const known = databaseRefusal(cause);
  if (!known) log.error({ err: cause, requestId, path: error.path }, 'a resolver failed');
  const { message, extensions } = known ?? refusal('INTERNAL', undefined, { facts: { requestId } });
  return new GraphQLError(message, { path: error.path ?? null, extensions });
}

/** What PostgreSQL may say that is not the hub's fault, as a refusal. */
export function databaseRefusal(error: unknown): HubError | undefined {
  const state = sqlState(error);
  // character_not_in_repertoire: the caller's text holds U+0000, which no text of its can.
  if (state === '22021') return refusal('BAD_USER_INPUT', { detail: UNSTORABLE });
  // query_canceled: the statement ran into its timeout.
  if (state === '57014') return refusal('TIMEOUT');
  return undefined;
}

const UNSTORABLE = {
  id: 'Nilai teks memuat karakter NUL.',
  en: 'A text value holds a NUL character.',
};

/** The HTTP status that a code of the catalogue stands for; undefined for codes that are not ours. */
export function statusOf(code: unknown): number | undefined {
  return typeof code === 'string' && code in ERRORS ? ERRORS[code as ErrorCode].status : undefined;
}

/** Codes that the procedure foresees: the field is null, the request as such was in order. */
export const isWithheld = (code: unknown): boolean =>
  typeof code === 'string' && /^(FIELD_|NO_RELEASE$)/.test(code);

/** The body of a refusal outside GraphQL's pipeline. */
export function errorBody(error: HubError): { errors: GraphQLFormattedError[] } {
  return { errors: [{ message: error.message, extensions: error.extensions }] };
}
