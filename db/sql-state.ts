/** PostgreSQL's code of an error, which the query builder wraps; undefined of any other. */
export function sqlState(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error ? error.code : sqlState(error.cause);
}
