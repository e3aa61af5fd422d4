import { ERRORS, type ErrorCode } from '../../schema/errors.js';

/** Why a command could not do its work, for the person who ran it. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    /** 1 where the hub judged what it was given, 2 where the command could not run. */
    readonly exit: 1 | 2,
    message: string,
    /** The hub's own errors, for `--json`. */
    readonly errors: readonly HubFault[] = [],
  ) {
    super(message);
  }
}

/** An error as the hub writes it. */
export interface HubFault {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> & {
    readonly code?: string;
    readonly messages?: { readonly id: string };
  };
}

/** A command that was written wrongly; its usage is shown with it. */
export class UsageFailure extends Failure {
  constructor(message: string) {
    super(2, message);
  }
}

/** Refusals that judge a file or a dataset; the others are about the caller, the request or the hub. */
const VERDICTS: ReadonlySet<number> = new Set([409, 413, 415, 422]);

/** The exit code that a refusal of the hub stands for. */
export const exitOf = (code: string | null | undefined): 1 | 2 =>
  code && Object.hasOwn(ERRORS, code) && VERDICTS.has(ERRORS[code as ErrorCode].status) ? 1 : 2;
