/** What the command could not do, for the person who ran it: exit code 1 for a verdict, 2 where it could not run. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly exit: 1 | 2,
    message: string,
    /** The hub's own errors, for `--json`. */
    readonly errors: readonly unknown[] = [],
  ) {
    super(message);
  }
}
